"""The desk's values: feeds and their entries, channels and their wishes, briefs on their way.

Frozen, and nothing here acts.  Every instant ends in ``_at`` and is aware UTC; durations end in ``_s``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, NewType

from summarizer.model import Actor, ActorId, Article, ArticleId, Brief

from .schedule import QuietHours, Schedule, SlotKey

FeedId = NewType("FeedId", int)
EntryId = NewType("EntryId", int)
ChannelId = NewType("ChannelId", int)
SubscriptionId = NewType("SubscriptionId", int)
BriefId = NewType("BriefId", int)
MessageId = NewType("MessageId", int)
DeliveryId = NewType("DeliveryId", int)
RepairId = NewType("RepairId", int)
# Where in the sequence of everything ever read; gapless in the order of commits, so that "everything after n"
# misses nothing, whatever the clocks of hosts and publishers say.
Position = NewType("Position", int)


# Gathering


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed and how it fares.

    Attributes:
        url: Where it is fetched; a permanent redirect replaces it.
        interval_s: Between checks; follows how often the feed really changes.
        failures: Checks in a row that brought nothing; 0 for a healthy feed.
        failing_since_at: The first of these.
        error: Why the last check failed, as a sentence for people; "" for a healthy feed.
        told_at: When its subscribers were told that it fails; None while they need not know.
        wanted: False once removed: its articles stay, it is fetched no more.
    """

    id: FeedId
    url: str
    title: str = ""
    site_url: str = ""
    etag: str = ""
    last_modified: str = ""
    added_at: datetime | None = None
    next_check_at: datetime | None = None
    interval_s: int = 1800
    checked_at: datetime | None = None
    changed_at: datetime | None = None
    failures: int = 0
    failing_since_at: datetime | None = None
    error: str = ""
    told_at: datetime | None = None
    wanted: bool = True


class EntryState(StrEnum):
    """How far an entry of a feed has come."""

    PENDING = "pending"
    FILED = "filed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry that a feed has not shown before, or shows with another text.

    Attributes:
        key: What makes it the same entry next time, whatever happens to its id (see ``ingest.feeds``).
        fingerprint: Of title and text; another one under the same key is a revision.
        text: The feed's own text, plain; the whole article in some feeds, a teaser in most.
        is_news: False for the backlog of a new feed: filed and searchable, in no brief.
    """

    key: str
    fingerprint: str
    url: str = ""
    title: str = ""
    byline: str = ""
    published_at: datetime | None = None
    text: str = ""
    is_news: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry that waits for its article.

    Attributes:
        attempts: Fetches of its page so far.
    """

    id: EntryId
    feed: FeedId
    content: NewEntry
    seen_at: datetime
    state: EntryState = EntryState.PENDING
    attempts: int = 0
    next_try_at: datetime | None = None


# Articles


@dataclass(frozen=True, slots=True)
class Filed:
    """An article as the desk keeps it.

    Attributes:
        key: Its canonical URL, or a digest of its text where it has none; one article a key.
        article: Its id is the desk's, its revision the latest.
        refused: Why the gate kept it out of every brief, as a sentence; "" for an article that is read.
        is_news: False for backlog.
        feeds: Every feed that carried it.
    """

    key: str
    article: Article
    stored_at: datetime
    language: str = ""
    refused: str = ""
    is_news: bool = True
    feeds: frozenset[FeedId] = frozenset()


class FilingOutcome(StrEnum):
    """What filing an article came to."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


class Filing(NamedTuple):
    """Where an article was filed."""

    article: ArticleId
    revision: int
    outcome: FilingOutcome


class Window(NamedTuple):
    """Everything read after one position and up to another, the second one included."""

    after: Position
    until: Position


# Channels and their wishes


class WhenEmpty(StrEnum):
    """What a channel gets at a slot with nothing new."""

    SILENCE = "silence"
    NOTE = "note"


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
    confirmed: Position = Position(0)
    last_brief: BriefId | None = None
    created_at: datetime | None = None


# Briefs on their way


class BriefKind(StrEnum):
    """Why a brief was made."""

    BRIEF = "brief"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class BriefRecord:
    """A brief as it was published, once for everybody who gets the same.

    Attributes:
        spec_key: Digest of what was asked for; same key, window and previous brief: same brief.
        previous: The brief that its marks (new, repeated, changed) compare with.
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
        late: True when the slot was missed by a downtime.
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
        error: Why it is uncertain, failed or dropped, as a sentence for the operator.
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


# The registry, repaired by its users


class RepairKind(StrEnum):
    """What somebody said about actors."""

    MERGE = "merge"
    SPLIT = "split"
    ALIAS = "alias"


@dataclass(frozen=True, slots=True)
class Repair:
    """One repair of the actor registry: what happened, by whom, and whether it was taken back.

    The statements themselves are never changed: repairs are applied whenever statements are read, so that
    undoing one is taking it out of the list.

    Attributes:
        actor: MERGE: who is the same as ``other`` and will be known as it.  SPLIT: from whom a name is taken.
            ALIAS: whose name ``name`` is.
        other: MERGE: who stays.  SPLIT: who the name means from now on.  ALIAS: ``actor`` in full.
        name: SPLIT and ALIAS: the name, as articles write it.  MERGE: what ``actor`` was called.
    """

    id: RepairId
    kind: RepairKind
    actor: ActorId
    by: str
    at: datetime
    other: Actor | None = None
    name: str = ""
    undone_at: datetime | None = None
    undone_by: str = ""


@dataclass(frozen=True, slots=True)
class KnownActor:
    """An actor as the desk's archive knows it.

    Attributes:
        statements: How many statements are credited to it.
        forms: The words by which articles name it, the most frequent first.
    """

    actor: Actor
    statements: int = 0
    forms: tuple[str, ...] = ()
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Retention:
    """For how many days each kind is kept; 0 keeps it for ever.

    Attributes:
        articles: With their statements, counted from when they were stored; those that a kept brief cites stay.
        refused: Pages that the gate refused.
        deliveries: With their briefs and slots.
        entries: Settled entries that their feed no longer shows.
    """

    articles: int = 180
    refused: int = 14
    deliveries: int = 90
    entries: int = 90


@dataclass(frozen=True, slots=True)
class Tally:
    """What ``newsdesk status`` shows.

    Attributes:
        feeds_failing: Feeds whose last check failed.
        entries_waiting: Entries whose page is still to be fetched.
        articles_unread: Articles that wait for the summarizer.
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
    next_due_at: datetime | None = None
    deliveries: dict[DeliveryState, int] = field(default_factory=dict)
    uncertain: tuple[Delivery, ...] = ()
    last_brief_at: datetime | None = None
    oldest_day: date | None = None
