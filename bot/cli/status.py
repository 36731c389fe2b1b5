"""``newsdesk status``: what the desk has done, what waits, and what needs the operator."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from .terminal import FAILED, NOTHING_FOUND, OK, WRONG_USAGE, emit, note

if TYPE_CHECKING:
    from config.settings import Settings
    from newsdesk.model import Channel, Delivery, Feed
    from newsdesk.ports import Store
    from newsdesk.status import Problem, Status

_ANSWERS = {"sent": True, "not-sent": False}
_DONE = {
    "sent": "counts as sent",
    "pending": "will be sent again",
    "dropped": "is too old to be sent again: it was dropped; what a brief held comes with the next one",
}
_RUNNING = {True: "running", False: "not running", None: "nobody can tell whether it runs"}
_ADVICE = {
    "feed": "Look at it with: newsdesk feeds check URL; or stop asking: newsdesk feeds remove URL",
    "gone": "Remove it: newsdesk feeds remove URL; or add its new address: newsdesk feeds add URL",
    "stopped": "Start it: newsdesk run",
    "pages": "Is `newsdesk run` running? Fetch them now with: newsdesk gather --once",
    "reading": "Is `newsdesk run` running? Read them now with: newsdesk gather --once",
    "due": "Is `newsdesk run` running? Its log says why it makes no briefs.",
    "waiting": "They are due until those are sent or given up. Is `newsdesk run` running, with all its tokens?",
    "sending": "Is `newsdesk run` running? Its log says why it sends nothing.",
    "failing": "Put right what it names. To give up instead: newsdesk channels remove ID",
    "cut-short": "Start newsdesk run: it finds out whether it arrived, where that can be found out.",
    "uncertain": "Look into the chat, then: newsdesk status --settle {delivery} sent (not-sent sends it again)",
    "failed": "The window of its subscription did not move: what it held comes again with the next brief.",
}


def status(
    answer: Annotated[
        str, typer.Argument(metavar="sent|not-sent", help="With --settle: it arrived, or it is sent again.")
    ] = "",
    settle: Annotated[
        str | None,
        typer.Option(
            metavar="DELIVERY", help="Say what became of an uncertain delivery, like: --settle 7 sent."
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Exit with 1 when something needs you, for monitoring.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Print feeds that are down, the backlog, uncertain and failed sends, and when briefs came and come."""
    from bot.app import open_store
    from config.settings import load_settings
    from newsdesk.status import examine

    number = _delivery_number(settle, answer)
    settings = load_settings()
    store = open_store(settings)
    try:
        if number is not None:
            _settle(store, number, answer)
        seen = examine(store, now=datetime.now(UTC), running=_running(settings))
    finally:
        store.housekeeping.close()
    if as_json:
        emit(json.dumps(status_record(seen, settings), ensure_ascii=False))
    else:
        _print(status_lines(seen, settings))
    raise typer.Exit(FAILED if check and not seen.healthy else OK)


def _running(settings: Settings) -> bool | None:
    from bot.lock import is_running

    path = settings.database_path
    try:
        return None if path is None else is_running(path)
    except OSError:
        return None


def _delivery_number(settle: str | None, answer: str) -> int | None:
    """The delivery that is to be settled, None for none; wrong usage ends the command."""
    if settle is None and not answer:
        return None
    number = settle or ""
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        given = f"{number!r} is no delivery" if settle is not None else f"{answer!r} of which delivery?"
        note(f"newsdesk: {given}; write: newsdesk status --settle 7 sent|not-sent")
        note("See which are uncertain with: newsdesk status")
        raise typer.Exit(WRONG_USAGE)
    if answer not in _ANSWERS:
        fault = f"{answer!r} is no answer" if answer else "the answer is missing"
        note(f"newsdesk: {fault}; write: newsdesk status --settle {number} sent|not-sent")
        raise typer.Exit(WRONG_USAGE)
    return int(number)


def _settle(store: Store, number: int, answer: str) -> None:
    from newsdesk.errors import NotUncertain, UnknownWish
    from newsdesk.model import DeliveryId
    from newsdesk.status import carried
    from newsdesk.status import settle as settled

    try:
        delivery = settled(store, DeliveryId(number), sent=_ANSWERS[answer], now=datetime.now(UTC))
    except NotUncertain as error:
        note(f"newsdesk: {error}")
        raise typer.Exit(NOTHING_FOUND if isinstance(error, UnknownWish) else FAILED) from error
    note(f"Delivery {number} ({carried(delivery)}) {_DONE[delivery.state.value]}.")


# For programs


def status_record(seen: Status, settings: Settings, /) -> dict[str, Any]:
    """The status as ``--json`` prints it; instants are ISO 8601 in UTC, or null."""
    tally = seen.tally
    return {
        "at": _iso(seen.at),
        "healthy": seen.healthy,
        "running": seen.running,
        "problems": [_problem(p) for p in seen.problems],
        "feeds": {"count": tally.feeds, "failing": [_feed(f) for f in tally.feeds_failing]},
        "backlog": {"entries": tally.entries_waiting, "articles": tally.articles_unread},
        "archive": {
            "articles": tally.articles,
            "refused": tally.articles_refused,
            "statements": tally.statements,
            "oldest_day": tally.oldest_day.isoformat() if tally.oldest_day else None,
        },
        "channels": {
            "count": tally.channels,
            "subscriptions": tally.subscriptions,
            "gone": [_gone(c) for c in tally.channels_gone],
        },
        "deliveries": {state.value: count for state, count in tally.deliveries.items()},
        "failing": [_delivery(d) for d in seen.failing],
        "uncertain": [_delivery(d) for d in seen.uncertain],
        "failed": [_delivery(d) for d in seen.failed],
        "last_brief_at": _iso(tally.last_brief_at),
        "next_due_at": _iso(tally.next_due_at),
        "waiting": {"slots": tally.slots_waiting, "since_at": _iso(tally.waiting_since_at)},
        "database": _database(settings),
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "kind": problem.trouble.value,
        "sentence": problem.sentence,
        "since_at": _iso(problem.since_at),
        "delivery": problem.delivery,
        "advice": _advice(problem.trouble.value, problem.delivery),
    }


