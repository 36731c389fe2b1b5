"""Asking platforms what became of uncertain deliveries, a few at a time and never for long."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from .doubts import Doubt, Doubts
from .model import Delivery, DeliveryId
from .ports import NotTaken, Sent, Unknown
from .threads import uninterrupted

# How many uncertain deliveries a platform is asked about at the same time.
LOOKS = 16
# So long a round lasts at most; what is not answered by then is asked in a later one.  Longer than it takes
# until "it is not there" can be believed, and shorter than the time from one round to the next.
ROUND_S = 12.0

Found: TypeAlias = "Sent | NotTaken | Unknown | None"


class Looking:
    """Rounds of questions.

    Args:
        ask: What a platform tells of a delivery.
        write: Writes down what was found of the deliveries of one channel.
    """

    def __init__(
        self,
        doubts: Doubts,
        /,
        *,
        ask: Callable[[Delivery], Awaitable[Found]],
        write: Callable[[Sequence[tuple[Delivery, Found]]], Awaitable[None]],
        round_s: float | None = None,
    ) -> None:
        self._doubts = doubts
        self._ask = ask
        self._write = write
        self._round_s = ROUND_S if round_s is None else round_s

    async def round(self, doubts: Sequence[Doubt], /) -> None:
        """Ask about these for a while; each channel is written down as soon as all of it is known.

        No platform and no channel waits for the looks of another.

        Raises:
            Exception: The store's own, after what is known of all other channels was written down.
        """
        free: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(LOOKS))
        begun: dict[DeliveryId, None] = {}
        channels: defaultdict[int, list[Doubt]] = defaultdict(list)
        for doubt in doubts:
            channels[doubt.delivery.channel].append(doubt)

        async def look(doubt: Doubt) -> Found:
            if doubt.answer is not None:
                return doubt.answer
            delivery = doubt.delivery
            async with free[delivery.address.platform]:
                begun[delivery.id] = None
                found = await self._ask(delivery)
                del begun[delivery.id]
            doubt.asked = True
            if isinstance(found, Sent | NotTaken):
                doubt.answer = found
            return found

        async def settle(channel: Sequence[Doubt]) -> None:
            found = await asyncio.gather(*map(look, channel))
            known = [(doubt.delivery, answer) for doubt, answer in zip(channel, found, strict=True)]
            await uninterrupted(self._write(known))

        tasks = [asyncio.create_task(settle(channel)) for channel in channels.values()]
        try:
            if tasks:
                await asyncio.wait(tasks, timeout=self._round_s)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self._doubts.put_off(begun)
        for task in tasks:
            if not task.cancelled():
                task.result()
