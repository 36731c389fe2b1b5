"""Writing deliveries: the messages once, a row for each channel and part."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from newsdesk.model import BriefId, ChannelId, DeliveryKind, DeliveryState, Message, SubscriptionId
from newsdesk.store.rules import part_key

from .dialects import Dialect
from .rows import chunks
from .tables import channels, deliveries, messages

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


class Parcel(NamedTuple):
    """All parts of something for one channel.

    Attributes:
        batch: What the keys of the parts start with; a channel gets a batch once.
    """

    channel: ChannelId
    batch: str
    kind: DeliveryKind
    subscription: SubscriptionId | None = None


def write_messages(connection: Connection, bodies: Sequence[Message], /) -> list[int]:
    """Keep messages; their rows, in the same order."""
    one = sa.insert(messages).returning(messages.c.id)
    return [
        connection.execute(one.values(body=body.body, bullets=list(body.bullets))).scalar_one()
        for body in bodies
    ]


def write_deliveries(
    dialect: Dialect,
    connection: Connection,
    parcels: Sequence[Parcel],
    bodies: Sequence[Message],
    /,
    *,
    now: datetime,
    brief: BriefId | None = None,
    late: bool = False,
) -> int:
    """A delivery for each part and channel that has not got the batch; how many channels got it.

    All first parts come before all second parts, so that everybody's brief begins before anybody's goes on.
    """
    homes = _platforms(connection, {parcel.channel for parcel in parcels})
    left = [parcel for parcel in parcels if parcel.channel in homes]
    if not left or not bodies:
        return 0
    insert = dialect.insert_new(deliveries).returning(deliveries.c.channel_id, deliveries.c.batch)
    for part, message in enumerate(write_messages(connection, bodies), 1):
        common: dict[str, Any] = {
            "message_id": message,
            "part": part,
            "parts": len(bodies),
            "brief_id": brief,
            "late": late,
        }
        rows = [fresh_row(parcel, part, homes[parcel.channel], now) | common for parcel in left]
        got = {tuple(row) for row in connection.execute(insert, rows)}
        left = list({p[:2]: p for p in left if (p.channel, p.batch) in got}.values())
        if not left:  # whoever lost the first part loses the rest
            break
    return len(left)


def fresh_row(parcel: Parcel, part: int, platform: str, now: datetime, /) -> dict[str, Any]:
    """A delivery that nobody has tried to send."""
    return {
        "channel_id": parcel.channel,
        "platform": platform,
        "batch": parcel.batch,
        "key": part_key(parcel.batch, part, parcel.kind),
        "kind": parcel.kind.value,
        "state": DeliveryState.PENDING.value,
        "subscription_id": parcel.subscription,
        "target_id": None,
        "edits": "",
        "remote_id": "",
        "attempts": 0,
        "next_try_at": None,
        "created_at": now,
        "updated_at": now,
        "error": "",
    }


def _platforms(connection: Connection, wanted: set[ChannelId]) -> dict[ChannelId, str]:
    found: dict[ChannelId, str] = {}
    for some in chunks(sorted(wanted)):
        query = sa.select(channels.c.id, channels.c.platform).where(channels.c.id.in_(some))
        found |= {ChannelId(channel): platform for channel, platform in connection.execute(query)}
    return found
