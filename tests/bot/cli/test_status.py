"""``newsdesk status`` with a database as users have it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.app import open_store
from config.settings import load_settings
from newsdesk.model import Address, DeliveryState, Message


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
    with pytest.raises(Exception, match=rf"Delivery 999 is not uncertain. Uncertain deliveries: {uncertain}\."):
        newsdesk("status", "--settle", "999", "sent")


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
