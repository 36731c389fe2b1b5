"""Schedules as people write them."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdesk.errors import ScheduleError
from newsdesk.schedule import EVERY_DAY, Pause, QuietHours, Schedule
from newsdesk.when import parse_day, parse_quiet, parse_when, spell
from newsdesk.zones import find_zone, zone_names

WEEKDAYS, WEEKENDS = frozenset(range(5)), frozenset({5, 6})


def times(*words: str) -> tuple[time, ...]:
    return tuple(time.fromisoformat(word) for word in words)


@pytest.mark.parametrize(
    ("text", "schedule"),
    [
        ("weekdays 08:00 Europe/Kyiv", Schedule(times("08:00"), "Europe/Kyiv", WEEKDAYS)),
        ("daily 8:00, 18:30", Schedule(times("08:00", "18:30"))),
        ("18:30 and 8:00", Schedule(times("08:00", "18:30"))),
        ("mon,wed,fri 7am Berlin", Schedule(times("07:00"), "Europe/Berlin", frozenset({0, 2, 4}))),
        ("Mondays and Thursdays at 7 pm", Schedule(times("19:00"), "UTC", frozenset({0, 3}))),
        (
            "every day at 08:00 and 20:00 in America/New_York",
            Schedule(times("08:00", "20:00"), "America/New_York"),
        ),
        ("weekends 10:00", Schedule(times("10:00"), "UTC", WEEKENDS)),
        ("weekends and friday 10.15", Schedule(times("10:15"), "UTC", frozenset({4, 5, 6}))),
        ("every weekday at noon, New York time", Schedule(times("12:00"), "America/New_York", WEEKDAYS)),
        ("mon-thu 09:00 Kyiv", Schedule(times("09:00"), "Europe/Kyiv", frozenset(range(4)))),
        ("fri to mon 12am", Schedule(times("00:00"), "UTC", frozenset({4, 5, 6, 0}))),
        ("Europe/Kiev 8h30", Schedule(times("08:30"), "Europe/Kiev")),
        ("12pm port-au-prince", Schedule(times("12:00"), "America/Port-au-Prince")),
        ("8:00 Etc/GMT+3", Schedule(times("08:00"), "Etc/GMT+3")),
        ("08:00 UTC quiet 22:00-07:00", Schedule(times("08:00"), quiet=QuietHours(time(22), time(7)))),
        ("quiet hours 10pm to 7 am, 8am", Schedule(times("08:00"), quiet=QuietHours(time(22), time(7)))),
        (
            "8am paused 2026-12-24 to 2027-01-02, paused 2027-02-01",
            Schedule(
                times("08:00"),
                pauses=(
                    Pause(date(2026, 12, 24), date(2027, 1, 2)),
                    Pause(date(2027, 2, 1), date(2027, 2, 1)),
                ),
            ),
        ),
        ("8am paused from 2026-12-24", Schedule(times("08:00"), pauses=(Pause(date(2026, 12, 24), date.max),))),
    ],
)
def test_people_write_it_in_their_way(text: str, schedule: Schedule) -> None:
    assert parse_when(text) == schedule
    assert parse_when(text.upper()) == schedule


def test_the_channels_zone_holds_where_none_is_named() -> None:
    assert parse_when("daily 08:00", zone="Asia/Tokyo").zone == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "No time of day"),
        ("weekdays Europe/Kyiv", "No time of day in 'weekdays Europe/Kyiv'"),
        ("daily 8", "'8' is no time of day: write it like 08:00 or 8am"),
        ("daily 24:00", "'24:00' is no time of day"),
        ("daily 08:60", "'08:60' is no time of day"),
        ("daily 13pm", "'13pm' is no time of day"),
        ("daily 0800", "'0800' is no time of day"),
        ("daily 8:00 8am", "08:00 is given twice"),
        ("8am Europe/Kieff", "no time zone 'Europe/Kieff': did you mean Europe/Kiev"),
        ("8am Atlantis", "no time zone 'Atlantis'.*weekdays 08:00, 18:30 Europe/Kyiv"),
        ("8am fortnightly Berlin", "'fortnightly' is not understood"),
        ("8am west", "Australia/West, Brazil/West"),
        ("8am quiet at night", "quiet hours in .* are not understood"),
        ("8am paused tomorrow", "pause in .* is not understood"),
        ("8am paused 2026-02-30", "'2026-02-30' is no day"),
        ("8am paused 2026-02-03 to 2026-02-01", "ends before it begins"),
        ("every other day 8am", "'every other day' is not understood.*weekdays 08:00, 18:30 Europe/Kyiv"),
        ("monthly 08:00", "'monthly' is not understood.*weekdays 08:00, 18:30 Europe/Kyiv"),
        ("every 2 weeks 08:00", "is not understood.*weekdays 08:00"),
        ("daily except Sunday 08:00", "'except Sunday 08:00' is not understood.*weekdays 08:00"),
        ("first Monday 08:00", "'first Monday 08:00' is not understood.*weekdays 08:00"),
    ],
)
def test_what_is_not_understood_is_said_with_an_example(text: str, fault: str) -> None:
    with pytest.raises(ScheduleError, match=fault):
        parse_when(text)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("Mon 08:00, Tue 09:00", "make 2 subscriptions: Mondays 08:00; Tuesdays 09:00"),
        ("weekdays 8:00 sat 10:00 Kyiv", "make 2 subscriptions: weekdays 08:00 Kyiv; Saturdays 10:00 Kyiv"),
        ("8am mon-tue, 9am wed, 10am thu", "Mondays and Tuesdays 08:00; Wednesdays 09:00; Thursdays 10:00"),
        ("mon 8am wed", "make 2 subscriptions"),
        ("08:00, sat 10:00", "make 2 subscriptions"),
    ],
)
def test_a_time_that_holds_for_some_days_only_is_refused(text: str, advice: str) -> None:
    with pytest.raises(ScheduleError, match=advice):
        parse_when(text)


def test_days_that_are_said_twice_are_no_fault() -> None:
    assert parse_when("daily 8am, every day 9am") == parse_when("8am daily 9am") == parse_when("daily 8am 9am")


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        (Schedule(times("08:00"), "Europe/Kyiv", WEEKDAYS), "weekdays at 08:00, Europe/Kyiv"),
        (Schedule(times("08:00", "13:00", "20:00")), "daily at 08:00, 13:00 and 20:00, UTC"),
        (Schedule(times("08:00"), weekdays=frozenset({0, 3})), "Mondays and Thursdays at 08:00, UTC"),
    ],
)
def test_a_schedule_reads_well(schedule: Schedule, words: str) -> None:
    assert spell(schedule) == words


minutes = st.integers(0, 1439).map(lambda m: time(m // 60, m % 60))
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
pauses = st.builds(lambda d, n: Pause(d, d + timedelta(days=n) if n else date.max), days, st.integers(0, 90))


@given(
    st.builds(
        Schedule,
        slots=st.sets(minutes, min_size=1, max_size=6).map(lambda slots: tuple(sorted(slots))),
        zone=st.sampled_from(zone_names()),
        weekdays=st.sets(st.sampled_from(sorted(EVERY_DAY)), min_size=1).map(frozenset),
        quiet=st.none()
        | st.builds(QuietHours, minutes, minutes).filter(lambda quiet: quiet.start != quiet.end),
        pauses=st.lists(pauses, max_size=2).map(tuple),
    )
)
def test_what_is_spelt_reads_as_the_same_schedule(schedule: Schedule) -> None:
    assert parse_when(spell(schedule), zone="Asia/Tokyo") == schedule


def test_every_zone_can_be_written() -> None:
    for name in zone_names():
        assert parse_when(f"8am {name}").zone == name


@pytest.mark.parametrize(
    ("text", "quiet"),
    [
        ("22:00-07:00", QuietHours(time(22), time(7))),
        ("10pm to 7am", QuietHours(time(22), time(7))),
        (" 22:00 – 07:00 ", QuietHours(time(22), time(7))),
        ("none", None),
    ],
)
def test_quiet_hours_are_read(text: str, quiet: QuietHours | None) -> None:
    assert parse_quiet(text) == quiet


@pytest.mark.parametrize("text", ["22:00", "22-7", "at night", "25:00-07:00"])
def test_quiet_hours_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ScheduleError, match="like"):
        parse_quiet(text)


def test_quiet_hours_of_no_length_are_refused() -> None:
    with pytest.raises(ScheduleError, match=r"begin and end at 22:00.*like 22:00-07:00"):
        parse_quiet("22:00-10pm")
    with pytest.raises(ScheduleError, match="begin and end at 22:00"):
        parse_when("8am quiet 22:00-22:00")


@pytest.mark.parametrize(
    ("words", "same", "opposite"),
    [
        ("GMT+2", "Etc/GMT-2 is UTC+2", "Etc/GMT+2"),
        ("UTC+2", "Etc/GMT-2 is UTC+2", "Etc/GMT+2"),
        ("UTC +2", "Etc/GMT-2 is UTC+2", "Etc/GMT+2"),
        ("+02:00", "Etc/GMT-2 is UTC+2", "Etc/GMT+2"),
        ("gmt-05:00", "Etc/GMT+5 is UTC-5", "Etc/GMT-5"),
        ("+05:30", "write a city", "Etc/"),
        ("+99", "write a city", "Etc/"),
        ("+00:00", "write UTC", "Etc/"),
    ],
)
def test_an_offset_is_explained(words: str, same: str, opposite: str) -> None:
    with pytest.raises(ScheduleError) as raised:
        parse_when(f"daily 08:00 {words}")
    assert same in str(raised.value)
    assert opposite not in str(raised.value)
    with pytest.raises(ScheduleError, match="fixed offset"):
        find_zone(words)


@pytest.mark.parametrize(
    ("words", "city"),
    [
        ("EST", "America/New_York"),
        ("mst", "America/Denver"),
        ("HST", "Pacific/Honolulu"),
        ("PST", "America/Los_Angeles"),
        ("CEST", "Europe/Berlin"),
    ],
)
def test_an_abbreviation_of_an_offset_leads_to_a_city(words: str, city: str) -> None:
    with pytest.raises(ScheduleError, match=f"fixed offset.*write a city, like {city}"):
        parse_when(f"daily 08:00 {words}")


@pytest.mark.parametrize("words", ["Etc/GTM+2", "UTC2", "GMT~2"])
def test_no_reversed_sign_is_suggested(words: str) -> None:
    with pytest.raises(ScheduleError) as raised:
        find_zone(words)
    assert "Etc/GMT" not in str(raised.value)


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(ScheduleError, match="2026-12-24"):
        parse_day("24.12.2026")
