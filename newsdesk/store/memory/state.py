"""What the repositories of a store in memory share."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, field, fields
from datetime import datetime
from threading import RLock
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from newsdesk.model import (
    Address,
    BriefId,
    BriefRecord,
    Channel,
    ChannelId,
    Delivery,
    DeliveryId,
    Entry,
    EntryId,
    Event,
    Feed,
    FeedId,
    Filed,
    Memo,
    MemoId,
    Position,
    Repair,
    RepairId,
    Subscription,
    SubscriptionId,
)
from newsdesk.schedule import SlotKey
from newsdesk.store.rules import EventState, Told
from summarizer.model import Article, ArticleId, Reading

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Read:
    """A reading with its place in the sequence.

    Attributes:
        is_news: When it was read.
        feeds: How many carried it then.
    """

    position: Position
    saved_at: datetime
    reading: Reading
    is_news: bool
    feeds: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A claimed slot; without a brief when there was nothing new or it was missed."""

    due_at: datetime
    brief: BriefId | None


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that is remembered of a conversation."""

    content: str
    noted_at: datetime
    person: str = ""


@dataclass(slots=True)
class State:
    """Everything, by id; every repository holds the same one."""

    lock: RLock = field(default_factory=RLock)
    ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    feeds: dict[FeedId, Feed] = field(default_factory=dict)
    entries: dict[EntryId, Entry] = field(default_factory=dict)
    entry_ids: dict[tuple[FeedId, str], EntryId] = field(default_factory=dict)
    shown_at: dict[EntryId, datetime] = field(default_factory=dict)
    filed: dict[ArticleId, Filed] = field(default_factory=dict)
    article_ids: dict[str, ArticleId] = field(default_factory=dict)
    revisions: dict[tuple[ArticleId, int], Article] = field(default_factory=dict)
    unread: set[ArticleId] = field(default_factory=set)
    head: Position = field(default=Position(0))
    readings: dict[ArticleId, Read] = field(default_factory=dict)
    told: dict[ArticleId, list[Told]] = field(default_factory=dict)
    repairs: dict[RepairId, Repair] = field(default_factory=dict)
    channels: dict[ChannelId, Channel] = field(default_factory=dict)
    subscriptions: dict[SubscriptionId, Subscription] = field(default_factory=dict)
    slots: dict[tuple[SubscriptionId, SlotKey], Slot] = field(default_factory=dict)
    briefs: dict[BriefId, BriefRecord] = field(default_factory=dict)
    deliveries: dict[DeliveryId, Delivery] = field(default_factory=dict)
    batches: dict[DeliveryId, str] = field(default_factory=dict)
    targets: dict[DeliveryId, DeliveryId] = field(default_factory=dict)
    cursors: dict[str, Position] = field(default_factory=dict)
    events: dict[tuple[str, str], tuple[Event, EventState]] = field(default_factory=dict)
    memos: dict[MemoId, Memo] = field(default_factory=dict)
    notes: dict[tuple[Address, str], Note] = field(default_factory=dict)

    def copied(self) -> dict[str, Any]:
        """All that can change, as it is now: values never do, so what holds them is copied and they are not."""
        now = {f.name: copy(getattr(self, f.name)) for f in fields(self) if f.name not in {"lock", "ids"}}
        return now | {"told": {article: list(told) for article, told in self.told.items()}}

    def restore(self, before: dict[str, Any], /) -> None:
        """Be as it was when it was copied; ids that were given since are not given again."""
        for name, value in before.items():
            setattr(self, name, value)


class Stateful(Protocol):
    """A repository of the store in memory."""

    _state: State


S = TypeVar("S", bound=Stateful)


def locked(method: Callable[Concatenate[S, P], T], /) -> Callable[Concatenate[S, P], T]:
    """One call at a time, across all repositories: what a transaction is in a database."""

    @functools.wraps(method)
    def call(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        with self._state.lock:
            return method(self, *args, **kwargs)

    return call
