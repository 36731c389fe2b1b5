"""A channel's layout comes to the renderer, whatever is sent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsdesk.alerts import raise_alerts
from newsdesk.corrections import correct_changed
from newsdesk.model import DeliveryKind, DeliveryState, Layout, Message
from newsdesk.publish import publish_due
from newsdesk.store.memory import MemoryStore
from summarizer.model import BriefSpec

from .marking import HOLM
from .readers import EIGHT, add_channel, read, subscribe

BRIDGE = "Said the harbour bridge will stay closed until the inspection is over"
FERRY = "Promised a new ferry to the northern islands"


class Renderer:
    """Two parts with threads, the first without bullets; one without."""

    def brief(self, brief, /, *, kind=DeliveryKind.BRIEF, layout=Layout.THREADS, withdrawn=frozenset(), **_):
        bullets = tuple(range(sum(len(section.bullets) for section in brief.sections)))
        body = f"{kind} {layout} {sorted(withdrawn)}"
        parent = (Message(f"parent {body}"),) if layout is Layout.THREADS else ()
        return (*parent, Message(body, bullets))

    def nothing_new(self, **_):
        return Message("nothing")


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    for layout in Layout:
        subscribe(store, add_channel(store, layout.value, layout=layout))
    return store


def bodies(store, kind):
    return [(d.address.chat, d.message.body) for d in store.ledger.deliveries() if d.kind is kind]


def send(store):
    while claimed := store.ledger.claim("console", now=EIGHT, limit=9):
        for delivery in claimed:
            store.ledger.settle(delivery.id, DeliveryState.SENT, now=EIGHT, remote_id=f"m{delivery.id}")


def test_each_channel_gets_its_brief_in_its_own_layout(store) -> None:
    read(store, "a", BRIDGE)
    published = publish_due(store, Renderer(), EIGHT, defaults=BriefSpec())
    assert published.sent == 2
    assert sorted(bodies(store, DeliveryKind.BRIEF)) == [
        ("single", "brief single []"),
        ("threads", "brief threads []"),
        ("threads", "parent brief threads []"),
    ]


def test_and_its_alerts(store) -> None:
    for channel in store.channels.all():
        store.channels.update(replace(channel, alert_actors=frozenset({HOLM.id}), alerts_per_day=1))
    read(store, "a", BRIDGE, at=EIGHT)
    assert raise_alerts(store, Renderer(), EIGHT, defaults=BriefSpec()).alerted == 2
    assert ("single", "alert single []") in bodies(store, DeliveryKind.ALERT)
    assert ("threads", "parent alert threads []") in bodies(store, DeliveryKind.ALERT)


def test_a_correction_has_the_layout_of_its_message_though_the_channel_wishes_another_now(store) -> None:
    read(store, "a", BRIDGE)
    publish_due(store, Renderer(), EIGHT, defaults=BriefSpec())
    send(store)
    for channel in store.channels.all():
        other = Layout.SINGLE if channel.layout is Layout.THREADS else Layout.THREADS
        store.channels.update(replace(channel, layout=other))
    read(store, "a", FERRY)
    assert correct_changed(store, Renderer(), EIGHT).messages == 2
    assert sorted(bodies(store, DeliveryKind.CORRECTION)) == [
        ("single", "brief single [0]"),
        ("threads", "brief threads [0]"),
    ]
