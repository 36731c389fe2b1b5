"""Chat destinations and what they wish for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from summarizer.model import ActorId

from ..schedule import QuietHours, Schedule
from .ids import BEGINNING, BriefId, ChannelId, FeedId, Position, SubscriptionId


class WhenEmpty(StrEnum):
    """What a channel gets at a slot with nothing new."""

    SILENCE = "silence"
    NOTE = "note"


class Layout(StrEnum):
    """How briefs are laid out on a platform that has threads; elsewhere it changes nothing."""

    THREADS = "threads"  # a short parent message with one reply per actor below it
    SINGLE = "single"  # one message, or as many as its length needs


@dataclass(frozen=True, slots=True)
class Following:
    """What somebody wants to read.

    Attributes:
        feeds: Only articles that one of these carried; empty means all.
        actors: Only these; empty means everybody.
        muted: Never these.
        include: Only statements in which one of these words or phrases stands whole; empty means any.
        exclude: No statement in which one of these stands whole.
        max_actors, max_bullets: The length of a brief; None for the desk's setting.
    """

    feeds: frozenset[FeedId] = frozenset()
    actors: frozenset[ActorId] = frozenset()
    muted: frozenset[ActorId] = frozenset()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    max_actors: int | None = None
    max_bullets: int | None = None


class Address(NamedTuple):
    """A chat destination: what identifies a channel to its platform.

    Attributes:
        platform: "console", "telegram", "slack".
        chat: Numeric on Telegram, an id on Slack, a file or "-" on the console.
        thread: Topic or thread; "" for none.
    """

    platform: str
    chat: str
    thread: str = ""

    def __str__(self) -> str:
        return ":".join(part for part in self if part)


class Follower(NamedTuple):
    """A channel that follows feeds.

    Attributes:
        feeds: Those of the feeds asked for that at least one of its subscriptions takes in.
        language: Of its messages.
    """

    channel: ChannelId
    platform: str
    feeds: frozenset[FeedId]
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Channel:
    """One chat destination and what holds for all of its subscriptions.

    Attributes:
        title: What people call it.
        zone: IANA name; subscriptions without a zone of their own and the day of the alert limit use it.
        following: Added to every subscription's own (see ``following.effective``).
        alert_actors: Whose new statements are sent at once.
        alerts_per_day: At most so many alerts a local day; 0 for none.
        quiet: Hours in which nothing is sent, in the channel's zone; holds for its subscriptions too.
        gone_at: Since when the platform says that the bot is not wanted there; None while it is.
    """

    id: ChannelId
    address: Address
    title: str = ""
    language: str = "en"
    zone: str = "UTC"
    following: Following = Following()
    alert_actors: frozenset[ActorId] = frozenset()
    alerts_per_day: int = 0
    quiet: QuietHours | None = None
    when_empty: WhenEmpty = WhenEmpty.SILENCE
    layout: Layout = Layout.THREADS
    created_at: datetime | None = None
    gone_at: datetime | None = None
    gone_reason: str = ""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A channel's wish for briefs.

    Attributes:
        next_due_at: When the next slot is due; None when it is paused for good or never due.
        confirmed: Up to where the last confirmed brief reached; the next window begins there.
        last_brief: That brief, or None before the first.
    """

    id: SubscriptionId
    channel: ChannelId
    schedule: Schedule
    name: str = ""
    following: Following = Following()
    next_due_at: datetime | None = None
    confirmed: Position = BEGINNING
    last_brief: BriefId | None = None
    created_at: datetime | None = None
