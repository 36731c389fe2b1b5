"""What channels were sent last: a few steps in an index a channel, however much there is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from newsdesk.model import BriefId, ChannelId, DeliveryKind, DeliveryState
from newsdesk.store.rules import BRIEF_KINDS, REACHED

from .rows import chunks
from .tables import channels, deliveries

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


def histories(
    connection: Connection, wanted: Collection[ChannelId], limit: int, /, *, arrived: bool
) -> dict[ChannelId, tuple[BriefId, ...]]:
    """The last briefs and alerts of channels, the newest first."""
    found: dict[ChannelId, tuple[BriefId, ...]] = dict.fromkeys(wanted, ())
    for some in chunks(sorted(set(wanted))):
        for channel, *newest in connection.execute(history_query(some, limit, arrived=arrived)):
            briefs = (int(brief) for listed in newest if listed for brief in listed.split(","))
            found[ChannelId(channel)] = tuple(BriefId(brief) for brief in sorted(briefs, reverse=True))
    return found


def history_query(wanted: Sequence[int], limit: int, /, *, arrived: bool) -> sa.Select[Any]:
    """Channels, each with its last briefs of each kind, separated by commas in any order."""
    listed = [_newest(kind, limit, arrived=arrived) for kind in BRIEF_KINDS]
    return sa.select(channels.c.id, *listed).where(channels.c.id.in_(wanted))


def _newest(kind: DeliveryKind, limit: int, /, *, arrived: bool) -> sa.ScalarSelect[Any]:
    first, other = deliveries.alias(), deliveries.alias()
    states = {DeliveryState.SENT} if arrived else REACHED
    conditions: list[sa.ColumnElement[bool]] = [
        first.c.channel_id == channels.c.id,
        first.c.kind == kind.value,
        first.c.part == 1,
        first.c.state.in_(sorted(state.value for state in states)),
    ]
    if arrived:
        conditions.append(
            ~sa.exists().where(
                other.c.channel_id == first.c.channel_id,
                other.c.kind == first.c.kind,
                other.c.brief_id == first.c.brief_id,
                other.c.state != DeliveryState.SENT.value,
            )
        )
    newest = (
        sa.select(sa.cast(first.c.brief_id, sa.Text).label("brief"))
        .where(*conditions)
        .order_by(first.c.brief_id.desc())
        .limit(limit)
        .correlate(channels)
        .subquery()
    )
    return sa.select(sa.func.aggregate_strings(newest.c.brief, ",")).scalar_subquery()
