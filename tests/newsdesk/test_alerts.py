"""Alerts: new statements at once, and never too much of it."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.render.desk import DeskRenderer
from newsdesk.alerts import raise_alerts
from newsdesk.model import DeliveryKind, Following, Repair, RepairId, RepairKind
from newsdesk.publish import publish_due
from newsdesk.schedule import QuietHours
from newsdesk.store.memory import MemoryStore
from summarizer.model import Actor, ActorId, ActorKind, BriefSpec

from .marking import HOLM, REED
from .readers import EIGHT, add_channel, read, subscribe

BRIDGE = "Said the harbour bridge will stay closed until the inspection is over"
FERRY = "Promised a new ferry to the northern islands"
TOLL = "Warned that the toll for lorries doubles in autumn"
SPEC = BriefSpec()


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


def look(store, now=EIGHT, renderer=None):
    return raise_alerts(store, renderer or DeskRenderer(), now, defaults=SPEC)


def alerts(store, channel) -> list[str]:
    found = store.ledger.deliveries(channel=channel.id)
    return [d.message.body for d in found if d.kind is DeliveryKind.ALERT]


def watching(store, chat="-", *actors: Actor, per_day: int = 5, **settings):
    ids = frozenset(a.id for a in actors or (HOLM,))
    return add_channel(store, chat, alert_actors=ids, alerts_per_day=per_day, **settings)


def test_a_new_statement_is_sent_at_once_and_once(store) -> None:
    """Only of actors whom the channel watches, and not again at the next look."""
    channel = watching(store)
    read(store, "a", BRIDGE, at=EIGHT)
    read(store, "b", FERRY, actor=REED, at=EIGHT)
    assert look(store).alerted == 1
    assert look(store).alerted == 0
    (body,) = alerts(store, channel)
    assert body.startswith("New statement")
    assert "harbour bridge" in " ".join(body.split())
    assert "ferry" not in body


def test_what_another_outlet_repeats_is_no_news(store) -> None:
    """The claim was in an alert before."""
    channel = watching(store)
    read(store, "a", BRIDGE, at=EIGHT)
    look(store)
    read(store, "b", BRIDGE, at=EIGHT, outlet="Pier Post")
    assert look(store).alerted == 0
    read(store, "c", TOLL, at=EIGHT)
    assert look(store).alerted == 1
    assert len(alerts(store, channel)) == 2


def test_what_a_brief_has_just_said_is_no_alert(store) -> None:
    """Though its delivery is not confirmed yet."""
    channel = watching(store)
    subscribe(store, channel)
    read(store, "a", BRIDGE, at=EIGHT)
    publish_due(store, DeskRenderer(), EIGHT, defaults=SPEC)
    assert look(store).alerted == 0
    assert alerts(store, channel) == []


def test_quiet_hours_hold_alerts_and_the_next_brief_has_them(store) -> None:
    """Nothing at night, and nothing lost: quiet from 22 to 7 in Vienna."""
    channel = watching(store, quiet=QuietHours(time(22), time(7)), zone="Europe/Vienna")
    morning = datetime(2025, 5, 13, 8, 0, tzinfo=UTC)
    subscribe(store, channel, due_at=morning)
    night = datetime(2025, 5, 12, 20, 30, tzinfo=UTC)
    read(store, "a", BRIDGE, at=night)
    assert look(store, night).held == 1
    assert look(store, morning - timedelta(hours=1)).alerted == 0
    publish_due(store, DeskRenderer(), morning, defaults=SPEC)
    (brief,) = store.ledger.deliveries(channel=channel.id)
    assert brief.kind is DeliveryKind.BRIEF
    assert "harbour bridge" in " ".join(brief.message.body.split())


def test_no_more_alerts_a_day_than_wished_by_the_channels_own_clock(store) -> None:
    """One a day; midnight in Auckland is noon in UTC."""
    channel = watching(store, per_day=1, zone="Pacific/Auckland")
    noon = datetime(2025, 5, 12, 12, 0, tzinfo=UTC)
    read(store, "a", BRIDGE, at=noon - timedelta(hours=2))
    assert look(store, noon - timedelta(hours=2)).alerted == 1
    read(store, "b", FERRY, at=noon - timedelta(hours=1))
    assert look(store, noon - timedelta(minutes=1)).held == 1
    read(store, "c", TOLL, at=noon)
    assert look(store, noon + timedelta(minutes=1)).alerted == 1
    assert len(alerts(store, channel)) == 2


def test_a_channel_without_a_number_of_alerts_gets_none(store) -> None:
    """None a day is the default."""
    channel = watching(store, per_day=0)
    read(store, "a", BRIDGE, at=EIGHT)
    look(store)
    assert alerts(store, channel) == []


def test_whoever_mutes_an_actor_hears_nothing_of_them(store) -> None:
    """And a channel whose every watched actor is muted is not told of everybody instead."""
    channel = watching(store, following=Following(muted=frozenset({HOLM.id})))
    read(store, "a", BRIDGE, at=EIGHT)
    read(store, "b", FERRY, actor=REED, at=EIGHT)
    assert look(store).alerted == 0
    assert alerts(store, channel) == []


def test_words_that_a_channel_excludes_are_no_alert(store) -> None:
    """The channel's wishes hold."""
    channel = watching(store, following=Following(exclude=("bridge",)))
    read(store, "a", BRIDGE, TOLL, at=EIGHT)
    look(store)
    (body,) = alerts(store, channel)
    assert "bridge" not in body.split("Sources")[0]


