"""Uncertain deliveries that a platform can tell of, as soon as it can be asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from .model import Delivery, DeliveryId

# So long the parts behind one wait for what became of it; then they go without it.
MAX_WAIT = timedelta(minutes=30)
# When a part that waits is looked at again.
RETRY = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class _Doubt:
    delivery: Delivery
    since_at: datetime


class Doubts:
    """What could not be asked when it was time; parts behind it wait, so that none overtakes it."""

    def __init__(self) -> None:
        self._doubts: dict[DeliveryId, _Doubt] = {}

    def add(self, delivery: Delivery, now: datetime, /) -> None:
        """The platform could tell, and cannot be asked."""
        self._doubts.setdefault(delivery.id, _Doubt(delivery, now))

    def clear(self, delivery: DeliveryId, /) -> None:
        """What became of it is written down, or nobody will ever know."""
        self._doubts.pop(delivery, None)

    def open(self, now: datetime, /, *, max_age: timedelta) -> list[Delivery]:
        """What to ask about; what is older than ``max_age`` is forgotten."""
        self._doubts = {key: d for key, d in self._doubts.items() if now - d.since_at < max_age}
        return [doubt.delivery for doubt in self._doubts.values()]

    def holds(self, delivery: Delivery, now: datetime, /) -> bool:
        """Whether a part has to wait for one before it, which may still have to be sent again."""
        return any(
            _is_behind(delivery, doubt.delivery) and now - doubt.since_at < MAX_WAIT
            for doubt in self._doubts.values()
        )


def _is_behind(delivery: Delivery, other: Delivery) -> bool:
    same = (delivery.brief, delivery.channel, delivery.kind) == (other.brief, other.channel, other.kind)
    return same and delivery.brief is not None and delivery.part > other.part
