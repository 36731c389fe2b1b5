"""When briefs are due, and what a desk that was down owes: what users of other bots complain of."""

from __future__ import annotations

import time as stopwatch
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from newsdesk.errors import ScheduleError
from newsdesk.schedule import (
    Due,
    Pause,
    QuietHours,
    Schedule,
    SlotKey,
    Wait,
    check_schedule,
    due_slots,
    in_quiet,
    next_due,
    next_due_at,
    plan,
)
from newsdesk.zones import find_zone

NIGHT = QuietHours(time(22), time(7))
MORNING = Schedule((time(8),), "Europe/Kyiv")


def at(text: str) -> datetime:
    """An instant, UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def key(day: str, name: str) -> SlotKey:
    return SlotKey(date.fromisoformat(day), name)


def days_of(schedule: Schedule, since: str, until: str) -> list[str]:
    """The slots due in a period, with their instants, as text."""
    return [
        f"{slot.day} {slot.name} {due_at:%m-%d %H:%M}"
        for slot, due_at in due_slots(schedule, at(since), at(until))
    ]


def test_the_autumn_hour_does_not_send_the_brief_twice() -> None:
    """02:30 comes twice on 25 October 2026 in Berlin; the brief comes at the first."""
    schedule = Schedule((time(2, 30),), "Europe/Berlin")
    assert days_of(schedule, "2026-10-24T12:00", "2026-10-26T12:00") == [
        "2026-10-25 02:30 10-25 00:30",
        "2026-10-26 02:30 10-26 01:30",
    ]


def test_the_spring_gap_does_not_swallow_the_brief() -> None:
    """02:30 does not exist on 29 March 2026 in Berlin; the brief comes at 03:00, under its own date."""
    schedule = Schedule((time(2, 30),), "Europe/Berlin")
    assert days_of(schedule, "2026-03-28T12:00", "2026-03-30T12:00") == [
        "2026-03-29 02:30 03-29 01:00",
        "2026-03-30 02:30 03-30 00:30",
    ]


def test_a_gap_at_midnight_keeps_the_date() -> None:
    """Cairo springs from 00:00 to 01:00 on 24 April 2026; the midnight brief is still that Friday's."""
    schedule = Schedule((time(0),), "Africa/Cairo", weekdays=frozenset({4}))
    assert days_of(schedule, "2026-04-23T00:00", "2026-04-25T00:00") == ["2026-04-24 00:00 04-23 22:00"]


def test_a_gap_that_ends_the_day_keeps_the_date() -> None:
    """Nuuk springs from Saturday 23:00 to Sunday 00:00; Saturday's 23:30 comes then and is still Saturday's."""
    schedule = Schedule((time(23, 30),), "America/Nuuk", weekdays=frozenset({5}))
    assert days_of(schedule, "2026-03-28T00:00", "2026-03-31T00:00") == ["2026-03-28 23:30 03-29 01:00"]


def test_a_date_that_never_was_has_no_brief() -> None:
    """Samoa went from 29 to 31 December 2011."""
    schedule = Schedule((time(8), time(23, 30)), "Pacific/Apia")
    assert [slot for slot, _ in due_slots(schedule, at("2011-12-29T12:00"), at("2011-12-30T20:00"))] == [
        key("2011-12-29", "08:00"),
        key("2011-12-29", "23:30"),
        key("2011-12-31", "08:00"),
    ]


def test_two_slots_in_one_gap_are_one_brief() -> None:
    """The later slot stands for both; the earlier is closed with it."""
    schedule = Schedule((time(2, 10), time(2, 40)), "Europe/Berlin")
    due_at = at("2026-03-29T01:00")
    assert next_due(schedule, at("2026-03-28T12:00")) == (key("2026-03-29", "02:40"), due_at)
    planned = plan(schedule, due_at, due_at)
    assert planned == Due(
        key("2026-03-29", "02:40"), due_at, (key("2026-03-29", "02:10"),), late=False,
        next_due_at=at("2026-03-30T00:10"),
    )  # fmt: skip


