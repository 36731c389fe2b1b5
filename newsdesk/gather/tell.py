"""Tells the subscribers of feeds that they fail, once for each time that they break, in one note a round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from ..ingest.guard import redacted
from ..model import ChannelId, Feed, FeedId, Message
from ..ports import Store

_MOST_NAMED = 8
_NAME_CHARS = 80


class NoteRenderer(Protocol):
    """What telling needs of a ``ports.Renderer``."""

    def note(self, text: str, /, *, platform: str) -> Message:
        """A line of the desk's own."""


def tell(store: Store, renderer: NoteRenderer, feeds: Sequence[Feed], /) -> int:
    """Write one note to every channel that follows some of the feeds, about those; how many notes.

    Telling again what was told at the same instant writes nothing.

    Args:
        feeds: That fail, with one ``told_at``.
    """
    by_id = {feed.id: feed for feed in feeds}
    alike: defaultdict[tuple[str, frozenset[FeedId]], list[ChannelId]] = defaultdict(list)
    for follower in store.subscriptions.followers(by_id):
        alike[follower.platform, follower.feeds].append(follower.channel)
    told = 0
    for (platform, followed), channels in alike.items():
        theirs = [by_id[feed] for feed in sorted(followed)]
        note = renderer.note(sentence(theirs), platform=platform)
        told += store.ledger.note(channels, _key(theirs[0]), [note], now=_told_at(theirs[0]))
    return told


def sentence(feeds: Sequence[Feed], /) -> str:
    """What subscribers read."""
    if len(feeds) == 1:
        return _of_one(feeds[0])
    named = " ".join(_one_of_many(feed) for feed in feeds[:_MOST_NAMED])
    more = f" And {len(feeds) - _MOST_NAMED} more." if len(feeds) > _MOST_NAMED else ""
    gone = sum(feed.next_check_at is None for feed in feeds)
    if gone == len(feeds):
        return f"{gone} feeds are gone. {named}{more} They are not checked any more."
    they = "Those that are not gone" if gone else "They"
    return f"{len(feeds)} feeds bring nothing. {named}{more} {they} are tried again, less often."


def _of_one(feed: Feed) -> str:
    if feed.next_check_at is None:
        return f"The feed {_name(feed)} is gone: {feed.error} It is not checked any more."
    return (
        f"The feed {_name(feed)} has brought nothing since {_began(feed)}: {feed.error} "
        "It is tried again, less often."
    )


def _one_of_many(feed: Feed) -> str:
    since = " is gone" if feed.next_check_at is None else f", since {_began(feed)}"
    return f"{_name(feed)}{since}: {feed.error}"


def _name(feed: Feed) -> str:
    name = feed.title or redacted(feed.url)
    return name if len(name) <= _NAME_CHARS else f"{name[: _NAME_CHARS - 1].rstrip()}…"


def _began(feed: Feed) -> str:
    return f"{feed.failing_since_at:%d %B, %H:%M} UTC" if feed.failing_since_at else "a while ago"


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
