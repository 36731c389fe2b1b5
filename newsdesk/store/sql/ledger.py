"""The ledger in the database: slots, briefs, and what is made for channels."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from newsdesk.errors import StaleBrief
from newsdesk.model import (
    BriefId,
    BriefRecord,
    ChannelId,
    DeliveryId,
    DeliveryKind,
    Message,
    Position,
    Publication,
    Recipient,
)
from newsdesk.store.rules import brief_batch, cited, cited_revisions, empty_batch, without_texts
from summarizer.model import ArticleId

from .corrections import correct
from .database import Database
from .histories import histories
from .outbox import SqlOutbox, move_windows
from .rows import brief_of, brief_row, chunks, row_ids
from .tables import brief_articles, briefs, cursors, deliveries, readings, slots, subscriptions
from .writing import Parcel, write_deliveries

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


class SqlLedger(SqlOutbox):
    """See ``newsdesk.ports.Ledger``."""

    def __init__(self, database: Database, /) -> None:
        self._database = database

    def publish(self, publication: Publication, /, *, now: datetime) -> int:
        """Claim the recipients' slots and write what they get, all or nothing."""
        with self._database.write() as connection:
            if publication.brief is not None:
                _refuse_stale(connection, publication.brief)
            won = self._claim_slots(connection, publication.recipients)
            if not won:
                return 0
            brief = None if publication.brief is None else _keep(connection, publication.brief)
            if brief is not None:
                _name_brief(connection, won, brief)
            parcels = [_parcel(recipient, brief) for recipient in won]
            write_deliveries(
                self._database.dialect,
                connection,
                parcels,
                publication.messages,
                now=now,
                brief=brief,
                late=publication.late,
            )
            if brief is None or not publication.messages:
                move_windows(connection, [r.subscription for r in won], publication.window.until, brief)
            return len(won)

    def _claim_slots(self, connection: Connection, recipients: Sequence[Recipient]) -> list[Recipient]:
        """Those whose slot nobody had; their missed slots are closed with it."""
        known = _known(connection, recipients)
        wishes = {(r.subscription, *r.slot): r for r in recipients if known.get(r.subscription) == r.channel}
        if not wishes:
            return []
        # Also for a slot that is lost: a subscription that still waits for it would be due for ever.
        onward = [{"row": r.subscription, "due": r.due_at, "next": r.next_due_at} for r in wishes.values()]
        connection.execute(
            sa.update(subscriptions)
            .where(
                subscriptions.c.id == sa.bindparam("row"), subscriptions.c.next_due_at <= sa.bindparam("due")
            )
            .values(next_due_at=sa.bindparam("next")),
            onward,
        )
        insert = self._database.dialect.insert_new(slots)
        taken = insert.returning(slots.c.subscription_id, slots.c.day, slots.c.name)
        rows = [_slot(r.subscription, *r.slot, r.due_at) for r in wishes.values()]
        got = {tuple(row) for row in connection.execute(taken, rows)}
        won = [recipient for key, recipient in wishes.items() if key in got]
        missed = [_slot(r.subscription, *slot, r.due_at) for r in won for slot in r.missed]
        if missed:
            connection.execute(insert, missed)
        return won

    def alert(
        self,
        brief: BriefRecord,
        messages: Sequence[Message],
        channels: Sequence[ChannelId],
        /,
        *,
        now: datetime,
    ) -> BriefId:
        """Write an alert and its deliveries."""
        with self._database.write() as connection:
            _refuse_stale(connection, brief)
            kept = _keep(connection, brief)
            batch = brief_batch(DeliveryKind.ALERT, kept)
            parcels = [Parcel(channel, batch, DeliveryKind.ALERT) for channel in channels]
            write_deliveries(self._database.dialect, connection, parcels, messages, now=now, brief=kept)
            return kept

    def alerts_since(self, channel: ChannelId, instant: datetime, /) -> int:
        """How many alerts were made for a channel since an instant."""
        query = sa.select(sa.func.count()).where(
            deliveries.c.channel_id == channel,
            deliveries.c.kind == DeliveryKind.ALERT.value,
            deliveries.c.part == 1,
            deliveries.c.created_at >= instant,
        )
        with self._database.read() as connection:
            return connection.execute(query).scalar_one()

    def note(
        self,
        channels: Sequence[ChannelId],
        key: str,
        messages: Sequence[Message],
        /,
        *,
        now: datetime,
        kind: DeliveryKind = DeliveryKind.NOTE,
    ) -> int:
        """Write a note of the desk to channels that do not have it."""
        parcels = [Parcel(channel, key, kind) for channel in channels]
        with self._database.write() as connection:
            return write_deliveries(self._database.dialect, connection, parcels, messages, now=now)

    def cursor(self, name: str, /) -> Position:
        """Up to where a named reader has come."""
        with self._database.read() as connection:
            return _cursor(connection, name)

    def advance(self, name: str, position: Position, /) -> None:
        """Move a cursor forward."""
        with self._database.write() as connection:
            connection.execute(self._database.dialect.insert_new(cursors).values(name=name, position=0))
            ahead = (cursors.c.name == name) & (cursors.c.position < position)
            connection.execute(sa.update(cursors).where(ahead).values(position=position))

    def brief(self, brief: BriefId, /) -> BriefRecord | None:
        """A brief as published."""
        with self._database.read() as connection:
            row = connection.execute(sa.select(briefs).where(briefs.c.id == brief)).mappings().first()
            return None if row is None else brief_of(row)

    def histories(
        self, channels: Collection[ChannelId], /, *, limit: int, arrived: bool = True
    ) -> dict[ChannelId, tuple[BriefId, ...]]:
        """The last briefs and alerts of channels, the newest first."""
        with self._database.read() as connection:
            return histories(connection, channels, limit, arrived=arrived)

    def citing(self, article: ArticleId, /) -> list[BriefRecord]:
        """Briefs that cite an article, the oldest first."""
        query = sa.select(briefs).join(brief_articles).where(brief_articles.c.article == article)
        with self._database.read() as connection:
            return [brief_of(row) for row in connection.execute(query.order_by(briefs.c.id)).mappings()]

    def withdraw(self, brief: BriefId, bullets: Collection[int], /) -> None:
        """Mark bullets whose evidence has vanished."""
        with self._database.write() as connection:
            old = connection.scalar(sa.select(briefs.c.withdrawn).where(briefs.c.id == brief))
            if old is not None:
                withdrawn = sorted({*old, *bullets})
                connection.execute(sa.update(briefs).where(briefs.c.id == brief).values(withdrawn=withdrawn))

    def correct(self, edits: Mapping[DeliveryId, Message], /, *, now: datetime) -> int:
        """Write edits of messages that were sent, and change those that still wait."""
        with self._database.write() as connection:
            return correct(connection, edits, now=now)


