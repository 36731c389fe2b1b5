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

from newsdesk.model import DeliveryKind, FailingFeed, Layout, Message
from summarizer.model import Brief

from .buttons import Key, slack_actions, telegram_rows
from .clean import clean, clip
from .document import (
    Block,
    BulletBlock,
    Heading,
    Note,
    RenderDocument,
    Title,
    brief_document,
    reading_line,
    threaded_documents,
)
from .feeds import failing_feeds
from .plain import plain_page
from .slack import JsonObject, SlackBudget, slack_fits, slack_page
from .split import Fits, split
from .telegram import telegram_fits, telegram_page
from .texts import ENGLISH, Texts, catalogue

MAX_NOTE_CHARS = 1500
MAX_ACTOR_BUTTONS = 3
MAX_ACTOR_CHARS = 30
# Room for the buttons of a part.
_SLACK = SlackBudget(max_blocks=45, max_chars=9000)

_Keys = Sequence[Sequence[Key]]


@dataclass(frozen=True, slots=True)
class _Page:
    """One part on its way: what stands in it, and what hangs on it."""

    blocks: Sequence[Block]
    texts: Texts
    keys: _Keys = ()
    thread: bool = False


@dataclass(frozen=True, slots=True)
class _Platform:
    """How a platform's messages are built: what tells what one can hold, and its body."""

    fits: Callable[[Texts], Fits]
    body: Callable[[_Page], str]
    threads: bool = False


def _slack_body(page: _Page) -> str:
    arguments = slack_page(page.blocks, page.texts, budget=_SLACK).arguments()
    blocks = arguments["blocks"]
    whole = [*blocks, *slack_actions(page.keys)] if isinstance(blocks, list) else []
    thread: JsonObject = {"thread": True} if page.thread else {}
    return json.dumps({**arguments, "blocks": whole, **thread}, ensure_ascii=False)


def _telegram_body(page: _Page) -> str:
    text = telegram_page(page.blocks, page.texts).text
    return json.dumps({"text": text, "buttons": telegram_rows(page.keys)}, ensure_ascii=False)


_PLATFORMS = {
    "console": _Platform(lambda _texts: lambda _blocks: True, lambda p: plain_page(p.blocks, p.texts)),
    "telegram": _Platform(telegram_fits, _telegram_body),
    "slack": _Platform(
        lambda texts: lambda blocks: slack_fits(blocks, texts, budget=_SLACK), _slack_body, threads=True
    ),
}


class DeskRenderer:
    """Implements ``newsdesk.ports.Renderer`` for the console (text), Telegram and Slack (JSON).

    Telegram's body is an object of ``text`` (HTML) and ``buttons`` (rows of ``label`` and ``data``).  Slack's
    are the arguments of ``chat.postMessage`` but for the channel, and ``thread``: true for what belongs below
    the first part.  "$" in a button's data stands for the number of the delivery.
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
        layout: Layout = Layout.THREADS,
    ) -> tuple[Message, ...]:
        """The parts of a brief, in order; never empty.

        Alerts are one message on every platform, unless they are too long for it.

        Raises:
            ValueError: There is no such platform.
        """
        texts = catalogue(language)
        how = _platform(platform)
        fits = how.fits(texts)
        threads = how.threads and layout is Layout.THREADS and kind is not DeliveryKind.ALERT
        reserve = _reserve(texts)
        first, *below = (
            threaded_documents(brief, texts=texts, lead=reading_line(brief.coverage, texts=texts))
            if threads
            else (_document(brief, kind, texts),)
        )
        found = [(page, False) for page in split(_with_line(first, reserve), fits=fits)]
        found += [(page, True) for document in below for page in split(document, fits=fits)]
        ends = 0 if threads else len(found) - 1
        pages = [
            _Page(page, texts, _keys(brief, page, texts, kind=kind, last=number == ends), thread=thread)
            for number, (page, thread) in enumerate(found)
        ]
        late = _late(late_since, zone, texts) if late_since else ""
        maker = _Maker(reserve, late, withdrawn, fits, how.body)
        return tuple(map(maker.message, pages))

    def note(self, text: str, /, *, platform: str) -> Message:
        """A line of the desk's own."""
        line = Note(clip(clean(text), MAX_NOTE_CHARS) or ENGLISH("render.no_words"))
        return Message(_platform(platform).body(_Page((line,), ENGLISH)))

    def nothing_new(self, *, platform: str, language: str) -> Message:
        """The line for a slot with nothing new."""
        return self.note(catalogue(language)("render.nothing_new"), platform=platform)

    def failing(self, feeds: Sequence[FailingFeed], /, *, platform: str, language: str) -> Message:
        """What subscribers of feeds read when these bring nothing any more."""
        return self.note(failing_feeds(feeds, catalogue(language)), platform=platform)


