from dataclasses import replace
from datetime import time

from newsdesk.model import Address, ChannelId, Following, WhenEmpty
from newsdesk.schedule import QuietHours
from summarizer.model import ActorId

from .builders import NOW, PORT, ROE, channel, days, published, subscription

HOME = Address("telegram", "-100", "7")


def test_a_channel_is_known_by_its_whole_address(store):
    made = store.channels.add(HOME, title="Newsroom", now=NOW)
    assert (made.address, made.title, made.created_at) == (HOME, "Newsroom", NOW)
    assert store.channels.add(HOME, now=days(1)) == made
    assert (store.channels.find(HOME), store.channels.get(made.id)) == (made, made)
    other = store.channels.add(Address("telegram", "-100"), now=NOW)
    assert store.channels.all() == [made, other]


def test_every_setting_of_a_channel_comes_back(store):
    made = store.channels.add(HOME, now=NOW)
    full = replace(
        made,
        address=Address("telegram", "-200"),
        title="Newsroom",
        language="es",
        zone="Europe/Madrid",
        following=Following(
            feeds=frozenset({1, 2}),
            actors=frozenset({ROE.id}),
            muted=frozenset({PORT.id}),
            include=("harbour", "cease fire"),
            exclude=("golf",),
            max_actors=3,
            max_bullets=2,
        ),
        alert_actors=frozenset({ROE.id, PORT.id}),
        alerts_per_day=4,
        quiet=QuietHours(time(22), time(6, 30)),
        when_empty=WhenEmpty.NOTE,
        gone_at=days(1),
        gone_reason="blocked",
    )
    store.channels.update(full)
    assert store.channels.get(made.id) == full
    store.channels.update(replace(full, alert_actors=frozenset(), quiet=None, gone_at=None))
    assert store.channels.get(made.id) == replace(full, alert_actors=frozenset(), quiet=None, gone_at=None)


def test_a_channel_that_was_gone_is_back_when_added(store):
    made = store.channels.add(HOME, title="Newsroom", now=NOW)
    store.channels.update(replace(made, gone_at=NOW, gone_reason="blocked"))
    assert store.channels.add(HOME, now=days(1)) == made


def test_an_address_that_another_channel_has_is_not_taken(store):
    first, second = channel(store, "1"), channel(store, "2")
    store.channels.update(replace(second, address=first.address, title="moved"))
    assert store.channels.get(second.id) == replace(second, title="moved")


def test_a_removed_channel_takes_everything_of_its_own_along(store):
    made = channel(store)
    wish = subscription(store, made)
    published(store, wish)
    assert store.channels.remove(made.id)
    assert not store.channels.remove(made.id)
    assert (store.subscriptions.of(), store.ledger.deliveries(), store.channels.all()) == ([], [], [])
    store.channels.update(replace(made, title="ghost"))
    assert store.channels.get(made.id) is None


def test_channels_that_want_alerts_of_an_actor(store):
    wanting, gone, other = (channel(store, chat) for chat in "123")
    store.channels.update(replace(wanting, alert_actors=frozenset({ROE.id, PORT.id})))
    store.channels.update(replace(gone, alert_actors=frozenset({ROE.id}), gone_at=NOW))
    store.channels.update(replace(other, alert_actors=frozenset({ActorId("else")})))
    assert [c.id for c in store.channels.alerted([ROE.id, PORT.id])] == [wanting.id]
    assert store.channels.alerted([]) == []
    assert store.channels.get(ChannelId(999)) is None
