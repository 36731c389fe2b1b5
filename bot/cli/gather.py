"""``newsdesk gather``: check feeds, fetch pages, read them; once, or until interrupted."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .terminal import FAILED, OK, emit, note, progress, waiting

if TYPE_CHECKING:
    from rich.status import Status

    from config.settings import Settings
    from newsdesk.desk import Reader
    from newsdesk.digest import Digested
    from newsdesk.gather.gatherer import Gatherer
    from newsdesk.gather.outcomes import PageOutcome
    from newsdesk.gather.rounds import Round
    from newsdesk.ports import Store

_PERIOD_S = 30.0
_SHOWN = 10


def gather(
    urls: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[URL|FILE…]", help="Pages, files and folders to file and read; without any, the feeds."
        ),
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Check what is due, read it, and end.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Bring in what is new: check due feeds, fetch their articles, and read who said what in them."""
    import asyncio

    from bot.app import open_store
    from config.settings import load_settings

    settings = load_settings()
    store = open_store(settings)
    work = _Work(settings, store, as_json=as_json)
    try:
        code = asyncio.run(work.file(urls) if urls else work.run(once=once))
    finally:
        store.housekeeping.close()
    raise typer.Exit(code)


class _Work:
    """One call of the command."""

    def __init__(self, settings: Settings, store: Store, /, *, as_json: bool) -> None:
        self._settings = settings
        self._store = store
        self._as_json = as_json
        self._reader: Reader | None = None
        self._counter = _Counter("Gathering")

    async def file(self, urls: Sequence[str]) -> int:
        """File single pages and files and read them; 1 when one of them is no article."""
        from newsdesk.gather.outcomes import PageState
        from newsdesk.gather.rounds import Round

        gatherer = self._gatherer()
        pages: list[PageOutcome] = []
        for source in urls:
            if "://" not in source:
                pages += self._local(source)
                continue
            pages.append(await gatherer.file_url(source, datetime.now(UTC)))
            if pages[-1].state is not PageState.FILED:
                note(f"newsdesk: {pages[-1].url}: {pages[-1].reason} {_advice(pages[-1])}")
        done = Round(pages=tuple(pages))
        self._say(done, self._read())
        return OK if len(done.of(PageState.FILED)) == len(pages) else FAILED

    def _local(self, path: str) -> list[PageOutcome]:
        from newsdesk.gather.local import file_loaded
        from newsdesk.gather.outcomes import PageState
        from newsdesk.ingest.files import load_paths

        outcomes = load_paths([path], max_bytes=self._settings.max_file_mb * 1_000_000)
        languages = frozenset(self._settings.languages)
        pages = list(file_loaded(self._store.articles, outcomes, datetime.now(UTC), languages=languages))
        for page in pages:
            if page.state is not PageState.FILED:
                note(f"newsdesk: {page.url}: {page.reason}")
        return pages

    async def run(self, *, once: bool) -> int:
        """Rounds; 1 when once, and not one of the feeds that were asked gave anything."""
        if not self._store.feeds.all():
            note("newsdesk: no feed is followed yet. Add one with: newsdesk feeds add URL")
        from asyncio import sleep

        gatherer = self._gatherer()
        while True:
            done, read = await self._round(gatherer, once=once)
            if once or done.feeds or done.pages or read.read:
                self._say(done, read)
            if once:
                asked = [f for f in done.feeds if f.asked]
                return FAILED if asked and len(done.failed) == len(asked) else OK
            await sleep(_PERIOD_S)

    async def _round(self, gatherer: Gatherer, *, once: bool) -> tuple[Round, Digested]:
        """One round, each part of it read before the next one is fetched: news never waits for a backlog."""
        from newsdesk.gather.rounds import Round, in_parts

        done, read = Round(), self._read()
        parts = in_parts(gatherer, datetime.now(UTC), told=self._counter.told)
        while True:
            with self._counter.shown():
                part = await anext(parts, None)
            if part is None:
                return done, read
            done, read = done.with_part(part), read.with_batch(self._read())
            # A backlog may take hours: feeds that are due again meanwhile go before it, in the next round.
            if not once and part.pages and self._store.feeds.due(datetime.now(UTC), limit=1):
                return done, read

    def _gatherer(self) -> Gatherer:
        from bot.app import gathering_rules
        from bot.render.desk import DeskRenderer
        from newsdesk.gather.gatherer import Gatherer

        return Gatherer(self._store, gathering_rules(self._settings), renderer=DeskRenderer())

    def _read(self) -> Digested:
        """Read what is unread and correct what was sent; the models are loaded when there is something."""
        from bot.render.desk import DeskRenderer
        from newsdesk.corrections import correct_changed
        from newsdesk.digest import Digested, digesting

        if not self._store.articles.unread(limit=1):
            return Digested()
        if self._reader is None:
            from bot.app import build_summarizer

            with waiting("Loading the language pipeline…"):
                self._reader = build_summarizer(self._settings)
        found = Digested()
        batches = digesting(self._store, self._reader, datetime.now(UTC), batch=8)
        unread = self._store.housekeeping.tally(now=datetime.now(UTC)).articles_unread
        for part in progress(batches, total=-(-unread // 8), label="Reading"):
            found = found.with_batch(part)
        correct_changed(self._store, DeskRenderer(), datetime.now(UTC))
        return found

    def _say(self, done: Round, read: Digested) -> None:
        if self._as_json:
            emit(json.dumps(round_record(done, read), ensure_ascii=False))
            return
        for line in round_lines(done, read):
            emit(line)


def round_lines(done: Round, read: Digested, /) -> Iterator[str]:
    """What came of a round, for the eye."""
    from newsdesk.gather.outcomes import PageState
    from newsdesk.ingest.guard import redacted

    if not done.feeds and not done.pages and not read.read:
        yield "Nothing is due and nothing waits."
        return
    if done.feeds:
        new = sum(f.entries for f in done.feeds)
        yield f"{_count(len(done.feeds), 'feed')} checked, {_count(new, 'new entry', 'new entries')}."
    for outcome in done.failed:
        yield f"  {outcome.feed.title or redacted(outcome.feed.url)}: {outcome.feed.error}"
    filed = len(done.of(PageState.FILED, PageState.OWN_TEXT))
    if done.pages:
        yield f"{_count(filed, 'article')} filed."
    for state, verb in ((PageState.REFUSED, "refused"), (PageState.WAITS, "to be tried again")):
        yield from _list(done.of(state), verb)
    if read.read:
        yield f"{_count(read.read, 'article')} read."
    if read.unreadable:
        yield f"{_count(len(read.unreadable), 'article')} could not be read; the log says why."


def round_record(done: Round, read: Digested, /) -> dict[str, Any]:
    """The same for programs."""
    from newsdesk.gather.outcomes import PageState
    from newsdesk.ingest.guard import redacted

    feeds = [
        {
            "id": f.feed.id,
            "url": redacted(f.feed.url),
            "title": f.feed.title,
            "asked": f.asked,
            "entries": f.entries,
            "error": f.feed.error,
            "next_check_at": f.feed.next_check_at.isoformat() if f.feed.next_check_at else None,
        }
        for f in done.feeds
    ]
    pages = [
        {
            "url": p.url,
            "title": p.title,
            "state": p.state.value,
            "reason": p.reason,
            "article": p.filing.article if p.filing else None,
            "outcome": p.filing.outcome.value if p.filing else None,
            "retry_at": p.retry_at.isoformat() if p.retry_at else None,
        }
        for p in done.pages
    ]
    counts = {state.name.lower(): len(done.of(state)) for state in PageState}
    reading = {"read": read.read, "revised": list(read.revised), "unreadable": list(read.unreadable)}
    return {"feeds": feeds, "failed": len(done.failed), "pages": pages, "counts": counts, **reading}


def _list(pages: Sequence[PageOutcome], verb: str) -> Iterator[str]:
    if pages:
        yield f"{_count(len(pages), 'page')} {verb}:"
    for page in pages[:_SHOWN]:
        yield f"  {page.url or page.title}: {page.reason}"
    if len(pages) > _SHOWN:
        yield f"  and {len(pages) - _SHOWN} more"


def _advice(page: PageOutcome) -> str:
    from newsdesk.gather.outcomes import PageState

    if page.state is PageState.WAITS:
        return "Try again later."
    return "Save the article with a browser and give the file to `newsdesk brief`."


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


class _Counter:
    """A line on standard error that counts what comes, if that is a terminal."""

    def __init__(self, label: str, /) -> None:
        self._label = label
        self._seen = 0
        self._status: Status | None = None

    def told(self, _outcome: object) -> None:
        """Count one more."""
        self._seen += 1
        if self._status is not None:
            self._status.update(f"{self._label}… {self._seen} done")

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Show the line for a while; other lines may be shown between."""
        if not sys.stderr.isatty():
            yield
            return
        from rich.console import Console

        begun = f"{self._label}… {self._seen} done" if self._seen else f"{self._label}…"
        with Console(stderr=True).status(begun) as self._status:
            yield
        self._status = None
