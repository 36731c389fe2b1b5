"""Briefs as published, and each part of them on its way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from summarizer.model import Brief

from ..schedule import SlotKey
from .channels import Address
from .gathering import Window
from .ids import BriefId, ChannelId, DeliveryId, SubscriptionId


class BriefKind(StrEnum):
    """Why a brief was made."""

    BRIEF = "brief"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class BriefRecord:
    """A brief as it was published, once for everybody who gets the same.

    Attributes:
        spec_key: Digest of what was asked for; same key, window and earlier briefs: same brief.
        previous: The newest of the briefs and alerts that its marks (new, repeated, changed) compare with.
        brief: Without the texts of its articles (``brief.articles`` have an empty ``text``).
        withdrawn: Bullets, numbered in reading order from 0, whose evidence has vanished.
    """

    id: BriefId
    kind: BriefKind
    spec_key: str
    window: Window
    brief: Brief
    created_at: datetime
    language: str = "en"
    previous: BriefId | None = None
    withdrawn: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Message:
    """One part of something to send, rendered for one platform.

    Attributes:
        body: As the platform's sender reads it: text, HTML or JSON.
        bullets: The bullets that stand in it, numbered in reading order of the brief.
    """

    body: str
    bullets: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipient:
    """One slot of one subscription that a publication answers.

    Attributes:
        missed: Earlier slots that fell into a downtime; they are closed with it and never sent.
        next_due_at: The subscription's next slot.
    """

    subscription: SubscriptionId
    channel: ChannelId
    slot: SlotKey
    due_at: datetime
    next_due_at: datetime | None
    missed: tuple[SlotKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Publication:
    """A brief and everybody it is for; all in one transaction, or nothing.

    Attributes:
        brief: None when there is nothing new; its ``id`` is ignored, the ledger gives it.
        messages: Its parts in order, for the platform of all recipients; a note, or empty, when nothing is new.
        late: True when the slot was missed by a downtime, or waited long for an earlier brief.
    """

    brief: BriefRecord | None
    window: Window
    messages: tuple[Message, ...]
    recipients: tuple[Recipient, ...]
    late: bool = False


class DeliveryState(StrEnum):
    """How far one part of one brief has come on its way to one channel.

    PENDING → SENDING → SENT | UNCERTAIN | FAILED | DROPPED, and back from SENDING to PENDING when the platform
    surely did not take it.
    """

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    DROPPED = "dropped"


class DeliveryKind(StrEnum):
    """What a delivery carries."""

    BRIEF = "brief"
    ALERT = "alert"
    NOTE = "note"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message for one channel.

    Attributes:
        key: Unique for its channel: ``brief:12:1`` is part 1 of brief 12, ``correction:12:1:2`` its 2nd edit.
        part, parts: From 1.
        subscription: Whose window a confirmed brief moves; None for alerts, notes and corrections.
        edits: The remote id of the message that this one replaces; "" for a message of its own.
        remote_id: What the platform calls the message; "" until it is sent.
        attempts: Sends so far.
        error: Why it is uncertain, failed or dropped, or waits, as a sentence for the operator.
    """

    id: DeliveryId
    channel: ChannelId
    address: Address
    key: str
    kind: DeliveryKind
    message: Message
    state: DeliveryState = DeliveryState.PENDING
    part: int = 1
    parts: int = 1
    brief: BriefId | None = None
    subscription: SubscriptionId | None = None
    edits: str = ""
    remote_id: str = ""
    attempts: int = 0
    late: bool = False
    next_try_at: datetime | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    error: str = ""
