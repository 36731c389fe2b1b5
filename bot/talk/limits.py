"""How much one person and one chat may ask."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from .model import Person, Place

WINDOW = timedelta(minutes=1)
# Whoever was silent for longest is forgotten first; strangers cannot fill the memory.
MAX_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Over:
    """Too much was asked.

    Attributes:
        wait_s: After so many seconds there is room again.
        first: True for the first refusal since there was room: who goes on is not answered each time.
    """

    wait_s: int
    first: bool


class Limits:
    """Counts what was asked in the last minute; kept in memory, a restart forgives.

    Args:
        person, chat: At most so many a minute.
    """

    def __init__(self, *, person: int, chat: int) -> None:
        self._person = person
        self._chat = chat
        self._asked: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._told: dict[str, datetime] = {}

    def spend(self, place: Place, person: Person, now: datetime, /) -> Over | None:
        """Count one question or command; None when it may be answered.

        What is refused is not counted, so nobody locks himself out by going on.
        """
        keys = ((f"p:{person.platform}:{person.id}", self._person), (f"c:{place.chat}", self._chat))
        waits = [(key, wait) for key, most in keys if (wait := self._wait(key, most, now))]
        if not waits:
            for key, _ in keys:
                self._asked[key].append(now)
            return None
        key, wait = max(waits, key=lambda kw: kw[1])
        first = self._told.get(key, now) <= now
        if first:
            self._told[key] = now + wait
        return Over(max(1, ceil(wait.total_seconds())), first)

    def _wait(self, key: str, most: int, now: datetime) -> timedelta | None:
        times = self._asked.setdefault(key, deque())
        self._asked.move_to_end(key)
        while len(self._asked) > MAX_REMEMBERED:
            forgotten, _ = self._asked.popitem(last=False)
            self._told.pop(forgotten, None)
        while times and now - times[0] >= WINDOW:
            times.popleft()
        return times[-most] + WINDOW - now if len(times) >= most else None
