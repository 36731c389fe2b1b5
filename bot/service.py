"""The running desk: three ticks, three loops that they nudge, and a clean stop.

APScheduler holds no user data: its three jobs look at rows.  A nudge carries nothing either, so one that is
lost costs at most a tick.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import structlog

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger(__name__)


class Work(Protocol):
    """What the desk does; each method does what there is to do now and says how much that was."""

    async def check(self) -> int:
        """Check due feeds."""

    async def fetch(self) -> int:
        """Fetch pages of entries that wait, for a while."""

    async def read(self) -> int:
        """Read a batch of unread articles; 0 when none is left."""

    async def publish(self) -> int:
        """Answer due slots."""

    async def deliver(self) -> int:
        """Send what waits; a send that was begun is finished or marked even when cancelled."""

    async def tidy(self) -> int:
        """Forget what is past its time."""


@dataclass(frozen=True, slots=True)
class Periods:
    """Seconds between ticks, and how long a stop waits for a send that was begun.

    Attributes:
        due_s: A brief leaves at most so long after its minute has begun.
    """

    poll_s: float = 30.0
    due_s: float = 5.0
    housekeeping_s: float = 3600.0
    grace_s: float = 6.0


DEFAULT_PERIODS = Periods()


class Service:
    """Runs the work until told to stop; a failure of one kind of work never stops another."""

    def __init__(self, work: Work, /, *, periods: Periods = DEFAULT_PERIODS) -> None:
        self._work = work
        self._periods = periods
        self._entries = asyncio.Event()
        self._unread = asyncio.Event()
        self._waiting = asyncio.Event()
        self._stopping = asyncio.Event()
        self.failures = 0

    async def run(self, stop: asyncio.Event, /) -> None:
        """Work until ``stop`` is set; then finish what was begun, within ``grace_s``."""
        scheduler = self._scheduler()
        self._unread.set()
        self._waiting.set()
        loops = [
            asyncio.create_task(self._loop("read", self._unread, self._read)),
            asyncio.create_task(self._loop("deliver", self._waiting, self._work.deliver)),
        ]
        # On its own: a host that wants half a minute between two pages must keep no feed from being checked.
        pages = asyncio.create_task(self._loop("fetch", self._entries, self._fetch))
        scheduler.start()
        try:
            await stop.wait()
        finally:
            self._stopping.set()
            scheduler.pause()
            pages.cancel()  # a page that was not filed is fetched again
            await self._end([*loops, pages])
            scheduler.shutdown(wait=False)

    def nudge(self) -> None:
        """Somebody has written something to read or to send; look at once."""
        self._unread.set()
        self._waiting.set()

    def _scheduler(self) -> AsyncIOScheduler:
        from apscheduler.jobstores.memory import MemoryJobStore
        from apscheduler.schedulers.asyncio import AsyncIOScheduler

        # A blocked loop or a suspended machine must not skip a tick, nor run a backlog of them.
        defaults = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        scheduler = AsyncIOScheduler(
            jobstores={"default": MemoryJobStore()}, job_defaults=defaults, timezone="UTC"
        )
        ticks: tuple[tuple[str, float, Callable[[], Awaitable[None]]], ...] = (
            ("poll", self._periods.poll_s, self._poll),
            ("due", self._periods.due_s, self._due),
            ("housekeeping", self._periods.housekeeping_s, self._housekeeping),
        )
        for name, seconds, tick in ticks:
            scheduler.add_job(tick, "interval", seconds=seconds, id=name, next_run_time=_soon(name))
        return scheduler

    async def _poll(self) -> None:
        self._entries.set()
        if await self._guarded("check", self._work.check):
            self._entries.set()

    async def _fetch(self) -> int:
        found = await self._work.fetch()
        if found:
            self._unread.set()
        return found

    async def _due(self) -> None:
        await self._guarded("publish", self._work.publish)
        self._waiting.set()

    async def _housekeeping(self) -> None:
        await self._guarded("tidy", self._work.tidy)
        self._unread.set()

    async def _read(self) -> int:
        found = await self._work.read()
        if found:
            self._waiting.set()
        return found

    async def _loop(self, name: str, nudged: asyncio.Event, step: Callable[[], Awaitable[int]]) -> None:
        while not self._stopping.is_set():
            await nudged.wait()
            nudged.clear()
            if await self._guarded(name, step):
                nudged.set()  # there may be more

    async def _guarded(self, name: str, step: Callable[[], Awaitable[int]]) -> int:
        """What a step came to; a failure is logged for the operator, and tried again with the next tick."""
        if self._stopping.is_set():
            return 0
        try:
            return await step()
        except asyncio.CancelledError:
            if self._stopping.is_set():
                return 0  # a tick that the stop cut short is no failure of the scheduler
            raise
        except Exception:  # the top of a task
            self.failures += 1
            log.exception("work_failed", work=name, failures=self.failures)
            return 0

    async def _end(self, loops: list[asyncio.Task[None]]) -> None:
        for nudged in (self._unread, self._waiting):
            nudged.set()
        _, late = await asyncio.wait(loops, timeout=self._periods.grace_s)
        for task in late:
            task.cancel()
        for task in loops:
            with suppress(asyncio.CancelledError):
                await task


def _soon(name: str) -> object:
    """Everything begins at once, but for housekeeping."""
    from datetime import UTC, datetime, timedelta

    return datetime.now(UTC) + timedelta(seconds=120 if name == "housekeeping" else 0)
