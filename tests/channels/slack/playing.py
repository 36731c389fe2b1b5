"""A platform over the strict Slack, with a listener that does what a test says."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.channels.http import HttpServer
from bot.channels.pace import SLACK, Pace
from bot.channels.slack.platform import SlackPlatform
from bot.channels.slack.sender import SlackSender
from bot.channels.slack.socket import Patience
from bot.render.blocks import Note
from bot.talk.model import Heard, Pressed, Reply, Submitted
from newsdesk.store.memory import MemoryStore
from tests.pacing import faster
from tests.servers.slack import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, HttpEvents, SlackServer

QUICK = Patience(ping=0.2, silent=1.2, connect=2.0, first_pause=0.05, longest_pause=0.2, close=0.5)


def now():
    return datetime.now(UTC)


@dataclass
class Listening:
    """Remembers what it is told, and answers by functions."""

    on_hear: Callable[[Heard, object], Awaitable[object]] | None = None
    on_press: Callable[[Pressed, object], Awaitable[object]] | None = None
    on_submit: Callable[[Submitted, object], Awaitable[dict[str, str]]] | None = None
    shown: Reply = field(default_factory=Reply)
    heard: list[Heard] = field(default_factory=list)
    pressed: list[Pressed] = field(default_factory=list)
    submitted: list[Submitted] = field(default_factory=list)
    chats: list[tuple[str, ...]] = field(default_factory=list)

    async def hear(self, heard, face, /):
        self.heard.append(heard)
        if self.on_hear:
            await self.on_hear(heard, face)

    async def press(self, pressed, face, /):
        self.pressed.append(pressed)
        if self.on_press:
            await self.on_press(pressed, face)

    async def submit(self, submitted, face, /):
        self.submitted.append(submitted)
        return await self.on_submit(submitted, face) if self.on_submit else {}

    async def overview(self, person, face, /):
        return self.shown

    async def arrived(self, place, by, face, /):
        self.chats.append(("arrived", str(place.address), by.id))

    async def left(self, place, reason, /):
        self.chats.append(("left", str(place.address), reason))

    async def moved(self, old, new, /):
        self.chats.append(("moved", str(old.address), str(new.address)))


def answer_with(reply, *, after_s=0.0, told=None):
    """Something to listen with: it works for a while, and answers."""

    async def on_hear(heard, face):
        async with face.answering(heard) as draft:
            await asyncio.sleep(after_s)
            message = await draft.finish(reply)
            if told is not None:
                told.append(message)

    return on_hear


def lines(*texts, **more):
    return Reply(tuple(Note(t) for t in texts), **more)


async def no_parent(_delivery):
    return None


def platform_of(server, listener, *, store=None, http=None, **more):
    app_token = {} if http else {"app_token": APP_TOKEN}
    return SlackPlatform(
        BOT_TOKEN,
        (store or MemoryStore()).talks,
        listener,
        make_sender=lambda client, pace, updates: SlackSender(
            client, pace, parent_of=no_parent, clock=now, updates=updates
        ),
        clock=now,
        signing_secret=SIGNING_SECRET,
        http=http,
        base_url=server.base_url,
        pace=more.pop("pace", None) or Pace(faster(SLACK, 20)),
        **{"patience": QUICK, **app_token, **more},
    )


@asynccontextmanager
async def running(platform, server, *, stop=None):
    """A platform at work, connected."""
    stop = stop or asyncio.Event()
    task = asyncio.create_task(platform.run(stop))
    try:
        await until(lambda: server.socket.alive or server.http is not None or task.done())
        yield platform
    finally:
        stop.set()
        await asyncio.wait_for(task, 8)
        await platform.close()


async def until(condition, *, within_s=5.0):
    """Wait until something is so."""
    for _ in range(int(within_s / 0.01)):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not come to that")


def play(work, listener=None, *, by_http=False, store=None, **more):
    """Run a scene: ``work(server, listener)`` while the platform listens to a strict Slack."""
    listener = listener or Listening()

    async def main():
        async with SlackServer(second=0.05, retry_pauses_s=(0.05, 0.1, 0.2)) as server:
            http = HttpServer("127.0.0.1", 0) if by_http else None
            platform = platform_of(server, listener, store=store, http=http, **more)
            if http is not None:
                await http.start()
                server.http = HttpEvents(f"http://127.0.0.1:{http.port}/slack/events", SIGNING_SECRET)
            try:
                async with running(platform, server):
                    if http is not None:
                        await until(lambda: http._handlers)
                    await work(server, listener)
            finally:
                if http is not None:
                    await http.close()
            assert server.web.complaints == []

    asyncio.run(main())
