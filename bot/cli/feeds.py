"""``newsdesk feeds``: follow feeds, look at what is in one, and exchange lists with other programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .options import filled
from .terminal import FAILED, NOTHING_FOUND, WRONG_USAGE, emit, note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from config.settings import Settings
    from newsdesk.ingest.feeds.values import FeedEntry, FeedOutline, ParsedFeed
    from newsdesk.ingest.fetch import Limits
    from newsdesk.ingest.loaded import Refused
    from newsdesk.model import Feed
    from newsdesk.ports import Store

feeds_app = typer.Typer(
    help="Feeds: follow, check, import and export them.", no_args_is_help=True, rich_markup_mode=None
)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]


@feeds_app.command()
def add(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="URL…", help="Addresses of feeds, or of their sites.", callback=filled),
    ],
    title: Annotated[str, typer.Option("--title", help="Call the feed so instead of by its own title.")] = "",
    as_json: AsJson = False,
) -> None:
    """Follow feeds; of a web page, the first feed that it leads to."""
    from newsdesk.ingest.feeds.load import FoundFeed, find_feed, is_url

    settings, store = _opened()
    failed = False
    try:
        for source in sources:
            if not is_url(source):
                note(f"newsdesk: {source}: only http and https addresses can be followed.")
                note("newsdesk: look into a file with: newsdesk feeds check FILE")
                failed = True
                continue
            import asyncio

            found = asyncio.run(find_feed(source, limits=_limits(settings)))
            if not isinstance(found, FoundFeed):
                note(f"newsdesk: {found}")
                failed = True
                continue
            known = store.feeds.find(found.url)
            feed = store.feeds.add(found.url, title=title or found.feed.title, now=datetime.now(UTC))
            if found.page:
                note(f"newsdesk: {source} is a web page; its feed is {found.url}")
            for other in found.others:
                note(f"newsdesk: the page also has: {other.url} {other.title}")
            state = "already followed" if known and known.wanted else "following"
            emit(_json(feed) if as_json else _short(feed, state))
    finally:
        store.housekeeping.close()
    raise typer.Exit(FAILED if failed else 0)


@feeds_app.command("list")
def list_(as_json: AsJson = False) -> None:
    """Print the feeds that are followed, and how they fare. Exit code 3 when there is none."""
    _, store = _opened()
    try:
        feeds = store.feeds.all()
    finally:
        store.housekeeping.close()
    if not feeds:
        note("newsdesk: no feed is followed yet. Follow one with: newsdesk feeds add URL")
        raise typer.Exit(NOTHING_FOUND)
    for feed in feeds:
        for line in [_json(feed)] if as_json else _lines(feed):
            emit(line)


@feeds_app.command()
def remove(
    feed: Annotated[
        str, typer.Argument(metavar="ID|URL", help="As `newsdesk feeds list` prints it.", callback=filled)
    ],
    as_json: AsJson = False,
) -> None:
    """Follow a feed no more; its articles stay, and adding its URL again brings it back."""
    _, store = _opened()
    try:
        found = next((f for f in store.feeds.all() if feed in {str(f.id), f.url}), None)
        removed = found is not None and store.feeds.remove(found.id)
    finally:
        store.housekeeping.close()
    if found is None or not removed:
        note(f"newsdesk: {feed} is not followed. See what is: newsdesk feeds list")
        raise typer.Exit(NOTHING_FOUND)
    emit(_json(found) if as_json else _short(found, "followed no more; its articles stay."))
    note(f"newsdesk: bring it back with: newsdesk feeds add {found.url}")


@feeds_app.command()
def check(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="URL|FILE…", help="Feeds: addresses, files, folders.", callback=filled),
    ],
    as_json: AsJson = False,
) -> None:
    """Read feeds and print what is in them; nothing is stored. Exit code 1 when one cannot be read."""
    from config.settings import load_settings
    from newsdesk.ingest.feeds.load import feed_sources
    from newsdesk.ingest.loaded import Refused

    settings = load_settings()
    limits, max_bytes = _limits(settings), settings.max_file_mb * 1_000_000
    failed = False
    for source in feed_sources(sources):
        outcome = source if isinstance(source, Refused) else _checked(source, max_bytes, limits)
        failed = failed or isinstance(outcome, Refused)
        _print_check(source.source if isinstance(source, Refused) else source, outcome, as_json=as_json)
    raise typer.Exit(FAILED if failed else 0)


@feeds_app.command("import")
def import_(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help="A list of feeds in OPML, or - for standard input.", callback=filled
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Follow all feeds of an OPML list; they are fetched at the next round, not now."""
    from newsdesk.ingest.disk import STANDARD_INPUT, read_file, read_stream
    from newsdesk.ingest.feeds.load import is_url
    from newsdesk.ingest.feeds.opml import read_opml
    from newsdesk.ingest.loaded import Refused

    if is_url(file):
        note(f"newsdesk: {file} is a web address; import takes a file: save the list, then give that.")
        note("newsdesk: to follow a single feed: newsdesk feeds add URL")
        raise typer.Exit(WRONG_USAGE)
    settings, store = _opened()
    size = settings.max_file_mb * 1_000_000
    try:
        data = read_stream(None, max_bytes=size) if file == STANDARD_INPUT else read_file(file, max_bytes=size)
        listed = data if isinstance(data, Refused) else read_opml(data, source=file)
        if isinstance(listed, Refused):
            note(f"newsdesk: {listed}")
            raise typer.Exit(FAILED)
        for problem in listed.problems:
            note(f"newsdesk: {file}: {problem}")
        allow = frozenset(settings.fetch_allow)
        wanted, refused = _fetchable(listed.feeds, allow)
        for refusal in refused:
            note(f"newsdesk: {refusal}")
        before = {_spelled(feed.url, allow) for feed in store.feeds.all()}
        now = datetime.now(UTC)
        added = [store.feeds.add(u, title=f.title, now=now) for u, f in wanted.items() if u not in before]
    finally:
        store.housekeeping.close()
    for feed in added:
        emit(_json(feed) if as_json else _short(feed, "following"))
    note(f"newsdesk: {len(added)} added, {len(wanted) - len(added)} were followed already.")
    if refused and not wanted:
        raise typer.Exit(FAILED)


