"""What the operator is told, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.render.desk import MAX_NOTE_CHARS
from newsdesk.errors import StoreError
from newsdesk.model import Address, DeliveryState
from newsdesk.notices import RECENT, SETTLING, tell_operator
from newsdesk.store.memory import MemoryStore
from tests.newsdesk.readers import EIGHT, add_channel
from tests.newsdesk.test_deliver_stateful import Cards

DESK = Address("console", "operator.txt")
LATER = EIGHT + timedelta(minutes=5)


def told(store):
    own = store.channels.find(DESK)
    return [d.message.body for d in store.ledger.deliveries(channel=own.id)] if own else []


def test_a_channel_that_is_gone_is_told_once():
    store = MemoryStore()
    channel = add_channel(store, "reader.txt")
    store.channels.gone(channel.id, EIGHT, "The bot was blocked.")
    assert tell_operator(store, Cards(), DESK, LATER) == 1
    assert tell_operator(store, Cards(), DESK, LATER) == 0
    assert len(told(store)) == 1


@pytest.mark.parametrize("state", [DeliveryState.FAILED, DeliveryState.UNCERTAIN])
def test_a_message_that_failed_is_told_once(state):
    store = MemoryStore()
    channel = add_channel(store, "reader.txt")
    store.ledger.note([channel.id], "x", [Cards().note("Words.", platform="console")], now=EIGHT)
    (delivery,) = store.ledger.claim("console", now=EIGHT, limit=1)
    store.ledger.settle(delivery.id, state, now=EIGHT, error="The chat is full.")
    assert tell_operator(store, Cards(), DESK, EIGHT + SETTLING / 2) == 0
    assert tell_operator(store, Cards(), DESK, LATER) == 1
    assert tell_operator(store, Cards(), DESK, LATER) == 0


def test_what_is_long_past_is_not_told():
    store = MemoryStore()
    channel = add_channel(store, "reader.txt")
    store.channels.gone(channel.id, EIGHT, "The bot was blocked.")
    assert tell_operator(store, Cards(), DESK, EIGHT + RECENT) == 0


def test_nothing_is_told_to_an_operator_who_is_gone_and_nothing_about_his_own_channel():
    store = MemoryStore()
    own = store.channels.add(DESK, now=EIGHT)
    store.channels.gone(own.id, EIGHT, "The bot was blocked.")
    assert tell_operator(store, Cards(), DESK, LATER) == 0
    assert told(store) == []


def fail(store, count, *, first=0, at=EIGHT):
    """Messages to so many channels that failed."""
    for number in range(first, first + count):
        channel = add_channel(store, f"reader{number}.txt")
        store.ledger.note([channel.id], "x", [Cards().note("Words.", platform="console")], now=at)
    for delivery in store.ledger.claim("console", now=at, limit=2 * count):
        if delivery.key == "x":
            store.ledger.settle(delivery.id, DeliveryState.FAILED, now=at, error="The chat is full.")


def test_many_failures_at_once_are_one_notice_that_counts_and_names_the_first_ten():
    store = MemoryStore()
    fail(store, 1_200)
    store.channels.gone(store.channels.all()[3].id, EIGHT, "The bot was blocked.")
    assert tell_operator(store, Cards(), DESK, LATER) == 1
    (text,) = told(store)
    assert text.startswith(
        "Messages that failed or may not have arrived: 1200, chats that get nothing any more: 1. "
    )
    assert text.count(": ") == 2 + 10 + 9  # nine failures have a state and a reason
    assert text.endswith("; and 1191 more, see the log")
    assert len(text) < MAX_NOTE_CHARS
    assert tell_operator(store, Cards(), DESK, LATER) == 0


def test_what_fails_later_is_told_alone():
    store = MemoryStore()
    fail(store, 3)
    assert tell_operator(store, Cards(), DESK, LATER) == 1
    fail(store, 1, first=3, at=LATER)
    assert tell_operator(store, Cards(), DESK, LATER + SETTLING) == 1
    assert tell_operator(store, Cards(), DESK, LATER + SETTLING) == 0
    assert [text.split(":")[0] for text in told(store)][1] == "A message to console"


def test_a_crash_between_the_notice_and_the_memory_of_it_tells_neither(monkeypatch):
    store = MemoryStore()
    fail(store, 2)
    with monkeypatch.context() as patch:
        patch.setattr(store.talks, "note", crash)
        with pytest.raises(StoreError):
            tell_operator(store, Cards(), DESK, LATER)
    assert told(store) == []
    assert tell_operator(store, Cards(), DESK, LATER) == 1
    assert tell_operator(store, Cards(), DESK, LATER) == 0
    assert len(told(store)) == 1


def crash(*_, **__):
    raise StoreError("it", "database is locked")
