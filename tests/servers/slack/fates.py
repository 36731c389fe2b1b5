"""What becomes of a call: as planned, or by seeded chance."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Any


class Fate(StrEnum):
    OK = "ok"
    BUSY = "429"
    ERROR = "500"
    UNAVAILABLE = "503"
    INTERNAL = "internal_error"  # with status 200, as Slack words it; nothing was done
    CUT_BEFORE = "cut before commit"
    CUT_AFTER = "cut after commit"
    HANG_BEFORE = "no answer, nothing done"
    HANG_AFTER = "no answer, but done"
    ERROR_AFTER = "500, but done"
    ARCHIVE = "archived just now"
    KICK = "kicked just now"


@dataclass(frozen=True)
class Call:
    """A call of the Web API, with its arguments as the caller gave them; ``number`` counts its method's."""

    method: str
    arguments: dict[str, Any]
    at: float
    number: int

    @property
    def channel(self) -> str:
        return str(self.arguments.get("channel", ""))


@dataclass
class Plan:
    method: str
    fate: Fate
    times: int
    channel: str


class Fates:
    """Planned fates come first; then ``chance``."""

    def __init__(self) -> None:
        self.plans: list[Plan] = []
        self.chance: Callable[[Call], Fate] = lambda _: Fate.OK

    def plan(self, method: str, fate: Fate, *, times: int = 1, channel: str = "") -> None:
        self.plans.append(Plan(method, fate, times, channel))

    def of(self, call: Call) -> Fate:
        for plan in self.plans:
            if plan.method == call.method and plan.times and plan.channel in {"", call.channel}:
                plan.times -= 1
                return plan.fate
        return self.chance(call)


def by_chance(
    seed: int, shares: dict[Fate, float], *, method: str = "chat.postMessage"
) -> Callable[[Call], Fate]:
    """Fates of one method at random: each with its share, the rest as it should be."""
    random = Random(seed)

    def fate(call: Call) -> Fate:
        if call.method != method:
            return Fate.OK
        drawn = random.random()
        for one, share in shares.items():
            if drawn < share:
                return one
            drawn -= share
        return Fate.OK

    return fate
