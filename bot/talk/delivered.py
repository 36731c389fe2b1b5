"""The deliveries that buttons hang on: only those of the chat in which a button is pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import structlog

from newsdesk.model import BriefRecord, Delivery, DeliveryId
from newsdesk.threads import in_thread

from .buttons import number_in

if TYPE_CHECKING:
    from newsdesk.ports import Store

    from .context import Context

log = structlog.get_logger(__name__)


class Sent(NamedTuple):
    """A message that was delivered here.

    Attributes:
        record: Its brief; None for a note, and when the brief is not kept any more.
    """

    delivery: Delivery
    record: BriefRecord | None


async def sent_here(ctx: Context, number: str, /) -> Sent | None:
    """The delivery of a button, with its brief; None for one of another chat, or when it is gone.

    Args:
        number: As the button carries it, which may be forged.
    """
    if (delivery := number_in(number)) is None:
        return None
    sent = await in_thread(_sent, ctx.store, DeliveryId(delivery))
    if sent is None:
        return None
    channel = await in_thread(ctx.store.channels.get, sent.delivery.channel)
    if channel is None or channel.address._replace(thread="") != ctx.place.chat:
        log.warning("delivery_of_another_chat", delivery=delivery, chat=str(ctx.place.chat), person=ctx.by.id)
        return None
    return sent


def _sent(store: Store, number: DeliveryId) -> Sent | None:
    delivery = store.ledger.get(number)
    if delivery is None:
        return None
    record = store.ledger.brief(delivery.brief) if delivery.brief is not None else None
    return Sent(delivery, record)
