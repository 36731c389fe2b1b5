from dataclasses import replace
from datetime import date, time

import pytest

from newsdesk.model import BriefId, BriefKind, DeliveryState, Follower, Following, Message, Position
from newsdesk.schedule import Pause, QuietHours, Schedule

from .builders import NOW, brief, channel, minutes, published, subscription


def test_a_subscription_comes_back_whole(store):
    home = channel(store)
    wish = subscription(store, home)
    full = replace(
        wish,
        schedule=Schedule(
            (time(7, 30), time(18)),
            zone="America/New_York",
            weekdays=frozenset({0, 4}),
            quiet=QuietHours(time(22), time(6)),
            pauses=(Pause(date(2026, 8, 1), date(2026, 8, 15)),),
        ),
        name="morning",
        following=Following(include=("harbour",)),
        next_due_at=minutes(3),
    )
    store.subscriptions.update(full)
    assert store.subscriptions.get(wish.id) == full
    assert store.subscriptions.of() == store.subscriptions.of(home.id) == [full]


def test_who_follows_a_feed_expressly_or_with_all_and_by_whichever_subscription(store):
    one, two, three = (store.feeds.add(f"https://{n}.example/", now=NOW).id for n in "abc")

    def follow(home, *feeds):
        wish = subscription(store, home)
        store.subscriptions.update(replace(wish, following=Following(feeds=frozenset(feeds))))
        return home.id

    everything, gone = follow(channel(store, "1")), channel(store, "2")
    follow(gone, one)
    store.channels.gone(gone.id, NOW, "blocked")
    abroad = channel(store, "3", "telegram")
    store.channels.update(replace(abroad, language="uk"))
    both = follow(abroad, one)
    follow(store.channels.get(both), two, three)
    shared = channel(store, "4")
    store.channels.update(replace(shared, following=Following(feeds=frozenset({three}))))
    follow(shared)
    channel(store, "5")
    assert store.subscriptions.followers([one, two]) == [
        Follower(everything, "console", frozenset({one, two}), "en"),
        Follower(both, "telegram", frozenset({one, two}), "uk"),
    ]
    assert [f.channel for f in store.subscriptions.followers([three])] == [everything, both, shared.id]
    assert store.subscriptions.followers([]) == []


def test_an_update_leaves_alone_what_the_ledger_keeps(store):
    wish = subscription(store, channel(store))
    store.subscriptions.update(replace(wish, confirmed=Position(99), last_brief=BriefId(7), name="x"))
    assert store.subscriptions.get(wish.id) == replace(wish, name="x")


def test_a_slot_is_put_off_without_undoing_what_was_decided_meanwhile(store):
    wish = subscription(store, channel(store), due=0)
    decided = replace(wish, name="renamed", following=Following(exclude=("toll",)))
    store.subscriptions.update(decided)
    assert store.subscriptions.wait(wish.id, expected=wish.next_due_at, next_due_at=minutes(60))
    assert store.subscriptions.get(wish.id) == replace(decided, next_due_at=minutes(60))
    assert not store.subscriptions.wait(wish.id, expected=wish.next_due_at, next_due_at=minutes(90))
    assert store.subscriptions.get(wish.id).next_due_at == minutes(60)
    assert store.subscriptions.wait(wish.id, expected=minutes(60), next_due_at=None)
    assert store.subscriptions.wait(wish.id, expected=None, next_due_at=NOW)
    assert store.subscriptions.get(wish.id) == decided
    store.subscriptions.remove(wish.id)
    assert not store.subscriptions.wait(wish.id, expected=NOW, next_due_at=minutes(1))


def test_the_longest_due_comes_first_and_gone_channels_not_at_all(store):
    home, gone = channel(store, "1"), channel(store, "2")
    late = subscription(store, home, due=5)
    later = subscription(store, home, due=1)
    subscription(store, home, due=None)
    subscription(store, gone, due=0)
    store.channels.gone(gone.id, NOW, "blocked")
    assert store.subscriptions.due(NOW, limit=9) == []
    assert store.subscriptions.due(minutes(5), limit=9) == [(later, home), (late, home)]
    assert store.subscriptions.due(minutes(5), limit=1) == [(later, home)]


