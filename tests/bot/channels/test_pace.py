"""Pace: no window of the platform ever holds too much, nobody waits for another's chat, and no time is lost."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict

import pytest

from bot.channels.pace import SLACK, TELEGRAM, Kind, Limits, Pace, Window
from tests.pacing import faster

from .virtual import run


class Platform:
    """Counts calls when they reach it, a while after they began, and answers another while later.

    Args:
        far_s: What every way costs.
        lag_s: How long a busy process may take before it writes a call, at random.
        way_s: What some ways cost beyond ``far_s``, at random.
    """

    def __init__(
        self, limits: Limits, *, far_s: float = 0.0, lag_s: float = 0.0, way_s: float = 0.005, seed: int = 1
    ) -> None:
        self.loop = asyncio.get_running_loop()
        self.pace = Pace(limits, clock=self.loop.time)
        self.far_s = far_s
        self.lag_s = lag_s
        self.way_s = way_s
        self.dice = random.Random(seed)
        self.calls: dict[str, list[float]] = defaultdict(list)
        self.order: list[str] = []

    async def call(self, chat: str, kind: Kind = "private", *, urgent: bool = False) -> None:
        async with self.pace.turn(chat, kind=kind, urgent=urgent) as turn:
            if self.lag_s:
                await asyncio.sleep(self.dice.uniform(0, self.lag_s))
                turn.away()
            await asyncio.sleep(self.far_s + self.dice.uniform(0, self.way_s))
            self.calls[chat].append(self.loop.time())
            self.order.append(chat)
            await asyncio.sleep(self.far_s + self.dice.uniform(0, self.way_s))

    async def calls_one_after_another(self, chat: str, kind: Kind, n: int) -> None:
        for _ in range(n):
            await self.call(chat, kind)

    @property
    def all_calls(self) -> list[float]:
        return sorted(at for calls in self.calls.values() for at in calls)


def fits(calls: list[float], window: Window) -> bool:
    """Whether any window, wherever it begins, holds at most so many."""
    later = calls[window.calls :]
    return all(b - a >= window.seconds for a, b in zip(calls, later, strict=False))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("far_s", "way_s", "lag_s"),
    [(0.0, 0.0, 0.0), (0.0, 0.02, 0.0), (0.0, 0.1, 0.0), (0.05, 0.01, 0.0), (0.01, 0.01, 0.6)],
)
def test_no_window_of_the_platform_holds_more_than_its_limit(seed, far_s, way_s, lag_s):
    async def play() -> Platform:
        platform = Platform(TELEGRAM, far_s=far_s, way_s=way_s, lag_s=lag_s, seed=seed)
        async with asyncio.TaskGroup() as group:
            for n in range(80):
                group.create_task(platform.calls_one_after_another(f"p{n}", "private", 3))
            for n in range(10):
                group.create_task(platform.calls_one_after_another(f"g{n}", "group", 24))
        return platform

    platform = run(play())
    assert len(platform.all_calls) == 80 * 3 + 10 * 24
    assert fits(platform.all_calls, Window(30, 1.0))
    assert all(fits(calls, Window(1, 1.0)) for calls in platform.calls.values())
    assert all(fits(calls, Window(20, 60.0)) for calls in platform.calls.values())


def test_a_token_is_used_to_the_full():
    async def play() -> float:
        platform = Platform(TELEGRAM)
        await asyncio.gather(*(platform.call(f"p{n}") for n in range(300)))
        return platform.all_calls[-1]

    assert 9.5 < run(play()) <= 10.0 * 1.05


def test_a_platform_far_away_costs_the_time_of_one_answer_a_window():
    async def play() -> float:
        platform = Platform(TELEGRAM, far_s=0.02)
        await asyncio.gather(*(platform.call(f"p{n}") for n in range(300)))
        return platform.all_calls[-1]

    assert run(play()) <= 10.0 * 1.05


def test_an_answer_that_never_comes_keeps_its_place_no_longer_than_the_call_may_be_on_its_way():
    async def play() -> float:
        platform = Platform(TELEGRAM)
        async with platform.pace.turn("p", kind="private") as turn:
            turn.away()
            await platform.call("p")
            return platform.loop.time()

    assert run(play()) == pytest.approx(1.002 + TELEGRAM.reach_s, abs=0.02)


def test_a_group_gets_its_twenty_at_one_a_second_and_the_next_a_minute_later():
    async def play() -> list[float]:
        platform = Platform(TELEGRAM, way_s=0.0)
        await platform.calls_one_after_another("g", "group", 22)
        return platform.calls["g"]

    calls = run(play())
    assert calls[19] == pytest.approx(19 * 1.002)
    assert calls[20] == pytest.approx(60 * 1.002)
    assert calls[21] == pytest.approx(61 * 1.002)


def test_a_chat_that_waits_keeps_nobody_else_waiting():
    async def play() -> list[str]:
        platform = Platform(TELEGRAM)
        platform.pace.hold("held", 30.0)
        held = asyncio.create_task(platform.call("held"))
        crowd = [asyncio.create_task(platform.call("crowded")) for _ in range(5)]
        await asyncio.sleep(0)
        await platform.call("free")
        assert platform.loop.time() < 0.1
        await asyncio.gather(held, *crowd)
        assert platform.calls["held"][0] >= 30.0
        return platform.order

    assert run(play()) == ["crowded", "free", "crowded", "crowded", "crowded", "crowded", "held"]


def test_conversation_goes_before_deliveries_in_a_chat_and_for_the_token():
    async def play() -> Platform:
        platform = Platform(TELEGRAM)
        deliveries = [asyncio.create_task(platform.call(f"p{n}")) for n in range(100)]
        own = [asyncio.create_task(platform.call("asks")) for _ in range(3)]
        await asyncio.sleep(1.5)
        before = platform.loop.time()
        answer = asyncio.create_task(platform.call("asks", urgent=True))
        await platform.call("another", urgent=True)
        assert platform.loop.time() - before < 0.1
        await asyncio.gather(answer, *deliveries, *own)
        return platform

    platform = run(play())
    assert platform.order.index("another") < 60
    assert len(platform.calls["asks"]) == 4


def test_equals_go_in_the_order_in_which_they_came():
    async def play() -> list[str]:
        platform = Platform(TELEGRAM, way_s=0.0)
        await asyncio.gather(*(platform.call(f"p{n}") for n in range(70)))
        return platform.order

    assert run(play()) == [f"p{n}" for n in range(70)]


def test_who_is_cancelled_while_waiting_uses_up_no_place():
    async def play() -> list[float]:
        platform = Platform(TELEGRAM, way_s=0.0)
        await platform.call("p")
        waiting = [asyncio.create_task(platform.call("p")) for _ in range(5)]
        await asyncio.sleep(0.5)
        for task in waiting[:4]:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        assert platform.pace.waiting == 0
        return platform.calls["p"]

    assert run(play()) == pytest.approx([0.0, 1.002])


def test_who_is_cancelled_at_the_moment_of_its_turn_uses_up_no_place_either():
    async def play() -> list[float]:
        platform = Platform(TELEGRAM, way_s=0.0)
        platform.pace.hold("p", 5.0)
        first = asyncio.create_task(platform.call("p"))
        second = asyncio.create_task(platform.call("p"))
        await asyncio.sleep(1.0)
        platform.pace._chats["p"].lane.held_until = 0.0
        platform.pace._give()  # the first has been given its turn, and does not know it yet
        first.cancel()
        await asyncio.gather(first, second, return_exceptions=True)
        assert first.cancelled()
        return platform.calls["p"]

    assert run(play()) == pytest.approx([1.0])


def test_slack_has_no_limit_for_the_token_and_one_a_second_for_a_channel():
    async def play() -> Platform:
        platform = Platform(SLACK, way_s=0.0)
        await asyncio.gather(*(platform.call(f"C{n % 100}", "group") for n in range(300)))
        return platform

    platform = run(play())
    assert platform.all_calls[-1] == pytest.approx(2 * 1.002)


def test_chats_are_forgotten_when_nothing_counts_any_more():
    async def play() -> int:
        platform = Platform(Limits(private=(Window(1, 0.01),)))
        for n in range(2000):
            await platform.call(f"p{n}")
        return len(platform.pace._chats)

    assert run(play()) < 600


def test_faster_limits_are_the_same_rules_with_shorter_windows():
    assert faster(TELEGRAM, 10).group == (Window(1, 0.1), Window(20, 6.0))
