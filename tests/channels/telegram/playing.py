"""A platform over the strict Bot API, with a listener that does what a test says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.channels.pace import TELEGRAM, Pace
from bot.channels.telegram.client import build_bot
from bot.channels.telegram.platform import TelegramPlatform
from bot.talk.model import Heard, Pressed, Reply
from newsdesk.store.memory import MemoryStore
from tests.pacing import faster
from tests.servers.telegram import TelegramServer

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@dataclass
class Listening:
    """Remembers what it is told, and answers by two functions."""

    on_hear: Callable[[Heard, object], Awaitable[object]] | None = None
    on_press: Callable[[Pressed, object], Awaitable[object]] | None = None
    heard: list[Heard] = field(default_factory=list)
    pressed: list[Pressed] = field(default_factory=list)
    chats: list[tuple[object, ...]] = field(default_factory=list)

    async def hear(self, heard, face, /):
        self.heard.append(heard)
        if self.on_hear:
            await self.on_hear(heard, face)

    async def press(self, pressed, face, /):
        self.pressed.append(pressed)
        if self.on_press:
            await self.on_press(pressed, face)

    async def submit(self, submitted, face, /):
        return {}

    async def overview(self, person, face, /):
        return Reply()

    async def arrived(self, place, by, face, /):
        self.chats.append(("arrived", str(place.address), by.id))

    async def left(self, place, reason, /):
        self.chats.append(("left", str(place.address), reason))

    async def moved(self, old, new, /):
        self.chats.append(("moved", str(old.address), str(new.address)))

    @property
    def texts(self):
        return [h.text for h in self.heard]


def platform_of(server, listener, *, store=None, pace=None, **options) -> TelegramPlatform:
    """A platform of a server's bot; every pause of it is short."""

    def build():
        return build_bot(server.token, base_url=server.base_url, base_file_url=server.base_file_url)

    store = store or MemoryStore()
    return TelegramPlatform(
        build(),
        sender=object(),
        pace=pace or Pace(faster(TELEGRAM, 20)),
        listener=listener,
        talks=store.talks,
        clock=lambda: NOW,
        build=build,
        **{"pause_s": 0.02, "timeout_s": 5} | options,
    )


@asynccontextmanager
async def running(platform) -> AsyncIterator[asyncio.Task]:
    """The platform at work, and stopped afterwards."""
    stop = asyncio.Event()
    task = asyncio.create_task(platform.run(stop))
    try:
        yield task
    finally:
        stop.set()
        await task
        await platform.close()


def play(work, *, listener=None, **options) -> None:
    """Run a test against a server and the platform's face, which receives by polling."""

    async def run():
        async with TelegramServer() as server:
            platform = platform_of(server, listener or Listening(), **options)
            async with running(platform):
                await work(server, platform)

    asyncio.run(run())