@feeds_app.command()
def export(
    file: Annotated[str, typer.Argument(metavar="[FILE]", help="Where to; standard output without it.")] = "",
    as_json: AsJson = False,
) -> None:
    """Write the feeds that are followed as OPML, which every feed reader imports."""
    from newsdesk.ingest.feeds.opml import write_opml

    from .actor_lines import count

    _, store = _opened()
    try:
        feeds = store.feeds.all()
    finally:
        store.housekeeping.close()
    if as_json:
        text = "".join(_json(feed) + "\n" for feed in feeds)
    else:
        text = write_opml([_outline(feed) for feed in feeds])
    if file:
        try:
            Path(file).write_text(text, encoding="utf-8")
        except OSError as error:
            problem = (error.strerror or str(error)).lower()
            note(f"newsdesk: {file} cannot be written ({problem}). Name one in a folder that you may write to.")
            raise typer.Exit(FAILED) from error
        note(f"newsdesk: {count(len(feeds), 'feed')} written to {file}")
    else:
        sys.stdout.write(text)


def _fetchable(
    listed: Sequence[FeedOutline], allow: frozenset[str]
) -> tuple[dict[str, FeedOutline], list[Refused]]:
    """What may be fetched, by its address as it is fetched, and why the others may not."""
    from newsdesk.ingest.guard import check_url
    from newsdesk.ingest.loaded import Refused

    wanted: dict[str, FeedOutline] = {}
    refused = []
    for feed in listed:
        target = check_url(feed.url, allow=allow)
        if isinstance(target, Refused):
            refused.append(target)
        else:
            wanted.setdefault(target.url, feed)
    return wanted, refused


