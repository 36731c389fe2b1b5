from dataclasses import replace
from datetime import time

from newsdesk.model import Address, DeliveryState, Message
from newsdesk.schedule import QuietHours

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


def quiet_channel(store, chat="1"):
    """A channel in Madrid that is quiet from 09:30 to 11:00 there: from 07:30 to 09:00 UTC, NOW in it."""
    home = replace(channel(store, chat), zone="Europe/Madrid", quiet=QuietHours(time(9, 30), time(11)))
    store.channels.update(home)
    return home


def test_in_quiet_hours_everything_waits_for_their_end(store):
    quiet, other = quiet_channel(store), channel(store, "2")
    for home in (quiet, other):
        published(store, subscription(store, home), parts=2)
        store.ledger.note([home.id], "note", [Message("note")], now=NOW)
    assert [d.channel for d in claim(store)] == [other.id]
    first, *behind = store.ledger.deliveries(channel=quiet.id)
    assert (first.state, first.next_try_at, first.attempts) == (PENDING, minutes(60), 0)
    assert "quiet" in first.error
    assert [d.next_try_at for d in behind] == [None, None]
    assert claim(store, now=minutes(59)) == []
    (sending,) = claim(store, now=minutes(60))
    assert (sending.id, sending.attempts, sending.error) == (first.id, 1, "")


def test_a_message_that_is_tried_again_waits_for_the_end_of_quiet_hours_too(store):
    home = quiet_channel(store)
    store.ledger.note([home.id], "note", [Message("note")], now=minutes(-40))
    (sending,) = claim(store, now=minutes(-40))
    store.ledger.settle(sending.id, PENDING, now=minutes(-40), error="slow down", retry_at=minutes(-20))
    assert claim(store, now=minutes(-20)) == []
    assert [d.id for d in claim(store, now=minutes(60))] == [sending.id]


def test_edits_are_sent_in_quiet_hours_and_wait_for_nothing_that_does(store):
    home = quiet_channel(store)
    store.ledger.note([home.id], "note", [Message("note")], now=minutes(-60))
    (sent,) = claim(store, now=minutes(-60))
    store.ledger.settle(sent.id, SENT, now=minutes(-60), remote_id="m1")
    store.ledger.note([home.id], "waits", [Message("waits")], now=NOW)
    store.ledger.correct({sent.id: Message("corrected")}, now=NOW)
    (edit,) = claim(store, limit=1)
    assert (edit.edits, edit.message.body) == ("m1", "corrected")
    assert claim(store) == []
    store.ledger.settle(edit.id, SENT, now=NOW, remote_id="m1")
    assert claim(store) == []
    assert [d.message.body for d in claim(store, now=minutes(60))] == ["waits"]


def test_an_edit_waits_for_a_message_that_the_platform_told_to_wait(store):
    home = channel(store)
    store.ledger.note([home.id], "note", [Message("note")], now=NOW)
    (sent,) = claim(store)
    store.ledger.settle(sent.id, SENT, now=NOW, remote_id="m1")
    store.ledger.note([home.id], "waits", [Message("waits")], now=NOW)
    (busy,) = claim(store)
    store.ledger.settle(busy.id, PENDING, now=NOW, error="slow down", retry_at=minutes(5))
    store.ledger.correct({sent.id: Message("corrected")}, now=NOW)
    assert claim(store, now=minutes(4)) == []


def test_quiet_channels_take_no_places_of_others(store):
    for n in range(6):
        store.ledger.note([quiet_channel(store, f"q{n}").id], "note", [Message("note")], now=NOW)
    others = [channel(store, str(n)).id for n in range(3)]
    store.ledger.note(others, "note", [Message("note")], now=NOW)
    assert [d.channel for d in claim(store, limit=2)] == others[:2]
    assert [d.channel for d in claim(store, limit=2)] == others[2:]


def test_a_brief_is_superseded_by_a_later_one_of_its_subscription_that_may_arrive(store):
    wish, other = (subscription(store, channel(store, chat)) for chat in "12")
    (old,) = published(store, wish)
    published(store, other, name="18:00", record=brief(until=9))
    store.ledger.note([wish.channel], "note", [Message("note")], now=NOW)
    assert not store.ledger.superseded(old.id)
    *_, new = published(store, wish, name="18:00", record=brief(until=9))
    for state in (PENDING, SENDING, SENT):
        store.ledger.settle(new.id, state, now=NOW)
        assert store.ledger.superseded(old.id)
    assert not store.ledger.superseded(new.id)
    assert not store.ledger.superseded(999)


def test_the_parts_of_a_brief_do_not_supersede_each_other_and_a_failed_one_nobody(store):
    wish = subscription(store, channel(store))
    old, _ = published(store, wish, parts=2)
    assert not store.ledger.superseded(old.id)
    *_, new = published(store, wish, name="18:00", record=brief(until=9))
    store.ledger.settle(new.id, FAILED, now=NOW)
    assert not store.ledger.superseded(old.id)


