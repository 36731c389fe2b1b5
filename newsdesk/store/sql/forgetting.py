"""Retention: what is past its time is deleted, unless something that stays needs it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from newsdesk.model import DeliveryState, EntryState, Retention
from newsdesk.store.rules import SHOWN_SLACK

from .dialects import Dialect
from .rows import HELD, chunks
from .tables import (
    articles,
    brief_articles,
    briefs,
    channels,
    deliveries,
    entries,
    feeds,
    messages,
    revisions,
    slots,
    subscriptions,
)

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_ON_THE_WAY = (DeliveryState.PENDING.value, DeliveryState.SENDING.value, HELD)


def forget(dialect: Dialect, connection: Connection, retention: Retention, now: datetime, /) -> dict[str, int]:
    """Delete what is past its time; how many rows of each kind that has one."""
    counts: dict[str, int] = {}
    if retention.deliveries:
        counts |= _deliveries(connection, now - timedelta(days=retention.deliveries))
    if retention.articles:
        accepted = articles.c.refused == ""
        counts["articles"] = _articles(dialect, connection, accepted, now - timedelta(days=retention.articles))
    if retention.refused:
        refused = articles.c.refused != ""
        counts["refused"] = _articles(dialect, connection, refused, now - timedelta(days=retention.refused))
    if retention.entries:
        counts["entries"] = _entries(connection, now - timedelta(days=retention.entries))
    return counts


def _deliveries(connection: Connection, before: datetime) -> dict[str, int]:
    gone = sa.select(channels.c.id).where(channels.c.gone_at.is_not(None))
    settled = deliveries.c.state.not_in(_ON_THE_WAY) | deliveries.c.channel_id.in_(gone)
    old = sa.delete(deliveries).where(deliveries.c.created_at < before, settled)
    counts = {
        "deliveries": connection.execute(old).rowcount,
        "slots": connection.execute(sa.delete(slots).where(slots.c.due_at < before)).rowcount,
    }
    used = sa.exists().where(deliveries.c.message_id == messages.c.id)
    connection.execute(sa.delete(messages).where(~used))
    needed = [
        sa.exists().where(deliveries.c.brief_id == briefs.c.id),
        sa.exists().where(slots.c.brief_id == briefs.c.id),
        sa.exists().where(subscriptions.c.last_brief == briefs.c.id),
    ]
    past = sa.delete(briefs).where(briefs.c.created_at < before, *(~need for need in needed))
    return counts | {"briefs": connection.execute(past).rowcount}


def _articles(dialect: Dialect, connection: Connection, kind: sa.ColumnElement[bool], before: datetime) -> int:
    cited = sa.exists().where(brief_articles.c.article == sa.cast(articles.c.id, sa.Text))
    rows = connection.scalars(sa.select(articles.c.id).where(kind, articles.c.stored_at < before, ~cited)).all()
    for some in chunks(rows):
        latest = sa.select(revisions.c.id).join(
            articles,
            (revisions.c.article_id == articles.c.id) & (revisions.c.revision == articles.c.revision),
        )
        found = connection.scalars(latest.where(articles.c.id.in_(some), articles.c.refused == "")).all()
        if found:
            dialect.unindex(connection, found)
        connection.execute(sa.delete(articles).where(articles.c.id.in_(some)))
    return len(rows)


def _entries(connection: Connection, before: datetime) -> int:
    """Entries that their feed has stopped showing: those of its last contents would come back as new."""
    last = (
        sa.select(entries.c.feed_id, feeds.c.wanted, sa.func.max(entries.c.shown_at))
        .join(feeds)
        .group_by(entries.c.feed_id, feeds.c.wanted)
    )
    count = 0
    for feed, wanted, shown_at in connection.execute(last).all():
        conditions: list[Any] = [entries.c.feed_id == feed, entries.c.state != EntryState.PENDING.value]
        limit = min(before, shown_at - SHOWN_SLACK) if wanted else before
        count += connection.execute(sa.delete(entries).where(*conditions, entries.c.shown_at < limit)).rowcount
    return count
