"""Running the desk in this process until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.app import build_running, open_store
from bot.lock import RunLock
from bot.logs import configure_logging
from bot.service import DEFAULT_PERIODS, Periods, Service
from newsdesk.defects import where
from newsdesk.threads import in_abandoned_thread, running

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from bot.app import Running
    from config.settings import Settings
    from newsdesk.gather.post import Rules
    from newsdesk.model import Tally
    from newsdesk.ports import Clock

log = structlog.get_logger(__name__)


def is_set_up(settings: Settings, /) -> bool:
    """Whether there is anything to run: a platform with a token, or a database with feeds or subscriptions.

    Raises:
        StoreError: There is a database, but it cannot be used.
    """
    if settings.telegram_token or settings.slack_bot_token:
        return True
    path = settings.database_path
    if path is not None and not path.exists():
        return False
    store = open_store(settings)
    try:
        return bool(store.feeds.all() or store.subscriptions.of())
    finally:
        store.housekeeping.close()


def serve(
    settings: Settings,
    /,
    *,
    said: Callable[[Tally], object],
    clock: Clock = lambda: datetime.now(UTC),
    periods: Periods = DEFAULT_PERIODS,
    rules: Rules | None = None,
) -> None:
    """Gather, read and deliver until SIGTERM or SIGINT.

    A thread may still be at work when it returns, on a batch that is read or on something that takes too long.
    Then the store stays open and locked, since both are still used: end the process.

    Args:
        said: Called once with what the desk holds, before the first tick.
        rules: How to gather, in place of what the settings say.

    Raises:
        AlreadyRunning: Another process serves the same database.
        StoreError: The database cannot be used.
    """
    configure_logging(settings.log_level, secrets=secrets(settings))
    path = settings.database_path
    held = ExitStack()
    try:
        if path:
            held.enter_context(RunLock(path))
        store = open_store(settings)
        held.callback(store.housekeeping.close)
        said(store.housekeeping.tally(now=clock()))
        asyncio.run(_until_told(partial(build_running, settings, store, clock=clock, rules=rules), periods))
    finally:
        if not running():
            held.close()


def secrets(settings: Settings, /) -> list[str]:
    """Every secret of the settings, for striking out of log lines."""
    kept = (
        settings.telegram_token,
        settings.slack_bot_token,
        settings.slack_app_token,
        settings.slack_signing_secret,
        settings.telegram_webhook_secret,
    )
    return [secret.get_secret_value() for secret in kept if secret]


class _Build(Protocol):
    def __call__(self, *, nudge: Callable[[str], object]) -> Running: ...


async def _until_told(build: _Build, periods: Periods) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    nudged: list[Callable[[str], object]] = []
    running = build(nudge=lambda what: [nudge(what) for nudge in nudged])
    service = Service(running.work, platforms=running.platforms, periods=periods)
    nudged.append(service.nudge)
    warming = asyncio.create_task(_warmed()) if running.platforms else None
    await _unless(stop, running.work.recover())
    await service.run(stop)  # told to stop meanwhile, it begins nothing and lets go of connections
    if warming is not None:
        warming.cancel()


async def _warmed() -> None:
    """What is slow the first time is done aside, before chats wait for it."""
    try:
        await in_abandoned_thread(_warm)
    except Exception as error:  # noqa: BLE001  # the top of a task: the desk works without it
        log.warning("warming_failed", **where(error))


def _warm() -> None:
    from bot.talk.warm import warm

    warm()


async def _unless(stop: asyncio.Event, work: Coroutine[object, object, None]) -> None:
    """Do it, but no longer than until told to stop."""
    told, doing = asyncio.create_task(stop.wait()), asyncio.create_task(work)
    try:
        await asyncio.wait({told, doing}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        told.cancel()
    if doing.done():
        await doing
    else:  # a transaction that was begun ends in its thread
        doing.cancel()
