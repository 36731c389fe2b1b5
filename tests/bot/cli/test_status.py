"""``newsdesk status`` with a database as users have it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.app import open_store
from bot.lock import RunLock
from config.settings import load_settings
from newsdesk.model import Address, DeliveryState, Message, NewEntry
from tests.newsdesk.store.builders import channel, published, subscription


@pytest.fixture
def store(newsdesk, monkeypatch, tmp_path):
    monkeypatch.setenv("NEWSDESK_DATABASE_URL", f"sqlite:///{tmp_path / 'desk.db'}")
    store = open_store(load_settings())
    yield store
    store.housekeeping.close()


@pytest.fixture
def uncertain(store):
    """A note whose fate nobody knows."""
    now = datetime.now(UTC)
    channel = store.channels.add(Address("console", "-"), now=now)
    store.ledger.note([channel.id], "note:1", [Message("Hello")], now=now)
    (claimed,) = store.ledger.claim("console", now=now, limit=1)
    store.ledger.settle(claimed.id, DeliveryState.UNCERTAIN, now=now, error="the connection broke")
    return claimed.id


def test_an_empty_desk_is_well(newsdesk, store):
    ran = newsdesk("status", "--check")
    assert ran.code == 0
    assert ran.out.startswith("All is well.\n")
    assert "Next brief  none\n" in ran.out
    seen = json.loads(newsdesk("status", "--json").out)
    assert (seen["healthy"], seen["problems"], seen["backlog"]) == (True, [], {"entries": 0, "articles": 0})
    assert seen["database"]["path"].endswith("desk.db")
    assert seen["database"]["bytes"] > 0


def test_slots_that_wait_for_earlier_briefs_are_told(newsdesk, store):
    """Of a platform that nobody has set up, say."""
    now = datetime.now(UTC)
    home = channel(store)
    wishes = [subscription(store, home) for _ in range(2)]
    published(store, wishes[0])
    for wish in wishes:
        store.subscriptions.update(replace(wish, next_due_at=now - timedelta(minutes=20)))
    ran = newsdesk("status", "--check")
    assert ran.code == 1
    line = "2 slots wait for earlier briefs or alerts of their channels"
    assert f"• {line}. (since " in ran.out
    assert f"Next brief  none\n            {line} (since " in ran.out
    seen = json.loads(newsdesk("status", "--json").out)
    assert seen["waiting"]["slots"] == 2
    assert "waiting" in [problem["kind"] for problem in seen["problems"]]


def test_an_uncertain_send_needs_the_operator(newsdesk, store, uncertain):
    assert newsdesk("status").code == 0
    ran = newsdesk("status", "--check")
    assert ran.code == 1
    assert (
        f"Nobody knows whether delivery {uncertain} arrived (note, to console:-): the connection broke"
        in ran.out
    )
    assert f"newsdesk status --settle {uncertain} sent" in ran.out
    (problem,) = json.loads(newsdesk("status", "--json").out)["problems"]
    assert (problem["kind"], problem["delivery"]) == ("uncertain", uncertain)


@pytest.mark.parametrize(("answer", "state"), [("sent", "sent"), ("not-sent", "pending")])
def test_an_uncertain_send_is_settled(newsdesk, store, uncertain, answer, state):
    ran = newsdesk("status", "--check", "--settle", str(uncertain), answer)
    assert ran.code == 0
    assert f"Delivery {uncertain}" in ran.err
    assert [d.state for d in store.ledger.deliveries()] == [state]


def test_a_wrong_answer_or_number_is_told(newsdesk, store, uncertain):
    assert newsdesk("status", "--settle", str(uncertain), "maybe").code == 2
    ran = newsdesk("status", "--settle", "999", "sent")
    assert (ran.code, ran.out) == (3, "")
    assert f"Delivery 999 is not uncertain. Uncertain deliveries: {uncertain}." in ran.err
    newsdesk("status", "--settle", str(uncertain), "sent")
    assert newsdesk("status", "--settle", str(uncertain), "sent").code == 1
    for words, fault in [(["--settle", "x"], "'x' is no delivery"), (["--settle", "7"], "answer is missing")]:
        ran = newsdesk("status", *words)
        assert (ran.code, ran.out) == (2, "")
        assert f"{fault}; write: newsdesk status --settle 7 sent|not-sent" in ran.err
    assert newsdesk("status", "sent").code == 2
    for number in ("x", "-1", ""):
        ran = newsdesk("status", "--settle", number, "sent")
        assert (ran.code, ran.out) == (2, "")
        assert "write: newsdesk status --settle 7 sent|not-sent" in ran.err


def test_a_feed_that_is_down_is_shown_with_its_reason(newsdesk, store):
    now = datetime.now(UTC)
    feed = store.feeds.add("https://feeds.example/quay.xml", now=now)
    down = replace(
        feed,
        failures=9,
        failing_since_at=now - timedelta(days=2),
        error="404 Not\x1b[31m Found",
        next_check_at=now,
    )
    store.feeds.checked(down, now=now)
    ran = newsdesk("status")
    assert "• https://feeds.example/quay.xml cannot be fetched: 404 Not [31m Found (since " in ran.out
    assert "\x1b" not in ran.out
    assert "newsdesk feeds check URL" in ran.out


def test_what_is_failing_or_was_cut_short_needs_the_operator(newsdesk, store, tmp_path):
    now = datetime.now(UTC)
    channels = [store.channels.add(Address("console", chat), now=now).id for chat in ("a", "b")]
    store.ledger.note(channels, "note:1", [Message("Hello")], now=now)
    failing, cut_short = store.ledger.claim("console", now=now, limit=2)
    store.ledger.settle(
        failing.id, DeliveryState.PENDING, now=now, error="No room.", retry_at=now + timedelta(hours=2)
    )
    ran = newsdesk("status", "--check")
    assert ran.code == 1
    assert f"Delivery {failing.id} was tried once and not taken (note, to console:a): No room." in ran.out
    assert f"Delivery {cut_short.id} was being sent when Newsdesk ended (note, to console:b)." in ran.out
    assert "Desk        not running\n" in ran.out
    with RunLock(tmp_path / "desk.db"):
        seen = json.loads(newsdesk("status", "--json").out)
    assert (seen["running"], [p["kind"] for p in seen["problems"]]) == (True, ["failing"])
    assert [(d["id"], d["attempts"], d["error"]) for d in seen["failing"]] == [(failing.id, 1, "No room.")]


def test_a_feed_that_is_gone_is_named_as_such(newsdesk, store):
    now = datetime.now(UTC)
    feed = store.feeds.add("https://feeds.example/quay.xml", now=now)
    gone = replace(feed, failures=1, failing_since_at=now, error="410 Gone.", next_check_at=None)
    store.feeds.checked(gone, now=now)
    ran = newsdesk("status", "--check")
    assert ran.code == 1
    assert "gone for good, not checked any more\n" in ran.out
    assert "next try" not in ran.out
    assert "newsdesk feeds remove URL" in ran.out


def test_one_of_a_thing_is_no_plural(newsdesk, store, capsys):
    from bot.cli.run import _say

    now = datetime.now(UTC)
    feed = store.feeds.add("https://feeds.example/quay.xml", now=now)
    store.feeds.checked(feed, [NewEntry("1", "a", "https://feeds.example/1")], now=now)
    newsdesk("subscribe", "console", "daily 08:00 Kyiv", "--max-bullets", "1", "--max-actors", "2")
    out = newsdesk("status").out
    assert "1 page to fetch, 0 articles to read\n" in out
    assert "1 with 1 subscription\n" in out
    assert "at most 2 actors, 1 line an actor\n" in newsdesk("channels").out
    _say(store.housekeeping.tally(now=now), chats=())
    assert "1 feed, 1 subscription in 1 channel;" in capsys.readouterr().err
