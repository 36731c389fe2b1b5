"""What goes out: channels, subscriptions and the ledger of deliveries."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from summarizer.model import ActorId, ArticleId

from ..model import (
    Address,
    BriefId,
    BriefRecord,
    Channel,
    ChannelId,
    Delivery,
    DeliveryId,
    DeliveryKind,
    DeliveryState,
    FeedId,
    Follower,
    Message,
    Position,
    Publication,
    Subscription,
    SubscriptionId,
)


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
        """Save what people decide of a channel: neither its address nor whether it is gone."""

    def gone(self, channel: ChannelId, at: datetime, reason: str, /) -> None:
        """The bot is not wanted there any more: what waits for the channel is dropped, with the same reason.

        One that is gone already keeps its instant and its reason.
        """

    def moved(self, channel: ChannelId, address: Address, /) -> bool:
        """Give a channel another address; False when another channel has it, or there is no such channel.

        What is remembered of conversations in its chat goes along.  With another chat, nothing names a message
        of the old one any more: its remote ids and what is noted by them are forgotten, its edits dropped.
        """

    def remove(self, channel: ChannelId, /) -> bool:
        """Forget a channel with its subscriptions, slots and deliveries; True when there was one.

        With the last channel of a chat goes what is remembered of the conversations there.
        """

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

    def wait(
        self, subscription: SubscriptionId, /, *, expected: datetime | None, next_due_at: datetime | None
    ) -> bool:
        """Put off a subscription that is still due at ``expected``, and change nothing else; True if it was."""

    def remove(self, subscription: SubscriptionId, /) -> bool:
        """Forget a subscription; deliveries under way are still sent."""

    def followers(self, feeds: Collection[FeedId], /) -> list[Follower]:
        """Channels that are not gone and follow at least one of the feeds, expressly or with all; by id."""

    def due(self, now: datetime, /, *, limit: int) -> list[tuple[Subscription, Channel]]:
        """Subscriptions due at or before an instant in channels that are not gone, the longest due first.

        Left out are those of channels with a brief or an alert that is PENDING or SENDING: what it holds would
        be said again.  They stay due.  Notes and corrections keep nobody waiting.

        Costs the same however many are not due; one that is left out costs a look in an index.
        """


class Ledger(Protocol):
    """What was promised to whom, and what became of it."""

    def publish(self, publication: Publication, /, *, now: datetime) -> int:
        """Claim the recipients' slots and write what they get, in one transaction; how many slots were won.

        A slot that somebody else has claimed is passed over.  With messages, a delivery a message is made for
        each won slot; without a brief the subscription's window is confirmed at once.

        Raises:
            StaleBrief: A text that the brief cites was read again since; nothing was written.  Corrections
                look for briefs when a text is read, and cannot find one that is written later.
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
        """Write an alert and its deliveries.

        Raises:
            StaleBrief: A text that it cites was read again since; nothing was written.
        """

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

    def histories(
        self, channels: Collection[ChannelId], /, *, limit: int, arrived: bool = True
    ) -> dict[ChannelId, tuple[BriefId, ...]]:
        """The last briefs and alerts of channels, at most ``limit`` of each kind, the newest first.

        One look for all channels; its cost does not grow with what they were sent before.

        Args:
            arrived: Only those of which every part is SENT.  Otherwise those that wait, are under way or
                uncertain too, and those that arrived in part.
        """

    def citing(self, article: ArticleId, /) -> list[BriefRecord]:
        """Briefs that cite an article, the oldest first."""

    def withdraw(self, brief: BriefId, bullets: Collection[int], /) -> None:
        """Mark bullets of a brief whose evidence has vanished."""

    def correct(self, edits: Mapping[DeliveryId, Message], /, *, now: datetime) -> int:
        """Write edits of messages that were sent, and change those that still wait; how many were written."""

    def claim(self, platform: str, /, *, now: datetime, limit: int) -> list[Delivery]:
        """Mark the next deliveries of a platform as SENDING and return them, in the order to be sent.

        At most one a channel: a part is only claimed when all parts before it are settled, and an earlier
        delivery of the channel goes first.  Channels that are gone get nothing.  In its quiet hours a channel
        gets edits only: everything else waits for their end, and no edit waits behind it.
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

    def get(self, delivery: DeliveryId, /) -> Delivery | None:
        """A delivery."""

    def sent_as(self, address: Address, remote_id: str, /) -> Delivery | None:
        """What was sent to a chat as the message of this remote id, the thread aside; None for another's.

        Never an edit: the message as it was sent first.
        """

    def superseded(self, delivery: DeliveryId, /) -> bool:
        """Whether a later brief of the same subscription was sent, or waits or is on its way.

        Its window holds all of this one's, unless this one was confirmed.  False for what is no brief.
        """

    def overdue(self, before: datetime, /) -> tuple[int, datetime | None]:
        """How many messages might have been sent before an instant and still wait; when the oldest was made.

        Those for channels that are gone do not count.
        """

    def deliveries(
        self,
        *,
        brief: BriefId | None = None,
        channel: ChannelId | None = None,
        states: Collection[DeliveryState] = (),
        since: datetime | None = None,
        limit: int = 1000,
    ) -> list[Delivery]:
        """Deliveries that fit, the oldest first.

        Args:
            since: Only those of which something has become at this instant or later.
        """
