"""When a subscription is due: pure functions of a schedule and an instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import NamedTuple


class SlotKey(NamedTuple):
    """One slot, whatever the clocks do: the local date keeps a clock change from repeating or skipping it.

    Attributes:
        day: The local date in the schedule's zone.
        name: The slot's wall time as ``HH:MM``.
    """

    day: date
    name: str


class Pause(NamedTuple):
    """Local days without briefs, both included."""

    first: date
    last: date


class QuietHours(NamedTuple):
    """Wall times between which nothing is sent; over midnight when ``start`` is after ``end``."""

    start: time
    end: time


EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Schedule:
    """When briefs are due.

    Attributes:
        slots: Wall times of a day, ascending and distinct; at least one.
        zone: IANA name.
        weekdays: Monday is 0.
    """

    slots: tuple[time, ...]
    zone: str = "UTC"
    weekdays: frozenset[int] = EVERY_DAY
    quiet: QuietHours | None = None
    pauses: tuple[Pause, ...] = ()
