"""What the desk's use cases need of the world outside, as small protocols.

``newsdesk.store.memory`` and ``newsdesk.store.sql`` both offer every repository, and pass the same contract
tests.  Repositories block; asynchronous code calls them through ``newsdesk.threads``.  Each method is one
transaction.  ``now`` is always a parameter, aware UTC; no repository looks at a clock.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from summarizer.model import ActorId, Article, ArticleId, Brief, Reading

from .model import (
    Address,
    BriefId,
    BriefRecord,
    Channel,
    ChannelId,
    Delivery,
    DeliveryId,
    DeliveryKind,
    DeliveryState,
    Entry,
    EntryId,
    Feed,
    FeedId,
    Filed,
    Filing,
    KnownActor,
    Message,
    NewEntry,
    Position,
    Publication,
    Repair,
    RepairId,
    Retention,
    Subscription,
    SubscriptionId,
    Tally,
    Window,
)


class Feeds(Protocol):
    """Feeds, and the entries that wait for their article."""

    def add(self, url: str, /, *, title: str = "", now: datetime) -> Feed:
        """The feed at a URL, due at once; a removed one comes back, a known one is returned as it is."""

    def get(self, feed: FeedId, /) -> Feed | None:
        """A feed, removed ones too."""

    def find(self, url: str, /) -> Feed | None:
        """The feed at exactly this URL, removed ones too."""

    def all(self) -> list[Feed]:
        """Every wanted feed, by id."""

    def due(self, now: datetime, /, *, limit: int) -> list[Feed]:
        """Wanted feeds to check, the longest overdue first."""

    def checked(self, feed: Feed, entries: Sequence[NewEntry] = (), /, *, now: datetime) -> int:
        """Save a feed's new state together with the entries of the check; how many were new or changed.

        An entry with a known key and fingerprint is left alone; under a known key with another fingerprint it
        waits for its article again.  When ``feed.url`` is taken by another feed, the URL stays as it was.
        """

    def known(self, feed: FeedId, keys: Collection[str], /) -> dict[str, str]:
        """The fingerprints of those of the keys that the feed has shown before, by key."""

    def remove(self, feed: FeedId, /) -> bool:
        """Fetch a feed no more; True when it was wanted."""

    def waiting(self, now: datetime, /, *, limit: int) -> list[Entry]:
        """Pending entries whose time has come, the oldest first."""

    def settle(
        self, entry: EntryId, /, *, now: datetime, retry_at: datetime | None = None, reason: str = ""
    ) -> None:
        """An entry's page could not be had: try again at an instant, or drop the entry (None)."""


class Articles(Protocol):
    """Articles by canonical URL, with revisions."""

    def file(
        self,
        article: Filed,
        /,
        *,
        now: datetime,
        entry: EntryId | None = None,
    ) -> Filing:
        """File an article under its key and mark its entry as filed, in one transaction.

        The article's id and revision are given by the store.  Another text under a known key is a new
        revision; a refused page never replaces a text that was accepted.  Feeds are added to those known.
        An article that was backlog becomes news no more; one that was news stays news.
        """

    def get(self, ids: Iterable[ArticleId], /) -> dict[ArticleId, Filed]:
        """The latest revisions of those that exist."""

    def find(self, key: str, /) -> Filed | None:
        """The article under a canonical URL or digest."""

    def revision(self, article: ArticleId, revision: int, /) -> Article | None:
        """One text of an article as it was; what citations refer to."""

    def unread(self, *, limit: int) -> list[Article]:
        """Accepted articles whose latest revision was not read yet, the oldest first."""

    def search(
        self,
        words: Sequence[str],
        /,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int,
    ) -> list[ArticleId]:
        """Articles that hold all of the words in title or text, the best match first."""

    def newest(self, *, limit: int, refused: bool = False) -> list[Filed]:
        """The last articles filed, newest first; or the last that were refused."""


class Readings(Protocol):
    """What the summarizer found, by position in the sequence of everything read."""

    def save(self, readings: Sequence[Reading], /, *, now: datetime) -> Position:
        """Remember readings, each at the next position, in one transaction; the last position.

        A later revision of an article replaces its earlier reading.  A reading of a revision that is not the
        article's latest any more is ignored, and so is a second reading of the same revision: it would bring
        an old article into a new window.
        """

    def head(self) -> Position:
        """The position of the last reading; 0 when there is none."""

    def position_at(self, instant: datetime, /) -> Position:
        """The position of the last reading that was saved before an instant."""

    def window(self, window: Window, /, *, feeds: frozenset[FeedId] = frozenset()) -> list[Reading]:
        """Readings of news articles inside a window, by position; of any feed when none is named."""

    def carried_by(self, window: Window, /) -> dict[ArticleId, frozenset[FeedId]]:
        """The feeds of each news article inside a window."""

    def speaking(self, window: Window, /) -> frozenset[ActorId]:
        """Actors with a statement in a news article inside a window."""

    def of(self, articles: Iterable[ArticleId], /) -> list[Reading]:
        """The readings of articles, where there are any, by position."""

    def by_actors(
        self, actors: Collection[ActorId], /, *, since: datetime | None = None, until: datetime | None = None
    ) -> list[ArticleId]:
        """Articles in which one of the actors has a statement, the newest first."""


