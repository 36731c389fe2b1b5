"""Publishing: what a tick makes of due slots, over a store in memory."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
import structlog

from bot.render.desk import DeskRenderer
from newsdesk.alerts import raise_alerts
from newsdesk.corrections import correct_changed
from newsdesk.model import (
    Delivery,
    DeliveryKind,
    DeliveryState,
    Feed,
    FeedId,
    Following,
    Position,
    Repair,
    RepairId,
    RepairKind,
    WhenEmpty,
)
from newsdesk.publish import Failures, publish_due, upcoming
from newsdesk.schedule import QuietHours, Schedule, SlotKey
from newsdesk.store.memory import MemoryStore
from newsdesk.store.memory.ledger import MemoryLedger
from newsdesk.store.memory.readings import MemoryReadings
from newsdesk.store.memory.subscriptions import MemorySubscriptions
from newsdesk.subscribe import pause
from summarizer.model import BriefSpec, Status

from .marking import HOLM, REED, lines
from .readers import EIGHT, START, add_channel, read, subscribe

SPEC = BriefSpec()
DAY = timedelta(days=1)
BRIDGE = "Said the harbour bridge will stay closed until the inspection is over"
FERRY = "Promised a new ferry to the northern islands"
TOLL = "Warned that the toll for lorries doubles in autumn"


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


def publish(store, now=EIGHT, *, renderer=None, spec=SPEC, **options):
    return publish_due(store, renderer or DeskRenderer(), now, defaults=spec, **options)


def waiting(store) -> list[Delivery]:
    return store.ledger.deliveries(states={DeliveryState.PENDING})


def deliver(store, now=EIGHT) -> list[str]:
    """Send everything; the bodies."""
    bodies = []
    while claimed := store.ledger.claim("console", now=now, limit=100):
        for delivery in claimed:
            store.ledger.settle(delivery.id, DeliveryState.SENT, now=now, remote_id=f"r{delivery.id}")
            bodies.append(delivery.message.body)
    return bodies


def last_brief(store):
    (brief,) = {d.brief for d in waiting(store)}
    return store.ledger.brief(brief)


def test_a_due_subscription_gets_what_was_read(store) -> None:
    """One brief, one delivery a part, and the next slot."""
    wish = subscribe(store, add_channel(store))
    read(store, "a", BRIDGE)
    published = publish(store)
    assert (published.due, published.briefs, published.sent, published.failed) == (1, 1, 1, 0)
    (delivery,) = waiting(store)
    assert "Ada Holm" in delivery.message.body
    assert delivery.message.bullets == (0,)
    assert store.subscriptions.get(wish.id).next_due_at == EIGHT + DAY


def test_before_its_minute_nothing_is_made(store) -> None:
    """And nothing is read either."""
    subscribe(store, add_channel(store))
    read(store, "a", BRIDGE)
    assert publish(store, EIGHT - timedelta(seconds=1)).due == 0
    assert waiting(store) == []


def test_a_tick_that_runs_twice_publishes_once(store) -> None:
    """Two processes, or a clock set back: the slot is claimed."""
    wish = subscribe(store, add_channel(store))
    read(store, "a", BRIDGE)
    publish(store)
    store.subscriptions.update(replace(store.subscriptions.get(wish.id), next_due_at=EIGHT))
    assert publish(store).sent == 0
    assert len(waiting(store)) == 1


def test_an_empty_digest_posted(store) -> None:
    """Nothing new: no message, and the window moves on."""
    wish = subscribe(store, add_channel(store))
    published = publish(store)
    assert (published.empty, published.briefs) == (1, 0)
    assert waiting(store) == []
    assert store.subscriptions.get(wish.id).next_due_at == EIGHT + DAY


def test_a_channel_that_wants_to_know_gets_one_line_for_nothing_new(store) -> None:
    """A note, which confirms nothing that was not read."""
    subscribe(store, add_channel(store, when_empty=WhenEmpty.NOTE))
    publish(store)
    (note,) = waiting(store)
    assert (note.kind, note.message.body) == (DeliveryKind.NOTE, "Nothing new since the last brief.")


def test_incremental_mode_sending_old_items_again(store) -> None:
    """What was confirmed is not in the next window, and what another outlet repeats is folded."""
    subscribe(store, add_channel(store))
    read(store, "a", BRIDGE)
    publish(store)
    deliver(store)
    read(store, "b", BRIDGE, FERRY, outlet="Pier Post")
    publish(store, EIGHT + DAY)
    record = last_brief(store)
    assert lines(record.brief) == [(FERRY, "new")]
    assert record.brief.coverage.folded == 1
    deliver(store)
    assert publish(store, EIGHT + 2 * DAY).empty == 1


def test_news_between_two_slots_lost(store) -> None:
    """A brief that was not confirmed moves no window: all of it comes again, with what is new since."""
    subscribe(store, add_channel(store))
    read(store, "a", BRIDGE)
    publish(store)
    (lost,) = store.ledger.claim("console", now=EIGHT, limit=1)
    store.ledger.settle(lost.id, DeliveryState.UNCERTAIN, now=EIGHT, error="?")
    read(store, "b", FERRY)
    publish(store, EIGHT + DAY)
    assert sorted(lines(last_brief(store).brief)) == [(FERRY, "new"), (BRIDGE, "new")]


def test_the_minute_of_the_schedule_missed_because_of_a_restart_so_the_day_was_lost(store) -> None:
    """Down from 07:00 to 11:30 two days later: one brief, for the latest slot, marked late."""
    wish = subscribe(store, add_channel(store))
    read(store, "a", BRIDGE)
    back = EIGHT + 2 * DAY + timedelta(hours=3, minutes=30)
    assert publish(store, back).sent == 1
    (delivery,) = waiting(store)
    assert delivery.late
    assert "Due at 08:00 on 14 May 2025; Newsdesk could not send it then." in delivery.message.body
    assert store.subscriptions.get(wish.id).next_due_at == EIGHT + 3 * DAY
    assert publish(store, back).due == 0


def test_the_due_time_is_told_in_the_zone_of_the_schedule(store) -> None:
    """08:00 in Kyiv is 05:00 UTC in May."""
    due_at = datetime(2025, 5, 12, 5, 0, tzinfo=UTC)
    subscribe(store, add_channel(store), schedule=Schedule((time(8),), zone="Europe/Kyiv"), due_at=due_at)
    read(store, "a", BRIDGE, at=START - DAY)
    publish(store, due_at + timedelta(hours=2))
    assert "Due at 08:00 on 12 May 2025" in waiting(store)[0].message.body


def test_a_brief_that_would_be_late_in_quiet_hours_waits_for_their_end(store) -> None:
    """The channel's quiet hours hold for its subscriptions."""
    channel = add_channel(store, quiet=QuietHours(time(22), time(7)))
    wish = subscribe(store, channel)
    read(store, "a", BRIDGE)
    night = EIGHT + timedelta(hours=15)
    assert publish(store, night).held == 1
    assert store.subscriptions.get(wish.id).next_due_at == datetime(2025, 5, 13, 7, 0, tzinfo=UTC)
    assert publish(store, night).due == 0
    assert publish(store, datetime(2025, 5, 13, 7, 0, tzinfo=UTC)).sent == 1


