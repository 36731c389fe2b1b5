"""What a start does first: feeds are checked, their pages fetched and the articles read, once until all rest.

A brief that a downtime made late tells of what was published meanwhile only when it is made after that.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

# Each gives the next one something to do.
_WORKS = ("check", "fetch", "read")


class CatchingUp:
    """Whether a start has caught up; it has at the latest after some seconds, whatever hangs.

    Args:
        at_most_s: Seconds from now on.
        clock: Seconds that never go back.
    """

    def __init__(self, *, at_most_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until = clock() + at_most_s
        self._given: Counter[str] = Counter()
        self._resting: set[str] = set()
        self._done = False

    @property
    def over(self) -> bool:
        """True when there is nothing more to wait for, or no more time."""
        return self._done or self._clock() >= self._until

    def begins(self, work: str, /) -> int:
        """How often some work was given something to do before it begins now; ``ended`` has to be told."""
        return self._given[work]

    def ended(self, work: str, found: int | None, /, *, begun: int) -> bool:
        """Some work has ended; True when that was the last that was waited for.

        Args:
            found: What it came to; with 0 it rests, and so it does with None, for it has failed: what fails is
                not waited for.  One check of the feeds is enough, whatever it has found.
            begun: What ``begins`` said; what was given something since has not seen that, and does not rest.
        """
        if self._done or work not in _WORKS:
            return False
        if found and work != _WORKS[-1]:
            after = _WORKS[_WORKS.index(work) + 1]
            self._given[after] += 1
            self._resting.discard(after)
        if work == _WORKS[0] or (not found and begun == self._given[work]):
            self._resting.add(work)
        self._done = self._resting.issuperset(_WORKS)
        return self._done
