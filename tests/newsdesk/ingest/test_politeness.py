"""One request at a time to a host, all hosts side by side, hosts in trouble left alone."""

import asyncio

import pytest

from newsdesk.ingest.politeness import Manners, Politeness


async def work(politeness, host, log, seconds=0.05, **turn):
    async with politeness.turn(host, **turn):
        log.append(("begin", host, asyncio.get_running_loop().time()))
        await asyncio.sleep(seconds)
        log.append(("end", host, asyncio.get_running_loop().time()))


def run(manners, *jobs):
    """Everything at once; what began and ended when."""
    log = []

    async def all_of_them():
        politeness = Politeness(manners)
        await asyncio.gather(*[work(politeness, host, log, **turn) for host, turn in jobs])

    asyncio.run(all_of_them())
    return log


def test_one_request_at_a_time_to_a_host_with_a_pause_between():
    log = run(Manners(pause_s=0.1), *[("a", {})] * 3)
    assert [what for what, _, _ in log] == ["begin", "end"] * 3
    assert all(b[2] - a[2] >= 0.099 for a, b in zip(log[1::2], log[2::2], strict=False))


def test_a_site_may_ask_for_a_longer_pause_than_ours_not_for_a_shorter_one():
    log = run(Manners(pause_s=0.1), ("a", {}), ("a", {"pause_s": 0.3}), ("a", {"pause_s": 0.01}))
    pauses = [b[2] - a[2] for a, b in zip(log[1::2], log[2::2], strict=False)]
    assert pauses == [pytest.approx(0.3, abs=0.05), pytest.approx(0.1, abs=0.05)]


def test_hosts_run_side_by_side_up_to_a_bound():
    log = run(Manners(pause_s=0, at_once=3), *[(f"h{n}", {}) for n in range(9)])
    under_way = most = 0
    for what, _, _ in log:
        under_way += 1 if what == "begin" else -1
        most = max(most, under_way)
    assert most == 3


def test_the_queue_of_a_slow_host_leaves_the_places_to_others():
    """Twenty requests wait for one slow host, and only one of them takes a place."""
    log = run(
        Manners(pause_s=0, at_once=2), *[("slow", {"seconds": 0.1})] * 5, *[(f"h{n}", {}) for n in range(4)]
    )
    ends = [host for what, host, _ in log if what == "end"]
    assert set(ends[:5]) >= {"h0", "h1", "h2", "h3"} - {"slow"}


def test_a_turn_that_fails_or_is_cancelled_frees_the_host():
    async def cancelled():
        politeness, log = Politeness(Manners(pause_s=0)), []
        task = asyncio.create_task(work(politeness, "a", log, seconds=60))
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(ValueError, match="no"):
            async with asyncio.timeout(1), politeness.turn("a"):
                raise ValueError("no")
        async with asyncio.timeout(1), politeness.turn("a"):
            return True

    assert asyncio.run(cancelled())


def test_a_host_that_does_not_answer_is_left_alone_after_the_third_time_for_a_while():
    now = [0.0]
    politeness = Politeness(Manners(max_failures=3, alone_s=600), clock=lambda: now[0])
    for _ in range(2):
        politeness.failed("a")
    politeness.answered("a")
    for _ in range(2):
        politeness.failed("a")
    assert politeness.closed_s("a") == 0
    politeness.failed("a")
    assert (politeness.closed_s("a"), politeness.closed_s("b")) == (600, 0)
    now[0] = 601
    assert politeness.closed_s("a") == 0


def test_a_host_that_asks_for_a_break_gets_the_longest_that_it_asked_for():
    politeness = Politeness(clock=lambda: 5.0)
    politeness.close("a", 100)
    politeness.close("a", 10)
    assert politeness.closed_s("a") == 100


def test_hosts_are_forgotten_once_nothing_needs_to_be_remembered():
    now = [0.0]

    async def some():
        politeness = Politeness(Manners(pause_s=0), clock=lambda: now[0])
        for host in ("a", "b"):
            async with politeness.turn(host):
                pass
        politeness.close("b", 7200)
        now[0] = 3600
        politeness.forget()
        return set(politeness._hosts)

    assert asyncio.run(some()) == {"b"}


def test_silence_of_all_hosts_is_told_from_the_silence_of_one():
    now = [0.0]
    politeness = Politeness(clock=lambda: now[0])
    assert politeness.nobody_answers
    politeness.answered("a")
    politeness.failed("b")
    assert not politeness.nobody_answers
    now[0] = 901
    assert politeness.nobody_answers


def test_one_silent_host_among_others_is_not_our_own_silence():
    politeness = Politeness()
    politeness.failed("a")
    assert not politeness.one_is_silent
    politeness.answered("b")
    assert politeness.one_is_silent
    politeness.failed("a")
    politeness.failed("a")
    assert politeness.one_is_silent
    politeness.failed("b")
    assert not politeness.one_is_silent
