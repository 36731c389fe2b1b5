"""What the operator sees and decides of the store as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from .channels import Channel
from .deliveries import Delivery, DeliveryState
from .gathering import Feed


@dataclass(frozen=True, slots=True)
class Retention:
    """For how many days each kind is kept; 0 keeps it for ever.

    Attributes:
        articles: With their statements, counted from when they were stored; those that a kept brief cites stay.
        refused: Pages that the gate refused.
        deliveries: With their briefs and slots.
        entries: Settled entries that their feed no longer shows.
        talk: What conversations left; the ids of what platforms brought are kept for three days at least, so
            that nothing is answered twice.
    """

    articles: int = 180
    refused: int = 14
    deliveries: int = 90
    entries: int = 90
    talk: int = 30


@dataclass(frozen=True, slots=True)
class Tally:
    """What ``newsdesk status`` shows.

    Attributes:
        feeds_failing: Feeds whose last check failed.
        entries_waiting: Entries whose page is still to be fetched.
        articles_unread: Articles that wait for the summarizer.
        slots_waiting: How many slots are due and wait for earlier briefs or alerts of their channels to be
            settled.
        waiting_since_at: When the first of them was due.
        next_due_at: When the next slot that does not wait is, or was, due.
        deliveries: How many there are in each state.
    """

    feeds: int = 0
    feeds_failing: tuple[Feed, ...] = ()
    entries_waiting: int = 0
    articles: int = 0
    articles_refused: int = 0
    articles_unread: int = 0
    statements: int = 0
    channels: int = 0
    channels_gone: tuple[Channel, ...] = ()
    subscriptions: int = 0
    slots_waiting: int = 0
    waiting_since_at: datetime | None = None
    next_due_at: datetime | None = None
    deliveries: dict[DeliveryState, int] = field(default_factory=dict)
    uncertain: tuple[Delivery, ...] = ()
    last_brief_at: datetime | None = None
    oldest_day: date | None = None