def test_what_is_decided_while_slots_are_answered_is_not_undone(store) -> None:
    """Somebody mutes a word just after the tick has looked which slots are due; quiet hours hold the slot."""

    class Deciding(MemorySubscriptions):
        def due(self, now, /, *, limit):
            found = super().due(now, limit=limit)
            for wish, _ in found:
                self.update(replace(self.get(wish.id), name="x", following=Following(exclude=("toll",))))
            return found

    wish = subscribe(store, add_channel(store, quiet=QuietHours(time(22), time(7))))
    store.subscriptions = Deciding(store.subscriptions._state)
    assert publish(store, EIGHT + timedelta(hours=15)).held == 1
    kept = store.subscriptions.get(wish.id)
    assert (kept.name, kept.following) == ("x", Following(exclude=("toll",)))
    assert kept.next_due_at == datetime(2025, 5, 13, 7, 0, tzinfo=UTC)


def test_one_brief_is_computed_for_everybody_who_gets_the_same(store) -> None:
    """Thirty channels with two wishes between them: two briefs, thirty deliveries."""
    for n in range(30):
        channel = add_channel(store, f"chat{n}")
        subscribe(store, channel, following=Following(actors=frozenset({HOLM.id} if n % 2 else {REED.id})))
    read(store, "a", BRIDGE)
    read(store, "b", FERRY, actor=REED)
    published = publish(store, chunk=7)
    assert (published.due, published.sent) == (30, 30)
    texts = {d.message.body.count("harbour bridge") for d in waiting(store)}
    assert texts == {0, 1}
    assert len(waiting(store)) == 30
    assert len({d.brief for d in waiting(store)}) <= 2 * 5  # a chunk of seven writes its own


