"""Whom a channel follows, mutes and is alerted of: what each wish changes, and what it was before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from newsdesk.model import Channel, ChannelId, Following, SubscriptionId
from newsdesk.ports import Store
from newsdesk.subscribe import adjust, adjust_channel, channel_of
from summarizer.model import ActorId

VERBS = ("follow", "unfollow", "mute", "unmute", "alert", "unalert")
FIRST_ALERTS = 5
Snapshot = dict[str, Any]


def follow_wish(
    store: Store, channel: ChannelId, verb: str, actors: Collection[ActorId], /, *, now: datetime
) -> Channel:
    """Do what a verb of ``VERBS`` says, for the channel and its subscriptions; the channel after it.

    Where subscriptions have actors of their own and the channel has none, who is followed is added to theirs:
    the others go on to tell of everybody.
    """
    with store.together():
        these = frozenset(actors)
        wishes = store.subscriptions.of(channel)
        has_own = any(s.following.actors for s in wishes)
        shared = channel_of(store, channel).following

        def change(current: Channel) -> Channel:
            if verb in {"alert", "unalert"}:
                return _alerted(current, these, wanted=verb == "alert")
            leave = verb == "follow" and has_own and not shared.actors
            following = current.following if leave else _following(current.following, verb, these)
            if leave:
                following = replace(following, muted=following.muted - these)
            return replace(current, following=following)

        changed = adjust_channel(store, channel, change, now=now)
        if verb in {"alert", "unalert"}:
            return changed
        for wish in wishes:
            adjust(store, wish.id, following=_of_subscription(wish.following, verb, these), now=now)
        return changed


def follow_wish_kept(
    store: Store, channel: ChannelId, verb: str, actors: Collection[ActorId], /, *, now: datetime
) -> tuple[Channel, Snapshot, Snapshot]:
    """The same, with what was before and what is after, so that it can be taken back."""
    with store.together():
        before = snapshot(store, channel)
        changed = follow_wish(store, channel, verb, actors, now=now)
        return changed, before, snapshot(store, channel)


def snapshot(store: Store, channel: ChannelId, /) -> Snapshot:
    """Everything that ``follow_wish`` may change, as JSON has it."""
    found = channel_of(store, channel)
    return {
        "channel": _listed(found.following),
        "alerts": [sorted(found.alert_actors), found.alerts_per_day],
        "subscriptions": {str(s.id): _listed(s.following) for s in store.subscriptions.of(channel)},
    }


def restored(store: Store, channel: ChannelId, before: Snapshot, /, *, after: Snapshot, now: datetime) -> bool:
    """Put back what was; False when somebody has changed something since."""
    with store.together():
        if snapshot(store, channel) != after:
            return False

        def change(current: Channel) -> Channel:
            actors, per_day = before["alerts"]
            following = _unlisted(current.following, before["channel"])
            alert_actors = frozenset(ActorId(a) for a in actors)
            return replace(current, following=following, alert_actors=alert_actors, alerts_per_day=per_day)

        adjust_channel(store, channel, change, now=now)
        for number, listed in before["subscriptions"].items():
            wish = store.subscriptions.get(SubscriptionId(int(number)))
            if wish is not None:
                adjust(store, wish.id, following=_unlisted(wish.following, listed), now=now)
        return True


def _following(old: Following, verb: str, these: frozenset[ActorId]) -> Following:
    if verb == "follow":
        return replace(old, actors=old.actors | these, muted=old.muted - these)
    if verb == "unfollow":
        return replace(old, actors=old.actors - these)
    if verb == "mute":
        return replace(old, actors=old.actors - these, muted=old.muted | these)
    return replace(old, muted=old.muted - these)


def _of_subscription(own: Following, verb: str, these: frozenset[ActorId]) -> Following:
    """Who is muted in the channel is in all of its subscriptions; who tells of everybody goes on to."""
    if verb == "mute":
        return replace(own, actors=own.actors - these)
    if verb == "follow" and not own.actors:
        return replace(own, muted=own.muted - these)
    return _following(own, verb, these)


def _alerted(channel: Channel, these: frozenset[ActorId], *, wanted: bool) -> Channel:
    if wanted:
        per_day = channel.alerts_per_day or FIRST_ALERTS
        return replace(channel, alert_actors=channel.alert_actors | these, alerts_per_day=per_day)
    return replace(channel, alert_actors=channel.alert_actors - these)


def _listed(following: Following) -> list[list[str]]:
    return [sorted(following.actors), sorted(following.muted)]


def _unlisted(old: Following, listed: list[list[str]]) -> Following:
    actors, muted = (frozenset(ActorId(a) for a in ids) for ids in listed)
    return replace(old, actors=actors, muted=muted)
