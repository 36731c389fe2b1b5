"""Slots that a defect keeps from being answered: tried again, less and less often."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from ..model import SubscriptionId

FIRST_RETRY = timedelta(seconds=5)
# A defect that was mended without a restart, in the database say, costs at most so much more.
MAX_RETRY = timedelta(minutes=5)


class _Failure(NamedTuple):
    times: int
    again_at: datetime


class Failures:
    """What failed in the ticks before, kept in memory: a process that starts tries everything at once.

    The slots themselves stay due, so nothing is lost with what is remembered here.
    """

    def __init__(self) -> None:
        self._failures: dict[SubscriptionId, _Failure] = {}

    def rests(self, subscription: SubscriptionId, now: datetime, /) -> bool:
        """True when a subscription has failed and is not to be tried again yet."""
        failure = self._failures.get(subscription)
        return failure is not None and now < failure.again_at

    def failed(self, subscriptions: Iterable[SubscriptionId], now: datetime, /) -> None:
        """Try them again after 5 s, then 10 s, 20 s, … up to five minutes."""
        for subscription in subscriptions:
            old = self._failures.get(subscription)
            times = old.times + 1 if old else 1
            wait = min(MAX_RETRY, FIRST_RETRY * 2 ** min(times - 1, 16))
            self._failures[subscription] = _Failure(times, now + wait)

    def answered(self, subscriptions: Iterable[SubscriptionId], /) -> None:
        """They failed no more."""
        for subscription in subscriptions:
            self._failures.pop(subscription, None)