def _platform(name: str) -> _Platform:
    if name not in _PLATFORMS:
        raise ValueError(f"There is no platform {name!r}; choose one of {', '.join(_PLATFORMS)}.")
    return _PLATFORMS[name]


def _document(brief: Brief, kind: DeliveryKind, texts: Texts) -> RenderDocument:
    if kind is DeliveryKind.ALERT:
        return brief_document(
            brief, texts=texts, title=texts("render.alert_title"), lead=texts("render.alert_lead")
        )
    return brief_document(brief, texts=texts, lead=reading_line(brief.coverage, texts=texts))


def _with_line(document: RenderDocument, line: Note) -> RenderDocument:
    lead, *rest = document.parts
    return replace(document, parts=(replace(lead, items=(line, *lead.items)), *rest))


def _keys(brief: Brief, page: Sequence[Block], texts: Texts, *, kind: DeliveryKind, last: bool) -> _Keys:
    """The buttons of a part: evidence wherever there are bullets, all others once."""
    row = []
    if any(isinstance(block, BulletBlock) for block in page):
        row.append(Key(texts("render.button_evidence"), "ev:$"))
    actors: list[Key] = []
    if last:
        if brief.coverage.left_out and kind is not DeliveryKind.ALERT:
            row.append(Key(texts("render.button_more"), "more:$"))
        row.append(Key(texts("render.button_ask"), "askme:$"))
        if kind is not DeliveryKind.ALERT:
            actors = [
                Key(clip(clean(section.actor.name) or clean(section.actor.id), MAX_ACTOR_CHARS), f"actor:$:{n}")
                for n, section in enumerate(brief.sections)
                if section.bullets
            ][:MAX_ACTOR_BUTTONS]
    return [row for row in (row, actors) if row]


def _reserve(texts: Texts) -> Note:
    """As long as the line of a late and corrected brief can be: with the longest name of a month."""
    days = (datetime(2028, month, 28, tzinfo=UTC) for month in range(1, 13))
    late = max((_late(day, "UTC", texts) for day in days), key=len)
    return Note(f"{late} {texts('render.corrected')}")


def _late(due_at: datetime, zone: str, texts: Texts) -> str:
    time = texts.time(due_at.astimezone(ZoneInfo(zone)))
    return texts("render.late", time=time, date=texts.day(due_at, zone))


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes messages of pages; in the place of ``reserve`` it says when a late brief was due."""

    reserve: Note
    late: str
    withdrawn: frozenset[int]
    fits: Fits
    body: Callable[[_Page], str]

    def message(self, page: _Page, /) -> Message:
        bullets = tuple(dict.fromkeys(b.number for b in page.blocks if isinstance(b, BulletBlock)))
        corrected = self.withdrawn.intersection(bullets)
        # Never longer than a message can be: the words of what is withdrawn go before anything else does.
        for version in _struck(page.blocks, self.withdrawn, page.texts):
            for blocks in self._worded(version, page.texts("render.corrected") if corrected else ""):
                if self.fits(blocks):
                    return Message(self.body(replace(page, blocks=blocks)), bullets)
        raise ValueError("a part with withdrawn bullets does not fit into a message")

    def _worded(self, blocks: Sequence[Block], corrected: str) -> Iterator[list[Block]]:
        """With the lines of the desk's own, where their place was not kept free only if there is room."""
        if self.reserve in blocks:
            yield [*_filled(blocks, self.reserve, " ".join(filter(None, (self.late, corrected))))]
            return
        if corrected and isinstance(blocks[0], Title | Heading):
            yield [blocks[0], Note(corrected), *blocks[1:]]
        yield [*blocks]


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
