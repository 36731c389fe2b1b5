"""A small archive to talk with, and a platform that writes down what it is told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count

from bot.render.desk import DeskRenderer
from bot.render.reply import reply_pages
from bot.talk.context import Services
from bot.talk.limits import Limits
from bot.talk.model import Attached, Button, Heard, Person, Place, PlaceKind, Pressed, Quoted, Reply
from bot.talk.permits import Permits
from bot.talk.ports import FaceError
from bot.talk.talk import Talk
from newsdesk.desk import Reader
from newsdesk.gather.post import DEFAULT_RULES, Rules
from newsdesk.model import Address, Filed
from newsdesk.ports import Store
from newsdesk.questions import Questions
from newsdesk.store.memory import MemoryStore
from summarizer.actors.registry import Registry, RegistryEntry
from summarizer.model import Actor, ActorId, ActorKind, Article, ArticleId, BriefSpec

from ...newsdesk.marking import HOLM, REED
from ...newsdesk.readers import Clock, article_text, reading_of

NOW = datetime(2026, 5, 14, 12, tzinfo=UTC)
BEA = Actor(ActorId("~bea-holm"), "Bea Holm", ActorKind.PERSON)
KIM = Actor(ActorId("kim-lee"), "Kim Lee", ActorKind.PERSON)
OTHER_KIM = Actor(ActorId("~kim-lee"), "Kim Lee", ActorKind.PERSON)
BRIDGE = "Said the harbour bridge will stay closed until the inspection is over"
FERRY = "Promised two new ferries to the northern islands"
TOLL = "Warned that the toll for lorries doubles in autumn"
REGISTRY = Registry((RegistryEntry(HOLM, aliases=("Ada B. Holm",)), RegistryEntry(REED)))
ANN = Person("telegram", "7", "Ann")
BOB = Person("telegram", "8", "Bob")
PRIVATE = Place(Address("telegram", "7"), PlaceKind.PRIVATE)
GROUP = Place(Address("telegram", "-100"), PlaceKind.GROUP, "Group")


def file(
    store: Store,
    *lines: str,
    actor: Actor = HOLM,
    day: int = 13,
    month: int = 5,
    key: str = "",
    feeds=(),
    is_news: bool = True,
) -> ArticleId:
    """Somebody says lines in an article of May, or another month."""
    key = key or f"{actor.id}-{month}-{day}-{lines[0][:20]}"
    at = datetime(2026, month, day, 9, tzinfo=UTC)
    url = f"https://wire.example/{key}".replace(" ", "-")
    article = Article(
        ArticleId(""), article_text(lines, actor), title="News", outlet="Harbour Wire", url=url, published_at=at
    )
    filing = store.articles.file(
        Filed(url, article, at, language="en", feeds=frozenset(feeds), is_news=is_news), now=at
    )
    kept = store.articles.revision(filing.article, filing.revision)
    assert kept is not None
    store.readings.save([reading_of(kept, lines, actor)], now=at)
    return filing.article


@dataclass
class Seen:
    """Something that the platform showed."""

    place: Place
    reply: Reply
    message: str
    changed: bool = False

    @property
    def text(self) -> str:
        pages = reply_pages(self.reply.blocks, platform="console", language=self.reply.language)
        return "\n".join(page.text for page in pages) or self.reply.toast

    @property
    def labels(self) -> list[str]:
        return [button.label for row in self.reply.buttons for button in row]

    def button(self, label: str) -> Button:
        return next(b for row in self.reply.buttons for b in row if b.label.startswith(label))


def check(reply: Reply) -> None:
    """Every platform can show it, and its buttons are within Telegram's limits."""
    for platform in ("telegram", "slack"):
        assert all(page.text for page in reply_pages(reply.blocks, platform=platform, language=reply.language))
    for row in reply.buttons:
        assert 0 < len(row) <= 8
        assert all(button.label.strip() and len(button.data.encode()) <= 64 for button in row)


