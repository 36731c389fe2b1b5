"""The database as a whole: counts for the operator."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from newsdesk.model import BriefKind, DeliveryState, EntryState, Retention, Tally

from .channels import channels_where
from .database import Database
from .forgetting import forget
from .outbox import FULL
from .rows import HELD, delivery_of, feed_of
from .subscriptions import next_due_query, waiting_query
from .tables import articles, briefs, channels, deliveries, entries, feeds, statements, subscriptions

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


class SqlHousekeeping:
    """See ``newsdesk.ports.Housekeeping``."""

    def __init__(self, database: Database, /) -> None:
        self._database = database

    def tally(self, *, now: datetime) -> Tally:
        """Counts for the operator, all of one state of the database."""
        with self._database.read() as connection:
            oldest = connection.scalar(sa.select(sa.func.min(articles.c.stored_at)))
            slots_waiting, waiting_since_at = connection.execute(waiting_query(now)).one()
            return Tally(
                **_counts(connection),
                feeds_failing=_failing(connection),
                channels_gone=tuple(channels_where(connection, channels.c.gone_at.is_not(None))),
                slots_waiting=slots_waiting,
                waiting_since_at=waiting_since_at,
                next_due_at=connection.scalar(next_due_query(now)),
                deliveries=_states(connection),
                uncertain=tuple(
                    delivery_of(row)
                    for row in connection.execute(
                        FULL.where(deliveries.c.state == DeliveryState.UNCERTAIN.value).order_by(
                            deliveries.c.id
                        )
                    ).mappings()
                ),
                last_brief_at=connection.scalar(
                    sa.select(sa.func.max(briefs.c.created_at)).where(briefs.c.kind == BriefKind.BRIEF.value)
                ),
                oldest_day=None if oldest is None else oldest.date(),
            )

    def forget(self, retention: Retention, /, *, now: datetime) -> dict[str, int]:
        """Delete what is past its time."""
        return forget(self._database, retention, now)

    def close(self) -> None:
        """Let go of files and connections."""
        self._database.close()


def _counts(connection: Connection) -> dict[str, Any]:
    def count(table: sa.FromClause, *conditions: sa.ColumnElement[bool]) -> int:
        query = sa.select(sa.func.count()).select_from(table).where(*conditions)
        return connection.execute(query).scalar_one()

    pending = entries.c.state == EntryState.PENDING.value
    return {
        "feeds": count(feeds, feeds.c.wanted.is_(True)),
        "entries_waiting": count(entries.join(feeds), pending, feeds.c.wanted.is_(True)),
        "articles": count(articles, articles.c.refused == ""),
        "articles_refused": count(articles, articles.c.refused != ""),
        "articles_unread": count(articles, articles.c.unread.is_(True)),
        "statements": count(statements),
        "channels": count(channels),
        "subscriptions": count(subscriptions),
    }


def _failing(connection: Connection) -> tuple[Any, ...]:
    query = sa.select(feeds).where(feeds.c.wanted.is_(True), feeds.c.failures > 0).order_by(feeds.c.id)
    return tuple(feed_of(row) for row in connection.execute(query).mappings())


def _states(connection: Connection) -> dict[DeliveryState, int]:
    found: dict[DeliveryState, int] = {}
    query = sa.select(deliveries.c.state, sa.func.count()).group_by(deliveries.c.state)
    for name, number in connection.execute(query):
        state = DeliveryState.PENDING if name == HELD else DeliveryState(name)
        found[state] = found.get(state, 0) + number
    return found