def test_platforms_get_their_own_messages_of_the_same_brief(store) -> None:
    """Markup differs, bullets do not."""
    for platform in ("console", "telegram", "slack"):
        subscribe(store, add_channel(store, "1", platform))
    read(store, "a", BRIDGE)
    assert publish(store).sent == 3
    bodies: dict[str, list[str]] = {}
    for d in sorted(waiting(store), key=lambda d: d.part):
        bodies.setdefault(d.address.platform, []).append(d.message.body)
    (text,) = bodies["telegram"]
    assert "<b>Ada Holm</b>" in json.loads(text)["text"]
    parent, below = map(json.loads, bodies["slack"])
    assert parent["text"].startswith("News brief\n")
    assert "thread" not in parent
    assert below["thread"] is True
    assert below["text"].startswith("Ada Holm\n• Said the harbour bridge")
    assert bodies["console"][0].startswith("News brief\n")


def test_wishes_are_kept(store) -> None:
    """Feeds, actors, muted ones, words and lengths."""

    def gets(following: Following) -> list[str]:
        channel = add_channel(store, f"chat{following!r}")
        wish = subscribe(store, channel, following=following)
        return sorted(text for text, _ in lines(upcoming(store, wish, channel, EIGHT, defaults=SPEC).brief))

    one = read(store, "a", BRIDGE, TOLL)
    read(store, "b", FERRY, actor=REED)
    feed = store.feeds.add("https://wire.example/feed", now=START)
    assert isinstance(feed, Feed)
    filed = store.articles.get([one])[one]
    store.articles.file(replace(filed, feeds=frozenset({feed.id})), now=START)
    assert gets(Following()) == sorted([BRIDGE, FERRY, TOLL])
    assert gets(Following(feeds=frozenset({feed.id}))) == sorted([BRIDGE, TOLL])
    assert gets(Following(feeds=frozenset({FeedId(999)}))) == []
    assert gets(Following(actors=frozenset({REED.id}))) == [FERRY]
    assert gets(Following(muted=frozenset({REED.id}))) == sorted([BRIDGE, TOLL])
    assert gets(Following(include=("toll",))) == [TOLL]
    assert gets(Following(exclude=("toll", "ferry"))) == [BRIDGE]
    assert len(gets(Following(max_actors=1, max_bullets=1))) == 1


def test_repairs_hold_for_readings_and_wishes(store) -> None:
    """Who follows a name that was merged away gets the statements of both."""
    read(store, "a", BRIDGE)
    read(store, "b", FERRY, actor=REED)
    store.actors.repair(Repair(RepairId(0), RepairKind.MERGE, REED.id, "me", START, other=HOLM))
    channel = add_channel(store)
    wish = subscribe(store, channel, following=Following(actors=frozenset({REED.id})))
    brief = upcoming(store, wish, channel, EIGHT, defaults=SPEC).brief
    assert [(s.actor, len(s.bullets)) for s in brief.sections] == [(HOLM, 2)]


def test_repeated_lines_leave_their_room_to_new_ones(store) -> None:
    """One bullet an actor: the best is known already, so the next best is printed."""
    subscribe(store, add_channel(store), following=Following(max_bullets=1))
    read(store, "a", BRIDGE)
    publish(store)
    deliver(store)
    for n, outlet in enumerate(("Pier Post", "Cape Courier", "Quay Times")):
        read(store, f"b{n}", BRIDGE, outlet=outlet)
    read(store, "c", FERRY)
    publish(store, EIGHT + DAY)
    brief = last_brief(store).brief
    assert lines(brief) == [(FERRY, "new")]
    c = brief.coverage
    assert c.attributed == c.bullets + c.folded + c.withheld + c.left_out == 4


