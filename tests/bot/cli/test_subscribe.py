"""``newsdesk subscribe`` and ``unsubscribe``, with a database as users have it."""

from __future__ import annotations

import json
import os
import shlex

import pytest

from bot.app import open_store
from config.settings import load_settings

from .conftest import NOON


@pytest.fixture
def desk(monday):
    """``newsdesk(...)`` with one feed."""
    store = open_store(load_settings())
    store.feeds.add("https://wire.example/feed", now=NOON)
    store.housekeeping.close()
    return monday


def test_one_line_subscribes_and_says_when_the_brief_comes(desk) -> None:
    ran = desk("subscribe", "console", "weekdays", "08:00", "Europe/Kyiv")
    assert ran.code == 0
    assert ran.out == (
        "Subscribed (s1): weekdays at 08:00, Europe/Kyiv.\n"
        "The next brief comes Tue 13 January 2026 at 08:00 (Europe/Kyiv), in 18 hours.\n"
    )
    assert ran.err == ""


def test_a_brief_put_off_by_quiet_hours_says_so(desk) -> None:
    ran = desk("subscribe", "console", "daily 23:00 Kyiv, quiet 22:00-07:00")
    assert "comes Tue 13 January 2026 at 07:00 (Europe/Kyiv), in 17 hours. It is the one of Mon 12" in ran.out


def test_the_same_line_twice_is_one_subscription(desk) -> None:
    desk("subscribe", "console", "daily 08:00 Kyiv")
    ran = desk("subscribe", "console", "daily at 8am, Europe/Kyiv")
    assert ran.out.startswith("Already subscribed (s1)")
    (record,) = desk("channels", "--json").records
    assert [s["id"] for s in record["subscriptions"]] == [1]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("/dev/null", "/dev/null is a device, and briefs go to regular files only."),
        (".", "is a folder"),
        ("pipe", "is a pipe"),
        ("desk.db", "desk.db belongs to the database of Newsdesk."),
        ("desk.db.lock", "belongs to the database of Newsdesk."),
        ("missing/briefs.txt", "missing does not exist."),
        ("desk.db/briefs.txt", "cannot be looked at: Not a directory."),
        ("x" * 300, "cannot be looked at: File name too long."),
    ],
)
def test_a_file_that_cannot_take_briefs_is_refused_at_once(desk, tmp_path, file, said) -> None:
    """Before anybody waits for the first brief; and no channel is left behind."""
    os.mkfifo(tmp_path / "pipe")
    ran = desk("subscribe", f"console:{file}", "daily 08:00")
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "Name another file: newsdesk subscribe console:FILE WHEN" in ran.err
    assert desk("channels").code == 3


def test_wishes_are_kept(desk, tmp_path) -> None:
    ran = desk(
        "subscribe", "console:briefs.txt", "daily", "08:00", "--name", "Roe's day", "--actor", "calm jane",
        "--mute", "Jim Roe", "--feed", "https://wire.example/feed", "--include", "the dam", "--exclude", "golf",
        "--max-actors", "3", "--max-bullets", "2", "--json",
    )  # fmt: skip
    (record,) = ran.records
    assert record["name"] == "Roe's day"
    assert record["address"] == f"console:{tmp_path / 'briefs.txt'}"
    assert record["following"] == {
        "feeds": [1], "actors": ["jane-roe"], "muted": ["jim-roe"], "include": ["the dam"], "exclude": ["golf"],
        "max_actors": 3, "max_bullets": 2,
    }  # fmt: skip
    assert record["next_due_at"] == "2026-01-13T08:00:00+00:00"
    assert record["next_slot"] == ["2026-01-13", "08:00"]
    assert "Times are in UTC" in ran.err


def test_an_ambiguous_name_lists_the_choices(desk) -> None:
    ran = desk("subscribe", "console", "daily 08:00", "--actor", "Roe")
    assert ran.code == 2
    assert "jane-roe: Jane Roe (person)\njim-roe: Jim Roe (person)\n" in ran.err
    assert desk("channels").code == 3


@pytest.mark.parametrize(
    ("arguments", "code", "fault"),
    [
        (["console", "daily 08:00", "--actor", "Nobody Known"], 3, "newsdesk actors list"),
        (["console", "daily 08:00", "--feed", "https://no.example/"], 3, "newsdesk feeds add"),
        (["console", "daily 08:00", "--feed", "99"], 3, "newsdesk feeds list"),
        (["console", "daily"], 2, "No time of day"),
        (["console", "daily 08:00 Europe/Kieff"], 2, "did you mean Europe/Kiev"),
        (["console", "daily 08:00", "--include", "…"], 2, "holds no word"),
        (["console", "daily 08:00", "--max-bullets", "99"], 2, "from 1 to 50"),
        (["irc:#news", "daily 08:00"], 2, "is no address"),
        (["telegram:@desk", "daily 08:00"], 2, "in digits"),
    ],
)
def test_what_cannot_be_had_is_said_and_nothing_is_made(desk, arguments, code, fault) -> None:
    ran = desk("subscribe", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert fault in ran.err
    assert desk("channels").code == 3


def test_an_ended_subscription_can_be_had_back_with_the_line_it_prints(desk) -> None:
    (before,) = desk(
        "subscribe", "console:a b.txt", "Mondays and Fridays 08:00, 18:30 Kyiv", "--name", "It's", "--actor",
        "jane-roe", "--feed", "1", "--exclude", "the dam", "--max-bullets", "2", "--json",
    ).records  # fmt: skip
    ran = desk("unsubscribe", "s1")
    assert ran.code == 0
    assert desk("channels", "--json").records[0]["subscriptions"] == []
    line = shlex.split(ran.out.splitlines()[1])
    assert line[0] == "newsdesk"
    (after,) = desk(*line[1:], "--json").records
    assert after == {**before, "id": after["id"]}


@pytest.mark.parametrize(("number", "code"), [("7", 3), ("s7", 3), ("morning", 2)])
def test_only_a_subscription_can_be_ended(desk, number, code) -> None:
    ran = desk("unsubscribe", number)
    assert ran.code == code
    assert "newsdesk channels" in ran.err


def test_without_feeds_it_says_what_is_missing(desk, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("NEWSDESK_DATABASE_URL", f"sqlite:///{tmp_path / 'empty.db'}")
    assert "newsdesk feeds add" in desk("subscribe", "console", "daily 08:00 Kyiv").err


@pytest.mark.parametrize("address", ["telegram:-1001234567890:7", "telegram:42", "slack:C0123456789"])
def test_chats_are_subscribed_by_their_number(desk, address):
    ran = desk("subscribe", address, "daily 08:00", "--json")
    assert ran.code == 0
    assert json.loads(ran.out)["address"] == address
