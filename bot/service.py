"""The running desk: four ticks, the loops that they nudge, the chat platforms, and a clean stop.

APScheduler holds no user data: its jobs look at rows.  A nudge carries nothing either, so one that is
lost costs at most a tick.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

import structlog

from newsdesk.defects import told

from .catching_up import CatchingUp

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger(__name__)


class Work(Protocol):
    """What the desk does; each method does what there is to do now and says how much that was."""

    @property
    def platforms(self) -> Sequence[str]:
        """Where messages are delivered."""

    async def check(self) -> int:
        """Check due feeds."""

    async def fetch(self) -> int:
        """Fetch pages of entries that wait, for a while."""

    async def read(self) -> int:
        """Read a batch of unread articles; 0 when none is left."""

    async def publish(self) -> int:
        """Answer due slots."""

    async def deliver(self, platform: str, /) -> int:
        """Send what waits for a platform; a send that was begun is finished or marked even when cancelled."""

    async def settle(self) -> int:
        """Ask platforms that can tell what became of uncertain messages."""

    async def notice(self) -> int:
        """Tell the operator what has failed."""

    async def tidy(self) -> int:
        """Forget what is past its time."""

    def stop(self) -> None:
        """Begin nothing more that cannot be cut off."""


class Platform(Protocol):
    """A chat platform: it brings what people say, until told to stop."""

    @property
    def platform(self) -> str:
        """As in addresses."""

    async def run(self, stop: asyncio.Event, /) -> None:
        """Receive and answer until ``stop`` is set, however often the platform cannot be reached meanwhile."""

    async def close(self) -> None:
        """Let go of connections, after the last message was sent."""


@dataclass(frozen=True, slots=True)
class Periods:
    """Seconds between ticks, after failures, and at a stop.

    Attributes:
        settle_s: Between two questions about uncertain messages, and between two notices to the operator.
        due_s: A brief leaves at most so long after its minute has begun.
        retry_at_s: A message that may be tried again waits so much longer at most.
        retry_s: After so long a loop that has failed tries again, whether it is nudged or not.
        grace_s: How long a stop waits for a batch or a send that was begun.
        cut_s: And after cutting it off, for a transaction that has to end.
        close_s: And then for connections to be closed: ten seconds are all that a stop may take.
        catch_up_s: So long at most due slots wait after a start, for what was published during a downtime.
    """

    poll_s: float = 30.0
    due_s: float = 5.0
    housekeeping_s: float = 3600.0
    settle_s: float = 15.0
    retry_at_s: float = 1.0
    retry_s: float = 5.0
    grace_s: float = 6.0
    cut_s: float = 2.0
    close_s: float = 1.5
    catch_up_s: float = 180.0


DEFAULT_PERIODS = Periods()


class Service:
    """Runs the work until told to stop; a failure of one kind of work never stops another."""

    def __init__(
        self, work: Work, /, *, platforms: Sequence[Platform] = (), periods: Periods = DEFAULT_PERIODS
    ) -> None:
        self._work = work
        self._platforms = platforms
        self._periods = periods
        self._entries = asyncio.Event()
        self._unread = asyncio.Event()
        # Each platform by itself: one that hangs delays no other.
        self._waiting = {platform: asyncio.Event() for platform in work.platforms}
        self._busy: set[asyncio.Task[object]] = set()
        self._stopping = asyncio.Event()
        self._catching_up = CatchingUp(at_most_s=periods.catch_up_s)
        self._scheduler_at_work: AsyncIOScheduler | None = None
        self.failures = 0

    async def run(self, stop: asyncio.Event, /) -> None:
        """Work until ``stop`` is set; then end what was begun, within ``grace_s``, ``cut_s`` and ``close_s``.

        What blocks for longer goes on in its thread: see ``newsdesk.threads.running``.  Slots that are due
        already are answered once the feeds were checked, their pages fetched and the articles read.
        """
        self._catching_up = CatchingUp(at_most_s=self._periods.catch_up_s)
        scheduler = self._scheduler()
        self.nudge()
        loops = [asyncio.create_task(self._loop("read", self._unread, self._read))]
        for platform, waiting in self._waiting.items():
            deliver = partial(self._work.deliver, platform)
            loop = self._loop(f"deliver {platform}", waiting, deliver, every_s=self._periods.retry_at_s)
            loops.append(asyncio.create_task(loop))
        # On its own: a host that wants half a minute between two pages must keep no feed from being checked.
        pages = asyncio.create_task(self._loop("fetch", self._entries, self._fetch))
        receiving = [asyncio.create_task(self._receive(platform)) for platform in self._platforms]
        scheduler.start()
        self._scheduler_at_work = scheduler
        try:
            await stop.wait()
        finally:
            self._stopping.set()
            self._work.stop()
            self._scheduler_at_work = None
            ticks = self._busy.difference(loops, {pages})
            pages.cancel()  # a page that was not filed is fetched again
            scheduler.shutdown(wait=False)  # cancels ticks; transactions of theirs that were begun end
            await self._end([*loops, pages, *receiving], ticks)
            await self._close()

    async def _receive(self, platform: Platform) -> None:
        """One platform that cannot be reached, or whose adapter has a defect, stops no other."""
        while not self._stopping.is_set():
            try:
                await platform.run(self._stopping)
            except Exception as error:  # noqa: BLE001  # the top of a task
                self.failures += 1
                log.error("platform_failed", platform=platform.platform, failures=self.failures, **told(error))
            await self._breathe()

    async def _close(self) -> None:
        """All platforms at once: everything was sent, and the process ends."""
        closing = {asyncio.create_task(platform.close()): platform.platform for platform in self._platforms}
        if not closing:
            return
        await asyncio.wait(closing, timeout=self._periods.close_s)
        for task, platform in closing.items():
            if not task.done():
                task.cancel()
                log.info("platform_not_closed", platform=platform, after_s=self._periods.close_s)
            elif not task.cancelled() and (error := task.exception()) is not None:
                log.info("platform_not_closed", platform=platform, **told(error))

    def nudge(self, what: str = "") -> None:
        """Somebody has written something to read, to fetch or to send ("feeds": a new feed); look at once."""
        self._unread.set()
        self._something_to_send()
        if what == "feeds" and self._scheduler_at_work is not None:
            self._scheduler_at_work.modify_job("poll", next_run_time=_soon("poll"))

    def _something_to_send(self) -> None:
        for waiting in self._waiting.values():
            waiting.set()

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
            ("settle", self._periods.settle_s, self._settle),
            ("housekeeping", self._periods.housekeeping_s, self._housekeeping),
        )
        for name, seconds, tick in ticks:
            scheduler.add_job(tick, "interval", seconds=seconds, id=name, next_run_time=_soon(name))
        return scheduler

    async def _poll(self) -> None:
        self._entries.set()
        begun = self._catching_up.begins("check")
        found = await self._guarded("check", self._work.check)
        if found:
            self._entries.set()
        self._ended("check", found, begun)

    def _ended(self, work: str, found: int | None, begun: int) -> None:
        caught_up = self._catching_up.ended(work, found, begun=begun)
        if caught_up and self._scheduler_at_work is not None:
            self._scheduler_at_work.modify_job("due", next_run_time=_soon("due"))

    async def _fetch(self) -> int:
        found = await self._work.fetch()
        if found:
            self._unread.set()
        return found

    async def _due(self) -> None:
        if self._catching_up.over:
            await self._guarded("publish", self._work.publish)
        self._something_to_send()

    async def _settle(self) -> None:
        await self._guarded("settle", self._work.settle)
        await self._guarded("notice", self._work.notice)
        self._something_to_send()

    async def _housekeeping(self) -> None:
        await self._guarded("tidy", self._work.tidy)
        self._unread.set()

    async def _read(self) -> int:
        found = await self._work.read()
        if found:
            self._something_to_send()
        return found

    async def _loop(
        self,
        name: str,
        nudged: asyncio.Event,
        step: Callable[[], Awaitable[int]],
        *,
        every_s: float | None = None,
    ) -> None:
        while not self._stopping.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(nudged.wait(), every_s)
            nudged.clear()
            begun = self._catching_up.begins(name)
            found = await self._guarded(name, step)
            self._ended(name, found, begun)
            if found is None:
                await self._breathe()
            if found != 0:
                nudged.set()  # there may be more, or all of it still

    async def _breathe(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), self._periods.retry_s)

    async def _guarded(self, name: str, step: Callable[[], Awaitable[int]]) -> int | None:
        """What a step came to; None for a failure, which is logged for the operator.

        A tick tries again when it comes next, a loop after ``retry_s``.
        """
        task = asyncio.current_task()
        if self._stopping.is_set() or task is None:
            return 0
        self._busy.add(task)
        try:
            return await step()
        except asyncio.CancelledError:
            if self._stopping.is_set():
                return 0  # a tick that the stop cut short is no failure of the scheduler
            raise
        except Exception as error:  # noqa: BLE001  # the top of a task
            self.failures += 1
            log.error("work_failed", work=name, failures=self.failures, **told(error))
            return None
        finally:
            self._busy.discard(task)

    async def _end(self, loops: list[asyncio.Task[None]], ticks: Iterable[asyncio.Task[object]]) -> None:
        for nudged in (self._unread, self._entries, *self._waiting.values()):
            nudged.set()
        working = {*loops, *ticks}
        _, late = await asyncio.wait(working, timeout=self._periods.grace_s)
        for task in late:
            task.cancel()
        if late:
            _, late = await asyncio.wait(late, timeout=self._periods.cut_s)
        if late:
            log.warning("stopped_in_the_middle", works=len(late))
        for task in set(loops) - late:
            with suppress(asyncio.CancelledError):
                await task


def _soon(name: str) -> object:
    """Everything begins at once, but for housekeeping."""
    from datetime import UTC, datetime, timedelta

    return datetime.now(UTC) + timedelta(seconds=120 if name == "housekeeping" else 0)