class Actors(Protocol):
    """Everybody in the archive, and the repairs of the registry."""

    def known(self, *, name: str = "", limit: int) -> list[KnownActor]:
        """Actors with statements, whose name or id contains ``name`` without regard to case; most first."""

    def forms(self, actor: ActorId, /) -> KnownActor | None:
        """One actor, with the words that articles use for it."""

    def repair(self, repair: Repair, /) -> Repair:
        """Add a repair; its id is given by the store."""

    def repairs(self, *, undone: bool = False) -> list[Repair]:
        """Repairs in the order made; with those that were taken back when asked."""

    def undo(self, repair: RepairId, /, *, by: str, now: datetime) -> Repair | None:
        """Take a repair back; None when there is none or it was taken back before."""


class Channels(Protocol):
    """Channels and their subscriptions."""

    def add(self, address: Address, /, *, title: str = "", now: datetime) -> Channel:
        """The channel at an address, made when it is not known; one that was gone is back."""

    def get(self, channel: ChannelId, /) -> Channel | None:
        """A channel."""

    def find(self, address: Address, /) -> Channel | None:
        """The channel at exactly this address."""

    def all(self) -> list[Channel]:
        """Every channel, by id."""

    def update(self, channel: Channel, /) -> None:
        """Save a channel's settings; its address too, when a chat has moved."""

    def remove(self, channel: ChannelId, /) -> bool:
        """Forget a channel with its subscriptions, slots and deliveries; True when there was one."""

    def alerted(self, actors: Collection[ActorId], /) -> list[Channel]:
        """Channels that want alerts of at least one of the actors, by id."""


class Subscriptions(Protocol):
    """Who wants briefs, and when they are due."""

    def add(self, subscription: Subscription, /) -> Subscription:
        """Add a subscription; its id is given by the store."""

    def get(self, subscription: SubscriptionId, /) -> Subscription | None:
        """A subscription."""

    def of(self, channel: ChannelId | None = None, /) -> list[Subscription]:
        """The subscriptions of a channel, or of all, by id."""

    def update(self, subscription: Subscription, /) -> None:
        """Save schedule, name, following and ``next_due_at``; nothing that the ledger keeps."""

    def remove(self, subscription: SubscriptionId, /) -> bool:
        """Forget a subscription; deliveries under way are still sent."""

    def due(self, now: datetime, /, *, limit: int) -> list[tuple[Subscription, Channel]]:
        """Subscriptions due at or before an instant in channels that are not gone, the longest due first.

        Costs the same however many are not due.
        """


