"""What needs the operator, and what does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from newsdesk.errors import NotUncertain
from newsdesk.model import Address, DeliveryState, Filed, Message, NewEntry, Subscription, SubscriptionId
from newsdesk.schedule import QuietHours, Schedule
from newsdesk.status import Trouble, examine, settle, waiting
from newsdesk.store.memory import MemoryStore
from summarizer.model import Article, ArticleId

from .store.builders import channel, published, subscription

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def store():
    return MemoryStore()


def troubles(store, *, now=NOW):
    return [p.trouble for p in examine(store, now=now).problems]


def failing(store, *, since):
    feed = store.feeds.add("https://feeds.example/a.xml", now=since)
    store.feeds.checked(replace(feed, failures=3, failing_since_at=since, error="404 Not Found"), now=since)


def sending(store, state=None, *, at=NOW):
    """A note to a channel, claimed and settled as told; its delivery."""
    channel = store.channels.add(Address("console", "-"), now=at)
    store.ledger.note([channel.id], f"note:{at}", [Message("Hello")], now=at)
    delivery = store.ledger.deliveries()[-1]
    if state:
        store.ledger.claim("console", now=at, limit=1)
        store.ledger.settle(delivery.id, state, now=at, error="broken off")
    return delivery.id


def test_an_empty_desk_is_well(store):
    seen = examine(store, now=NOW)
    assert seen.healthy
    assert seen.tally.feeds == 0


@pytest.mark.parametrize(("hours", "found"), [(23, []), (25, [Trouble.FEED])])
def test_a_feed_is_a_problem_after_a_day(store, hours, found):
    failing(store, since=NOW - hours * HOUR)
    assert troubles(store) == found


def test_the_problem_of_a_feed_says_why_and_since_when(store):
    failing(store, since=NOW - 30 * HOUR)
    (problem,) = examine(store, now=NOW).problems
    assert problem.sentence == "https://feeds.example/a.xml cannot be fetched: 404 Not Found"
    assert problem.since_at == NOW - 30 * HOUR


@pytest.mark.parametrize(("hours", "found"), [(5, []), (7, [Trouble.PAGES])])
def test_entries_may_wait_six_hours_for_their_page(store, hours, found):
    at = NOW - hours * HOUR
    feed = store.feeds.add("https://feeds.example/a.xml", now=at)
    store.feeds.checked(feed, [NewEntry("1", "f", url="https://news.example/1")], now=at)
    assert troubles(store) == found


@pytest.mark.parametrize(("hours", "found"), [(5, []), (7, [Trouble.READING])])
def test_articles_may_wait_six_hours_to_be_read(store, hours, found):
    at = NOW - hours * HOUR
    store.articles.file(Filed("k", Article(ArticleId(""), "Text."), at), now=at)
    assert troubles(store) == found


@pytest.mark.parametrize(("minutes", "found"), [(10, []), (20, [Trouble.DUE])])
def test_a_brief_may_be_late_by_a_quarter_of_an_hour(store, minutes, found):
    channel = store.channels.add(Address("console", "-"), now=NOW)
    due = NOW - timedelta(minutes=minutes)
    schedule = Schedule((time(8),))
    store.subscriptions.add(Subscription(SubscriptionId(0), channel.id, schedule, next_due_at=due))
    assert troubles(store) == found


@pytest.mark.parametrize(("minutes", "found"), [(10, []), (20, [Trouble.WAITING])])
def test_a_slot_may_wait_a_quarter_of_an_hour_for_an_earlier_brief(store, minutes, found):
    """It is not the desk that makes no brief."""
    wish = subscription(store, channel(store))
    published(store, wish)
    at = store.subscriptions.get(wish.id).next_due_at + timedelta(minutes=minutes)
    (sending_now,) = store.ledger.claim("console", now=at, limit=1)
    seen = examine(store, now=at)
    assert [p.trouble for p in seen.problems] == found
    assert waiting(seen.tally) == "1 slot waits for an earlier brief or alert of its channel"
    store.ledger.settle(sending_now.id, DeliveryState.SENT, now=at, remote_id="m1")
    assert examine(store, now=at).tally.slots_waiting == 0


@pytest.mark.parametrize(("hours", "found"), [(0.5, []), (2, [Trouble.SENDING])])
def test_a_message_may_wait_an_hour(store, hours, found):
    sending(store, at=NOW - hours * HOUR)
    assert troubles(store) == found


def test_messages_of_a_channel_that_is_gone_are_no_backlog(store):
    sending(store, at=NOW - 2 * HOUR)
    (channel,) = store.channels.all()
    store.channels.gone(channel.id, NOW, "blocked")
    assert troubles(store) == []


def test_an_uncertain_send_names_its_delivery(store):
    delivery = sending(store, DeliveryState.UNCERTAIN)
    (problem,) = examine(store, now=NOW).problems
    assert (problem.trouble, problem.delivery) == (Trouble.UNCERTAIN, delivery)
    assert "note, to console:-" in problem.sentence


@pytest.mark.parametrize(("hours", "found"), [(23, [Trouble.FAILED]), (25, [])])
def test_a_failed_send_is_news_for_a_day(store, hours, found):
    sending(store, DeliveryState.FAILED, at=NOW - hours * HOUR)
    assert troubles(store) == found


@pytest.mark.parametrize(("sent", "state"), [(True, DeliveryState.SENT), (False, DeliveryState.PENDING)])
def test_the_operator_settles_what_nobody_knows(store, sent, state):
    delivery = sending(store, DeliveryState.UNCERTAIN)
    settle(store, delivery, sent=sent, now=NOW)
    assert [d.state for d in store.ledger.deliveries()] == [state]
    assert troubles(store) == []


@pytest.mark.parametrize("state", [DeliveryState.SENT, DeliveryState.FAILED, None])
def test_what_is_known_is_not_settled_by_hand(store, state):
    delivery = sending(store, state)
    before = store.ledger.deliveries()
    with pytest.raises(
        NotUncertain, match=f"Delivery {delivery} is not uncertain. Uncertain deliveries: none."
    ):
        settle(store, delivery, sent=True, now=NOW)
    assert store.ledger.deliveries() == before


def test_what_is_older_than_a_day_is_not_sent_again_by_hand_either(store):
    """A message that would be dropped when it is to be sent is not promised."""
    delivery = sending(store, DeliveryState.UNCERTAIN, at=NOW - 25 * HOUR)
    assert settle(store, delivery, sent=False, now=NOW).state is DeliveryState.DROPPED
    assert [d.state for d in store.ledger.deliveries()] == [DeliveryState.DROPPED]


def test_what_waits_for_the_end_of_quiet_hours_is_no_backlog(store):
    delivery = sending(store, at=NOW - 2 * HOUR)
    (channel,) = store.channels.all()
    store.channels.update(replace(channel, quiet=QuietHours(time(9), time(13))))
    assert store.ledger.claim("console", now=NOW - 2 * HOUR, limit=9) == []
    assert troubles(store) == []
    assert troubles(store, now=NOW + 3 * HOUR) == [Trouble.SENDING]
    assert store.ledger.get(delivery).next_try_at == NOW + HOUR


@pytest.mark.parametrize("running", [True, False, None])
def test_a_message_that_is_not_taken_is_told_at_once(store, running):
    """With why, and when it is tried again; not after an hour."""
    delivery = sending(store)
    store.ledger.claim("console", now=NOW, limit=1)
    retry_at = NOW + timedelta(seconds=90)
    store.ledger.settle(delivery, DeliveryState.PENDING, now=NOW, error="No room.", retry_at=retry_at)
    seen = examine(store, now=NOW, running=running)
    (problem,) = (p for p in seen.problems if p.trouble is Trouble.FAILING)
    assert problem.sentence == (
        f"Delivery {delivery} was tried once and not taken (note, to console:-): No room. "
        "It is tried again at 12:01:30 UTC."
    )
    assert [d.id for d in seen.failing] == [delivery]


@pytest.mark.parametrize(("running", "found"), [(True, []), (False, [Trouble.CUT_SHORT]), (None, [])])
def test_what_was_on_its_way_when_the_desk_died_is_told(store, running, found):
    sending(store)
    store.ledger.claim("console", now=NOW, limit=1)
    assert [p.trouble for p in examine(store, now=NOW, running=running).problems] == found


@pytest.mark.parametrize(("running", "found"), [(True, []), (False, [Trouble.STOPPED]), (None, [])])
def test_a_desk_that_does_not_run_is_told_when_somebody_waits_for_it(store, running, found):
    assert examine(store, now=NOW, running=running).healthy
    channel = store.channels.add(Address("console", "-"), now=NOW)
    store.subscriptions.add(Subscription(SubscriptionId(0), channel.id, Schedule((time(8),))))
    assert [p.trouble for p in examine(store, now=NOW, running=running).problems] == found


def test_a_feed_that_is_gone_is_told_as_such_at_once(store):
    """Nobody checks it again, so waiting for a day changes nothing."""
    feed = store.feeds.add("https://feeds.example/a.xml", now=NOW)
    gone = replace(feed, failures=1, failing_since_at=NOW, error="410 Gone.", next_check_at=None)
    store.feeds.checked(gone, now=NOW)
    (problem,) = examine(store, now=NOW).problems
    assert problem.trouble is Trouble.GONE
    assert problem.sentence == (
        "https://feeds.example/a.xml is gone for good, and is not checked any more: 410 Gone."
    )
