"""Why a message that waits helps nobody any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from .model import Delivery, DeliveryKind, DeliveryState
from .ports import Ledger
from .threads import in_thread

MAX_AGE = timedelta(hours=24)
# So long after it was made nothing newer can have been published for a message's channel.
FRESH = timedelta(seconds=50)
SUPERSEDED = "A newer brief holds all of it."
OVERTAKEN = "A part behind it has arrived before it; the next brief holds all of it."
TOO_OLD = "It was too old when it could be sent."


def is_too_old(delivery: Delivery, now: datetime, /, *, max_age: timedelta = MAX_AGE) -> bool:
    """Whether a message that nobody tried to send helps nobody any more; an edit is right however late."""
    if delivery.kind is DeliveryKind.CORRECTION or delivery.created_at is None:
        return False
    return now - delivery.created_at >= max_age


async def outdated(ledger: Ledger, delivery: Delivery, now: datetime, /, *, max_age: timedelta) -> str:
    """Why a message that is about to be sent helps nobody any more; "" when it does.

    When a newer brief waits behind this one, the readers would get everything twice.
    """
    if is_too_old(delivery, now, max_age=max_age):
        return TOO_OLD
    if delivery.attempts <= 1 and delivery.created_at is not None and now - delivery.created_at < FRESH:
        return ""
    return SUPERSEDED if await _superseded(ledger, delivery) else ""


async def lost_for_good(ledger: Ledger, delivery: Delivery, now: datetime, /, *, max_age: timedelta) -> str:
    """Why a message that never arrived is not sent again; "" when it is."""
    if is_too_old(delivery, now, max_age=max_age):
        return TOO_OLD
    if await _overtaken(ledger, delivery):
        return OVERTAKEN
    return SUPERSEDED if await _superseded(ledger, delivery) else ""


async def _superseded(ledger: Ledger, delivery: Delivery) -> bool:
    """True when a later brief of the same subscription exists: its window holds all of this one's."""
    return delivery.kind is DeliveryKind.BRIEF and await in_thread(ledger.superseded, delivery.id)


async def _overtaken(ledger: Ledger, delivery: Delivery) -> bool:
    """True when a part behind this one has arrived: parts never come out of order."""
    if delivery.brief is None or delivery.part == delivery.parts:
        return False
    sent = await in_thread(
        ledger.deliveries, brief=delivery.brief, channel=delivery.channel, states={DeliveryState.SENT}
    )
    return any(d.kind is delivery.kind and d.part > delivery.part for d in sent)