class Ledger(Protocol):
    """What was promised to whom, and what became of it."""

    def publish(self, publication: Publication, /, *, now: datetime) -> int:
        """Claim the recipients' slots and write what they get, in one transaction; how many slots were won.

        A slot that somebody else has claimed is passed over.  With messages, a delivery a message is made for
        each won slot; without a brief the subscription's window is confirmed at once.
        """

    def alert(
        self,
        brief: BriefRecord,
        messages: Sequence[Message],
        channels: Sequence[ChannelId],
        /,
        *,
        now: datetime,
    ) -> BriefId:
        """Write an alert and its deliveries."""

    def alerts_since(self, channel: ChannelId, instant: datetime, /) -> int:
        """How many alerts were made for a channel since an instant."""

    def cursor(self, name: str, /) -> Position:
        """Up to where a named reader of the sequence has come ("alerts"); 0 at first."""

    def advance(self, name: str, position: Position, /) -> None:
        """Move a cursor forward."""

    def note(
        self,
        channels: Sequence[ChannelId],
        key: str,
        messages: Sequence[Message],
        /,
        *,
        now: datetime,
        kind: DeliveryKind = DeliveryKind.NOTE,
    ) -> int:
        """Write a note of the desk to channels; a channel that has the key already is passed over."""

    def brief(self, brief: BriefId, /) -> BriefRecord | None:
        """A brief as published."""

    def citing(self, article: ArticleId, /) -> list[BriefRecord]:
        """Briefs that cite an article, the oldest first."""

    def withdraw(self, brief: BriefId, bullets: Collection[int], /) -> None:
        """Mark bullets of a brief whose evidence has vanished."""

    def correct(self, edits: Mapping[DeliveryId, Message], /, *, now: datetime) -> int:
        """Write edits of messages that were sent, and change those that still wait; how many were written."""

    def claim(self, platform: str, /, *, now: datetime, limit: int) -> list[Delivery]:
        """Mark the next deliveries of a platform as SENDING and return them, in the order to be sent.

        At most one a channel: a part is only claimed when all parts before it are settled, and an earlier
        delivery of the channel goes first.  Channels that are gone get nothing.
        """

    def settle(
        self,
        delivery: DeliveryId,
        state: DeliveryState,
        /,
        *,
        now: datetime,
        remote_id: str = "",
        error: str = "",
        retry_at: datetime | None = None,
    ) -> None:
        """What a send came to; PENDING with ``retry_at`` when the platform surely did not take it.

        When the last part of a brief is SENT and all the others are, the subscription's window is confirmed.
        After a FAILED or DROPPED part the parts behind it are dropped.
        """

    def recover(self, *, now: datetime) -> list[Delivery]:
        """Mark what was SENDING when the process died as UNCERTAIN; call it once, before anything is sent."""

    def deliveries(
        self,
        *,
        brief: BriefId | None = None,
        channel: ChannelId | None = None,
        states: Collection[DeliveryState] = (),
        limit: int = 1000,
    ) -> list[Delivery]:
        """Deliveries that fit, the oldest first."""


class Housekeeping(Protocol):
    """The store as a whole."""

    def tally(self, *, now: datetime) -> Tally:
        """Counts for the operator."""

    def forget(self, retention: Retention, /, *, now: datetime) -> dict[str, int]:
        """Delete what is past its time; how many rows of each kind."""

    def close(self) -> None:
        """Let go of files and connections."""


class Store(Protocol):
    """Everything that the desk remembers."""

    @property
    def feeds(self) -> Feeds:
        """Feeds and their entries."""

    @property
    def articles(self) -> Articles:
        """Articles and their revisions."""

    @property
    def readings(self) -> Readings:
        """What was found in them."""

    @property
    def actors(self) -> Actors:
        """Who speaks, and the repairs."""

    @property
    def channels(self) -> Channels:
        """Chat destinations."""

    @property
    def subscriptions(self) -> Subscriptions:
        """Wishes for briefs."""

    @property
    def ledger(self) -> Ledger:
        """Promises and what became of them."""

    @property
    def housekeeping(self) -> Housekeeping:
        """The store as a whole."""


# Sending


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform has it."""

    remote_id: str


@dataclass(frozen=True, slots=True)
class NotTaken:
    """The platform surely does not have it; it may be sent again.

    Attributes:
        after_s: Not before so many seconds; None when it will never be taken.
    """

    reason: str
    after_s: float | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """The connection broke after the message was on its way: nobody can tell whether it arrived."""

    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The bot is blocked, kicked, or the chat does not exist any more."""

    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The chat has another address now; it was not sent."""

    address: Address


SendOutcome = Sent | NotTaken | Unknown | Gone | Moved


class Sender(Protocol):
    """Brings messages to one platform; decides nothing about repeating."""

    @property
    def platform(self) -> str:
        """The platform of the addresses that it serves."""

    async def send(self, delivery: Delivery, /) -> SendOutcome:
        """Send a message, or edit the one that ``delivery.edits`` names.  Never raises but for cancellation."""

    async def look_up(self, delivery: Delivery, /) -> Sent | NotTaken | None:
        """Whether an uncertain delivery did arrive; None when the platform cannot tell."""


class Renderer(Protocol):
    """Turns briefs and notes into a platform's messages."""

    def brief(
        self,
        brief: Brief,
        /,
        *,
        platform: str,
        language: str,
        kind: DeliveryKind = DeliveryKind.BRIEF,
        late_since: datetime | None = None,
        zone: str = "UTC",
        withdrawn: frozenset[int] = frozenset(),
    ) -> tuple[Message, ...]:
        """The parts of a brief, in order; never empty.

        Args:
            late_since: When it was due, for one that is late.
            withdrawn: Bullets to strike out; the parts keep their number and order.
        """

    def note(self, text: str, /, *, platform: str) -> Message:
        """A line of the desk's own."""

    def nothing_new(self, *, platform: str, language: str) -> Message:
        """The line for a slot with nothing new."""


class Clock(Protocol):
    """Where the shell takes ``now`` from."""

    def __call__(self) -> datetime:
        """The present instant, aware UTC."""
