"""The part of the ledger in the database that sends: claim, settle, recover."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from newsdesk.model import (
    Address,
    BriefId,
    ChannelId,
    Delivery,
    DeliveryId,
    DeliveryKind,
    DeliveryState,
    Position,
)
from newsdesk.schedule import QuietHours
from newsdesk.store.rules import BEHIND, CUT_SHORT, ELSEWHERE, FINAL, ON_THE_WAY, QUIET, quiet_until

from .codec import unpacked
from .database import CHUNK, Database
from .rows import HELD, chunks, delivery_of
from .tables import briefs, channels, deliveries, messages, slots, subscriptions

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, RowMapping

PENDING, SENDING = DeliveryState.PENDING.value, DeliveryState.SENDING.value

FULL = (
    sa.select(deliveries, channels.c.chat, channels.c.thread, messages.c.body, messages.c.bullets)
    .join(channels, channels.c.id == deliveries.c.channel_id)
    .join(messages, messages.c.id == deliveries.c.message_id)
)


class SqlOutbox:
    """Deliveries on their way."""

    _database: Database

    def claim(self, platform: str, /, *, now: datetime, limit: int) -> list[Delivery]:
        """Mark the next deliveries of a platform as SENDING and return them."""
        with self._database.read() as connection:  # so that an idle loop never holds up a writer
            if not connection.execute(claim_query(platform, now, 1)).first():
                return []
        with self._database.write() as connection:
            rows = _ready(connection, platform, now, limit)
            claimed = {
                "state": SENDING,
                "attempts": deliveries.c.attempts + 1,
                "next_try_at": None,
                "updated_at": now,
                "error": "",
            }
            _change(connection, rows, claimed)
            return _deliveries(connection, rows)

    def settle(
        self,
        delivery: DeliveryId,
        state: DeliveryState,
        /,
        *,
        now: datetime,
        remote_id: str = "",
        error: str = "",
        retry_at: datetime | None = None,
    ) -> None:
        """What a send came to; nothing becomes of what is SENT, FAILED or DROPPED already."""
        with self._database.write() as connection:
            row = (
                connection.execute(sa.select(deliveries).where(deliveries.c.id == delivery)).mappings().first()
            )
            if row is None or row["state"] in FINAL:
                return
            remote_id = "" if row["error"] == ELSEWHERE else remote_id or row["remote_id"]
            change = {
                "state": state.value,
                "remote_id": remote_id,
                "error": error,
                "next_try_at": retry_at,
                "updated_at": now,
            }
            if row["state"] == HELD and state is DeliveryState.PENDING:
                change["state"] = HELD
            _change(connection, [row["id"]], change)
            dropped = {"state": DeliveryState.DROPPED.value, "error": error or BEHIND, "updated_at": now}
            held = (deliveries.c.target_id == row["id"]) & (deliveries.c.state == HELD)
            if state is DeliveryState.SENT:
                released = {"state": PENDING, "edits": remote_id}
                nowhere = dropped | {"error": ELSEWHERE}
                connection.execute(sa.update(deliveries).where(held).values(released if remote_id else nowhere))
                _confirm(connection, row)
            elif state in FINAL:
                behind = _batch(row) & (deliveries.c.part > row["part"]) & (deliveries.c.state == PENDING)
                connection.execute(sa.update(deliveries).where(behind).values(dropped))
                connection.execute(sa.update(deliveries).where(held).values(dropped | {"error": BEHIND}))

    def recover(self, *, now: datetime) -> list[Delivery]:
        """Mark what was SENDING when the process died as UNCERTAIN."""
        with self._database.write() as connection:
            lost = sa.select(deliveries.c.id).where(deliveries.c.state == SENDING)
            rows = connection.scalars(lost).all()
            uncertain = {"state": DeliveryState.UNCERTAIN.value, "error": CUT_SHORT, "updated_at": now}
            _change(connection, rows, uncertain)
            return _deliveries(connection, rows)

    def get(self, delivery: DeliveryId, /) -> Delivery | None:
        """A delivery."""
        with self._database.read() as connection:
            return next(iter(_deliveries(connection, [delivery])), None)

    def sent_as(self, address: Address, remote_id: str, /) -> Delivery | None:
        """What was sent to a chat as the message of this remote id."""
        if not remote_id:
            return None
        with self._database.read() as connection:
            row = connection.execute(sent_as_query(address, remote_id)).mappings().first()
            return None if row is None else delivery_of(row)

    def superseded(self, delivery: DeliveryId, /) -> bool:
        """Whether a later brief of the same subscription was sent, or waits or is on its way."""
        mine, kind = deliveries.alias("mine"), DeliveryKind.BRIEF.value
        later = sa.exists().where(
            deliveries.c.channel_id == mine.c.channel_id,
            deliveries.c.state.in_([state.value for state in sorted(ON_THE_WAY)]),
            deliveries.c.id > mine.c.id,
            deliveries.c.kind == kind,
            deliveries.c.subscription_id == mine.c.subscription_id,
            deliveries.c.brief_id != mine.c.brief_id,
        )
        query = sa.select(mine.c.id).where(mine.c.id == delivery, mine.c.kind == kind, later)
        with self._database.read() as connection:
            return connection.scalar(query) is not None

    def overdue(self, before: datetime, /) -> tuple[int, datetime | None]:
        """How many messages might have been sent before an instant and still wait."""
        ready_at = sa.func.coalesce(deliveries.c.next_try_at, deliveries.c.created_at)
        query = (
            sa.select(sa.func.count(), sa.func.min(deliveries.c.created_at))
            .join(channels, channels.c.id == deliveries.c.channel_id)
            .where(deliveries.c.state.in_([PENDING, HELD]), channels.c.gone_at.is_(None), ready_at < before)
        )
        with self._database.read() as connection:
            count, oldest = connection.execute(query).one()
            return count, oldest

    def deliveries(
        self,
        *,
        brief: BriefId | None = None,
        channel: ChannelId | None = None,
        states: Collection[DeliveryState] = (),
        since: datetime | None = None,
        limit: int = 1000,
    ) -> list[Delivery]:
        """Deliveries that fit, the oldest first."""
        query = FULL.order_by(deliveries.c.id).limit(limit)
        if brief is not None:
            query = query.where(deliveries.c.brief_id == brief)
        if channel is not None:
            query = query.where(deliveries.c.channel_id == channel)
        if since is not None:
            query = query.where(deliveries.c.updated_at >= since)
        if states:
            names = [state.value for state in states]
            query = query.where(deliveries.c.state.in_([*names, HELD] if PENDING in names else names))
        with self._database.read() as connection:
            return [delivery_of(row) for row in connection.execute(query).mappings()]


def sent_as_query(address: Address, remote_id: str, /) -> sa.Select[Any]:
    """Rows of ``FULL``: messages of a chat, whichever channel of it they went to; not their edits."""
    return (
        FULL.where(
            channels.c.platform == address.platform,
            channels.c.chat == address.chat,
            deliveries.c.remote_id == remote_id,
            deliveries.c.kind != DeliveryKind.CORRECTION.value,
        )
        .order_by(deliveries.c.id)
        .limit(1)
    )


def claim_query(platform: str, now: datetime, limit: int, /) -> sa.Select[Any]:
    """What may be sent next: the first of each channel that has nothing on its way.

    Rows of ``id``, ``kind``, ``quiet`` and ``zone``.
    """
    other = deliveries.alias("other")
    same = other.c.channel_id == deliveries.c.channel_id
    busy = sa.exists().where(same, other.c.state == SENDING)
    is_edit = deliveries.c.kind == DeliveryKind.CORRECTION.value
    in_quiet = (other.c.error == QUIET) & (other.c.next_try_at > now)
    before = sa.exists().where(
        same, other.c.state == PENDING, other.c.id < deliveries.c.id, ~(is_edit & in_quiet)
    )
    return (
        sa.select(deliveries.c.id, deliveries.c.kind, channels.c.quiet, channels.c.zone)
        .join(channels, channels.c.id == deliveries.c.channel_id)
        .where(
            deliveries.c.platform == platform,
            deliveries.c.state == PENDING,
            deliveries.c.next_try_at.is_(None) | (deliveries.c.next_try_at <= now),
            channels.c.gone_at.is_(None),
            ~busy,
            ~before,
        )
        .order_by(deliveries.c.id)
        .limit(limit)
    )


def _ready(connection: Connection, platform: str, now: datetime, limit: int) -> list[int]:
    """What may be sent next, up to a number; what meets quiet hours is put off to their end."""
    asked = limit
    while True:
        found = connection.execute(claim_query(platform, now, asked)).all()
        held: defaultdict[datetime, list[int]] = defaultdict(list)
        ready: list[int] = []
        for row, kind, packed, zone in found:
            quiet = None if packed is None else unpacked(QuietHours, packed)
            until = quiet_until(DeliveryKind(kind), quiet, zone, now)
            (ready if until is None else held[until]).append(row)
        for until, rows in held.items():
            _change(connection, rows, {"next_try_at": until, "error": QUIET, "updated_at": now})
        if not held or len(ready) >= limit:
            return ready[:limit]
        asked = limit + CHUNK


def _change(connection: Connection, rows: Iterable[int], values: dict[str, Any]) -> None:
    for some in chunks(rows):
        connection.execute(sa.update(deliveries).where(deliveries.c.id.in_(some)).values(values))


def _deliveries(connection: Connection, rows: Iterable[int]) -> list[Delivery]:
    found: list[Delivery] = []
    for some in chunks(sorted(rows)):
        query = FULL.where(deliveries.c.id.in_(some)).order_by(deliveries.c.id)
        found += [delivery_of(row) for row in connection.execute(query).mappings()]
    return found


def _batch(row: RowMapping) -> sa.ColumnElement[bool]:
    return sa.and_(deliveries.c.channel_id == row["channel_id"], deliveries.c.batch == row["batch"])


def _confirm(connection: Connection, row: RowMapping) -> None:
    """Move the window of every subscription of the channel that a brief answered, once all of it is there."""
    if row["kind"] != DeliveryKind.BRIEF.value or row["brief_id"] is None:
        return
    unsent = sa.select(deliveries.c.id).where(_batch(row), deliveries.c.state != DeliveryState.SENT.value)
    if connection.execute(unsent.limit(1)).first():
        return
    until = connection.scalar(sa.select(briefs.c.until).where(briefs.c.id == row["brief_id"]))
    answered = (
        sa.select(slots.c.subscription_id)
        .join(subscriptions, subscriptions.c.id == slots.c.subscription_id)
        .where(slots.c.brief_id == row["brief_id"], subscriptions.c.channel_id == row["channel_id"])
    )
    if until is not None:
        move_windows(connection, connection.scalars(answered).all(), Position(until), BriefId(row["brief_id"]))


def move_windows(
    connection: Connection, wishes: Iterable[int], until: Position, brief: BriefId | None, /
) -> None:
    """Confirm a position for subscriptions, with the brief that reached it; never backwards."""
    values: dict[str, Any] = {"confirmed": until}
    if brief is not None:
        values["last_brief"] = brief
    for some in chunks(wishes):
        confirmed = subscriptions.c.id.in_(some) & (subscriptions.c.confirmed <= until)
        connection.execute(sa.update(subscriptions).where(confirmed).values(values))