def test_the_minute_missed_because_of_a_restart_does_not_lose_the_day() -> None:
    """Down from before 08:00 to 11:30: the brief of the day comes at once, marked late."""
    planned = plan(MORNING, at("2026-01-12T06:00"), at("2026-01-12T09:30"))
    assert planned == Due(
        key("2026-01-12", "08:00"), at("2026-01-12T06:00"), (), late=True, next_due_at=at("2026-01-13T06:00")
    )


def test_a_week_of_downtime_brings_one_brief_and_not_seven() -> None:
    planned = plan(MORNING, at("2026-01-12T06:00"), at("2026-01-19T05:00"))
    assert isinstance(planned, Due)
    assert planned.slot == key("2026-01-18", "08:00")
    assert [str(slot.day) for slot in planned.missed] == [f"2026-01-{day}" for day in range(12, 18)]
    assert planned.late
    assert planned.next_due_at == at("2026-01-19T06:00")


@pytest.mark.parametrize(("minutes", "late"), [(0, False), (10, False), (11, True)])
def test_a_brief_is_late_after_ten_minutes(minutes: int, late: bool) -> None:
    due_at = at("2026-01-12T06:00")
    planned = plan(MORNING, due_at, due_at + timedelta(minutes=minutes))
    assert isinstance(planned, Due)
    assert planned.late is late


def test_nothing_comes_before_its_time() -> None:
    planned_at = at("2026-01-12T06:00")
    assert plan(MORNING, planned_at, planned_at - timedelta(microseconds=1)) == Wait(planned_at)


def test_years_of_downtime_are_bounded() -> None:
    """Of too many missed slots the latest count; the brief is still for the last."""
    schedule = Schedule(tuple(time(h) for h in range(24)))
    planned = plan(schedule, at("2020-01-01T00:00"), at("2026-01-01T00:30"))
    assert isinstance(planned, Due)
    assert planned.slot == key("2026-01-01", "00:00")
    assert len(planned.missed) == 999
    assert planned.missed[-1] == key("2025-12-31", "23:00")


def test_a_pause_made_meanwhile_sends_nothing() -> None:
    """The row still says 08:00 of a paused day: nothing is due, and the next day after the pause is planned."""
    paused = replace(MORNING, pauses=(Pause(date(2026, 1, 12), date(2026, 1, 13)),))
    assert plan(paused, at("2026-01-12T06:00"), at("2026-01-12T06:00")) == Wait(at("2026-01-14T06:00"))


