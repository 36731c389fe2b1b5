"""What a subscription would get, without anything being written or sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from summarizer.model import Brief, BriefSpec

from ..following import effective, effective_schedule
from ..model import Channel, Subscription, Window
from ..ports import Store
from ..schedule import Due, plan
from .press import Press


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The next brief of a subscription as it would be now.

    Attributes:
        brief: Marked and without what is repeated; without sections when there is nothing new.
        due_at: When it goes out, if nothing else happens until then; None when it is never due.
    """

    subscription: Subscription
    channel: Channel
    window: Window
    brief: Brief
    due_at: datetime | None


def upcoming(
    store: Store, subscription: Subscription, channel: Channel, now: datetime, /, *, defaults: BriefSpec
) -> Upcoming:
    """The brief that a subscription would get if its slot were due now."""
    press = Press(store, defaults=defaults, now=now)
    window = press.window(subscription.confirmed)
    following = effective(channel, subscription)
    earlier = press.earlier([channel.id])[channel.id]
    brief = press.brief(following, window, earlier=earlier)
    return Upcoming(subscription, channel, window, brief, _due_at(subscription, channel, now))


def _due_at(subscription: Subscription, channel: Channel, now: datetime) -> datetime | None:
    if subscription.next_due_at is None:
        return None
    planned = plan(effective_schedule(channel, subscription), subscription.next_due_at, now)
    return now if isinstance(planned, Due) else planned.next_due_at
