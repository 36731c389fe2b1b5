"""The running desk: ticks, nudges, failures that stay where they are, and a clean stop."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.service import Periods, Service

FAST = Periods(poll_s=0.05, due_s=0.05, housekeeping_s=0.05, grace_s=0.5)


class Recorder:
    """Work that notes what was called, and fails or lingers where told to."""

    def __init__(self, *, failing=(), lingering=()):
        self.calls = []
        self.failing = set(failing)
        self.lingering = set(lingering)
        self.unread = 3
        self.cancelled = []

    async def _do(self, name):
        self.calls.append(name)
        if name in self.failing:
            raise RuntimeError(name)
        if name in self.lingering:
            try:
                await asyncio.sleep(30)
            except asyncio.CancelledError:
                self.cancelled.append(name)
                raise
        return 0

    async def check(self):
        return await self._do("check")

    async def fetch(self):
        return await self._do("fetch")

    async def read(self):
        await self._do("read")
        self.unread -= self.unread > 0
        return self.unread

    async def publish(self):
        return await self._do("publish")

    async def deliver(self):
        return await self._do("deliver")

    async def tidy(self):
        return await self._do("tidy")


def run_for(work, seconds):
    async def main():
        stop = asyncio.Event()
        service = Service(work, periods=FAST)
        task = asyncio.create_task(service.run(stop))
        await asyncio.sleep(seconds)
        stop.set()
        begun = time.monotonic()
        await task
        return service, time.monotonic() - begun

    return asyncio.run(main())


def test_gathers_publishes_and_delivers_again_and_again():
    work = Recorder()
    run_for(work, 0.5)
    for name in ("check", "fetch", "publish", "deliver"):
        assert work.calls.count(name) >= 3


def test_reads_until_nothing_is_left_and_then_waits_for_a_nudge():
    work = Recorder()
    run_for(work, 0.3)
    assert work.unread == 0
    assert work.calls.count("read") == 3


def test_a_failure_of_one_kind_of_work_stops_no_other():
    work = Recorder(failing=("check", "publish"))
    service, _ = run_for(work, 0.5)
    assert work.calls.count("check") >= 3
    assert work.calls.count("deliver") >= 3
    assert service.failures >= 6


@pytest.mark.parametrize(("slow", "other"), [("check", "fetch"), ("fetch", "check")])
def test_slow_gathering_holds_up_neither_the_due_minute_nor_its_other_half(slow, other):
    """Feeds are checked while the pages of a slow host are fetched, and the other way round."""
    work = Recorder(lingering=(slow,))
    _, took = run_for(work, 0.5)
    assert work.calls.count(slow) == 1
    assert work.calls.count("publish") >= 3
    assert work.calls.count(other) >= (3 if other == "check" else 1)
    assert work.cancelled == [slow]
    assert took < FAST.grace_s


def test_a_stop_ends_within_its_grace_and_cancels_what_lingers():
    work = Recorder(lingering=("deliver",))
    _, took = run_for(work, 0.2)
    assert work.cancelled == ["deliver"]
    assert took < 2