@pytest.mark.parametrize("kind", [BriefKind.BRIEF, BriefKind.ALERT])
def test_a_slot_waits_while_its_channel_has_a_brief_or_an_alert_on_its_way(store, kind):
    """Whichever subscription it was for: marks are made against all that the channel got."""
    home, other = channel(store, "1"), channel(store, "2")
    first, second, elsewhere = subscription(store, home), subscription(store, home), subscription(store, other)
    if kind is BriefKind.BRIEF:
        published(store, first, parts=2)
    else:
        store.ledger.alert(brief(kind=kind), [Message("one"), Message("two")], [home.id], now=NOW)
    assert store.subscriptions.due(minutes(2000), limit=9) == [(elsewhere, other)]
    for _ in range(2):
        (part,) = store.ledger.claim("console", now=NOW, limit=9)
        assert store.subscriptions.due(minutes(2000), limit=9) == [(elsewhere, other)]
        store.ledger.settle(part.id, DeliveryState.SENT, now=NOW, remote_id="m1")
    due = [wish.id for wish, _ in store.subscriptions.due(minutes(2000), limit=9)]
    assert sorted(due) == [first.id, second.id, elsewhere.id]


@pytest.mark.parametrize("state", [DeliveryState.UNCERTAIN, DeliveryState.FAILED, DeliveryState.DROPPED])
def test_a_slot_waits_no_more_for_what_will_never_come(store, state):
    wish = subscription(store, channel(store))
    published(store, wish)
    (sending,) = store.ledger.claim("console", now=NOW, limit=9)
    store.ledger.settle(sending.id, DeliveryState.PENDING, now=NOW, retry_at=minutes(60))
    assert store.subscriptions.due(minutes(1440), limit=9) == []
    (sending,) = store.ledger.claim("console", now=minutes(60), limit=9)
    store.ledger.settle(sending.id, state, now=NOW)
    assert [w.id for w, _ in store.subscriptions.due(minutes(1440), limit=9)] == [wish.id]


def test_a_channel_that_comes_back_waits_for_nothing_that_was_dropped(store):
    home = channel(store)
    wish = subscription(store, home)
    published(store, wish)
    store.channels.gone(home.id, NOW, "blocked")
    assert channel(store).id == home.id
    assert [w.id for w, _ in store.subscriptions.due(minutes(1440), limit=9)] == [wish.id]


def test_no_slot_waits_for_notes_and_edits(store):
    """They hold no line that a brief would say again."""
    home = channel(store)
    wish = subscription(store, home)
    (sent,) = published(store, wish)
    store.ledger.claim("console", now=NOW, limit=9)
    store.ledger.settle(sent.id, DeliveryState.SENT, now=NOW, remote_id="m1")
    assert store.ledger.correct({sent.id: Message("struck out")}, now=NOW) == 1
    assert store.ledger.note([home.id], "hello", [Message("x")], now=NOW) == 1
    assert [w.id for w, _ in store.subscriptions.due(minutes(1440), limit=9)] == [wish.id]


def test_whoever_waits_keeps_nobody_from_being_due(store):
    for number in range(3):
        published(store, subscription(store, channel(store, f"waits {number}")))
    free = subscription(store, channel(store, "free"), due=1500)
    assert [w.id for w, _ in store.subscriptions.due(minutes(1500), limit=1)] == [free.id]


def test_a_removed_subscription_leaves_its_deliveries_to_be_sent(store):
    wish = subscription(store, channel(store))
    published(store, wish)
    assert store.subscriptions.remove(wish.id)
    assert not store.subscriptions.remove(wish.id)
    assert store.subscriptions.get(wish.id) is None
    (sending,) = store.ledger.claim("console", now=NOW, limit=9)
    assert sending.subscription is None
