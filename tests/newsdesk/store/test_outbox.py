from newsdesk.model import Address, DeliveryState, Message

from .builders import NOW, brief, channel, minutes, published, subscription

SENT, PENDING, SENDING = DeliveryState.SENT, DeliveryState.PENDING, DeliveryState.SENDING
UNCERTAIN, FAILED, DROPPED = DeliveryState.UNCERTAIN, DeliveryState.FAILED, DeliveryState.DROPPED


def claim(store, *, limit=9, now=NOW, platform="console"):
    return store.ledger.claim(platform, now=now, limit=limit)


def states(store):
    return [d.state for d in store.ledger.deliveries()]


def test_one_part_at_a_time_and_in_order(store):
    published(store, subscription(store, channel(store)), parts=3)
    for part in (1, 2, 3):
        (sending,) = claim(store)
        assert (sending.part, sending.state, sending.attempts) == (part, SENDING, 1)
        assert claim(store) == []
        store.ledger.settle(sending.id, SENT, now=NOW, remote_id=f"m{part}")
    assert claim(store) == []
    assert [d.remote_id for d in store.ledger.deliveries()] == ["m1", "m2", "m3"]


def test_channels_do_not_wait_for_each_other(store):
    wishes = [subscription(store, channel(store, chat)) for chat in "123"]
    published(store, *wishes, parts=2)
    assert [(d.channel, d.part) for d in claim(store, limit=2)] == [(w.channel, 1) for w in wishes[:2]]
    assert [(d.channel, d.part) for d in claim(store)] == [(wishes[2].channel, 1)]


def test_only_the_platform_asked_for_and_no_channel_that_is_gone(store):
    slack, gone = channel(store, "C1", "slack"), channel(store, "2")
    published(store, subscription(store, slack), subscription(store, gone))
    store.channels.gone(gone.id, NOW, "blocked")
    assert claim(store) == []
    assert [d.address for d in claim(store, platform="slack")] == [slack.address]


def test_a_moved_chat_gets_what_waits_at_its_new_address(store):
    home = channel(store)
    published(store, subscription(store, home))
    assert store.channels.moved(home.id, Address("console", "-100"))
    assert [d.address.chat for d in claim(store)] == ["-100"]


def test_what_the_platform_did_not_take_waits_and_what_is_behind_it_too(store):
    home = channel(store)
    published(store, subscription(store, home))
    store.ledger.note([home.id], "later", [Message("later")], now=NOW)
    (sending,) = claim(store)
    store.ledger.settle(sending.id, PENDING, now=NOW, error="slow down", retry_at=minutes(5))
    assert claim(store, now=minutes(4)) == []
    (again,) = claim(store, now=minutes(5))
    assert (again.id, again.attempts, again.error) == (sending.id, 2, "")


def confirmed(store, wish):
    found = store.subscriptions.get(wish.id)
    return found.confirmed, found.last_brief


def test_a_window_is_confirmed_when_every_part_is_sent(store):
    wish = subscription(store, channel(store))
    first, second = published(store, wish, parts=2)
    claim(store)
    store.ledger.settle(first.id, SENT, now=NOW, remote_id="m1")
    assert confirmed(store, wish) == (0, None)
    claim(store)
    store.ledger.settle(second.id, SENT, now=NOW, remote_id="m2")
    assert confirmed(store, wish) == (5, first.brief)


def test_an_uncertain_part_never_confirms_until_it_is_known_to_be_sent(store):
    wish = subscription(store, channel(store))
    first, second = published(store, wish, parts=2)
    claim(store)
    store.ledger.settle(first.id, UNCERTAIN, now=NOW, error="the connection broke")
    assert [d.id for d in claim(store)] == [second.id]
    store.ledger.settle(second.id, SENT, now=NOW, remote_id="m2")
    assert confirmed(store, wish) == (0, None)
    store.ledger.settle(first.id, SENT, now=NOW, remote_id="m1")
    assert confirmed(store, wish) == (5, first.brief)


def test_a_late_confirmation_does_not_move_the_window_back(store):
    wish = subscription(store, channel(store))
    (old,) = published(store, wish)
    claim(store)
    store.ledger.settle(old.id, UNCERTAIN, now=NOW)
    published(store, wish, name="18:00", record=brief(until=9))
    (new,) = claim(store)
    store.ledger.settle(new.id, SENT, now=NOW, remote_id="m2")
    store.ledger.settle(old.id, SENT, now=NOW, remote_id="m1")
    assert confirmed(store, wish) == (9, new.brief)


def test_the_parts_behind_a_failed_one_are_dropped_and_other_channels_go_on(store):
    one, two = (subscription(store, channel(store, chat)) for chat in "12")
    published(store, one, two, parts=3)
    first, *_ = claim(store)
    store.ledger.settle(first.id, FAILED, now=NOW, error="too long")
    mine = store.ledger.deliveries(channel=one.channel)
    assert [(d.state, d.error) for d in mine] == [
        (FAILED, "too long"),
        (DROPPED, "too long"),
        (DROPPED, "too long"),
    ]
    others = store.ledger.deliveries(channel=two.channel)
    assert [d.state for d in others] == [SENDING, PENDING, PENDING]
    assert confirmed(store, one) == (0, None)


def test_what_is_sent_stays_sent(store):
    published(store, subscription(store, channel(store)))
    (sending,) = claim(store)
    store.ledger.settle(sending.id, SENT, now=NOW, remote_id="m1")
    store.ledger.settle(sending.id, PENDING, now=NOW)
    store.ledger.settle(999, SENT, now=NOW)
    assert states(store) == [SENT]


def test_what_was_being_sent_when_the_process_died_is_uncertain(store):
    wishes = [subscription(store, channel(store, chat)) for chat in "12"]
    published(store, *wishes, parts=2)
    claim(store, limit=1)
    (lost,) = store.ledger.recover(now=minutes(1))
    assert (lost.state, lost.updated_at, lost.channel) == (UNCERTAIN, minutes(1), wishes[0].channel)
    assert "ended" in lost.error
    assert store.ledger.recover(now=minutes(1)) == []
    one, two = (wish.channel for wish in wishes)
    assert {(d.channel, d.part) for d in claim(store)} == {(one, 2), (two, 1)}


def test_deliveries_by_brief_channel_and_state(store):
    one, two = (subscription(store, channel(store, chat)) for chat in "12")
    first, second = published(store, one, two)
    (sending,) = claim(store, limit=1)
    assert [d.id for d in store.ledger.deliveries(states=[SENDING])] == [sending.id] == [first.id]
    assert [d.id for d in store.ledger.deliveries(channel=two.channel, states={PENDING, SENT})] == [second.id]
    assert len(store.ledger.deliveries(brief=first.brief)) == 2
    assert store.ledger.deliveries(brief=999) == []
    assert [d.id for d in store.ledger.deliveries(limit=1)] == [first.id]
