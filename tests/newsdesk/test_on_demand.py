"""Briefs that somebody asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.render.desk import DeskRenderer
from newsdesk.model import DeliveryState, Following, Position
from newsdesk.on_demand import brief_now, earliest, more, wishes
from newsdesk.publish import publish_due
from newsdesk.repairs import Making, merge
from newsdesk.store import open_store
from newsdesk.store.memory import MemoryStore
from summarizer.actors.registry import Registry
from summarizer.model import Brief, BriefSpec

from .marking import HOLM, REED, is_accounted, lines
from .readers import EIGHT, add_channel, read, subscribe

SPEC = BriefSpec(max_actors=5, max_bullets=2)
SAID = (
    "Said the harbour bridge will stay closed until the inspection is over",
    "Promised a new ferry to the northern islands",
    "Warned that the toll for lorries doubles in autumn",
    "Announced that the museum of fishing opens its archive to schools",
)
HOUR = timedelta(hours=1)


@pytest.fixture(params=["memory", "sqlite"])
def store(request, tmp_path):
    found = MemoryStore() if request.param == "memory" else open_store(f"sqlite:///{tmp_path}/desk.sqlite3")
    yield found
    found.housekeeping.close()


def texts(brief: Brief) -> list[str]:
    return [text for text, _ in lines(brief)]


def now(store, following=Following(), **options):  # noqa: B008  # frozen
    return brief_now(store, following=following, defaults=SPEC, now=EIGHT, **options)


def test_a_brief_of_the_last_day_whatever_was_sent_before(store) -> None:
    read(store, "old", SAID[3], at=EIGHT - 25 * HOUR)
    read(store, "a", SAID[0], at=EIGHT - 23 * HOUR)
    subscribe(store, add_channel(store))
    publish_due(store, DeskRenderer(), EIGHT, defaults=SPEC)
    found = now(store)
    assert lines(found) == [(SAID[0], "new")]
    assert [a.title for a in found.articles] == ["Title of a"]
    assert is_accounted(found)


def test_a_brief_since_an_instant_or_a_position(store) -> None:
    for n, line in enumerate(SAID[:3]):
        read(store, str(n), line, at=EIGHT - (60 - 20 * n) * HOUR)
    assert texts(now(store)) == [SAID[2]]
    assert set(texts(now(store, since=EIGHT - 50 * HOUR))) == {SAID[1], SAID[2]}
    assert set(texts(now(store, since=Position(1)))) == {SAID[1], SAID[2]}
    assert texts(now(store, since=Position(3))) == texts(now(store, since=EIGHT)) == []


def test_wishes_hold_but_an_actor_who_is_asked_for_is_shown(store) -> None:
    read(store, "a", SAID[0])
    read(store, "b", SAID[1], actor=REED)
    muted = Following(actors=frozenset({HOLM.id}), muted=frozenset({REED.id}))
    assert texts(now(store, muted)) == [SAID[0]]
    assert texts(now(store, muted, actor=REED.id)) == [SAID[1]]
    assert texts(now(store, actor=REED.id)) == [SAID[1]]
    assert texts(now(store, Following(exclude=("ferry",)), actor=REED.id)) == []


def test_an_actor_is_shown_under_the_id_that_repairs_give(store) -> None:
    read(store, "a", SAID[0])
    read(store, "b", SAID[1], actor=REED)
    merge(store, Registry(()), REED, HOLM, making=Making("ada", EIGHT))
    found = now(store, Following(muted=frozenset({HOLM.id})), actor=REED.id)
    assert set(texts(found)) == {SAID[0], SAID[1]}
    assert {section.actor for section in found.sections} == {HOLM}


def test_an_actor_or_an_instant_takes_in_the_backlog_of_the_feeds_that_are_followed(store) -> None:
    one, two = (store.feeds.add(f"https://{n}.example/", now=EIGHT).id for n in "ab")
    read(store, "a", SAID[0], is_news=False, feeds=frozenset({one}))
    read(store, "b", SAID[1], is_news=False, feeds=frozenset({two}))
    read(store, "c", SAID[2], at=EIGHT - 48 * HOUR, is_news=False, feeds=frozenset({two}))
    read(store, "d", SAID[3], actor=REED, is_news=False, feeds=frozenset({two}))
    followed = Following(feeds=frozenset({two}))
    assert texts(now(store)) == []
    assert texts(now(store, followed, actor=HOLM.id)) == [SAID[1]]
    assert set(texts(now(store, followed, actor=HOLM.id, since=EIGHT - 72 * HOUR))) == {SAID[1], SAID[2]}
    found = now(store, followed, since=EIGHT - 72 * HOUR)
    assert set(texts(found)) == {SAID[1], SAID[2], SAID[3]}
    assert is_accounted(found)
    assert all(not article.text for article in found.articles)


def test_only_a_brief_of_an_actor_reaches_back_further_than_two_months(store) -> None:
    read(store, "a", SAID[0], at=earliest(EIGHT) - HOUR)
    read(store, "b", SAID[1], at=earliest(EIGHT))
    assert texts(now(store, since=EIGHT - 9999 * HOUR)) == [SAID[1]]
    assert set(texts(now(store, since=EIGHT - 9999 * HOUR, actor=HOLM.id))) == {SAID[0], SAID[1]}


def published(store):
    (brief,) = {d.brief for d in store.ledger.deliveries() if d.state is DeliveryState.PENDING}
    return store.ledger.brief(brief)


def left_out(store, record, following=Following(), **options):  # noqa: B008  # frozen
    return more(store, record, following=following, defaults=SPEC, now=EIGHT + HOUR, **options)


def test_what_a_brief_had_no_room_for(store) -> None:
    subscribe(store, add_channel(store))
    read(store, "a", *SAID)
    read(store, "b", "Denied that the harbour is for sale", actor=REED)
    publish_due(store, DeskRenderer(), EIGHT, defaults=SPEC)
    record = published(store)
    read(store, "late", "Praised the pilots of the harbour for their work in the storm", at=EIGHT + HOUR)
    found = left_out(store, record)
    assert len(texts(record.brief)) == 3
    assert sorted(texts(record.brief) + texts(found)) == sorted([*SAID, "Denied that the harbour is for sale"])
    assert {status for _, status in lines(found)} == {"new"}
    assert is_accounted(found)
    assert not left_out(store, record, actor=REED.id).sections
    assert set(texts(left_out(store, record, actor=HOLM.id))) == set(texts(found))
    assert not left_out(store, record, Following(actors=frozenset({REED.id}))).sections


def test_nothing_withdrawn_and_nothing_of_an_earlier_brief_comes_as_more(store) -> None:
    wish = subscribe(store, add_channel(store))
    read(store, "a", SAID[0])
    publish_due(store, DeskRenderer(), EIGHT, defaults=SPEC)
    for delivery in store.ledger.claim("console", now=EIGHT, limit=9):
        store.ledger.settle(delivery.id, DeliveryState.SENT, now=EIGHT, remote_id="1")
    read(store, "b", *SAID, at=EIGHT + HOUR)
    store.subscriptions.update(replace(store.subscriptions.get(wish.id), next_due_at=EIGHT + 24 * HOUR))
    publish_due(store, DeskRenderer(), EIGHT + 24 * HOUR, defaults=SPEC)
    record = published(store)
    assert SAID[0] not in texts(record.brief)
    store.ledger.withdraw(record.id, [0, 1])
    found = more(
        store, store.ledger.brief(record.id), following=Following(), defaults=SPEC, now=EIGHT + 25 * HOUR
    )
    assert sorted(texts(record.brief) + texts(found)) == sorted(SAID[1:])


def test_the_wishes_of_a_delivery_are_its_subscriptions_and_its_channels(store) -> None:
    home = add_channel(store, following=Following(exclude=("golf",)))
    subscribe(store, home, following=Following(include=("harbour",)))
    read(store, "a", SAID[0])
    publish_due(store, DeskRenderer(), EIGHT, defaults=SPEC)
    (delivery,) = store.ledger.deliveries()
    assert wishes(store, delivery) == Following(include=("harbour",), exclude=("golf",))
    assert wishes(store, replace(delivery, subscription=None)) == Following(exclude=("golf",))
    store.channels.remove(home.id)
    assert wishes(store, delivery) == Following()
