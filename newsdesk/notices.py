"""What the operator is told in a chat of his own: channels that are gone, messages that failed.

Everything told stands in the log too.  Each notice has a key of its own, so it is written once, however often
this is called and whatever crashes in between.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from .model import Address, Channel, ChannelId, DeliveryState
from .ports import Renderer, Store

# What is older was told, or failed before there was anybody to tell.
RECENT = timedelta(days=1)
# Where a platform can tell what became of a message, it is asked before the operator is told.
SETTLING = timedelta(minutes=2)
_FAILED = frozenset({DeliveryState.FAILED, DeliveryState.UNCERTAIN})


class Notice(NamedTuple):
    """One thing to tell; ``key`` names it for ever."""

    key: str
    text: str


def tell_operator(store: Store, renderer: Renderer, to: Address, now: datetime, /) -> int:
    """Write what has gone wrong in the last day and was not told yet; how many notices.

    Never about the operator's own channel: it could not be read there.
    """
    channels = store.channels.all()
    own = next((c for c in channels if c.address == to), None) or store.channels.add(to, now=now)
    if own.gone_at is not None:
        return 0
    written = 0
    for notice in _notices(store, channels, own.id, now):
        message = renderer.note(notice.text, platform=to.platform)
        written += store.ledger.note([own.id], notice.key, [message], now=now)
    return written


def _notices(store: Store, channels: list[Channel], own: ChannelId, now: datetime) -> Iterator[Notice]:
    names = {c.id: c.title or str(c.address) for c in channels}
    for channel in channels:
        if channel.gone_at is not None and now - channel.gone_at < RECENT:
            text = f"{names[channel.id]} gets nothing any more: {channel.gone_reason}"
            yield Notice(f"gone:{channel.id}:{channel.gone_at:%Y%m%dT%H%M%S}", text)
    for delivery in store.ledger.deliveries(states=_FAILED, since=now - RECENT, limit=1_000):
        if delivery.channel == own or delivery.updated_at is None or now - delivery.updated_at < SETTLING:
            continue
        name = names.get(delivery.channel, str(delivery.address))
        state = "was not sent" if delivery.state is DeliveryState.FAILED else "may not have arrived"
        yield Notice(f"{delivery.state}:{delivery.id}", f"A message to {name} {state}: {delivery.error}")