class TestQuietHours:
    """Nothing is sent while people sleep, and nothing is lost by it."""

    schedule = Schedule((time(6), time(12), time(23)), "Europe/Berlin", quiet=NIGHT)

    def test_slots_at_night_are_one_brief_in_the_morning(self) -> None:
        """23:00 and 06:00 both come at 07:00; each keeps its own date, the latest stands for both."""
        assert days_of(self.schedule, "2026-01-12T00:00", "2026-01-13T12:00") == [
            "2026-01-11 23:00 01-12 06:00",
            "2026-01-12 06:00 01-12 06:00",
            "2026-01-12 12:00 01-12 11:00",
            "2026-01-12 23:00 01-13 06:00",
            "2026-01-13 06:00 01-13 06:00",
            "2026-01-13 12:00 01-13 11:00",
        ]
        due_at = at("2026-01-13T06:00")
        assert next_due(self.schedule, at("2026-01-12T11:00")) == (key("2026-01-13", "06:00"), due_at)
        assert plan(self.schedule, due_at, due_at) == Due(
            key("2026-01-13", "06:00"), due_at, (key("2026-01-12", "23:00"),), late=False,
            next_due_at=at("2026-01-13T11:00"),
        )  # fmt: skip

    def test_fridays_brief_put_off_to_saturday_is_still_fridays(self) -> None:
        schedule = replace(self.schedule, slots=(time(23),), weekdays=frozenset({4}))
        assert days_of(schedule, "2026-01-12T00:00", "2026-01-19T00:00") == ["2026-01-16 23:00 01-17 06:00"]

    def test_a_late_brief_waits_for_the_morning(self) -> None:
        """Due 12:00, down until 23:30: it comes at 07:00, and a restart in the night changes nothing."""
        noon, night, morning = at("2026-01-12T11:00"), at("2026-01-12T22:30"), at("2026-01-13T06:00")
        schedule = replace(self.schedule, slots=(time(12),))
        assert plan(schedule, noon, night) == Wait(morning)
        assert plan(schedule, morning, night + timedelta(hours=2)) == Wait(morning)
        assert plan(schedule, morning, morning) == Due(
            key("2026-01-12", "12:00"), morning, (), late=True, next_due_at=at("2026-01-13T11:00")
        )

    def test_a_slot_just_before_them_is_not_held_for_a_tick(self) -> None:
        schedule = replace(self.schedule, slots=(time(21, 59),))
        planned = plan(schedule, at("2026-01-12T20:59"), at("2026-01-12T21:00:20"))
        assert isinstance(planned, Due)
        assert not planned.late

    @pytest.mark.parametrize(
        ("moment", "until"),
        [
            ("2026-01-12T20:59:59", None),
            ("2026-01-12T21:00", "2026-01-13T06:00"),
            ("2026-01-13T05:59:59", "2026-01-13T06:00"),
            ("2026-01-13T06:00", None),
            ("2026-03-28T21:00", "2026-03-29T05:00"),  # the night of the spring gap
            ("2026-10-24T20:00", "2026-10-25T06:00"),  # the night of the autumn hour
        ],
    )
    def test_alerts_know_when_they_end(self, moment: str, until: str | None) -> None:
        assert in_quiet(NIGHT, "Europe/Berlin", at(moment)) == (until and at(until))

    def test_equal_times_mean_none(self) -> None:
        quiet = QuietHours(time(7), time(7))
        assert in_quiet(quiet, "Europe/Berlin", at("2026-01-12T06:00")) is None
        assert next_due_at(replace(self.schedule, quiet=quiet), at("2026-01-12T05:30")) == at(
            "2026-01-12T11:00"
        )

    def test_the_clocks_may_be_set_back_out_of_them(self) -> None:
        """Quiet 02:10–03:30: at the end of the first 02:59 it is 02:00 again, and for ten minutes not quiet."""
        quiet = QuietHours(time(2, 10), time(3, 30))
        assert in_quiet(quiet, "Europe/Berlin", at("2026-10-25T00:50")) == at("2026-10-25T01:00")
        assert in_quiet(quiet, "Europe/Berlin", at("2026-10-25T01:20")) == at("2026-10-25T02:30")

    def test_a_channels_quiet_hours_hold_in_the_channels_zone(self) -> None:
        """A New York slot of 20:00 in a channel that sleeps in Berlin: it is 02:00 there."""
        schedule = Schedule((time(20),), "America/New_York", quiet=NIGHT, quiet_zone="Europe/Berlin")
        assert days_of(schedule, "2026-01-12T12:00", "2026-01-13T12:00") == ["2026-01-12 20:00 01-13 06:00"]


