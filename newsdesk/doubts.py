"""Uncertain deliveries that a platform can tell of, as soon as it can be asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from .model import ChannelId, Delivery, DeliveryId
from .ports import NotTaken, Sent

# So long the parts behind one wait for what became of it; then they go without it.
MAX_WAIT = timedelta(minutes=30)
# When a part that waits is looked at again.
RETRY = timedelta(seconds=15)


@dataclass(slots=True)
class Doubt:
    """One delivery that nobody knows enough of.

    Attributes:
        since_at: When that became known to this process.
        asked: Whether its platform was asked at least once.
        answer: What its platform has told, as long as that is not written down; None before.
    """

    delivery: Delivery
    since_at: datetime
    asked: bool = True
    answer: Sent | NotTaken | None = None


class Doubts:
    """What could not be asked when it was time; parts behind it wait, so that none overtakes it."""

    def __init__(self) -> None:
        self._doubts: dict[DeliveryId, Doubt] = {}

    def add(self, delivery: Delivery, now: datetime, /, *, asked: bool = True) -> None:
        """The platform could tell, and cannot be asked, or was not yet."""
        known = self._doubts.setdefault(delivery.id, Doubt(delivery, now, asked))
        known.asked = known.asked or asked

    def clear(self, delivery: DeliveryId, /) -> None:
        """What became of it is written down, or nobody will ever know."""
        self._doubts.pop(delivery, None)

    def put_off(self, deliveries: Iterable[DeliveryId], /) -> None:
        """Whose look took too long comes behind all others, so that it keeps none from being asked about."""
        for delivery in deliveries:
            if delivery in self._doubts:
                self._doubts[delivery] = self._doubts.pop(delivery)

    def open(self, now: datetime, /, *, max_age: timedelta) -> list[Doubt]:
        """What to ask about; what is older than ``max_age`` is forgotten."""
        self._doubts = {key: d for key, d in self._doubts.items() if now - d.since_at < max_age}
        return list(self._doubts.values())

    def holds(self, delivery: Delivery, now: datetime, /) -> bool:
        """Whether a part has to wait for one before it, which may still have to be sent again."""
        return any(
            _is_behind(delivery, doubt.delivery) and now - doubt.since_at < MAX_WAIT
            for doubt in self._doubts.values()
        )

    def unasked(self, now: datetime, /) -> frozenset[ChannelId]:
        """Channels with something of which nobody has asked; what it holds may have arrived."""
        return frozenset(
            doubt.delivery.channel
            for doubt in self._doubts.values()
            if not doubt.asked and now - doubt.since_at < MAX_WAIT
        )


def _is_behind(delivery: Delivery, other: Delivery) -> bool:
    same = (delivery.brief, delivery.channel, delivery.kind) == (other.brief, other.channel, other.kind)
    return same and delivery.brief is not None and delivery.part > other.part
