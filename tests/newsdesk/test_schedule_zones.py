"""Every zone, ten years: the schedule against an oracle that walks through the minutes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from newsdesk.schedule import (
    Due,
    Pause,
    QuietHours,
    Schedule,
    SlotKey,
    Wait,
    due_slots,
    in_quiet,
    next_due,
    next_due_at,
    plan,
)
from newsdesk.zones import zone_info, zone_names

FROM, UNTIL = datetime(2024, 1, 1, tzinfo=UTC), datetime(2034, 1, 1, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
AWKWARD = (time(0), time(0, 30), time(1, 30), time(2), time(2, 30), time(3), time(23, 30))
Slots = list[tuple[SlotKey, datetime]]


# The oracle


def scanned(schedule: Schedule, since: datetime, until: datetime) -> Slots:
    """Every slot due in ``[since, until)``, found by looking at the clock each minute."""
    zone, quiet_zone = ZoneInfo(schedule.zone), ZoneInfo(schedule.quiet_zone or schedule.zone)
    moment = since - 4 * DAY
    shown = (moment.astimezone(zone) - DAY).replace(tzinfo=None)  # the latest wall time seen so far
    waiting: list[SlotKey] = []
    found: Slots = []
    days_seen: set[date] = set()
    while moment < until:
        wall = moment.astimezone(zone).replace(tzinfo=None)
        days_seen.add(wall.date())
        while shown < wall:
            shown += MINUTE
            due = shown.time() in schedule.slots and shown.weekday() in schedule.weekdays
            paused = any(first <= shown.date() <= last for first, last in schedule.pauses)
            if due and not paused and (shown.date() in days_seen):
                waiting.append(SlotKey(shown.date(), f"{shown:%H:%M}"))
        if waiting and not quiet_at(schedule.quiet, moment.astimezone(quiet_zone).time()):
            found += [(key, moment) for key in waiting if moment >= since]
            waiting = []
        moment += MINUTE
    return found


def quiet_at(quiet: QuietHours | None, moment: time) -> bool:
    if quiet is None or quiet.start == quiet.end:
        return False
    if quiet.start < quiet.end:
        return quiet.start <= moment < quiet.end
    return moment >= quiet.start or moment < quiet.end


# Where clocks change


@cache
def changes(name: str) -> tuple[datetime, ...]:
    """The instants (full minutes) in ten years at which a zone's offset changes."""
    zone = ZoneInfo(name)
    # No zone keeps an offset for less than a month: a look a week finds every change.
    weeks = [FROM + n * 7 * DAY for n in range((UNTIL - FROM).days // 7 + 1)]
    offsets = [(week, week.astimezone(zone).utcoffset()) for week in weeks]
    found = []
    for (week, before), (next_week, after) in pairwise(offsets):
        if before == after:
            continue
        low, high = week, next_week
        while high - low > MINUTE:
            middle = low + (high - low) // MINUTE // 2 * MINUTE
            low, high = (low, middle) if middle.astimezone(zone).utcoffset() == after else (middle, high)
        found.append(high)
    return tuple(found)


@cache
def distinct_zones() -> tuple[str, ...]:
    """One name for all zones that change alike: same instants, same offsets."""
    found: dict[object, str] = {}
    for name in zone_names():
        zone = zone_info(name)
        moments = (FROM, *changes(name))
        found.setdefault(tuple((m, m.astimezone(zone).utcoffset()) for m in moments), name)
    return tuple(found.values())


def test_every_transition_of_every_zone_in_ten_years() -> None:
    """A brief at each awkward time of each day around each change: exactly once, at the oracle's minute."""
    checked = 0
    for name in distinct_zones():
        schedule = Schedule(AWKWARD, name)
        for change in changes(name):
            since, until = change - timedelta(hours=25), change + timedelta(hours=25)
            expected = walked(name, change)
            assert due_slots(schedule, since - MINUTE, until) == expected, (name, change)
            assert stepped(schedule, since - MINUTE, until) == latest_of_each_instant(expected), (name, change)
            checked += 1
    assert checked > 600


def walked(name: str, change: datetime) -> Slots:
    """The awkward slots 25 hours around a change, from the wall clock of each half hour and nothing else.

    A change happens on a quarter of an hour; slots stand on half hours, so quarters show each slot.
    """
    zone, step = ZoneInfo(name), timedelta(minutes=15)
    found: dict[SlotKey, datetime] = {}
    moment = change - timedelta(hours=25) - 4 * step
    while moment.astimezone(zone).minute % 15:
        moment += MINUTE
    seen = moment.astimezone(zone).replace(tzinfo=None)
    while moment <= change + timedelta(hours=25):
        wall = moment.astimezone(zone).replace(tzinfo=None)
        while seen < wall:
            seen += step
            if seen.time() in AWKWARD:
                found[SlotKey(seen.date(), f"{seen:%H:%M}")] = moment
        moment += step
    return [(key, due_at) for key, due_at in found.items() if due_at >= change - timedelta(hours=25)]


def stepped(schedule: Schedule, after: datetime, until: datetime) -> Slots:
    """What stepping through ``next_due`` gives."""
    found: Slots = []
    while (slot := next_due(schedule, after)) and slot[1] <= until:
        found.append(slot)
        after = slot[1]
    return found


def latest_of_each_instant(slots: Slots) -> Slots:
    return list({due_at: (key, due_at) for key, due_at in slots}.values())


# Properties

minutes = st.integers(0, 24 * 60 - 1).map(lambda m: time(m // 60, m % 60))
instants = st.datetimes(FROM.replace(tzinfo=None), UNTIL.replace(tzinfo=None)).map(
    lambda d: d.replace(tzinfo=UTC)
)
days = st.dates(FROM.date(), UNTIL.date())
pauses = st.tuples(days, st.integers(0, 40)).map(lambda p: Pause(p[0], p[0] + timedelta(days=p[1])))
quiet_hours = st.builds(QuietHours, minutes, minutes)


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    return Schedule(
        slots=tuple(sorted(draw(st.sets(minutes | st.sampled_from(AWKWARD), min_size=1, max_size=5)))),
        zone=draw(st.sampled_from(zone_names())),
        weekdays=frozenset(draw(st.sets(st.integers(0, 6), min_size=1))),
        quiet=draw(st.none() | quiet_hours),
        pauses=tuple(draw(st.lists(pauses, max_size=2))),
        quiet_zone=draw(st.just("") | st.sampled_from(zone_names())),
    )


@st.composite
def moments(draw: st.DrawFn, zone: str) -> datetime:
    """Any instant, half of them within two days of a clock change."""
    near = changes(zone)
    if not near or draw(st.booleans()):
        return draw(instants)
    return draw(st.sampled_from(near)) + timedelta(seconds=draw(st.integers(-172_800, 172_800)))


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_stepping_gives_every_wanted_slot_once_in_order(data: st.DataObject) -> None:
    """Months of it: each wanted date has each slot once, no other date has any, and instants ascend."""
    schedule = data.draw(schedules())
    start = data.draw(moments(schedule.zone))
    end = start + 60 * DAY
    steps = stepped(schedule, start, end)
    assert all(a[1] < b[1] for a, b in pairwise(steps))
    slots = due_slots(schedule, start, end)
    assert latest_of_each_instant(slots) == steps
    keys = [key for key, _ in slots]
    assert keys == sorted(set(keys))
    inner = [start.date() + n * DAY for n in range(5, 55)]
    assert [k for k in keys if inner[0] <= k.day <= inner[-1]] == [
        SlotKey(day, f"{slot:%H:%M}")
        for day in inner
        if day.weekday() in schedule.weekdays and not any(a <= day <= b for a, b in schedule.pauses)
        for slot in schedule.slots
    ]


@given(st.data())
@settings(max_examples=50, deadline=None)
def test_it_agrees_with_a_scan_of_every_minute(data: st.DataObject) -> None:
    schedule = data.draw(schedules())
    start = data.draw(moments(schedule.zone)).replace(second=0, microsecond=0)
    end = start + 2 * DAY
    assert due_slots(schedule, start - MINUTE, end - MINUTE) == scanned(schedule, start, end)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_nothing_is_ever_due_in_quiet_hours(data: st.DataObject) -> None:
    schedule = data.draw(schedules().filter(lambda s: s.quiet is not None))
    start = data.draw(moments(schedule.zone))
    clock = ZoneInfo(schedule.quiet_zone or schedule.zone)
    for _, due_at in due_slots(schedule, start, start + 14 * DAY):
        assert not quiet_at(schedule.quiet, due_at.astimezone(clock).time())


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_the_end_of_quiet_hours_is_the_first_minute_without(data: st.DataObject) -> None:
    zone, quiet = data.draw(st.sampled_from(zone_names())), data.draw(quiet_hours)
    moment = data.draw(moments(zone)).replace(second=0, microsecond=0)
    clock, end = ZoneInfo(zone), moment
    while quiet_at(quiet, end.astimezone(clock).time()):
        end += MINUTE
    assert in_quiet(quiet, zone, moment) == (None if end == moment else end)


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_a_restart_at_any_instant_loses_and_repeats_nothing(data: st.DataObject) -> None:
    """The desk looks at arbitrary instants, after downtimes of any length; only ``next_due_at`` is kept."""
    schedule = data.draw(schedules())
    start = data.draw(moments(schedule.zone))
    planned_at = next_due_at(schedule, start)
    now, handled, briefs = start, list[SlotKey](), list[tuple[SlotKey, datetime]]()
    for _ in range(25):
        now += timedelta(seconds=data.draw(st.sampled_from((30, 600, 3_600, 20_000, 90_000, 400_000))))
        if planned_at is None:
            break
        planned, stored = plan(schedule, planned_at, now), planned_at
        planned_at = planned.next_due_at
        if isinstance(planned, Due):
            briefs.append((planned.slot, now))
            handled += [*planned.missed, planned.slot]
            assert stored <= planned.due_at <= now
            assert planned.late or now - planned.due_at <= timedelta(minutes=10)
        else:
            assert planned_at is None or planned_at > now
    assert handled == sorted(set(handled)), "repeated, or out of order"
    owed = [key for key, _ in due_slots(schedule, start, now)]
    held = [key for key in owed if key not in handled]
    # What is not handled was swallowed while a brief was held for the morning, or still waits for it.
    if schedule.quiet is None:
        assert held == []
    clock = ZoneInfo(schedule.quiet_zone or schedule.zone)
    for slot, sent_at in briefs:
        assert slot in owed
        late = sent_at - dict(due_slots(schedule, start, now))[slot] > timedelta(minutes=10)
        assert not (late and quiet_at(schedule.quiet, sent_at.astimezone(clock).time()))


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_a_held_brief_comes_when_the_quiet_hours_end(data: st.DataObject) -> None:
    """Whatever the downtime, the plan after ``Wait`` is a brief for the last slot that was due."""
    schedule = data.draw(schedules().filter(lambda s: s.quiet is not None))
    planned_at = next_due_at(schedule, data.draw(moments(schedule.zone)))
    if planned_at is None:
        return
    now = planned_at + timedelta(seconds=data.draw(st.integers(0, 200_000)))
    planned = plan(schedule, planned_at, now)
    if isinstance(planned, Due):
        return
    assert planned == Wait(planned.next_due_at)
    assert planned.next_due_at is not None
    again = plan(schedule, planned.next_due_at, planned.next_due_at)
    assert isinstance(again, Due)
    assert again.slot == due_slots(schedule, planned_at - MINUTE, planned.next_due_at)[-1][0]