def test_a_change_is_marked(store) -> None:
    """Another figure for the same thing."""
    subscribe(store, add_channel(store))
    read(store, "a", "Said 12 boats were lost in the storm")
    publish(store)
    deliver(store)
    read(store, "b", "Said 15 boats were lost in the storm")
    publish(store, EIGHT + DAY)
    ((_, status),) = lines(last_brief(store).brief)
    assert status == Status.CHANGED.value
    assert "· changed" in waiting(store)[0].message.body


def test_a_week_that_is_an_hour_longer_loses_no_hour(store) -> None:
    """Mondays at 08:00 in Berlin, across the end of summer time: 169 hours between two briefs."""
    schedule = Schedule((time(8),), zone="Europe/Berlin", weekdays=frozenset({0}))
    monday = datetime(2025, 10, 20, 6, 0, tzinfo=UTC)
    wish = subscribe(store, add_channel(store), schedule=schedule, due_at=monday)
    read(store, "a", BRIDGE, at=monday - timedelta(hours=1))
    publish(store, monday)
    deliver(store, monday)
    read(store, "b", FERRY, at=monday + timedelta(minutes=30))
    read(store, "c", TOLL, at=monday + DAY)
    next_monday = store.subscriptions.get(wish.id).next_due_at
    assert next_monday - monday == timedelta(hours=169)
    publish(store, next_monday)
    assert sorted(lines(last_brief(store).brief)) == [(FERRY, "new"), (TOLL, "new")]


def test_the_first_brief_after_a_long_pause_tells_all_of_it(store) -> None:
    """Fifteen days off: what came on the second of them is there."""
    wish = subscribe(store, add_channel(store))
    read(store, "a", BRIDGE)
    publish(store)
    deliver(store)
    pause(store, [wish.id], last=(EIGHT + 15 * DAY).date(), now=EIGHT)
    read(store, "b", FERRY, at=EIGHT + DAY)
    read(store, "c", TOLL, at=EIGHT + 14 * DAY)
    back = store.subscriptions.get(wish.id).next_due_at
    assert back == EIGHT + 16 * DAY
    publish(store, back)
    assert sorted(lines(last_brief(store).brief)) == [(FERRY, "new"), (TOLL, "new")]


def test_a_line_that_the_channel_was_sent_by_another_subscription_is_no_news(store) -> None:
    """Two wishes of one chat, at 08:00 and 12:00; the second brief has only what is new since the first."""
    channel = add_channel(store)
    noon = EIGHT + timedelta(hours=4)
    subscribe(store, channel)
    second = subscribe(
        store, channel, due_at=noon, schedule=Schedule((time(12),)), following=Following(max_bullets=4)
    )
    read(store, "a", BRIDGE)
    publish(store)
    deliver(store)
    read(store, "b", FERRY, at=EIGHT + DAY)
    brief = upcoming(store, second, channel, noon, defaults=SPEC).brief
    publish(store, noon)
    assert lines(last_brief(store).brief) == lines(brief) == [(FERRY, "new")]


def test_a_brief_waits_until_the_one_before_it_has_arrived(store) -> None:
    """A slow platform: tomorrow's slot is answered when today's brief is there, and repeats nothing of it."""
    wish = subscribe(store, add_channel(store))
    read(store, "a", BRIDGE)
    publish(store)
    (slow,) = store.ledger.claim("console", now=EIGHT, limit=1)
    read(store, "b", FERRY, at=EIGHT + timedelta(hours=1))
    assert publish(store, EIGHT + DAY).due == 0
    store.ledger.settle(slow.id, DeliveryState.SENT, now=EIGHT + DAY, remote_id="r")
    soon = EIGHT + DAY + timedelta(minutes=5)
    assert publish(store, soon).sent == 1
    assert lines(last_brief(store).brief) == [(FERRY, "new")]
    assert [d.late for d in waiting(store)] == [False]
    assert store.subscriptions.get(wish.id).next_due_at == EIGHT + 2 * DAY


