"""Subscriptions in memory."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from newsdesk.following import followed_feeds
from newsdesk.model import Channel, ChannelId, FeedId, Follower, Subscription, SubscriptionId
from newsdesk.store.rules import BRIEF_KINDS, OPEN

from .state import State, locked


class MemorySubscriptions:
    """See ``newsdesk.ports.Subscriptions``."""

    def __init__(self, state: State, /) -> None:
        self._state = state

    @locked
    def add(self, subscription: Subscription, /) -> Subscription:
        """Add a subscription."""
        kept = replace(subscription, id=SubscriptionId(next(self._state.ids)))
        self._state.subscriptions[kept.id] = kept
        return kept

    @locked
    def get(self, subscription: SubscriptionId, /) -> Subscription | None:
        """A subscription."""
        return self._state.subscriptions.get(subscription)

    @locked
    def of(self, channel: ChannelId | None = None, /) -> list[Subscription]:
        """The subscriptions of a channel, or of all, by id."""
        found = self._state.subscriptions.values()
        return sorted((s for s in found if channel is None or s.channel == channel), key=lambda s: s.id)

    @locked
    def update(self, subscription: Subscription, /) -> None:
        """Save what people decide; nothing that the ledger keeps."""
        old = self._state.subscriptions.get(subscription.id)
        if old is not None:
            self._state.subscriptions[old.id] = replace(
                old,
                schedule=subscription.schedule,
                name=subscription.name,
                following=subscription.following,
                next_due_at=subscription.next_due_at,
            )

    @locked
    def wait(
        self, subscription: SubscriptionId, /, *, expected: datetime | None, next_due_at: datetime | None
    ) -> bool:
        """Put off a subscription that is due at ``expected`` still."""
        old = self._state.subscriptions.get(subscription)
        if old is None or old.next_due_at != expected:
            return False
        self._state.subscriptions[old.id] = replace(old, next_due_at=next_due_at)
        return True

    @locked
    def remove(self, subscription: SubscriptionId, /) -> bool:
        """Forget a subscription; deliveries under way are still sent."""
        if self._state.subscriptions.pop(subscription, None) is None:
            return False
        for slot in [slot for slot in self._state.slots if slot[0] == subscription]:
            del self._state.slots[slot]
        for delivery in self._state.deliveries.values():
            if delivery.subscription == subscription:
                self._state.deliveries[delivery.id] = replace(delivery, subscription=None)
        return True

    @locked
    def followers(self, feeds: Collection[FeedId], /) -> list[Follower]:
        """Channels that follow at least one of the feeds."""
        found: dict[ChannelId, frozenset[FeedId]] = {}
        for subscription in self._state.subscriptions.values():
            channel = self._state.channels[subscription.channel]
            if channel.gone_at is None:
                followed = followed_feeds(subscription.following, channel.following)
                taken = followed.intersection(feeds) if followed else frozenset(feeds)
                found[channel.id] = found.get(channel.id, frozenset()) | taken
        return [
            Follower(home.id, home.address.platform, taken, home.language)
            for home, taken in ((self._state.channels[c], of) for c, of in sorted(found.items()))
            if taken
        ]

    @locked
    def due(self, now: datetime, /, *, limit: int) -> list[tuple[Subscription, Channel]]:
        """Subscriptions due at or before an instant whose channel waits for nothing, the longest due first."""
        found = []
        waiting = channels_waiting(self._state)
        for subscription in self._state.subscriptions.values():
            channel = self._state.channels[subscription.channel]
            here = channel.gone_at is None and channel.id not in waiting
            if subscription.next_due_at and subscription.next_due_at <= now and here:
                found.append((subscription.next_due_at, subscription.id, subscription, channel))
        found.sort(key=lambda row: row[:2])
        return [(subscription, channel) for _, _, subscription, channel in found[:limit]]


def channels_waiting(state: State, /) -> frozenset[ChannelId]:
    """Channels with a brief or an alert that is not settled."""
    return frozenset(d.channel for d in state.deliveries.values() if d.state in OPEN and d.kind in BRIEF_KINDS)