def _spelled(url: str, allow: frozenset[str]) -> str:
    """An address as it is fetched; what may not be fetched as it is."""
    from newsdesk.ingest.guard import Target, check_url

    target = check_url(url, allow=allow)
    return target.url if isinstance(target, Target) else url


def _opened() -> tuple[Settings, Store]:
    from bot.app import open_store
    from config.settings import load_settings

    settings = load_settings()
    return settings, open_store(settings)


def _checked(source: str, max_bytes: int, limits: Limits) -> ParsedFeed | Refused:
    from newsdesk.ingest.feeds.load import load_feed
    from newsdesk.ingest.loaded import Refused

    try:
        return load_feed(source, max_bytes=max_bytes, limits=limits)
    except Exception as error:  # noqa: BLE001  # one feed among thousands; the others are still read
        return Refused(source, f"A defect of ours: {type(error).__name__}.", "Please report it.")


def _limits(settings: Settings) -> Limits:
    from newsdesk.ingest.fetch import Limits

    return Limits(allow=frozenset(settings.fetch_allow))


def _outline(feed: Feed) -> FeedOutline:
    from newsdesk.ingest.feeds.values import FeedOutline

    return FeedOutline(feed.url, feed.title, feed.site_url)


def _json(feed: Feed) -> str:
    record = {"id": feed.id, "url": feed.url, "title": feed.title, "site_url": feed.site_url}
    checked = {"checked_at": _iso(feed.checked_at), "failures": feed.failures, "error": feed.error}
    return json.dumps(record | checked, ensure_ascii=False)


def _short(feed: Feed, state: str) -> str:
    from bot.render.clean import clean

    return f"{feed.id}  {clean(feed.title or feed.url)}: {state}"


def _lines(feed: Feed) -> Iterator[str]:
    from bot.render.clean import clean

    yield clean(f"{feed.id} {feed.title or '(no title yet)'}")
    yield f"    {clean(feed.url)}"
    yield f"    {clean(_state(feed))}"


def _state(feed: Feed) -> str:
    if feed.checked_at is None:
        return "not checked yet"
    if feed.failing_since_at is None:
        return f"checked {_moment(feed.checked_at)}"
    since = f"since {_moment(feed.failing_since_at)}: {feed.error}"
    if feed.next_check_at is None:
        return f"gone {since} It is not checked any more."
    return f"failing {since} It is tried again {_moment(feed.next_check_at)}."


def _moment(instant: datetime) -> str:
    from .wish_lines import moment

    return moment(instant, "UTC")


def _print_check(source: str, outcome: ParsedFeed | Refused, *, as_json: bool) -> None:
    from bot.render.clean import clean
    from newsdesk.ingest.disk import printable
    from newsdesk.ingest.feeds.values import ParsedFeed
    from newsdesk.ingest.loaded import Refused

    name = printable(source)
    if isinstance(outcome, Refused):
        outcome = ParsedFeed(problems=(f"{outcome.reason} {outcome.advice}",))
    if as_json:
        entries = [_record(entry) for entry in outcome.entries]
        record = {"source": name, "title": outcome.title, "entries": entries, "problems": [*outcome.problems]}
        emit(json.dumps(record, ensure_ascii=False))
        return
    count = len(outcome.entries)
    emit(clean(f"{name}: {outcome.title or '(no title)'}, {count} {'entry' if count == 1 else 'entries'}"))
    for entry in outcome.entries:
        day = (_iso(entry.published_at) or "no date")[:16]
        emit(f"  {day:16}  {clean(entry.title or entry.text[:80])}  {clean(entry.url)}".rstrip())
    for problem in outcome.problems:
        emit("  ! " + clean(problem))


def _record(entry: FeedEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "published_at": _iso(entry.published_at),
        "text": entry.text,
    }


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
