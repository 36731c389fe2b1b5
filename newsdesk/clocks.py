"""From wall times to instants, where clocks are put forward and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

_SECOND = timedelta(seconds=1)


def shown_at(zone: ZoneInfo, wall: datetime, /) -> datetime | None:
    """The first instant (UTC) at which a zone's clocks show a naive wall time or, past a gap, a later one.

    None when the zone skipped the whole date, as Samoa did 30 December 2011.
    """
    instant = wall.replace(tzinfo=zone).astimezone(UTC)
    if _naive(instant, zone) == wall:
        return instant
    # In a gap: read with the offsets on either side of it, the wall time brackets the instant of the jump.
    earliest = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    instant = _first(earliest, instant, lambda moment: _naive(moment, zone) >= wall)
    if _naive(instant, zone).date() == wall.date():
        return instant
    # The gap reaches into the next day; the date itself was there if its midnight, or what replaced it, was.
    midnight = datetime.combine(wall, time.min)
    return None if wall == midnight or shown_at(zone, midnight) is None else instant


def setting_back(zone: ZoneInfo, start: datetime, end: datetime, /) -> datetime | None:
    """The instant between two others, days apart, at which the clocks are put back; None if they are not."""
    before, after = (moment.astimezone(zone).utcoffset() for moment in (start, end))
    if before is None or after is None or after >= before:
        return None
    return _first(start, end, lambda moment: moment.astimezone(zone).utcoffset() == after)


def _naive(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)


def _first(low: datetime, high: datetime, holds: Callable[[datetime], bool]) -> datetime:
    """The first full second after ``low`` at which something holds that then goes on to hold until ``high``."""
    low = low.replace(microsecond=0)
    while high - low > _SECOND:
        middle = low + (high - low) // _SECOND // 2 * _SECOND
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
