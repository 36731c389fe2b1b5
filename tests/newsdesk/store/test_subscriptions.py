from dataclasses import replace
from datetime import date, time

from newsdesk.model import BriefId, Follower, Following, Position
from newsdesk.schedule import Pause, QuietHours, Schedule

from .builders import NOW, channel, minutes, published, subscription


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
    both = follow(channel(store, "3", "telegram"), one)
    follow(store.channels.get(both), two, three)
    shared = channel(store, "4")
    store.channels.update(replace(shared, following=Following(feeds=frozenset({three}))))
    follow(shared)
    channel(store, "5")
    assert store.subscriptions.followers([one, two]) == [
        Follower(everything, "console", frozenset({one, two})),
        Follower(both, "telegram", frozenset({one, two})),
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


def test_a_removed_subscription_leaves_its_deliveries_to_be_sent(store):
    wish = subscription(store, channel(store))
    published(store, wish)
    assert store.subscriptions.remove(wish.id)
    assert not store.subscriptions.remove(wish.id)
    assert store.subscriptions.get(wish.id) is None
    (sending,) = store.ledger.claim("console", now=NOW, limit=9)
    assert sending.subscription is None
