"""Tells the subscribers of feeds that they fail, once for each time that they break, in one note a round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from ..ingest.guard import redacted
from ..model import ChannelId, FailingFeed, Feed, FeedId, Message
from ..ports import Store


class NoteRenderer(Protocol):
    """What telling needs of a ``ports.Renderer``."""

    def failing(self, feeds: Sequence[FailingFeed], /, *, platform: str, language: str) -> Message:
        """What subscribers of feeds read when these fail."""


def tell(store: Store, renderer: NoteRenderer, feeds: Sequence[Feed], /) -> int:
    """Write one note to every channel that follows some of the feeds, about those; how many notes.

    Telling again what was told at the same instant writes nothing.

    Args:
        feeds: That fail, with one ``told_at``.
    """
    by_id = {feed.id: feed for feed in feeds}
    alike: defaultdict[tuple[str, str, frozenset[FeedId]], list[ChannelId]] = defaultdict(list)
    for follower in store.subscriptions.followers(by_id):
        alike[follower.platform, follower.language, follower.feeds].append(follower.channel)
    told = 0
    for (platform, language, followed), channels in alike.items():
        theirs = [by_id[feed] for feed in sorted(followed)]
        note = renderer.failing([_failing(f) for f in theirs], platform=platform, language=language)
        told += store.ledger.note(channels, _key(theirs[0]), [note], now=_told_at(theirs[0]))
    return told


def _failing(feed: Feed) -> FailingFeed:
    gone = feed.next_check_at is None
    return FailingFeed(feed.title or redacted(feed.url), feed.error, feed.failing_since_at, gone)


def told_together(feeds: Iterable[Feed], since: datetime, /) -> list[list[Feed]]:
    """The feeds that somebody was told of since an instant, each time's together, in the order of time."""
    groups: defaultdict[datetime, list[Feed]] = defaultdict(list)
    for feed in feeds:
        if feed.told_at is not None and feed.told_at >= since:
            groups[feed.told_at].append(feed)
    return [groups[at] for at in sorted(groups)]


def _told_at(feed: Feed) -> datetime:
    if feed.told_at is None:
        raise ValueError(f"nobody was told of feed {feed.id}")
    return feed.told_at


def _key(feed: Feed) -> str:
    """The same for all that is told at one instant, however often and by however many processes."""
    return f"feeds:{_told_at(feed):%Y%m%dT%H%M%S.%f}"