def test_slots_that_waited_long_are_answered_by_one_late_brief(store) -> None:
    """As after a downtime: the latest slot stands for all."""
    subscribe(store, add_channel(store))
    read(store, "a", BRIDGE)
    publish(store)
    (slow,) = store.ledger.claim("console", now=EIGHT, limit=1)
    read(store, "b", FERRY, at=EIGHT + timedelta(hours=1))
    freed = EIGHT + 2 * DAY + timedelta(hours=1)
    store.ledger.settle(slow.id, DeliveryState.FAILED, now=freed)
    assert publish(store, freed).sent == 1
    assert sorted(lines(last_brief(store).brief)) == [(FERRY, "new"), (BRIDGE, "new")]
    (late,) = waiting(store)
    assert "Due at 08:00 on 14 May 2025; Newsdesk could not send it then." in late.message.body
    assert len(store.ledger._state.slots) == 3


def test_a_brief_waits_for_an_alert_that_is_on_its_way(store) -> None:
    """It would say the line again."""
    channel = add_channel(store, alert_actors=frozenset({HOLM.id}), alerts_per_day=5)
    subscribe(store, channel)
    read(store, "a", BRIDGE, at=EIGHT - timedelta(minutes=1))
    assert raise_alerts(store, DeskRenderer(), EIGHT, defaults=SPEC).alerted == 1
    assert publish(store).due == 0
    deliver(store)
    assert publish(store).empty == 1


def test_two_wishes_of_one_chat_that_are_due_together_say_nothing_twice(store) -> None:
    """The second is answered when the first has arrived, with what is left; both get their turn."""
    channel = add_channel(store)
    subscribe(store, channel, following=Following(actors=frozenset({HOLM.id})))
    subscribe(store, channel)
    read(store, "a", BRIDGE)
    read(store, "b", FERRY, actor=REED)
    first = publish(store)
    assert (first.sent, first.passed) == (1, 1)
    assert publish(store).due == 0
    one = lines(last_brief(store).brief)
    deliver(store)
    second = publish(store, EIGHT + timedelta(seconds=5))
    assert second.sent + second.empty == 1
    two = lines(last_brief(store).brief) if waiting(store) else []
    assert sorted(text for text, _ in one + two) == sorted([BRIDGE, FERRY])


def test_whoever_of_one_chat_waits_longest_is_answered_first(store) -> None:
    """On a platform that takes long for each message, and of which nobody ever knows whether it took it."""
    channel, schedule = add_channel(store), Schedule((time(8), time(9), time(10), time(11)))
    wishes = [
        subscribe(store, channel, schedule=schedule, following=Following(max_bullets=n)).id for n in (2, 3, 4)
    ]
    read(store, "a", BRIDGE)
    answered = []
    for hour in range(6):
        now = EIGHT + timedelta(hours=hour)
        publish(store, now)
        (sending,) = store.ledger.claim("console", now=now, limit=9)
        answered.append(sending.subscription)
        store.ledger.settle(sending.id, DeliveryState.UNCERTAIN, now=now)
    assert set(answered[:3]) == set(wishes)


def test_a_look_at_the_next_brief_needs_not_wait(store) -> None:
    """While the last one is on its way."""
    channel = add_channel(store)
    wish = subscribe(store, channel)
    read(store, "a", BRIDGE)
    publish(store)
    before = store.ledger.deliveries()
    found = upcoming(store, store.subscriptions.get(wish.id), channel, EIGHT + DAY, defaults=SPEC)
    assert (lines(found.brief), found.due_at) == ([(BRIDGE, "new")], EIGHT + DAY)
    assert store.ledger.deliveries() == before


