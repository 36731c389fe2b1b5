"""Corrections: edits of what was sent, changes of what still waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from newsdesk.model import ChannelId, DeliveryId, DeliveryKind, DeliveryState, Message

from .rows import HELD, chunks
from .tables import deliveries
from .writing import Parcel, fresh_row, write_messages

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, RowMapping

_LOST = {DeliveryState.FAILED.value, DeliveryState.DROPPED.value}
_WAITS = {DeliveryState.PENDING.value, HELD}


def correct(connection: Connection, edits: Mapping[DeliveryId, Message], /, *, now: datetime) -> int:
    """Write edits; how many.

    What waits is changed.  What was sent gets an edit of its own; what is on its way gets one that waits until
    it is known whether the message arrived.  What was sent to a chat that has another id now is out of reach.
    """
    wanted = _by_target(connection, edits)
    targets = {row["id"]: row for row in _rows(connection, deliveries.c.id, list(wanted))}
    earlier: defaultdict[int, list[RowMapping]] = defaultdict(list)
    for row in _rows(connection, deliveries.c.target_id, list(wanted)):
        earlier[row["target_id"]].append(row)
    changes: list[tuple[int, Message]] = []
    fresh: list[tuple[RowMapping, int, Message]] = []
    for target in (targets[t] for t in sorted(targets) if _is_in_reach(targets[t])):
        message = wanted[target["id"]]
        waiting = [row for row in (target, *earlier[target["id"]]) if row["state"] in _WAITS]
        if waiting:
            changes.append((waiting[-1]["id"], message))
        else:
            fresh.append((target, len(earlier[target["id"]]) + 1, message))
    kept = _keep(connection, [message for _, message in changes] + [message for *_, message in fresh])
    if changes:
        change = sa.update(deliveries).where(deliveries.c.id == sa.bindparam("row"))
        rows = [{"row": row, "message": kept[message]} for row, message in changes]
        connection.execute(change.values(message_id=sa.bindparam("message"), updated_at=now), rows)
    if fresh:
        connection.execute(sa.insert(deliveries), [_edit(t, n, kept[m], now) for t, n, m in fresh])
    return len(changes) + len(fresh)


def _is_in_reach(target: RowMapping) -> bool:
    state = target["state"]
    return state not in _LOST and bool(state != DeliveryState.SENT.value or target["remote_id"])


def _by_target(connection: Connection, edits: Mapping[DeliveryId, Message]) -> dict[int, Message]:
    """The edits by the message that people see: an edit of an edit is one of the first message."""
    found: dict[int, Message] = {}
    for row in _rows(connection, deliveries.c.id, list(edits)):
        found[row["target_id"] or row["id"]] = edits[DeliveryId(row["id"])]
    return found


def _rows(connection: Connection, column: sa.Column[Any], values: Sequence[int]) -> list[RowMapping]:
    rows: list[RowMapping] = []
    for some in chunks(sorted(values)):
        query = sa.select(deliveries).where(column.in_(some)).order_by(deliveries.c.id)
        rows += connection.execute(query).mappings()
    return rows


def _keep(connection: Connection, bodies: Sequence[Message]) -> dict[Message, int]:
    distinct = list(dict.fromkeys(bodies))
    return dict(zip(distinct, write_messages(connection, distinct), strict=True))


def _edit(target: RowMapping, number: int, message: int, now: datetime) -> dict[str, Any]:
    is_note = target["kind"] == DeliveryKind.NOTE.value
    root = target["key"] if is_note else f"{target['brief_id']}:{target['part']}"
    batch = f"{DeliveryKind.CORRECTION}:{root}:{number}"
    sent = target["state"] == DeliveryState.SENT.value
    row = fresh_row(
        Parcel(ChannelId(target["channel_id"]), batch, DeliveryKind.CORRECTION), 1, target["platform"], now
    )
    return row | {
        "message_id": message,
        "state": DeliveryState.PENDING.value if sent else HELD,
        "part": target["part"],
        "parts": target["parts"],
        "brief_id": target["brief_id"],
        "late": target["late"],
        "target_id": target["id"],
        "edits": target["remote_id"] if sent else "",
    }