def _gone(channel: Channel) -> dict[str, Any]:
    return {
        "address": str(channel.address),
        "title": channel.title,
        "since_at": _iso(channel.gone_at),
        "reason": channel.gone_reason,
    }


def _feed(feed: Feed) -> dict[str, Any]:
    from newsdesk.status import is_gone

    return {
        "url": feed.url,
        "title": feed.title,
        "failures": feed.failures,
        "gone": is_gone(feed),
        "since_at": _iso(feed.failing_since_at),
        "error": feed.error,
        "next_check_at": _iso(feed.next_check_at),
    }


def _delivery(delivery: Delivery) -> dict[str, Any]:
    return {
        "id": delivery.id,
        "kind": delivery.kind.value,
        "brief": delivery.brief,
        "part": delivery.part,
        "parts": delivery.parts,
        "address": str(delivery.address),
        "attempts": delivery.attempts,
        "next_try_at": _iso(delivery.next_try_at),
        "updated_at": _iso(delivery.updated_at),
        "error": delivery.error,
    }


def _database(settings: Settings) -> dict[str, Any]:
    path = settings.database_path
    if path is None or not path.exists():
        return {"path": str(path) if path else None, "bytes": None}
    size = sum(p.stat().st_size for p in (path, path.with_name(path.name + "-wal")) if p.exists())
    return {"path": str(path), "bytes": size}


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None


# For people


class Line(NamedTuple):
    """A line on the terminal: what stands in front as it is, a text of whatever origin, and a style of Rich."""

    front: str
    text: str = ""
    style: str = ""


def status_lines(seen: Status, settings: Settings, /) -> list[Line]:
    """The status for the eye."""
    from newsdesk.status import waiting

    from .actor_lines import count

    tally, at = seen.tally, seen.at
    sent = ", ".join(f"{number} {state.value}" for state, number in sorted(tally.deliveries.items())) or "none"
    database = _database(settings)
    size = f", {database['bytes'] / 1e6:.1f} MB" if database["bytes"] is not None else ""
    return [
        *_problem_lines(seen),
        Line(""),
        _row("Desk", _RUNNING[seen.running]),
        _row("Feeds", f"{tally.feeds}, of which {len(tally.feeds_failing)} fail"),
        *(line for feed in tally.feeds_failing for line in _feed_lines(feed, at)),
        _row(
            "Backlog",
            f"{count(tally.entries_waiting, 'page')} to fetch, "
            f"{count(tally.articles_unread, 'article')} to read",
        ),
        _row("Archive", f"{count(tally.articles, 'article')}, {count(tally.statements, 'statement')}"),
        _row("Refused", count(tally.articles_refused, "page")),
        _row("Channels", f"{tally.channels} with {count(tally.subscriptions, 'subscription')}"),
        *(
            _row("", f"{c.title or c.address} is gone{_since(c.gone_at, at)}: {c.gone_reason}", "yellow")
            for c in tally.channels_gone
        ),
        _row("Deliveries", sent),
        _row("Last brief", _when(tally.last_brief_at, at)),
        _row("Next brief", _when(tally.next_due_at, at)),
        *([_row("", f"{waiting(tally)}{_since(tally.waiting_since_at, at)}")] if tally.slots_waiting else []),
        _row("Database", f"{database['path'] or 'on a server'}{size}"),
    ]


def _problem_lines(seen: Status) -> Iterator[Line]:
    if seen.healthy:
        yield Line("All is well.", style="bold green")
        return
    count = len(seen.problems)
    yield Line("One thing needs you:" if count == 1 else f"{count} things need you:", style="bold red")
    for p in seen.problems:
        yield Line("• ", f"{p.sentence}{_since(p.since_at, seen.at)}", "red")
        yield Line("  ", _advice(p.trouble.value, p.delivery))


def _feed_lines(feed: Feed, at: datetime) -> Iterator[Line]:
    from newsdesk.status import is_gone

    yield _row("", f"{feed.title or feed.url}{_since(feed.failing_since_at, at)}: {feed.error}", "yellow")
    gone = is_gone(feed)
    yield _row(
        "", "gone for good, not checked any more" if gone else f"next try {_when(feed.next_check_at, at)}"
    )


def _row(label: str, text: str, style: str = "") -> Line:
    return Line(f"{label:<12}", text, style)


def _advice(trouble: str, delivery: int | None) -> str:
    return _ADVICE[trouble].format(delivery=delivery)


def _since(instant: datetime | None, now: datetime) -> str:
    return f" (since {_when(instant, now)})" if instant else ""


def _when(instant: datetime | None, now: datetime) -> str:
    if instant is None:
        return "none"
    away = abs(instant - now)
    text = _span(away)
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M} UTC, {f'in {text}' if instant > now else f'{text} ago'}"


def _span(time: timedelta) -> str:
    minutes = int(time.total_seconds() // 60)
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 2880 else f"{minutes // 1440} days"


def _print(lines: list[Line]) -> None:
    from bot.render.clean import clean

    if not sys.stdout.isatty():
        for line in lines:
            emit(f"{line.front}{clean(line.text)}")
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for line in lines:
        console.print(Text(f"{line.front}{clean(line.text)}", style=line.style), soft_wrap=True)
