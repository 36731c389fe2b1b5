"""Alerts: new statements of actors whom a channel wants to hear of at once.

What is not sent as an alert (in quiet hours, over the day's number, after a failure) is not lost: windows of
briefs know nothing of alerts, so it stands in the next brief.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import structlog

from summarizer.model import ActorId, BriefSpec

from .defects import where
from .errors import StaleBrief
from .following import spec_key
from .model import (
    BriefId,
    BriefKind,
    BriefRecord,
    Channel,
    ChannelId,
    DeliveryKind,
    Following,
    Layout,
    Window,
)
from .ports import Renderer, Store
from .publish import Press
from .repairs import Plan
from .schedule import in_quiet

log = structlog.get_logger(__name__)

CURSOR = "alerts"
# What was read longer ago, before a downtime say, is for the next brief.
MAX_AGE = timedelta(days=1)
# A statement is new when it stood in none of so many of a channel's last briefs, nor of as many alerts.
MAX_EARLIER = 30


@dataclass(slots=True)
class Alerted:
    """What a look at new statements came to, in channels.

    Attributes:
        alerted: Got an alert.
        held: Got none because of quiet hours or the day's limit.
        failed: Got none because of a defect.
        stale: Get theirs with the next look, because a text was read again while it was written.
    """

    alerted: int = 0
    held: int = 0
    failed: int = 0
    stale: int = 0


class _Group(NamedTuple):
    """What channels with the same alert have in common."""

    spec_key: str
    platform: str
    language: str
    layout: Layout
    earlier: tuple[BriefId, ...]


def raise_alerts(store: Store, renderer: Renderer, now: datetime, /, *, defaults: BriefSpec) -> Alerted:
    """Write alerts of what was read since the last look.

    The cost follows the channels that want to hear of somebody who spoke, however many others there are.
    """
    press = Press(store, defaults=replace(defaults, deeds=False), now=now)
    cursor = store.ledger.cursor(CURSOR)
    alerted = Alerted()
    if cursor >= press.head:
        return alerted
    window = Window(min(press.head, max(cursor, store.readings.position_at(now - MAX_AGE))), press.head)
    wished: list[tuple[Channel, Following]] = []
    for channel in _listening(store, press, window):
        following = _following(channel, press)
        if not following.actors:
            continue
        if _may_be_alerted(store, channel, now):
            wished.append((channel, following))
        else:
            alerted.held += 1
    for group, (following, channels) in _grouped(store, wished, defaults).items():
        try:
            if _alert(store, renderer, press, group, following, window, channels, now):
                alerted.alerted += len(channels)
        except StaleBrief:
            alerted.stale += len(channels)
        except Exception as error:  # noqa: BLE001  # its own defect: the others are alerted
            alerted.failed += len(channels)
            log.error("alert_failed", spec=group.spec_key, channels=len(channels), **where(error))
    if not alerted.stale:
        store.ledger.advance(CURSOR, press.head)
    return alerted


def _listening(store: Store, press: Press, window: Window) -> list[Channel]:
    """Channels that want alerts of somebody who spoke, under whatever id they follow them."""
    if window.after >= window.until:
        return []
    speaking = store.readings.speaking(window)
    return store.channels.alerted(_also_known_as(speaking, press.repairs)) if speaking else []


def _also_known_as(actors: Iterable[ActorId], repairs: Plan) -> frozenset[ActorId]:
    """Everybody who may be credited after the repairs, and everybody who is known as one of them."""
    found = frozenset(actors)
    while more := {m.to.id for m in repairs.moves if m.actor in found} - found:
        found |= more
    return found | {a for a in repairs.known_as if repairs.end(a) in found}


def _following(channel: Channel, press: Press) -> Following:
    """What the channel wants to be alerted of; without actors when they are all muted."""
    actors = press.ends(channel.alert_actors) - press.ends(channel.following.muted)
    return replace(channel.following, actors=actors)


def _may_be_alerted(store: Store, channel: Channel, now: datetime) -> bool:
    if channel.gone_at is not None or channel.alerts_per_day <= 0:
        return False
    if channel.quiet and in_quiet(channel.quiet, channel.zone, now):
        return False
    zone = ZoneInfo(channel.zone)
    midnight = datetime.combine(now.astimezone(zone).date(), time(), tzinfo=zone)
    return store.ledger.alerts_since(channel.id, midnight.astimezone(now.tzinfo)) < channel.alerts_per_day


def _grouped(
    store: Store, wished: Sequence[tuple[Channel, Following]], defaults: BriefSpec
) -> dict[_Group, tuple[Following, list[ChannelId]]]:
    # Whether it has arrived yet or not: an alert must not say again what is on its way.
    earlier = store.ledger.histories([c.id for c, _ in wished], limit=MAX_EARLIER, arrived=False)
    groups: dict[_Group, tuple[Following, list[ChannelId]]] = {}
    for channel, following in wished:
        key = spec_key(following, language="", defaults=defaults)
        group = _Group(key, channel.address.platform, channel.language, channel.layout, earlier[channel.id])
        groups.setdefault(group, (following, []))[1].append(channel.id)
    return groups


def _alert(
    store: Store,
    renderer: Renderer,
    press: Press,
    group: _Group,
    following: Following,
    window: Window,
    channels: list[ChannelId],
    now: datetime,
) -> bool:
    brief = press.brief(following, window, earlier=group.earlier)
    if not brief.sections:
        return False
    messages = renderer.brief(
        brief,
        platform=group.platform,
        language=group.language,
        kind=DeliveryKind.ALERT,
        layout=group.layout,
    )
    record = BriefRecord(
        BriefId(0), BriefKind.ALERT, f"alert:{group.spec_key}", window, brief, now, language=group.language
    )
    store.ledger.alert(record, messages, channels, now=now)
    return True
