"""Retention: what is past its time is deleted, unless something that stays needs it.

What is to go is looked for without holding anybody up, and deleted a few rows at a time with pauses between, so
that whoever wants to write never waits long: when the operator shortens the time of a year's archive, a hundred
thousand rows are past it at once.  Each row must still be past its time when it is deleted.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from newsdesk.model import LASTING_NOTES, DeliveryState, EntryState, Retention
from newsdesk.store.rules import EVENT_KEYS, SHOWN_SLACK

from .database import Database
from .dialects import Dialect
from .rows import HELD
from .tables import (
    articles,
    brief_articles,
    briefs,
    channels,
    deliveries,
    entries,
    events,
    feeds,
    memos,
    messages,
    notes,
    revisions,
    slots,
    subscriptions,
)
from .talks import DONE

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_AT_ONCE = 100
# Seconds; at most as long as what was done before it, so forgetting takes half of the writers' time at most.
_LONGEST_PAUSE_S = 0.5
_ON_THE_WAY = (DeliveryState.PENDING.value, DeliveryState.SENDING.value, HELD)


def forget(database: Database, retention: Retention, now: datetime, /) -> dict[str, int]:
    """Delete what is past its time; how many rows of each kind that has one."""
    counts: dict[str, int] = {}
    if retention.deliveries:
        counts |= _deliveries(database, now - timedelta(days=retention.deliveries))
    if retention.articles:
        counts["articles"] = _articles(database, articles.c.refused == "", now, retention.articles)
    if retention.refused:
        counts["refused"] = _articles(database, articles.c.refused != "", now, retention.refused)
    if retention.entries:
        counts["entries"] = _entries(database, now - timedelta(days=retention.entries))
    if retention.talk:
        counts |= _talk(database, retention.talk, now)
    return counts


def _deliveries(database: Database, before: datetime) -> dict[str, int]:
    gone = sa.select(channels.c.id).where(channels.c.gone_at.is_not(None))
    settled = deliveries.c.state.not_in(_ON_THE_WAY) | deliveries.c.channel_id.in_(gone)
    counts = {
        "deliveries": _delete(database, deliveries.c.id, deliveries.c.created_at < before, settled),
        "slots": _delete(database, slots.c.subscription_id, slots.c.due_at < before),
    }
    _delete(database, messages.c.id, ~sa.exists().where(deliveries.c.message_id == messages.c.id))
    needed = [
        sa.exists().where(deliveries.c.brief_id == briefs.c.id),
        sa.exists().where(slots.c.brief_id == briefs.c.id),
        sa.exists().where(subscriptions.c.last_brief == briefs.c.id),
    ]
    past = [briefs.c.created_at < before, *(~need for need in needed)]
    return counts | {"briefs": _delete(database, briefs.c.id, *past)}


def _articles(database: Database, kind: sa.ColumnElement[bool], now: datetime, days: int) -> int:
    cited = sa.exists().where(brief_articles.c.article == sa.cast(articles.c.id, sa.Text))
    old = (kind, articles.c.stored_at < now - timedelta(days=days), ~cited)

    def delete(connection: Connection, some: Sequence[int]) -> int:
        still = sa.select(articles.c.id).where(articles.c.id.in_(some), *old)
        rows = connection.scalars(still).all()
        _unindex(database.dialect, connection, rows)
        return connection.execute(sa.delete(articles).where(articles.c.id.in_(rows))).rowcount

    return _in_parts(database, _found(database, articles.c.id, *old), delete)


def _unindex(dialect: Dialect, connection: Connection, rows: Sequence[int]) -> None:
    """Let articles be found no more."""
    latest = sa.select(revisions.c.id).join(
        articles,
        (revisions.c.article_id == articles.c.id) & (revisions.c.revision == articles.c.revision),
    )
    found = connection.scalars(latest.where(articles.c.id.in_(rows), articles.c.refused == "")).all()
    if found:
        dialect.unindex(connection, found)


def _entries(database: Database, before: datetime) -> int:
    """Entries that their feed has stopped showing: those of its last contents would come back as new."""
    settled = entries.c.state != EntryState.PENDING.value
    last = (
        sa.select(entries.c.feed_id, feeds.c.wanted, sa.func.max(entries.c.shown_at))
        .join(feeds)
        .group_by(entries.c.feed_id, feeds.c.wanted)
    )
    rows: list[int] = []
    with database.read() as connection:
        for feed, wanted, shown_at in connection.execute(last).all():
            limit = min(before, shown_at - SHOWN_SLACK) if wanted else before
            old = sa.select(entries.c.id).where(entries.c.feed_id == feed, settled, entries.c.shown_at < limit)
            rows += connection.scalars(old)

    def delete(connection: Connection, some: Sequence[int]) -> int:
        # One that was shown again meanwhile was shown just now.
        still = (entries.c.id.in_(some), settled, entries.c.shown_at < before)
        return connection.execute(sa.delete(entries).where(*still)).rowcount

    return _in_parts(database, rows, delete)


def _talk(database: Database, days: int, now: datetime) -> dict[str, int]:
    before, keys_before = now - timedelta(days=days), now - timedelta(days=max(days, EVENT_KEYS))
    counts = {
        "events": _delete(database, events.c.id, events.c.received_at < keys_before),
        "memos": _delete(database, memos.c.id, memos.c.created_at < before),
    }
    if days < EVENT_KEYS:
        late = (events.c.received_at < before) & (events.c.payload != "")
        with database.write() as connection:
            connection.execute(sa.update(events).where(late).values(DONE))
    with database.write() as connection:  # few rows, and without a number of their own
        old = (notes.c.noted_at < before) & notes.c.name.not_in(sorted(LASTING_NOTES))
        counts["notes"] = connection.execute(sa.delete(notes).where(old)).rowcount
    return counts


def _delete(database: Database, key: sa.Column[Any], *old: sa.ColumnElement[bool]) -> int:
    """Delete what fits from the table of a column, by the values of that column; how many rows."""

    def delete(connection: Connection, some: Sequence[int]) -> int:
        return connection.execute(sa.delete(key.table).where(key.in_(some), *old)).rowcount

    return _in_parts(database, _found(database, key, *old), delete)


def _found(database: Database, key: sa.Column[Any], *old: sa.ColumnElement[bool]) -> Sequence[int]:
    with database.read() as connection:
        return connection.scalars(sa.select(key).where(*old).distinct().order_by(key)).all()


def _in_parts(
    database: Database, rows: Sequence[int], delete: Callable[[Connection, Sequence[int]], int]
) -> int:
    """Delete a few rows in each transaction; how many went."""
    count = 0
    for start in range(0, len(rows), _AT_ONCE):
        begun = time.monotonic()
        with database.write() as connection:
            count += delete(connection, rows[start : start + _AT_ONCE])
        # Neither a lock of threads nor SQLite's own is fair: without a pause, whoever waits goes on waiting.
        time.sleep(min(time.monotonic() - begun, _LONGEST_PAUSE_S))
    return count
