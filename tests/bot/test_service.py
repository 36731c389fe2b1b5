"""The running desk: ticks, nudges, failures that stay where they are, and a clean stop."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from threading import Event

import pytest
import structlog

from bot.service import Periods, Service
from newsdesk.errors import StoreLocked
from newsdesk.threads import in_thread, running, uninterrupted

FAST = Periods(
    poll_s=0.02,
    due_s=0.02,
    housekeeping_s=0.02,
    settle_s=0.02,
    retry_s=0.02,
    grace_s=0.5,
    cut_s=0.5,
    catch_up_s=0.2,
)
# Nothing but what happens at the start, and what that nudges.
ONCE = Periods(poll_s=600, due_s=600, settle_s=600, retry_s=0.02, grace_s=0.5, cut_s=0.5)
PATIENCE_S = 30.0


class Recorder:
    """Work that notes what was called, and fails or lingers where told to."""

    def __init__(self, *, failing=(), lingering=(), platforms=("console",)):
        self.calls = []
        self.failing = set(failing)
        self.lingering = set(lingering)
        self.platforms = platforms
        self.unread = 3
        self.cancelled = []

    async def _do(self, name):
        self.calls.append(name)
        if name in self.failing:
            raise RuntimeError("the words of an article")
        if name in self.lingering:
            try:
                await asyncio.sleep(600)
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

    async def deliver(self, platform):
        return await self._do("deliver" if platform == "console" else f"deliver {platform}")

    async def settle(self):
        return await self._do("settle")

    async def notice(self):
        return await self._do("notice")

    async def tidy(self):
        return await self._do("tidy")

    def stop(self):
        self.calls.append("stop")


class Wire:
    """A chat platform that fails, hangs or listens."""

    def __init__(self, platform, *, fails=0, hangs=False):
        self.platform = platform
        self.fails = fails
        self.hangs = hangs
        self.runs = 0
        self.listening = False
        self.calls = []

    async def run(self, stop):
        self.runs += 1
        if self.fails:
            self.fails -= 1
            raise ConnectionError("with a token in it")
        self.listening = True
        if self.hangs:
            await asyncio.sleep(600)
        await stop.wait()
        self.calls.append("stopped")

    async def close(self):
        self.calls.append("closed")


def run_until(work, happened, periods=FAST, platforms=()):
    """Run the desk until something has happened, then stop it; the service, and how long the stop took."""

    async def main():
        stop = asyncio.Event()
        service = Service(work, platforms=platforms, periods=periods)
        task = asyncio.create_task(service.run(stop))
        async with asyncio.timeout(PATIENCE_S):
            while not happened():  # noqa: ASYNC110  # recorders know no events
                await asyncio.sleep(0.005)
        stop.set()
        begun = time.monotonic()
        await task
        return service, time.monotonic() - begun

    return asyncio.run(main())


def thrice(work, *names):
    return lambda: all(work.calls.count(name) >= 3 for name in names)


def test_gathers_publishes_and_delivers_again_and_again():
    work = Recorder()
    run_until(work, thrice(work, "check", "fetch", "publish", "deliver"))


def test_reads_until_nothing_is_left_and_then_waits_for_a_nudge():
    work = Recorder()
    run_until(work, lambda: work.unread == 0 and thrice(work, "publish")())
    assert work.calls.count("read") == 3


def test_a_failure_of_one_kind_of_work_stops_no_other():
    work = Recorder(failing=("check", "publish"))
    service, _ = run_until(work, thrice(work, "check", "publish", "deliver"))
    assert service.failures >= 6


@pytest.mark.parametrize("name", ["read", "deliver"])
def test_what_fails_in_a_loop_is_tried_again_soon_though_nothing_nudges_it(name):
    """A database that was locked for a moment: what waits does not wait for the next article."""
    work = Recorder(failing=(name,))
    run_until(work, thrice(work, name), ONCE)


def test_what_keeps_failing_is_not_tried_without_a_break():
    work = Recorder(failing=("read",))
    slow = Periods(poll_s=600, due_s=0.02, retry_s=600, grace_s=600)
    _, took = run_until(work, thrice(work, "publish", "deliver"), slow)
    assert work.calls.count("read") == 1
    assert took < PATIENCE_S  # the stop ends the break


def test_the_log_tells_where_work_failed_and_no_word_of_what_it_worked_on():
    class Locked(Recorder):
        async def publish(self):
            await super().publish()
            raise StoreLocked("desk.sqlite3", "another process has kept it.")

    work = Locked(failing=("read",))
    with structlog.testing.capture_logs() as lines:
        run_until(work, thrice(work, "read", "publish"))
    failed = [line for line in lines if line["event"] == "work_failed"]
    assert {line["work"] for line in failed} == {"read", "publish"}
    assert not [line for line in failed if "words" in repr(line) or "exc_info" in line]
    assert all("another process" in line["reason"] for line in failed if line["work"] == "publish")


@pytest.mark.parametrize(("slow", "other"), [("check", "fetch"), ("fetch", "check")])
def test_slow_gathering_holds_up_neither_the_due_minute_nor_its_other_half(slow, other):
    """Feeds are checked while the pages of a slow host are fetched, and the other way round."""
    work = Recorder(lingering=(slow,))
    often = 3 if other == "check" else 1
    graceful = replace(FAST, grace_s=600)
    _, took = run_until(work, lambda: thrice(work, "publish")() and work.calls.count(other) >= often, graceful)
    assert work.calls.count(slow) == 1
    assert work.cancelled == [slow]
    assert took < PATIENCE_S  # gathering is cut off at once


def test_a_platform_that_hangs_delays_no_other():
    work = Recorder(lingering=("deliver telegram",), platforms=("telegram", "console"))
    run_until(work, thrice(work, "deliver"))
    assert work.calls.count("deliver telegram") == 1
    assert work.cancelled == ["deliver telegram"]


def test_a_stop_ends_within_its_grace_and_cancels_what_lingers():
    work = Recorder(lingering=("deliver",))
    _, took = run_until(work, lambda: "deliver" in work.calls)
    assert work.cancelled == ["deliver"]
    assert took < 2


class Publishing(Recorder):
    """Work that publishes in a thread until it is told to end."""

    def __init__(self):
        super().__init__()
        self.begun, self.may_end, self.ended = Event(), Event(), Event()

    async def publish(self):
        return await in_thread(self._publish)

    def _publish(self):
        self.begun.set()
        assert self.may_end.wait(10 * PATIENCE_S)
        self.ended.set()
        return 0


def test_a_stop_waits_for_a_transaction_of_a_tick():
    """The store is closed behind it, and another desk may begin."""
    work = Publishing()

    def begun():
        if work.begun.is_set():
            asyncio.get_running_loop().call_later(0.1, work.may_end.set)
            return True
        return False

    run_until(work, begun)
    assert work.ended.is_set()
    assert running() == 0


def test_a_stop_does_not_wait_for_ever_and_what_goes_on_is_known():
    work = Publishing()
    _, took = run_until(work, work.begun.is_set)
    assert not work.ended.is_set()
    assert running() == 1
    assert took < PATIENCE_S
    work.may_end.set()
    assert work.ended.wait(PATIENCE_S)


def test_a_platform_that_fails_is_started_again_and_stops_no_other():
    down, up = Wire("telegram", fails=3), Wire("slack")
    service, _ = run_until(Recorder(), lambda: down.listening and up.listening, platforms=(down, up))
    assert (down.runs, up.runs) == (4, 1)
    assert service.failures == 3


def test_a_failing_platform_is_told_without_its_words():
    with structlog.testing.capture_logs() as lines:
        down = Wire("telegram", fails=1)
        run_until(Recorder(), lambda: down.listening, platforms=(down,))
    (line,) = [line for line in lines if line["event"] == "platform_failed"]
    assert line["platform"] == "telegram"
    assert "token" not in str(line)


def test_a_stop_ends_what_is_received_before_it_closes_the_connection():
    wire = Wire("slack")
    run_until(Recorder(), lambda: wire.listening, platforms=(wire,))
    assert wire.calls == ["stopped", "closed"]


def test_a_platform_that_hangs_does_not_hold_the_stop_up():
    wire = Wire("slack", hangs=True)
    _, took = run_until(Recorder(), lambda: wire.listening, platforms=(wire,))
    assert took < 3
    assert wire.calls == ["closed"]


class Stuck(Wire):
    """A platform whose connections do not close."""

    async def close(self):
        self.calls.append("closing")
        await asyncio.sleep(600)


class Uncut(Recorder):
    """Work that goes on in a thread whatever is cancelled."""

    async def deliver(self, platform):
        self.calls.append("deliver")
        return await uninterrupted(asyncio.sleep(600))


def test_the_longest_stop_is_grace_and_cut_and_one_time_for_all_connections():
    wires = Stuck("telegram"), Stuck("slack"), Stuck("other")
    work = Uncut()
    periods = replace(FAST, close_s=0.4)
    _, took = run_until(work, lambda: "deliver" in work.calls and wires[0].listening, periods, wires)
    assert 1.4 <= took < 2.0
    assert [w.calls for w in wires] == [["stopped", "closing"]] * 3
    longest = Periods()
    assert longest.grace_s + longest.cut_s + longest.close_s < 10


def test_connections_that_cannot_be_closed_are_told_and_keep_no_other_open():
    class Broken(Wire):
        async def close(self):
            raise ConnectionError("with a token in it")

    broken, wire = Broken("telegram"), Wire("slack")
    with structlog.testing.capture_logs() as lines:
        run_until(Recorder(), lambda: wire.listening, platforms=(broken, wire))
    (line,) = [line for line in lines if line["event"] == "platform_not_closed"]
    assert (line["platform"], "token" in str(line)) == ("telegram", False)
    assert wire.calls == ["stopped", "closed"]


def test_uncertain_messages_are_asked_about_and_the_operator_is_told_though_asking_fails():
    work = Recorder(failing={"settle"})
    run_until(work, lambda: work.calls.count("notice") > 1)
    assert "settle" in work.calls


class Behind(Recorder):
    """Work after a downtime: a check finds entries, fetching files articles, and these are to be read."""

    def __init__(self):
        super().__init__()
        self.waiting, self.unread = [], 0
        self.checked = False

    async def check(self):
        await asyncio.sleep(0.05)
        self.calls.append("check")
        if self.checked:
            return 0
        self.checked = True
        self.waiting = [1, 2]
        return 2

    async def fetch(self):
        await asyncio.sleep(0.05)
        self.calls.append("fetch")
        if not self.waiting:
            return 0
        self.waiting.pop()
        self.unread += 1
        return 1

    async def read(self):
        await asyncio.sleep(0.05)
        self.calls.append("read")
        found, self.unread = self.unread, 0
        return found

    async def publish(self):
        self.calls.append(("publish", self.checked, len(self.waiting), self.unread))
        return 0


def published(work):
    return [call for call in work.calls if call[0] == "publish"]


@pytest.mark.parametrize("periods", [ONCE, replace(ONCE, due_s=0.02)])
def test_slots_that_are_due_at_a_start_wait_for_what_was_published_during_the_downtime(periods):
    work = Behind()
    run_until(work, lambda: published(work), periods)
    assert published(work)[0] == ("publish", True, 0, 0)
    assert work.calls.count("read") > 1


def test_once_caught_up_slots_wait_for_nothing():
    work = Behind()

    def later():
        if len(published(work)) == 1:
            work.waiting, work.unread = [1] * 9, 9
        return len(published(work)) > 2

    run_until(work, later, replace(ONCE, due_s=0.02))
    assert published(work)[1][2] > 0


@pytest.mark.parametrize("name", ["check", "fetch", "read"])
def test_a_gathering_that_hangs_keeps_slots_waiting_for_a_while_and_not_for_ever(name):
    work = Recorder(lingering=(name,))
    begun = time.monotonic()
    run_until(work, lambda: "publish" in work.calls, replace(FAST, catch_up_s=0.3))
    assert time.monotonic() - begun >= 0.3
    assert work.calls.count(name) == 1


@pytest.mark.parametrize("name", ["check", "fetch", "read"])
def test_what_fails_is_not_waited_for(name):
    work = Recorder(failing=(name,))
    begun = time.monotonic()
    run_until(work, lambda: "publish" in work.calls, replace(ONCE, retry_s=600, due_s=0.02))
    assert time.monotonic() - begun < PATIENCE_S


def test_a_stop_while_slots_wait_publishes_nothing():
    work = Recorder(lingering=("fetch",))
    _, took = run_until(work, lambda: "fetch" in work.calls, replace(FAST, catch_up_s=600))
    assert "publish" not in work.calls
    assert took < 2
