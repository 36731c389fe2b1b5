"""Below which message a part of a brief belongs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from newsdesk.model import Delivery, DeliveryState
from newsdesk.ports import Ledger
from newsdesk.threads import in_thread


def parent_in(ledger: Ledger, /) -> Callable[[Delivery], Awaitable[str | None]]:
    """What ``SlackSender`` asks for: the first part of the same brief, where it has surely arrived."""

    def look(delivery: Delivery) -> str | None:
        if delivery.brief is None or delivery.part == 1:
            return None
        sent = ledger.deliveries(brief=delivery.brief, channel=delivery.channel, states={DeliveryState.SENT})
        firsts = (d.remote_id for d in sent if d.kind is delivery.kind and d.part == 1)
        return next(firsts, None)

    async def parent_of(delivery: Delivery) -> str | None:
        return await in_thread(look, delivery)

    return parent_of