def test_what_might_have_been_sent_long_ago(store):
    homes = [channel(store, chat) for chat in "123"]
    assert store.ledger.overdue(minutes(99)) == (0, None)
    for n, home in enumerate(homes):
        store.ledger.note([home.id], "note", [Message("note")], now=minutes(n))
    store.channels.gone(homes[2].id, minutes(5), "blocked")
    store.ledger.note([homes[2].id], "later", [Message("note")], now=minutes(5))
    assert store.ledger.overdue(minutes(1)) == (1, NOW)
    assert store.ledger.overdue(minutes(9)) == (2, NOW)
    (first,) = claim(store, limit=1, now=minutes(3))
    assert store.ledger.overdue(minutes(9)) == (1, minutes(1))
    store.ledger.settle(first.id, PENDING, now=minutes(3), retry_at=minutes(30))
    assert store.ledger.overdue(minutes(9)) == (1, minutes(1))
    assert store.ledger.overdue(minutes(31)) == (2, NOW)


def test_a_delivery_by_its_number_and_those_of_late(store):
    home = channel(store)
    store.ledger.note([home.id], "one", [Message("one")], now=NOW)
    store.ledger.note([home.id], "two", [Message("two")], now=minutes(5))
    one, two = store.ledger.deliveries()
    assert (store.ledger.get(one.id), store.ledger.get(999)) == (one, None)
    assert store.ledger.deliveries(since=minutes(5)) == [two]
    store.ledger.settle(one.id, FAILED, now=minutes(9))
    assert [d.id for d in store.ledger.deliveries(since=minutes(5))] == [one.id, two.id]


def test_nothing_names_a_message_of_the_old_chat_when_a_chat_has_moved(store):
    home, other, there = channel(store, "1"), channel(store, "2"), Address("console", "-100")
    for place in (home, other):
        store.ledger.note([place.id], "old", [Message("old")], now=NOW)
    for delivery in claim(store):
        store.ledger.settle(delivery.id, SENT, now=NOW, remote_id="2")
    mine, theirs = store.ledger.deliveries()
    store.ledger.correct({d: Message("corrected") for d in (mine.id, theirs.id)}, now=NOW)
    assert store.channels.moved(home.id, there)
    assert [d.edits for d in claim(store)] == ["2"]
    dropped = store.ledger.deliveries(channel=home.id, states={DROPPED})
    assert [(d.message.body, d.edits) for d in dropped] == [("corrected", "")]
    assert store.ledger.sent_as(there, "2") is None
    assert store.ledger.sent_as(other.address, "2") == theirs
    assert store.ledger.correct({mine.id: Message("once more")}, now=minutes(1)) == 0
    store.ledger.note([home.id], "new", [Message("new")], now=minutes(1))
    (new,) = claim(store, now=minutes(1))
    store.ledger.settle(new.id, SENT, now=minutes(1), remote_id="2")
    assert store.ledger.sent_as(there, "2").id == new.id
    assert store.ledger.correct({new.id: Message("new, corrected")}, now=minutes(2)) == 1


def test_what_was_on_its_way_when_its_chat_moved_is_never_edited_by_its_number(store):
    home = channel(store, "1")
    store.ledger.note([home.id], "old", [Message("old")], now=NOW)
    (sending,) = claim(store)
    store.ledger.correct({sending.id: Message("earlier edit")}, now=NOW)
    assert store.channels.moved(home.id, Address("console", "-100"))
    store.ledger.correct({sending.id: Message("later edit")}, now=NOW)
    store.ledger.settle(sending.id, SENT, now=NOW, remote_id="2")
    assert (store.ledger.get(sending.id).state, store.ledger.get(sending.id).remote_id) == (SENT, "")
    assert [d.state for d in store.ledger.deliveries()] == [SENT, DROPPED, DROPPED]
    assert claim(store, now=minutes(1)) == []


def test_an_edit_that_met_the_move_is_not_sent_and_what_was_not_taken_is_sent_again(store):
    home, there = channel(store, "1"), Address("console", "-100")
    store.ledger.note([home.id], "old", [Message("old")], now=NOW)
    (old,) = claim(store)
    store.ledger.settle(old.id, SENT, now=NOW, remote_id="2")
    store.ledger.correct({old.id: Message("edit")}, now=NOW)
    store.ledger.note([home.id], "new", [Message("new")], now=NOW)
    (edit,) = claim(store)
    assert store.channels.moved(home.id, there)
    store.ledger.settle(edit.id, PENDING, now=NOW, retry_at=NOW)
    (new,) = claim(store)
    assert (new.message.body, new.address) == ("new", there)
    store.ledger.settle(new.id, PENDING, now=NOW, retry_at=NOW)
    (new,) = claim(store)
    store.ledger.settle(new.id, SENT, now=NOW, remote_id="1")
    assert store.ledger.sent_as(there, "1").id == new.id


def test_another_topic_of_the_same_chat_changes_no_number(store):
    home = channel(store, "1")
    store.ledger.note([home.id], "old", [Message("old")], now=NOW)
    (old,) = claim(store)
    store.ledger.settle(old.id, SENT, now=NOW, remote_id="2")
    assert store.channels.moved(home.id, home.address._replace(thread="9"))
    assert store.ledger.sent_as(home.address, "2").id == old.id
    assert store.ledger.correct({old.id: Message("edit")}, now=NOW) == 1