def test_a_line_that_was_sent_as_an_alert_is_not_sent_again_with_the_brief(store) -> None:
    """But a channel that got no alert is told, and one whose alert is not known to have arrived."""
    settings = {"alert_actors": frozenset({HOLM.id}), "alerts_per_day": 5}
    alerted, unsure = (add_channel(store, chat, **settings) for chat in ("alerted", "unsure"))
    for channel in (alerted, unsure, add_channel(store, "other")):
        subscribe(store, channel)
    read(store, "a", BRIDGE, at=EIGHT - timedelta(hours=1))
    assert raise_alerts(store, DeskRenderer(), EIGHT - timedelta(hours=1), defaults=SPEC).alerted == 2
    for delivery in store.ledger.claim("console", now=EIGHT, limit=9):
        state = DeliveryState.SENT if delivery.channel == alerted.id else DeliveryState.UNCERTAIN
        store.ledger.settle(delivery.id, state, now=EIGHT, remote_id="r")
    published = publish(store)
    assert (published.sent, published.empty) == (2, 1)
    assert alerted.id not in {d.channel for d in waiting(store)}


def test_channels_that_were_sent_the_same_share_their_briefs_ever_after(store) -> None:
    """Ten chats, three days: one brief a day; from the day on which one missed its brief, it has its own."""
    for n in range(10):
        subscribe(store, add_channel(store, f"chat{n}"))
    for day, line in enumerate((BRIDGE, FERRY)):
        read(store, f"day{day}", line, at=EIGHT + (day - 1) * DAY)
        assert publish(store, EIGHT + day * DAY).briefs == 1
        deliver(store, EIGHT + day * DAY)
    read(store, "day2", TOLL, at=EIGHT + DAY)
    assert publish(store, EIGHT + 2 * DAY).briefs == 1
    (lost, *_) = store.ledger.claim("console", now=EIGHT + 2 * DAY, limit=1)
    store.ledger.settle(lost.id, DeliveryState.UNCERTAIN, now=EIGHT + 2 * DAY)
    deliver(store, EIGHT + 2 * DAY)
    read(store, "day3", "Opened a school in the old customs house", at=EIGHT + 2 * DAY)
    published = publish(store, EIGHT + 3 * DAY)
    assert (published.briefs, published.sent) == (2, 10)


def test_windows_reach_back_two_months_at_most(store) -> None:
    """However long nothing was confirmed."""
    subscribe(store, add_channel(store), due_at=EIGHT)
    read(store, "old", BRIDGE, at=EIGHT - 63 * DAY)
    read(store, "new", FERRY, at=EIGHT - 61 * DAY)
    publish(store)
    record = last_brief(store)
    assert lines(record.brief) == [(FERRY, "new")]
    assert record.window == (1, 2)


def test_a_brief_is_kept_without_texts_and_with_the_articles_it_cites(store) -> None:
    """A window may hold thousands."""
    subscribe(store, add_channel(store), following=Following(actors=frozenset({HOLM.id})))
    one = read(store, "a", BRIDGE)
    read(store, "b", FERRY, actor=REED)
    publish(store)
    articles = last_brief(store).brief.articles
    assert [(a.id, a.text, a.title) for a in articles] == [(one, "", "Title of a")]


class Failing(DeskRenderer):
    """Has a bug with one actor."""

    def __init__(self, name: str) -> None:
        self.name = name

    def brief(self, brief, /, **options):
        if any(s.actor.name == self.name for s in brief.sections):
            raise RuntimeError(f"secret article text of {self.name}")
        return super().brief(brief, **options)


def test_the_models_error_message_posted_to_the_readers(store) -> None:
    """A defect in one group: the others get their brief, the slot stays due, the log has no article's words."""
    wishes = {
        actor: subscribe(
            store, add_channel(store, actor.name), following=Following(actors=frozenset({actor.id}))
        )
        for actor in (HOLM, REED)
    }
    read(store, "a", BRIDGE)
    read(store, "b", FERRY, actor=REED)
    with structlog.testing.capture_logs() as logs:
        published = publish(store, renderer=Failing("Otto Reed"), chunk=1)
    assert (published.sent, published.failed) == (1, 1)
    (delivery,) = waiting(store)
    assert delivery.channel == wishes[HOLM].channel
    (failure,) = [entry for entry in logs if entry["event"] == "publish_failed"]
    assert failure["error"] == "RuntimeError"
    assert "secret" not in str(logs)
    assert store.subscriptions.get(wishes[REED].id).next_due_at == EIGHT
    assert publish(store, EIGHT + timedelta(seconds=5)).sent == 1
    assert {d.channel for d in waiting(store)} == {w.channel for w in wishes.values()}