def _cursor(connection: Connection, name: str) -> Position:
    return Position(connection.scalar(sa.select(cursors.c.position).where(cursors.c.name == name)) or 0)


def _slot(subscription: int, day: object, name: str, due_at: datetime) -> dict[str, Any]:
    return {"subscription_id": subscription, "day": day, "name": name, "due_at": due_at, "brief_id": None}


def _known(connection: Connection, recipients: Sequence[Recipient]) -> dict[int, int]:
    """The channels of those subscriptions that still exist."""
    found: dict[int, int] = {}
    for some in chunks({recipient.subscription for recipient in recipients}):
        query = sa.select(subscriptions.c.id, subscriptions.c.channel_id).where(subscriptions.c.id.in_(some))
        found |= dict(connection.execute(query).all())
    return found


def _refuse_stale(connection: Connection, record: BriefRecord) -> None:
    cites = cited_revisions(record)
    stale = set()
    for some in chunks(row_ids(cites)):
        read = sa.select(readings.c.article_id, readings.c.revision).where(readings.c.article_id.in_(some))
        found = {ArticleId(str(row)): revision for row, revision in connection.execute(read)}
        stale |= {article for article, revision in found.items() if revision > cites.get(article, revision)}
    if stale:
        raise StaleBrief(frozenset(stale))


def _keep(connection: Connection, record: BriefRecord) -> BriefId:
    values = brief_row(without_texts(record))
    brief: int = connection.execute(sa.insert(briefs).values(values).returning(briefs.c.id)).scalar_one()
    evidence = [{"brief_id": brief, "article": article} for article in sorted(cited(record))]
    if evidence:
        connection.execute(sa.insert(brief_articles), evidence)
    return BriefId(brief)


def _name_brief(connection: Connection, won: Sequence[Recipient], brief: BriefId) -> None:
    key = (
        (slots.c.subscription_id == sa.bindparam("subscription"))
        & (slots.c.day == sa.bindparam("local_day"))
        & (slots.c.name == sa.bindparam("slot"))
    )
    rows = [{"subscription": r.subscription, "local_day": r.slot.day, "slot": r.slot.name} for r in won]
    connection.execute(sa.update(slots).where(key).values(brief_id=brief), rows)


def _parcel(recipient: Recipient, brief: BriefId | None) -> Parcel:
    if brief is None:
        return Parcel(recipient.channel, empty_batch(recipient), DeliveryKind.NOTE)
    batch = brief_batch(DeliveryKind.BRIEF, brief)
    return Parcel(recipient.channel, batch, DeliveryKind.BRIEF, recipient.subscription)