def test_an_actor_known_under_two_names_is_watched_under_both(store) -> None:
    """The statements stay under the id of the article; the repair says who it is."""
    other = Actor(ActorId("~a-holm"), "A. Holm", ActorKind.PERSON)
    old, new = watching(store, "old", other), watching(store, "new", HOLM)
    store.actors.repair(Repair(RepairId(0), RepairKind.MERGE, other.id, "me", EIGHT, other=HOLM))
    read(store, "a", BRIDGE, actor=other, at=EIGHT)
    assert look(store).alerted == 2
    assert len(alerts(store, old)) == len(alerts(store, new)) == 1


def test_channels_with_the_same_wishes_share_an_alert(store) -> None:
    """Computed and written once."""
    channels = [watching(store, f"chat{n}") for n in range(10)]
    read(store, "a", BRIDGE, at=EIGHT)
    assert look(store).alerted == 10
    assert len({d.brief for d in store.ledger.deliveries()}) == 1
    assert all(len(alerts(store, c)) == 1 for c in channels)


def test_news_from_before_a_long_downtime_wait_for_the_brief(store) -> None:
    """An alert of the day before yesterday is none."""
    channel = watching(store)
    read(store, "a", BRIDGE, at=EIGHT - timedelta(days=2))
    assert look(store).alerted == 0
    assert alerts(store, channel) == []


def test_a_defect_with_one_alert_stops_no_other(store) -> None:
    """It is counted, and the readers never see it."""
    watching(store, "one", HOLM)
    other = watching(store, "two", REED)

    class Failing(DeskRenderer):
        def brief(self, brief, /, **options):
            if brief.sections[0].actor == HOLM:
                raise RuntimeError("bug")
            return super().brief(brief, **options)

    read(store, "a", BRIDGE, at=EIGHT)
    read(store, "b", FERRY, actor=REED, at=EIGHT)
    found = look(store, renderer=Failing())
    assert (found.alerted, found.failed) == (1, 1)
    assert len(alerts(store, other)) == 1


def test_a_source_that_changes_while_its_alert_is_written_is_looked_at_again(store) -> None:
    """The alert of the old text is not written, and nothing of this look is passed over."""
    channel = watching(store)
    read(store, "a", BRIDGE, at=EIGHT)
    read(store, "b", TOLL, at=EIGHT)

    class Rewriting(DeskRenderer):
        def brief(self, brief, /, **options):
            read(store, "a", FERRY, at=EIGHT)
            return super().brief(brief, **options)

    found = look(store, renderer=Rewriting())
    assert (found.alerted, found.stale, found.failed) == (0, 1, 0)
    assert alerts(store, channel) == []
    assert look(store).alerted == 1
    (body,) = alerts(store, channel)
    said = " ".join(body.split("Sources")[0].split())
    assert "toll" in said
    assert "ferry" in said
    assert "bridge" not in said