@dataclass
class RecordingFace:
    """Implements ``bot.talk.ports.Face``; ``managers`` are ids of people."""

    platform: str = "telegram"
    managers: frozenset[str] = frozenset()
    files: dict[str, bytes] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)
    signs: int = 0
    _numbers: count = field(default_factory=lambda: count(1000))

    @asynccontextmanager
    async def answering(self, heard: Heard | Pressed, /) -> AsyncIterator[_Draft]:
        self.signs += 1
        yield _Draft(self, heard)

    async def say(self, place: Place, reply: Reply, /) -> str:
        check(reply)
        self.seen.append(Seen(place, reply, str(next(self._numbers))))
        return self.seen[-1].message

    async def answer(self, pressed: Pressed, reply: Reply, /) -> str:
        if reply.replaces:
            check(reply)
            self.seen.append(Seen(pressed.place, reply, pressed.message, changed=True))
            return pressed.message
        return await self.say(pressed.place, reply)

    async def is_manager(self, place: Place, person: Person, /) -> bool:
        return place.kind is PlaceKind.PRIVATE or person.id in self.managers

    async def find_place(self, words: str, by: Person, /) -> Place | None:
        return None

    async def download(self, file: Attached, /, *, limit: int) -> bytes:
        if len(self.files.get(file.ref, b"x" * (limit + 1))) > limit:
            raise FaceError("too large")
        return self.files[file.ref]

    async def open_form(self, to, form, place, /, *, filled=None) -> bool:
        return False


@dataclass
class _Draft:
    face: RecordingFace
    said: Heard | Pressed

    async def finish(self, reply: Reply, /) -> str:
        return await self.face.say(self.said.place, reply)


class Chat:
    """Conversations with a desk."""

    def __init__(
        self,
        store: Store | None = None,
        *,
        reader: Reader | None = None,
        face: RecordingFace | None = None,
        permits: Permits | None = None,
        rules: Rules = DEFAULT_RULES,
        language: str = "",
        registry: Registry = REGISTRY,
    ) -> None:
        self.store = store or MemoryStore()
        self.face = face or RecordingFace()
        self.clock = Clock(NOW)
        self.language = language

        def no_reader() -> Reader:
            raise AssertionError("no model is needed for this")

        self.services = Services(
            store=self.store,
            renderer=DeskRenderer(),
            questions=Questions(self.store, registry),
            reader=(lambda: reader) if reader else no_reader,
            rules=rules,
            permits=permits or Permits(),
            limits=Limits(person=1000, chat=1000),
            clock=self.clock,
            defaults=BriefSpec(),
            registry=lambda: registry,
        )
        self.talk = Talk(self.services)
        self._events = count(1)

    async def say(
        self,
        text: str,
        *,
        place: Place = PRIVATE,
        by: Person = ANN,
        to: Seen | Quoted | None = None,
        message: str = "",
        **more: object,
    ) -> Seen:
        """Say something, perhaps in reply to what was shown; what is shown then, last."""
        command, words = "", text
        if text.startswith("/"):
            command, _, words = text[1:].partition(" ")
        quoted = Quoted(to.message, own=True) if isinstance(to, Seen) else to
        heard = Heard(
            f"e{next(self._events)}",
            place,
            replace(by, language=self.language),
            self.clock(),
            words,
            command=command,
            message=message,
            replied_to=quoted,
            **more,  # type: ignore[arg-type]  # tests name real fields
        )
        await self.talk.hear(heard, self.face)
        return self.face.seen[-1]

    async def press(
        self, seen: Seen, label: str = "", *, data: str = "", by: Person = ANN, place: Place | None = None
    ) -> Seen:
        """Press a button of something that was shown, or one that somebody has forged."""
        data = data or seen.button(label).data
        where = place or seen.place
        pressed = Pressed(
            f"e{next(self._events)}",
            where,
            replace(by, language=self.language),
            self.clock(),
            data,
            seen.message,
        )
        await self.talk.press(pressed, self.face)
        return self.face.seen[-1]
