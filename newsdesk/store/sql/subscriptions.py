"""Subscriptions in the database."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from newsdesk.following import followed_feeds
from newsdesk.model import (
    Channel,
    ChannelId,
    DeliveryKind,
    FeedId,
    Follower,
    Following,
    Subscription,
    SubscriptionId,
)
from newsdesk.store.rules import BRIEF_KINDS, OPEN

from .channels import alerts_of
from .codec import unpacked
from .database import Database
from .rows import channel_of, chunks, subscription_of, subscription_row
from .tables import channels, deliveries, subscriptions


class SqlSubscriptions:
    """See ``newsdesk.ports.Subscriptions``."""

    def __init__(self, database: Database, /) -> None:
        self._database = database

    def add(self, subscription: Subscription, /) -> Subscription:
        """Add a subscription."""
        values = subscription_row(subscription) | {
            "channel_id": subscription.channel,
            "confirmed": subscription.confirmed,
            "last_brief": subscription.last_brief,
            "created_at": subscription.created_at,
        }
        with self._database.write() as connection:
            row = connection.execute(sa.insert(subscriptions).values(values).returning(subscriptions.c.id))
            return replace(subscription, id=SubscriptionId(row.scalar_one()))

    def get(self, subscription: SubscriptionId, /) -> Subscription | None:
        """A subscription."""
        query = sa.select(subscriptions).where(subscriptions.c.id == subscription)
        with self._database.read() as connection:
            row = connection.execute(query).mappings().first()
            return None if row is None else subscription_of(row)

    def of(self, channel: ChannelId | None = None, /) -> list[Subscription]:
        """The subscriptions of a channel, or of all, by id."""
        query = sa.select(subscriptions).order_by(subscriptions.c.id)
        if channel is not None:
            query = query.where(subscriptions.c.channel_id == channel)
        with self._database.read() as connection:
            return [subscription_of(row) for row in connection.execute(query).mappings()]

    def update(self, subscription: Subscription, /) -> None:
        """Save what people decide; nothing that the ledger keeps."""
        change = sa.update(subscriptions).where(subscriptions.c.id == subscription.id)
        with self._database.write() as connection:
            connection.execute(change.values(subscription_row(subscription)))

    def wait(
        self, subscription: SubscriptionId, /, *, expected: datetime | None, next_due_at: datetime | None
    ) -> bool:
        """Put off a subscription that is due at ``expected`` still."""
        still = (subscriptions.c.id == subscription) & subscriptions.c.next_due_at.is_not_distinct_from(
            expected
        )
        with self._database.write() as connection:
            change = sa.update(subscriptions).where(still).values(next_due_at=next_due_at)
            return connection.execute(change).rowcount > 0

    def remove(self, subscription: SubscriptionId, /) -> bool:
        """Forget a subscription; deliveries under way are still sent."""
        with self._database.write() as connection:
            gone = connection.execute(sa.delete(subscriptions).where(subscriptions.c.id == subscription))
            return gone.rowcount > 0

    def followers(self, feeds: Collection[FeedId], /) -> list[Follower]:
        """Channels that follow at least one of the feeds."""
        own, shared = (sa.type_coerce(t.c.following, sa.Text) for t in (subscriptions, channels))
        query = (
            sa.select(
                channels.c.id,
                channels.c.platform,
                channels.c.language,
                own.label("own"),
                shared.label("shared"),
            )
            .join_from(subscriptions, channels)
            .where(channels.c.gone_at.is_(None))
            .distinct()
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        asked = frozenset(feeds)
        taken: dict[tuple[str, str], frozenset[FeedId]] = {}  # most wishes are the same: each is read once
        found: dict[tuple[int, str, str], frozenset[FeedId]] = {}
        for channel, platform, language, *wishes in rows:
            wish = wishes[0], wishes[1]
            if wish not in taken:
                followed = followed_feeds(*(unpacked(Following, json.loads(text)) for text in wish))
                taken[wish] = followed & asked if followed else asked
            home = channel, platform, language
            found[home] = found.get(home, frozenset()) | taken[wish]
        return [
            Follower(ChannelId(c), platform, of, language)
            for (c, platform, language), of in sorted(found.items())
            if of
        ]

    def due(self, now: datetime, /, *, limit: int) -> list[tuple[Subscription, Channel]]:
        """Subscriptions due at or before an instant whose channel waits for nothing, the longest due first."""
        with self._database.read() as connection:
            rows = connection.execute(due_query(now, limit)).mappings().all()
            found = [subscription_of(row) for row in rows]
            wanted = sorted({subscription.channel for subscription in found})
            alerts = alerts_of(connection, wanted)
            homes: dict[int, Channel] = {}
            for some in chunks(wanted):
                query = sa.select(channels).where(channels.c.id.in_(some))
                for row in connection.execute(query).mappings():
                    homes[row["id"]] = channel_of(row, alerts[row["id"]])
        return [(subscription, homes[subscription.channel]) for subscription in found]


def due_query(now: datetime, limit: int, /) -> sa.Select[Any]:
    """Rows of ``subscriptions`` that are due; reads the index on ``next_due_at`` from its beginning.

    A look in another index tells whether the channel has something on its way.
    """
    return (
        sa.select(subscriptions)
        .join(channels)
        .where(subscriptions.c.next_due_at <= now, channels.c.gone_at.is_(None), ~_waits())
        .order_by(subscriptions.c.next_due_at, subscriptions.c.id)
        .limit(limit)
    )


def waiting_query(now: datetime, /) -> sa.Select[int, datetime | None]:
    """How many subscriptions would be due, if nothing of their channel were on its way, and since when."""
    return (
        sa.select(sa.func.count(), sa.func.min(subscriptions.c.next_due_at))
        .select_from(subscriptions)
        .join(channels)
        .where(subscriptions.c.next_due_at <= now, channels.c.gone_at.is_(None), _waits())
    )


def next_due_query(now: datetime, /) -> sa.Select[datetime | None]:
    """When the next subscription that does not wait is due."""
    return (
        sa.select(sa.func.min(subscriptions.c.next_due_at))
        .select_from(subscriptions)
        .join(channels)
        .where(channels.c.gone_at.is_(None), (subscriptions.c.next_due_at > now) | ~_waits())
    )


def _waits() -> sa.Exists:
    """Whether the channel has a brief or an alert that is not settled."""
    others = sorted(kind.value for kind in DeliveryKind if kind not in BRIEF_KINDS)
    on_its_way = sa.select(deliveries.c.id).where(
        deliveries.c.channel_id == subscriptions.c.channel_id,
        deliveries.c.state.in_(sorted(state.value for state in OPEN)),
        # Not "in" the kinds that count: SQLite would take the index on kinds, and read all that was ever sent.
        deliveries.c.kind.not_in(others),
    )
    return on_its_way.exists()
