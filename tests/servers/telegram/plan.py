"""What goes wrong, and when: by a plan, or by the dice."""

from __future__ import annotations

import random
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    """What happens to one call instead of what should."""

    FLOOD = "429"
    ERROR = "500"
    BAD_GATEWAY = "502, an HTML page"
    CUT_BEFORE = "cut before commit"
    CUT_AFTER = "cut after commit"
    MIGRATE = "the group becomes a supergroup"
    BLOCK = "the bot is blocked"
    KICK = "the bot is kicked"
    SLOW = "slow"


@dataclass(slots=True)
class Plan:
    """Faults of calls that write.

    Attributes:
        chances: Of each fault, for every such call.
        retry_after_s: What an injected 429 asks for (whole seconds, as the platform says).
        slow_s: How long a slow call takes.
        happened: How often each fault happened.
    """

    chances: dict[Fault, float] = field(default_factory=dict)
    seed: int = 0
    retry_after_s: int = 1
    slow_s: float = 0.5
    happened: Counter[Fault] = field(default_factory=Counter)
    next: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    cut_after: list[tuple[int, str]] = field(default_factory=list)
    _dice: random.Random | None = None

    def then(self, *faults: Fault, method: str = "sendMessage") -> None:
        """The next calls of a method fail like this, in turn."""
        self.next[method].extend(faults)

    def fate(self, method: str, chat_kind: str, /) -> Fault | None:
        """What happens to a call; None when nothing does."""
        if self.next[method]:
            fault: Fault | None = self.next[method].popleft()
        else:
            fault = self._thrown()
        if fault is Fault.MIGRATE and chat_kind != "group":
            return None
        if fault is Fault.BLOCK and chat_kind != "private":
            return None
        if fault is Fault.KICK and chat_kind == "private":
            return None
        if fault is not None:
            self.happened[fault] += 1
        return fault

    def _thrown(self) -> Fault | None:
        if not self.chances:
            return None
        self._dice = self._dice or random.Random(self.seed)
        thrown, passed = self._dice.random(), 0.0
        for fault, chance in self.chances.items():
            passed += chance
            if thrown < passed:
                return fault
        return None
