"""``newsdesk channels``, with a database as users have it."""

from __future__ import annotations

import pytest


@pytest.fixture
def desk(monday):
    """``newsdesk(...)`` with a console channel that has two subscriptions."""
    monday("subscribe", "console", "daily 08:00 Kyiv", "--name", "Morning")
    monday("subscribe", "console", "daily 23:00 Kyiv", "--actor", "jane-roe")
    return monday


def due(desk) -> list[str | None]:
    """When the channel's subscriptions are due, UTC."""
    (channel,) = desk("channels", "--json").records
    return [s["next_due_at"] and s["next_due_at"][5:16] for s in channel["subscriptions"]]


def test_the_list_reads_well(desk) -> None:
    ran = desk("channels")
    assert ran.code == 0
    assert ran.out == (
        "1 console (en, Europe/Kyiv)\n"
        "    s1 Morning: daily at 08:00, Europe/Kyiv\n"
        "        The next brief comes Tue 13 January 2026 at 08:00 (Europe/Kyiv), in 18 hours.\n"
        "    s2 daily at 23:00, Europe/Kyiv\n"
        "        The next brief comes Mon 12 January 2026 at 23:00 (Europe/Kyiv), in 9 hours.\n"
        "        only Jane Roe\n"
    )
    assert desk("channels", "list").out == ran.out


def test_quiet_hours_put_off_what_comes_at_night(desk) -> None:
    ran = desk("channels", "set", "1", "--quiet", "22:00-07:00")
    assert "quiet 22:00-07:00" in ran.out
    assert due(desk) == ["01-13T06:00", "01-13T05:00"]
    desk("channels", "set", "console", "--quiet", "none")
    assert due(desk) == ["01-13T06:00", "01-12T21:00"]


def test_another_zone_moves_its_subscriptions(desk) -> None:
    assert desk("channels", "set", "1", "--zone", "Berlin").code == 0
    assert due(desk) == ["01-13T07:00", "01-12T22:00"]


def test_settings_are_kept(desk) -> None:
    ran = desk(
        "channels", "set", "1", "--title", "The desk", "--language", "EN", "--alerts", "3",
        "--alert-actor", "Jane Roe", "--when-empty", "note", "--exclude", "golf", "--json",
    )  # fmt: skip
    (record,) = ran.records
    assert {k: record[k] for k in ("title", "language", "alerts_per_day", "alert_actors", "when_empty")} == {
        "title": "The desk",
        "language": "en",
        "alerts_per_day": 3,
        "alert_actors": ["jane-roe"],
        "when_empty": "note",
    }
    assert record["following"]["exclude"] == ["golf"]
    assert desk("channels", "--json").records == [record]
    line = desk("channels").out.splitlines()[0]
    assert line == (
        "1 console “The desk” (en, Europe/Kyiv, at most 3 alerts a day of Jane Roe, "
        "a note when there is nothing new)"
    )
    (record,) = desk("channels", "set", "1", "--alert-actor", "none", "--exclude", "none", "--json").records
    assert (record["alert_actors"], record["following"]["exclude"]) == ([], [])


@pytest.mark.parametrize(
    ("arguments", "code", "fault"),
    [
        (["set", "1", "--zone", "Atlantis"], 2, "no time zone"),
        (["set", "1", "--quiet", "late"], 2, "22:00-07:00"),
        (["set", "1", "--language", "english"], 2, "like en"),
        (["set", "1", "--alert-actor", "Nobody Known"], 3, "newsdesk actors list"),
        (["set", "9", "--title", "x"], 3, "newsdesk channels"),
        (["set", "console:other.txt", "--title", "x"], 3, "newsdesk channels"),
        (["pause", "1", "--until", "2026-01-11"], 2, "over already"),
        (["pause", "1", "--from", "Friday"], 2, "2026-12-24"),
        (["pause", "s9"], 3, "newsdesk channels"),
        (["remove", "9", "--yes"], 3, "newsdesk channels"),
    ],
)
def test_what_cannot_be_had_is_said_and_changes_nothing(desk, arguments, code, fault) -> None:
    before = desk("channels", "--json").records
    ran = desk("channels", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert fault in ran.err
    assert desk("channels", "--json").records == before


def test_a_channel_pauses_and_goes_on(desk) -> None:
    ran = desk("channels", "pause", "1", "--until", "2026-01-14")
    assert "The next brief comes Thu 15 January 2026 at 08:00 (Europe/Kyiv), in 3 days." in ran.out
    assert due(desk) == ["01-15T06:00", "01-15T21:00"]
    desk("channels", "resume", "1")
    assert due(desk) == ["01-13T06:00", "01-12T21:00"]


def test_one_subscription_pauses_for_good_and_goes_on(desk) -> None:
    ran = desk("channels", "pause", "s2")
    assert "No brief will come: it is paused. Let it go on with: newsdesk channels resume s2" in ran.out
    assert due(desk) == ["01-13T06:00", None]
    assert desk("channels", "resume", "s2", "--json").records[0]["next_due_at"] == "2026-01-12T21:00:00+00:00"


def test_a_channel_is_not_forgotten_by_accident(desk) -> None:
    ran = desk("channels", "remove", "1")
    assert ran.code == 2
    assert "--yes" in ran.err
    assert len(desk("channels", "--json").records) == 1


def test_a_channel_is_forgotten_with_its_subscriptions(desk) -> None:
    ran = desk("channels", "remove", "1", "--yes")
    assert ran.code == 0
    assert "newsdesk subscribe console 'daily at 23:00, Europe/Kyiv' --actor jane-roe" in ran.out
    empty = desk("channels")
    assert (empty.code, empty.out) == (3, "")
    assert "newsdesk subscribe" in empty.err


def test_titles_cannot_disturb_the_terminal(desk) -> None:
    ran = desk("channels", "set", "1", "--title", "a\x1b[31m\u202eb")
    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out
