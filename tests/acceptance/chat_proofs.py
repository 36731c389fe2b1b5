"""What the tests of refusals, stops and logs need besides the desk itself."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import aiohttp

from tests.servers.slack import SIGNING_SECRET, HttpEvents

from .chat_desk import ChatDesk

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
WEBHOOK_SECRET = "the-webhook_secret-of-the-tests"
# What people have wished; what only the passing of time changes is left out.
WISHES = {
    "feeds": "id, url, title, wanted",
    "channels": "*",
    "channel_alerts": "*",
    "subscriptions": "id, channel_id, name, schedule, following, created_at",
    "repairs": "*",
    "memos": "*",
    "notes": "platform, chat, thread, name, content",
    "deliveries": "id, channel_id, key, state",
}


def free_port() -> int:
    """A port that nobody listens on."""
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def by_http(port: int) -> dict[str, str]:
    """Settings of a desk that both platforms post to."""
    return {
        "NEWSDESK_SLACK_APP_TOKEN": "",
        "NEWSDESK_SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "NEWSDESK_TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram/hook",
        "NEWSDESK_TELEGRAM_WEBHOOK_SECRET": WEBHOOK_SECRET,
        "NEWSDESK_HTTP_PORT": str(port),
    }


def slack_events(port: int) -> HttpEvents:
    """Slack's requests to the desk."""
    return HttpEvents(f"http://127.0.0.1:{port}/slack/events", SIGNING_SECRET)


def rows(folder: Path, query: str) -> list[tuple[Any, ...]]:
    """What a desk's database holds."""
    with closing(sqlite3.connect(f"file:{folder}/desk.sqlite3?mode=ro", uri=True)) as database:
        return [tuple(row) for row in database.execute(query)]


def wishes(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that a refusal must leave as it is."""
    return {
        table: rows(folder, f"select {names} from {table} order by 1, 2") for table, names in WISHES.items()
    }


async def idle(desk: ChatDesk, folder: Path) -> None:
    """Wait until every event that was taken is answered."""
    await desk.until(lambda: not rows(folder, "select 1 from events where state <> 'done'"), within_s=15)


async def settled(desk: ChatDesk, folder: Path, events: int) -> None:
    """Wait until so many events more than nothing were taken, and all are answered."""
    await desk.until(lambda: count(folder, "events") >= events, within_s=15)
    await idle(desk, folder)


def count(folder: Path, table: str) -> int:
    """How many rows a table has."""
    return int(rows(folder, f"select count(*) from {table}")[0][0])


def told(desk: ChatDesk, *words: str, since: int = 0) -> list[str]:
    """The lines of the log that hold all words."""
    return [line for line in desk.log[since:].splitlines() if all(w in line for w in words)]


def played(scene: Callable[[ChatDesk], Awaitable[None]], folder: Path, **environment: str) -> None:
    """Play a scene on a desk that has not been started yet."""

    async def play() -> None:
        async with ChatDesk(folder, **environment) as desk:
            await scene(desk)

    asyncio.run(play())


async def posted(url: str, body: Any, headers: dict[str, str]) -> int:
    """The status of one request."""
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=headers) as answer:
        return answer.status
