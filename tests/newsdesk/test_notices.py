"""What the operator is told, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

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