def test_a_defect_that_stays_is_not_tried_again_every_few_seconds(store) -> None:
    """Over an hour of ticks: at first soon, then less and less, and nothing is loaded in between."""
    subscribe(store, add_channel(store))
    read(store, "a", BRIDGE)
    failures, tried, loads = Failures(), [], []

    class Counting(MemoryReadings):
        def window(self, window, /, **options):
            loads.append(window)
            return super().window(window, **options)

    store.readings = Counting(store.readings._state)
    for second in range(0, 3600, 5):
        published = publish(
            store, EIGHT + timedelta(seconds=second), renderer=Failing("Ada Holm"), failures=failures
        )
        if published.failed:
            tried.append(second)
        assert published.due == published.failed
    assert tried == [0, 5, 15, 35, 75, 155, 315, 615, 915, 1215, 1515, 1815, 2115, 2415, 2715, 3015, 3315]
    assert len(loads) == len(tried)
    assert publish(store, EIGHT + timedelta(seconds=3614), failures=failures).due == 0
    assert publish(store, EIGHT + timedelta(seconds=3615), failures=failures).sent == 1


def test_a_channel_that_is_held_waits_and_hides_nobody(store) -> None:
    """Its slot stays due, and is answered when it is held no more."""
    wishes = [subscribe(store, add_channel(store, f"chat{n}"), due_at=EIGHT - n * DAY) for n in range(4)]
    read(store, "a", BRIDGE)
    held = {wish.channel for wish in wishes[1:]}
    assert publish(store, held=held, chunk=2).sent == 1
    assert [d.channel for d in waiting(store)] == [wishes[0].channel]
    assert publish(store, chunk=2).sent == 3


def test_whoever_rests_after_a_failure_hides_nobody_and_begins_anew_after_a_success(store) -> None:
    """Five that fail stand before one that does not; a mended one fails at the next slot for the first time."""
    for n in range(5):
        channel = add_channel(store, f"chat{n}")
        subscribe(store, channel, following=Following(actors=frozenset({REED.id})), due_at=EIGHT - DAY)
    failures = Failures()
    read(store, "a", BRIDGE)
    read(store, "b", FERRY, actor=REED)
    options = {"failures": failures, "chunk": 2}
    assert publish(store, renderer=Failing("Otto Reed"), **options).failed == 5
    subscribe(store, add_channel(store, "last"), following=Following(actors=frozenset({HOLM.id})))
    second = publish(store, EIGHT + timedelta(seconds=1), renderer=Failing("Otto Reed"), **options)
    assert (second.due, second.sent) == (1, 1)
    assert publish(store, EIGHT + timedelta(seconds=5), **options).sent == 5
    read(store, "c", TOLL, actor=REED, at=EIGHT + timedelta(hours=1))
    deliver(store, EIGHT + timedelta(hours=1))
    assert publish(store, EIGHT + DAY, renderer=Failing("Otto Reed"), **options).failed == 5
    assert publish(store, EIGHT + DAY + timedelta(seconds=5), **options).sent == 5


def test_a_tick_that_cannot_load_anything_is_tried_again_less_and_less_too(store) -> None:
    """The defect itself is told to whoever runs the tick."""

    class Broken(MemoryReadings):
        def window(self, window, /, **options):
            raise RuntimeError("broken")

    subscribe(store, add_channel(store))
    read(store, "a", BRIDGE)
    failures, whole = Failures(), store.readings
    store.readings = Broken(whole._state)
    for second in (0, 5):
        with pytest.raises(RuntimeError, match="broken"):
            publish(store, EIGHT + timedelta(seconds=second), failures=failures)
    assert publish(store, EIGHT + timedelta(seconds=14), failures=failures).due == 0
    store.readings = whole
    assert publish(store, EIGHT + timedelta(seconds=15), failures=failures).sent == 1


class Rewriting(DeskRenderer):
    """While it renders, the source changes and is read again, as it may in the reader's thread."""

    def __init__(self, store, key: str, line: str) -> None:
        self.store, self.key, self.line = store, key, line

    def brief(self, brief, /, **options):
        if self.line:
            line, self.line = self.line, ""
            read(self.store, self.key, line, at=EIGHT)
            correct_changed(self.store, self, EIGHT)
        return super().brief(brief, **options)


