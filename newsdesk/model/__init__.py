"""The desk's values: feeds and their entries, channels and their wishes, briefs on their way.

Frozen, and nothing here acts.  Every instant ends in ``_at`` and is aware UTC; durations end in ``_s``.
"""

from __future__ import annotations

from .actors import KnownActor, Repair, RepairKind
from .care import Retention, Tally
from .channels import Address, Channel, Follower, Following, Layout, Subscription, WhenEmpty
from .deliveries import (
    BriefKind,
    BriefRecord,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Message,
    Publication,
    Recipient,
)
from .gathering import Entry, EntryState, FailingFeed, Feed, Filed, Filing, FilingOutcome, NewEntry, Window
from .ids import BriefId, ChannelId, DeliveryId, EntryId, FeedId, MessageId, Position, RepairId, SubscriptionId
from .talking import LASTING_NOTES, MANAGING_NOTE, OWNER_NOTE, Event, Memo, MemoId

__all__ = [
    "LASTING_NOTES",
    "MANAGING_NOTE",
    "OWNER_NOTE",
    "Address",
    "BriefId",
    "BriefKind",
    "BriefRecord",
    "Channel",
    "ChannelId",
    "Delivery",
    "DeliveryId",
    "DeliveryKind",
    "DeliveryState",
    "Entry",
    "EntryId",
    "EntryState",
    "Event",
    "FailingFeed",
    "Feed",
    "FeedId",
    "Filed",
    "Filing",
    "FilingOutcome",
    "Follower",
    "Following",
    "KnownActor",
    "Layout",
    "Memo",
    "MemoId",
    "Message",
    "MessageId",
    "NewEntry",
    "Position",
    "Publication",
    "Recipient",
    "Repair",
    "RepairId",
    "RepairKind",
    "Retention",
    "Subscription",
    "SubscriptionId",
    "Tally",
    "WhenEmpty",
    "Window",
]