class TestPauses:
    """Days off."""

    def test_both_days_are_included(self) -> None:
        schedule = Schedule((time(8),), pauses=(Pause(date(2026, 12, 24), date(2026, 12, 26)),))
        assert days_of(schedule, "2026-12-23T00:00", "2026-12-27T23:00") == [
            "2026-12-23 08:00 12-23 08:00",
            "2026-12-27 08:00 12-27 08:00",
        ]

    def test_an_open_end_is_for_good(self) -> None:
        schedule = Schedule((time(8),), pauses=(Pause(date(2026, 12, 24), date.max),))
        assert next_due(schedule, at("2026-12-23T08:00")) is None
        assert due_slots(schedule, at("2026-12-24T00:00"), at("2036-12-24T00:00")) == []

    def test_a_pause_of_centuries_costs_nothing(self) -> None:
        schedule = Schedule((time(8),), pauses=(Pause(date(1, 1, 1), date(2999, 12, 31)),))
        assert next_due(schedule, at("2026-12-23T08:00")) == (
            key("3000-01-01", "08:00"),
            at("3000-01-01T08:00"),
        )


def test_weekdays_are_those_of_the_local_date() -> None:
    """Monday 08:00 in Auckland is Sunday in London."""
    schedule = Schedule((time(8),), "Pacific/Auckland", weekdays=frozenset({0}))
    assert days_of(schedule, "2026-01-10T00:00", "2026-01-13T00:00") == ["2026-01-12 08:00 01-11 19:00"]


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        (Schedule(()), "at least one time"),
        (Schedule((time(8), time(8))), "08:00 is given twice"),
        (Schedule((time(9), time(8))), "in order"),
        (Schedule((time(8, 0, 30),)), "hours and minutes"),
        (Schedule((time(8),), weekdays=frozenset()), "weekday"),
        (Schedule((time(8),), weekdays=frozenset({7})), "weekday"),
        (Schedule((time(8),), "Europe/Kiiv"), "Europe/Kyiv"),
        (Schedule((time(8),), "../etc/passwd"), "no time zone"),
        (Schedule((time(8),), ""), "no time zone"),
        (Schedule((time(8),), "Europe"), "no time zone"),
        (Schedule((time(8),), pauses=(Pause(date(2026, 2, 2), date(2026, 2, 1)),)), "ends before it begins"),
    ],
)
def test_a_schedule_that_cannot_be_kept_is_refused(schedule: Schedule, words: str) -> None:
    with pytest.raises(ScheduleError, match=words):
        check_schedule(schedule)


def test_a_schedule_that_can_be_kept_is_not() -> None:
    schedule = Schedule((time(8), time(20)), "Europe/Kiev", quiet=NIGHT)
    assert check_schedule(schedule) is schedule


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("Europe/Kyiv", "Europe/Kyiv"),
        ("Europe/Kiev", "Europe/Kiev"),
        ("europe/kyiv", "Europe/Kyiv"),
        ("kyiv", "Europe/Kyiv"),
        ("Kharkiv", "Europe/Kyiv"),
        ("new york", "America/New_York"),
        ("Buenos Aires", "America/Buenos_Aires"),
        ("utc", "UTC"),
        ("Louisville", "America/Louisville"),  # three names, one zone
    ],
)
def test_zones_have_the_names_that_people_give_them(words: str, zone: str) -> None:
    assert find_zone(words) == zone


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        ("Europe/Kieff", "Europe/Kiev"),
        ("Atlantis", "Atlantic|write it like"),
        ("west", "Australia/West, Brazil/West"),
        ("qqqqqq", "write it like Europe/Kyiv"),
    ],
)
def test_an_unknown_zone_is_answered_with_the_nearest(words: str, advice: str) -> None:
    with pytest.raises(ScheduleError, match=advice):
        find_zone(words)


def test_planning_ten_thousand_subscriptions_takes_well_under_two_seconds() -> None:
    """Processor time, so that a busy machine does not fail it."""
    due_at = at("2026-01-12T06:00")
    schedule = Schedule((time(6), time(8), time(18, 30)), "Europe/Kyiv", frozenset(range(5)), NIGHT)
    began = stopwatch.process_time()
    planned = [plan(schedule, due_at, due_at) for _ in range(10_000)]
    spent_s = stopwatch.process_time() - began
    assert all(isinstance(p, Due) for p in planned)
    assert spent_s < 2