def test_a_source_that_changes_while_its_brief_is_written_is_never_left_uncorrected(store) -> None:
    """The brief of the old text is not written; the next tick tells what the source says now."""
    wish = subscribe(store, add_channel(store))
    read(store, "a", BRIDGE)
    correct_changed(store, DeskRenderer(), EIGHT)
    published = publish(store, renderer=Rewriting(store, "a", FERRY))
    assert (published.sent, published.stale, published.failed) == (0, 1, 0)
    assert waiting(store) == []
    assert store.subscriptions.get(wish.id) == wish
    assert publish(store, EIGHT + timedelta(seconds=5)).sent == 1
    assert lines(last_brief(store).brief) == [(FERRY, "new")]


def test_stale_briefs_at_the_head_of_the_queue_hide_nobody(store) -> None:
    """The text of the first four changes; the last one cites another."""
    for n in range(4):
        channel = add_channel(store, f"chat{n}")
        subscribe(store, channel, following=Following(actors=frozenset({HOLM.id})), due_at=EIGHT - DAY)
    subscribe(store, add_channel(store, "last"), following=Following(actors=frozenset({REED.id})))
    read(store, "a", BRIDGE)
    read(store, "b", FERRY, actor=REED)
    published = publish(store, renderer=Rewriting(store, "a", TOLL), chunk=4)
    assert (published.sent, published.stale) == (1, 4)


def test_many_failures_at_the_head_of_the_queue_hide_nobody(store) -> None:
    """Chunks of two, five that fail first, and one behind them."""
    for n in range(5):
        channel = add_channel(store, f"chat{n}")
        subscribe(store, channel, following=Following(actors=frozenset({REED.id})), due_at=EIGHT - DAY)
    subscribe(store, add_channel(store, "last"), following=Following(actors=frozenset({HOLM.id})))
    read(store, "a", BRIDGE)
    read(store, "b", FERRY, actor=REED)
    published = publish(store, renderer=Failing("Otto Reed"), chunk=2)
    assert (published.sent, published.failed) == (1, 5)


def test_those_of_one_chat_that_are_passed_over_hide_nobody(store) -> None:
    """Three of one chat, which takes its brief while the tick goes on, stand before one of another."""

    class Swift(MemoryLedger):
        def publish(self, *arguments, **options):
            won = super().publish(*arguments, **options)
            deliver(store)
            return won

    busy = add_channel(store, "busy")
    for n in range(3):
        subscribe(store, busy, following=Following(max_bullets=2 + n), due_at=EIGHT - DAY)
    subscribe(store, add_channel(store, "last"))
    store.ledger = Swift(store.ledger._state)
    read(store, "a", BRIDGE)
    published = publish(store, chunk=2)
    assert (published.due, published.sent, published.passed) == (4, 2, 2)


def test_missed_slots_are_closed_with_the_late_one(store) -> None:
    """They never come again, even if the subscription is put back to them."""
    wish = subscribe(store, add_channel(store))
    read(store, "a", BRIDGE)
    publish(store, EIGHT + 2 * DAY + timedelta(hours=1))
    deliver(store)
    read(store, "b", FERRY)
    store.subscriptions.update(replace(store.subscriptions.get(wish.id), next_due_at=EIGHT))
    assert publish(store, EIGHT + timedelta(minutes=1)).sent == 0
    assert SlotKey(date(2025, 5, 12), "08:00") in {slot for _, slot in store.ledger._state.slots}


def test_upcoming_changes_nothing(store) -> None:
    """A look at the next brief, and when it comes."""
    channel = add_channel(store)
    wish = subscribe(store, channel)
    read(store, "a", BRIDGE)
    found = upcoming(store, wish, channel, START, defaults=SPEC)
    assert (lines(found.brief), found.due_at) == ([(BRIDGE, "new")], EIGHT)
    assert store.subscriptions.get(wish.id) == wish
    assert store.ledger.deliveries() == []
    assert found.window == (Position(0), Position(1))
