"""When a subscription is due: pure functions of a schedule and an instant.

A slot is due at the first instant at which the clocks of its zone show its wall time or a later one: in the
spring gap that is the end of the gap, in the autumn hour its first run.  Quiet hours put it off to the first
instant at which the clocks show no quiet time.  Both keep the order of slots, so a later slot is never due
before an earlier one; it may be due together with it, and then the latest stands for all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from .clocks import setting_back, shown_at
from .errors import ScheduleError
from .zones import zone_info


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
    """Wall times between which nothing is sent; over midnight when ``start`` is after ``end``.

    Half-open: at ``end`` it is quiet no more.  Equal times mean no quiet hours.
    """

    start: time
    end: time

    def __contains__(self, moment: object) -> bool:
        if self.start <= self.end:
            return isinstance(moment, time) and self.start <= moment < self.end
        return isinstance(moment, time) and not self.end <= moment < self.start


EVERY_DAY = frozenset(range(7))
# A brief this long after its time is marked late; less is a tick that took its time.
GRACE = timedelta(minutes=10)
# A slot before the longest downtime that is caught up with in full; of more, the latest count.
MAX_MISSED = 1000

_INSTANT = timedelta(microseconds=1)
_FIRST_DAY, _LAST_DAY = 8, date.max.toordinal() - 8


@dataclass(frozen=True, slots=True)
class Schedule:
    """When briefs are due.

    Attributes:
        slots: Wall times of a day, ascending and distinct; at least one.
        zone: IANA name.
        weekdays: Monday is 0.
        quiet_zone: The zone of ``quiet`` where it is another, as a channel's may be; "" where it is ``zone``.
    """

    slots: tuple[time, ...]
    zone: str = "UTC"
    weekdays: frozenset[int] = EVERY_DAY
    quiet: QuietHours | None = None
    pauses: tuple[Pause, ...] = ()
    quiet_zone: str = ""


class Due(NamedTuple):
    """One brief to be made now.

    Attributes:
        missed: Earlier slots that it stands for: those that a downtime swallowed, and those that quiet hours or
            the spring gap put off to the same instant; in order.
        due_at: Never before the stored ``next_due_at``; for a brief that was held, the end of the quiet hours.
        late: True when it comes more than the grace after ``due_at``.
        next_due_at: When to look at the subscription again; None when never.
    """

    slot: SlotKey
    due_at: datetime
    missed: tuple[SlotKey, ...]
    late: bool
    next_due_at: datetime | None


class Wait(NamedTuple):
    """Nothing to be made now: store ``next_due_at`` and look again then; None when never."""

    next_due_at: datetime | None


def plan(schedule: Schedule, planned_at: datetime, now: datetime, /, *, grace: timedelta = GRACE) -> Due | Wait:
    """What a subscription whose stored ``next_due_at`` is ``planned_at`` gets now.

    However long the desk was down, it is one brief at most, for the latest slot that was due.  A brief that
    would be late in quiet hours waits for their end: ``Wait(end)``, and at ``end`` it is due.
    """
    if planned_at > now:
        return Wait(planned_at)
    owed = due_slots(schedule, planned_at - _INSTANT, now) or _held_back(schedule, planned_at)
    if not owed:
        return Wait(next_due_at(schedule, now))
    slot, due_at = owed[-1]
    late = now - due_at > grace
    if late and schedule.quiet:
        quiet_until = in_quiet(schedule.quiet, schedule.quiet_zone or schedule.zone, now)
        if quiet_until:
            return Wait(quiet_until)
    return Due(
        slot, max(due_at, planned_at), tuple(key for key, _ in owed[:-1]), late, next_due_at(schedule, now)
    )


def next_due(schedule: Schedule, after: datetime, /) -> tuple[SlotKey, datetime] | None:
    """The first slot due strictly after an instant, and when; None when there is none.

    Of slots due at the same instant it is the latest.
    """
    found: tuple[SlotKey, datetime] | None = None
    for slot in _slots_from(schedule, after):
        if found and slot[1] > found[1]:
            break
        found = slot
    return found


def next_due_at(schedule: Schedule, after: datetime, /) -> datetime | None:
    """When the first slot strictly after an instant is due; what a new or changed subscription stores."""
    return next((due_at for _, due_at in _slots_from(schedule, after)), None)


def due_slots(
    schedule: Schedule, after: datetime, until: datetime, /, *, limit: int = MAX_MISSED
) -> list[tuple[SlotKey, datetime]]:
    """The slots due after one instant and at or before another, ascending; of too many the latest ``limit``.

    Slots that were put off to the same instant all stand in the list.
    """
    zone = zone_info(schedule.zone)
    first_day = _local_day(zone, after) - _reach_days(schedule)
    found: list[tuple[SlotKey, datetime]] = []
    for day in _days(schedule, _local_day(zone, until) + 1, step=-1):
        slots = _slots_of(schedule, day)
        found += [slot for slot in reversed(slots) if after < slot[1] <= until]
        if day <= first_day or len(found) >= limit or (slots and slots[0][1] <= after):
            break
    return found[:limit][::-1]


def in_quiet(quiet: QuietHours, zone: str, instant: datetime, /) -> datetime | None:
    """When the quiet hours that hold at an instant end; None when none hold.

    The end is the first instant at which the clocks show a time outside of them, whatever clock changes lie
    between.
    """
    clock = zone_info(zone)
    moment = instant
    while (local := moment.astimezone(clock)).time() in quiet:
        moment = _leave(quiet, clock, moment, local)
    return None if moment == instant else moment


def check_schedule(schedule: Schedule, /) -> Schedule:
    """The schedule, when it can be kept.

    Raises:
        ScheduleError: It has an unknown zone, no slot, the same slot twice, a slot that is no full minute, no
            weekday, or a pause that ends before it begins.
    """
    zone_info(schedule.zone)
    zone_info(schedule.quiet_zone or schedule.zone)
    _check_slots(schedule.slots)
    if not schedule.weekdays or not schedule.weekdays <= EVERY_DAY:
        raise ScheduleError("A schedule needs at least one weekday, Monday (0) to Sunday (6).")
    for moment in schedule.quiet or ():
        _check_minute(moment)
    for first, last in schedule.pauses:
        if last < first:
            raise ScheduleError(f"A pause from {first} to {last} ends before it begins; swap the days.")
    return schedule


def _check_slots(slots: tuple[time, ...]) -> None:
    if not slots:
        raise ScheduleError("A schedule needs at least one time of day, like 08:00.")
    for slot in slots:
        _check_minute(slot)
    for earlier, later in pairwise(slots):
        if earlier == later:
            raise ScheduleError(f"{slot_name(later)} is given twice; give each time once.")
        if earlier > later:
            raise ScheduleError(f"{slot_name(later)} stands after {slot_name(earlier)}; give times in order.")


def _check_minute(moment: time) -> None:
    if moment.second or moment.microsecond or moment.tzinfo:
        raise ScheduleError(f"{moment} is no time of day in hours and minutes, like 08:00.")


def slot_name(slot: time, /) -> str:
    """The name of a wall time in a slot's key: ``HH:MM``."""
    return f"{slot.hour:02}:{slot.minute:02}"


