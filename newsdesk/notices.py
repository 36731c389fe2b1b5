"""What the operator is told in a chat of his own: channels that are gone, messages that failed.

Everything told stands in the log too.  One notice holds all that has gone wrong since the last, and what it
held is remembered in the same transaction: so each thing is told once, whatever crashes in between, and five
hundred chats that fail at once are one message and not five hundred, behind which an alarm would wait.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from .model import Address, Channel, ChannelId, DeliveryState
from .ports import Renderer, Store

# What is older was told, or failed before there was anybody to tell.
RECENT = timedelta(days=1)
# Where a platform can tell what became of a message, it is asked before the operator is told.
SETTLING = timedelta(minutes=2)
# So many are named; the others are counted.
NAMED = 10
_NAME_CHARS, _REASON_CHARS = 40, 80
_ALL = 1_000_000
# Under this name what was told is noted in the operator's own chat.
_TOLD = "told"
_FAILED = frozenset({DeliveryState.FAILED, DeliveryState.UNCERTAIN})


class Trouble(NamedTuple):
    """One thing that has gone wrong; ``key`` names it for ever.

    Attributes:
        text: A sentence, when it is all there is to tell.
    """

    key: str
    name: str
    reason: str
    text: str
    is_gone: bool


def tell_operator(store: Store, renderer: Renderer, to: Address, now: datetime, /) -> int:
    """Write what has gone wrong in the last day and was not told yet; 1 when there was anything, else 0.

    Never about the operator's own channel: it could not be read there.
    """
    channels = store.channels.all()
    own = next((c for c in channels if c.address == to), None) or store.channels.add(to, now=now)
    if own.gone_at is not None:
        return 0
    troubles = list(_troubles(store, channels, own.id, now))
    noted = store.talks.noted(to, _TOLD) if troubles else None
    told = frozenset(json.loads(noted)) if noted else frozenset()
    fresh = [trouble for trouble in troubles if trouble.key not in told]
    if not fresh:
        return 0
    keys = "\n".join(trouble.key for trouble in fresh)
    message = renderer.note(_text(fresh), platform=to.platform)
    with store.together():
        key = f"trouble:{hashlib.sha256(keys.encode()).hexdigest()}"
        written = store.ledger.note([own.id], key, [message], now=now)
        store.talks.note(to, _TOLD, json.dumps([t.key for t in troubles]), now=now)
    return written


def _text(troubles: Sequence[Trouble]) -> str:
    if len(troubles) == 1:
        return troubles[0].text
    gone = sum(trouble.is_gone for trouble in troubles)
    counts = {
        "messages that failed or may not have arrived": len(troubles) - gone,
        "chats that get nothing any more": gone,
    }
    counted = ", ".join(f"{what}: {n}" for what, n in counts.items() if n)
    named = troubles[:NAMED]
    first = "; ".join(f"{_clipped(t.name, _NAME_CHARS)}: {_clipped(t.reason, _REASON_CHARS)}" for t in named)
    rest = f"; and {len(troubles) - NAMED} more, see the log" if len(troubles) > NAMED else ""
    return f"{counted[0].upper()}{counted[1:]}. {first}{rest}"


def _clipped(words: str, chars: int) -> str:
    return words if len(words) <= chars else f"{words[: chars - 1]}…"


def _troubles(store: Store, channels: list[Channel], own: ChannelId, now: datetime) -> Iterator[Trouble]:
    names = {c.id: c.title or str(c.address) for c in channels}
    for channel in channels:
        if channel.gone_at is not None and now - channel.gone_at < RECENT:
            name, why = names[channel.id], channel.gone_reason
            key = f"gone:{channel.id}:{channel.gone_at:%Y%m%dT%H%M%S}"
            yield Trouble(key, name, why, f"{name} gets nothing any more: {why}", is_gone=True)
    for delivery in store.ledger.deliveries(states=_FAILED, since=now - RECENT, limit=_ALL):
        if delivery.channel == own or delivery.updated_at is None or now - delivery.updated_at < SETTLING:
            continue
        name = names.get(delivery.channel, str(delivery.address))
        state = "was not sent" if delivery.state is DeliveryState.FAILED else "may not have arrived"
        key, text = f"{delivery.state}:{delivery.id}", f"A message to {name} {state}: {delivery.error}"
        yield Trouble(key, name, f"{state}: {delivery.error}", text, is_gone=False)
