from dataclasses import replace
from datetime import time

from newsdesk.model import Address, ChannelId, DeliveryState, Following, Layout, Message, WhenEmpty
from newsdesk.schedule import QuietHours
from summarizer.model import ActorId

from .builders import NOW, PORT, ROE, channel, days, minutes, published, subscription

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
        layout=Layout.SINGLE,
    )
    store.channels.update(full)
    assert store.channels.get(made.id) == full
    store.channels.update(replace(full, alert_actors=frozenset(), quiet=None))
    assert store.channels.get(made.id) == replace(full, alert_actors=frozenset(), quiet=None)


def test_settings_that_were_read_before_a_chat_moved_or_was_gone_undo_neither(store):
    made, there = store.channels.add(HOME, now=NOW), Address("telegram", "-200")
    assert store.channels.moved(made.id, there)
    store.channels.gone(made.id, days(1), "blocked")
    store.channels.update(replace(made, title="Newsroom"))
    known = replace(made, title="Newsroom", address=there, gone_at=days(1), gone_reason="blocked")
    assert store.channels.get(made.id) == known
    store.channels.gone(made.id, days(2), "kicked")
    assert store.channels.get(made.id) == known


def test_what_waits_for_a_channel_that_is_gone_is_dropped_and_nothing_else(store):
    gone, other = channel(store, "1"), channel(store, "2")
    for home in (gone, other):
        for key in ("sent", "waits", "behind"):
            store.ledger.note([home.id], key, [Message(key)], now=NOW)
    sent, *_ = store.ledger.deliveries(channel=gone.id)
    store.ledger.claim("console", now=NOW, limit=9)
    store.ledger.correct({sent.id: Message("sent, corrected")}, now=NOW)
    store.channels.gone(gone.id, minutes(1), "blocked")
    store.ledger.settle(sent.id, DeliveryState.SENT, now=minutes(1), remote_id="m1")
    mine = store.ledger.deliveries(channel=gone.id)
    dropped = (DeliveryState.DROPPED, "blocked", minutes(1))
    assert [(d.state, d.error, d.updated_at) for d in mine] == [
        (DeliveryState.SENT, "", minutes(1)),
        *[dropped] * 3,
    ]
    back = store.channels.add(gone.address, now=minutes(2))
    assert back.gone_at is None
    claimed = [d.channel for d in store.ledger.claim("console", now=minutes(2), limit=9)]
    assert gone.id not in claimed
    others = store.ledger.deliveries(channel=other.id)
    assert [d.state.value for d in others] == ["sending", "pending", "pending"]


def test_a_channel_that_was_gone_is_back_when_added(store):
    made = store.channels.add(HOME, title="Newsroom", now=NOW)
    store.channels.gone(made.id, NOW, "blocked")
    assert store.channels.add(HOME, now=days(1)) == made


def test_an_address_that_another_channel_has_is_not_taken(store):
    first, second = channel(store, "1"), channel(store, "2")
    assert not store.channels.moved(second.id, first.address)
    assert store.channels.get(second.id) == second
    assert store.channels.moved(second.id, second.address)
    assert not store.channels.moved(ChannelId(999), Address("console", "new"))


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
    store.channels.update(replace(gone, alert_actors=frozenset({ROE.id})))
    store.channels.gone(gone.id, NOW, "blocked")
    store.channels.update(replace(other, alert_actors=frozenset({ActorId("else")})))
    assert [c.id for c in store.channels.alerted([ROE.id, PORT.id])] == [wanting.id]
    assert store.channels.alerted([]) == []
    assert store.channels.get(ChannelId(999)) is None