def _held_back(schedule: Schedule, planned_at: datetime) -> list[tuple[SlotKey, datetime]]:
    """The slot that was to be caught up with in quiet hours, when ``planned_at`` is their end."""
    if not schedule.quiet:
        return []
    end = in_quiet(schedule.quiet, schedule.quiet_zone or schedule.zone, planned_at - _INSTANT)
    if end != planned_at:
        return []
    return due_slots(schedule, planned_at - timedelta(days=400), planned_at, limit=1)


def _slots_from(schedule: Schedule, after: datetime) -> Iterator[tuple[SlotKey, datetime]]:
    today = _local_day(zone_info(schedule.zone), after)
    first_day = today - _reach_days(schedule)
    for day in _days(schedule, today, step=-1):
        slots = _slots_of(schedule, day)
        if day <= first_day or (slots and slots[-1][1] <= after):
            first_day = max(day, first_day)
            break
    for day in _days(schedule, first_day, step=1):
        for slot in _slots_of(schedule, day):
            if slot[1] > after:
                yield slot


@lru_cache(maxsize=8192)  # the same days are asked for again and again; without it 10,000 plans take 2.5 s
def _slots_of(schedule: Schedule, day: int) -> tuple[tuple[SlotKey, datetime], ...]:
    """The slots of a local date and when they are due, ascending; none for a date that the zone skipped."""
    zone, found = zone_info(schedule.zone), []
    for slot in schedule.slots:
        local = datetime.combine(date.fromordinal(day), slot)
        due_at = shown_at(zone, local)
        if due_at and schedule.quiet:
            due_at = in_quiet(schedule.quiet, schedule.quiet_zone or schedule.zone, due_at) or due_at
        if due_at:
            found.append((SlotKey(local.date(), slot_name(slot)), due_at))
    return tuple(found)


def _reach_days(schedule: Schedule) -> int:
    """How many days after its date a slot may be due: after quiet hours of nearly a day, and a clock change."""
    return 3 if schedule.quiet else 1


def _days(schedule: Schedule, start: int, *, step: int) -> Iterator[int]:
    """Ordinals of the wanted local dates from a day on, forwards or backwards."""
    day = min(max(start, _FIRST_DAY), _LAST_DAY)
    while schedule.weekdays and _FIRST_DAY <= day <= _LAST_DAY:
        pause = next((p for p in schedule.pauses if p.first.toordinal() <= day <= p.last.toordinal()), None)
        if pause:
            day = (pause.last if step > 0 else pause.first).toordinal()
        elif (day + 6) % 7 in schedule.weekdays:
            yield day
        day += step


def _local_day(zone: ZoneInfo, instant: datetime) -> int:
    return instant.astimezone(zone).toordinal()


def _leave(quiet: QuietHours, zone: ZoneInfo, instant: datetime, local: datetime) -> datetime:
    """The first instant after one in quiet hours at which the clocks show their end, or jump out of them."""
    end = datetime.combine(local, quiet.end)
    if end <= local.replace(tzinfo=None):
        end += timedelta(days=1)
    until = shown_at(zone, end) or instant + timedelta(days=1)
    if until <= instant:  # we are in the second run of an hour, and so is the end
        until = end.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if set_back := setting_back(zone, instant, until):
        return until if set_back.astimezone(zone).time() in quiet else set_back
    return until
