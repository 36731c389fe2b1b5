"""The desk's renderer: briefs, alerts, notes and corrections as each platform's messages.

Which bullets stand in which part never depends on whether a brief is late or corrected: the line that says so
has its place kept free in the first part.  So a part can be edited by itself, long after it was sent.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from newsdesk.model import DeliveryKind, Layout, Message
from summarizer.model import Brief

from .clean import clean, clip
from .document import Block, BulletBlock, Note, RenderDocument, brief_document
from .plain import plain_page
from .slack import slack_fits, slack_page
from .split import Fits, split
from .telegram import telegram_fits, telegram_page
from .texts import ENGLISH, Texts, catalogue

MAX_NOTE_CHARS = 1500


@dataclass(frozen=True, slots=True)
class _Platform:
    """How a platform's messages are built: what tells what one can hold, and its body."""

    fits: Callable[[Texts], Fits]
    body: Callable[[Sequence[Block], Texts], str]


def _slack_body(blocks: Sequence[Block], texts: Texts) -> str:
    return json.dumps(slack_page(blocks, texts).arguments(), ensure_ascii=False)


_PLATFORMS = {
    "console": _Platform(lambda _texts: lambda _blocks: True, plain_page),
    "telegram": _Platform(telegram_fits, lambda blocks, texts: telegram_page(blocks, texts).text),
    "slack": _Platform(lambda texts: lambda blocks: slack_fits(blocks, texts), _slack_body),
}


class DeskRenderer:
    """Implements ``newsdesk.ports.Renderer`` for the console (text), Telegram (HTML) and Slack (JSON).

    Slack's body are the arguments of ``chat.postMessage`` but for the channel, as a JSON object.
    """

    def brief(
        self,
        brief: Brief,
        /,
        *,
        platform: str,
        language: str,
        kind: DeliveryKind = DeliveryKind.BRIEF,
        late_since: datetime | None = None,
        zone: str = "UTC",
        withdrawn: frozenset[int] = frozenset(),
        layout: Layout = Layout.THREADS,  # noqa: ARG002  # only where a platform has threads
    ) -> tuple[Message, ...]:
        """The parts of a brief, in order; never empty.

        Raises:
            ValueError: There is no such platform.
        """
        texts = catalogue(language)
        how = _platform(platform)
        document = _document(brief, kind, texts)
        reserve = _reserve(texts)
        fits = how.fits(texts)
        pages = split(_with_line(document, reserve), fits=fits)
        late = _late(late_since, zone, texts) if late_since else ""
        lines = _Lines(reserve, late, texts)
        return tuple(_message(page, lines, withdrawn, how.body, fits) for page in pages)

    def note(self, text: str, /, *, platform: str) -> Message:
        """A line of the desk's own."""
        line = Note(clip(clean(text), MAX_NOTE_CHARS) or ENGLISH("render.no_words"))
        return Message(_platform(platform).body((line,), ENGLISH))

    def nothing_new(self, *, platform: str, language: str) -> Message:
        """The line for a slot with nothing new."""
        return self.note(catalogue(language)("render.nothing_new"), platform=platform)


def _platform(name: str) -> _Platform:
    if name not in _PLATFORMS:
        raise ValueError(f"There is no platform {name!r}; choose one of {', '.join(_PLATFORMS)}.")
    return _PLATFORMS[name]


def _document(brief: Brief, kind: DeliveryKind, texts: Texts) -> RenderDocument:
    if kind is DeliveryKind.ALERT:
        return brief_document(
            brief, texts=texts, title=texts("render.alert_title"), lead=texts("render.alert_lead")
        )
    return brief_document(brief, texts=texts)


def _with_line(document: RenderDocument, line: Note) -> RenderDocument:
    lead, *rest = document.parts
    return replace(document, parts=(replace(lead, items=(line, *lead.items)), *rest))


def _reserve(texts: Texts) -> Note:
    """As long as the line of a late and corrected brief can be: with the longest name of a month."""
    days = (datetime(2028, month, 28, tzinfo=UTC) for month in range(1, 13))
    late = max((_late(day, "UTC", texts) for day in days), key=len)
    return Note(f"{late} {texts('render.corrected')}")


def _late(due_at: datetime, zone: str, texts: Texts) -> str:
    time = texts.time(due_at.astimezone(ZoneInfo(zone)))
    return texts("render.late", time=time, date=texts.day(due_at, zone))


@dataclass(frozen=True, slots=True)
class _Lines:
    """What the desk says in a part by itself: in the place of ``reserve``, when it was due, if it is late."""

    reserve: Note
    late: str
    texts: Texts


def _message(
    page: Sequence[Block],
    lines: _Lines,
    withdrawn: frozenset[int],
    body: Callable[[Sequence[Block], Texts], str],
    fits: Fits,
) -> Message:
    texts = lines.texts
    bullets = tuple(dict.fromkeys(b.number for b in page if isinstance(b, BulletBlock)))
    corrected = texts("render.corrected") if withdrawn.intersection(bullets) else ""
    line = " ".join(filter(None, (lines.late, corrected)))
    # Never longer than a message can be: the words of what is withdrawn go before anything else does.
    for version in _struck(page, withdrawn, texts):
        blocks = [*_filled(version, lines.reserve, line)]
        if fits(blocks):
            return Message(body(blocks, texts), bullets)
    raise ValueError("a part with withdrawn bullets does not fit into a message")


def _filled(page: Sequence[Block], reserve: Note, line: str) -> Iterator[Block]:
    for block in page:
        if block is not reserve:
            yield block
        elif line:
            yield Note(line)


def _struck(page: Sequence[Block], withdrawn: frozenset[int], texts: Texts) -> Iterator[list[Block]]:
    """The page with its withdrawn bullets struck out, in versions that take less and less room."""

    def version(change: Callable[[BulletBlock], BulletBlock]) -> list[Block]:
        return [change(b) if isinstance(b, BulletBlock) and b.number in withdrawn else b for b in page]

    notice = (texts("render.withdrawn"),)
    yield version(lambda b: replace(b, withdrawn=True, labels=notice))
    if withdrawn:
        yield version(lambda b: replace(b, text=texts("render.withdrawn"), labels=()))
        yield version(lambda b: replace(b, text=texts("render.withdrawn"), labels=(), references=()))
        yield version(lambda b: replace(b, text="…", labels=(), references=()))
