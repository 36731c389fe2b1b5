"""How long a question in a chat takes, through the whole conversation: the first sign and the answer.

Archives of 1,000 and 10,000 made articles in a store on disk; a face that only notes when it is told what.  All
of them were read within the last day, so that a brief is made of the whole archive.

python -m benchmarks.talking [articles …]
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.app import build_summarizer, load_actors
from bot.render.desk import DeskRenderer
from bot.render.reply import reply_pages
from bot.talk.context import Services
from bot.talk.limits import Limits
from bot.talk.model import Attached, Filled, Heard, Person, Place, PlaceKind, Pressed, Reply
from bot.talk.permits import Permits
from bot.talk.ports import Draft, FaceError
from bot.talk.talk import Talk
from config.paths import samples_dir
from config.settings import load_settings
from newsdesk.desk import Reader
from newsdesk.gather.post import Rules
from newsdesk.ingest.files import load_paths
from newsdesk.ingest.loaded import Loaded
from newsdesk.model import Address
from newsdesk.ports import Store
from newsdesk.questions import Questions
from newsdesk.store import open_store
from summarizer.model import BriefSpec

from .asking import NOW, fill
from .clock import resident_mb

# One conversation after the other; each line but the first of each goes on with the one before.
TALKS = (
    (
        "What did Zelenskyy say about the ceasefire?",
        "and about NATO?",
        "what about Putin?",
        "and since Monday?",
    ),
    ("What did Trump say?", "and about submarines?"),
    ("Who blamed Russia?",),
    ("/said Putin ceasefire since last week",),
    ("/brief", "/brief Trump since last week"),
    ("/evidence",),
    ("/actors", "/actors Trump"),
)
ROUNDS = 3


@dataclass
class Watch:
    """Implements ``bot.talk.ports.Face``: notes when a sign was shown, and when the answer could be sent."""

    platform: str = "telegram"
    sign: float = 0.0
    answered: float = 0.0
    shown: list[Reply] = field(default_factory=list)

    @asynccontextmanager
    async def answering(self, heard: Heard | Pressed, /) -> AsyncIterator[Draft]:
        """A sign of life."""
        del heard
        self.sign = time.perf_counter()
        yield self

    async def finish(self, reply: Reply, /) -> str:
        """Render the reply as Telegram would show it."""
        reply_pages(reply.blocks, platform="telegram", language="en")
        self.answered = time.perf_counter()
        self.shown.append(reply)
        return str(len(self.shown))

    async def say(self, place: Place, reply: Reply, /) -> str:
        """The same."""
        del place
        return await self.finish(reply)

    async def answer(self, pressed: Pressed, reply: Reply, /) -> str:
        """The same."""
        del pressed
        return await self.finish(reply)

    async def is_manager(self, place: Place, person: Person, /) -> bool:
        """Everybody."""
        del place, person
        return True

    async def find_place(self, words: str, by: Person, /) -> Place | None:
        """Nothing."""
        del words, by
        return None

    async def download(self, file: Attached, /, *, limit: int) -> bytes:
        """Nothing."""
        raise FaceError(f"{file.name} cannot be had within {limit} bytes")

    async def open_form(
        self, to: Heard | Pressed, form: str, place: Place, /, *, filled: Filled | None = None
    ) -> bool:
        """There are none."""
        del to, form, place, filled
        return False


async def talk_with(store: Store, size: int) -> None:
    """Play every conversation a few times and print what they took."""
    settings = load_settings()
    registry = load_actors(settings)

    def no_reader() -> Reader:
        raise AssertionError("no question needs a model")

    services = Services(
        store=store,
        renderer=DeskRenderer(),
        questions=Questions(store, registry),
        reader=no_reader,
        rules=Rules(),
        permits=Permits(),
        limits=Limits(person=10_000, chat=10_000),
        clock=lambda: NOW + timedelta(minutes=1),
        defaults=BriefSpec(),
        registry=lambda: registry,
    )
    talk, face = Talk(services), Watch()
    signs: list[float] = []
    first: dict[str, list[float]] = {}
    again: dict[str, list[float]] = {}
    for number in range(ROUNDS):
        for lines in TALKS:
            for line in lines:
                sign, answer = await _said(talk, face, line)
                signs.append(sign)
                (again.setdefault(line, []) if number else first.setdefault(line, [])).append(answer)
    print(f"{size:6} articles: first sign at most {max(signs):.0f} ms   {resident_mb():.0f} MB")
    for line, took in first.items():
        print(f"        {took[0]:6.0f} ms at first, again {statistics.median(again[line]):6.0f} ms   {line}")
    sys.stdout.flush()


async def _said(talk: Talk, face: Watch, line: str) -> tuple[float, float]:
    """Milliseconds to the sign and to the answer."""
    command, text = "", line
    if line.startswith("/"):
        command, _, text = line[1:].partition(" ")
    place = Place(Address("telegram", "7"), PlaceKind.PRIVATE)
    heard = Heard("e", place, Person("telegram", "7"), NOW, text, command=command)
    shown, begun = len(face.shown), time.perf_counter()
    await talk.hear(heard, face)
    assert len(face.shown) == shown + 1
    return (face.sign - begun) * 1000, (face.answered - begun) * 1000


def main(sizes: Sequence[int]) -> None:
    """Print the milliseconds of every line."""
    settings = load_settings()
    outcomes = load_paths([str(samples_dir())], max_bytes=100_000_000)
    base = list(build_summarizer(settings).read([o.article for o in outcomes if isinstance(o, Loaded)]))
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            store = open_store(f"sqlite:///{Path(folder) / 'desk.sqlite3'}")
            fill(store, base, size)
            asyncio.run(talk_with(store, size))
            store.housekeeping.close()


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_000, 10_000])
