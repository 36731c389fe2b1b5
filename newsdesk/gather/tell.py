"""Tells the subscribers of a feed that it fails, once for each time that it breaks."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Protocol

from ..following import effective
from ..ingest.guard import redacted
from ..model import ChannelId, Feed, Message
from ..ports import Store


class NoteRenderer(Protocol):
    """What telling needs of a ``ports.Renderer``."""

    def note(self, text: str, /, *, platform: str) -> Message:
        """A line of the desk's own."""


def tell(store: Store, renderer: NoteRenderer, feed: Feed, /, *, now: datetime) -> int:
    """Write the note to every channel that follows the feed, expressly or because it follows all; how many.

    Telling again about the same break writes nothing.
    """
    text = sentence(feed)
    told = 0
    for platform, channels in _followers(store, feed).items():
        note = renderer.note(text, platform=platform)
        told += store.ledger.note(channels, note_key(feed), [note], now=now)
    return told


def note_key(feed: Feed, /) -> str:
    """The same for one break of a feed, however often and by however many processes it is told."""
    if feed.next_check_at is None:  # gone at the first failure: its beginning is not saved anywhere yet
        since = feed.changed_at or feed.added_at
        return f"feed:{feed.id}:gone:{since:%Y%m%dT%H%M%S}" if since else f"feed:{feed.id}:gone"
    return f"feed:{feed.id}:{feed.failing_since_at:%Y%m%dT%H%M%S}"


def sentence(feed: Feed, /) -> str:
    """What the subscribers read."""
    name = feed.title or redacted(feed.url)
    if feed.next_check_at is None:
        return f"The feed {name} is gone: {feed.error} It is not checked any more."
    since = feed.failing_since_at
    days = f" since {since:%d %B, %H:%M} UTC" if since else ""
    return f"The feed {name} has brought nothing{days}: {feed.error} It is tried again, less often."


def _followers(store: Store, feed: Feed) -> dict[str, list[ChannelId]]:
    channels = {c.id: c for c in store.channels.all() if c.gone_at is None}
    found: dict[str, list[ChannelId]] = defaultdict(list)
    seen: set[ChannelId] = set()
    for subscription in store.subscriptions.of():
        channel = channels.get(subscription.channel)
        if channel is None or channel.id in seen:
            continue
        feeds = effective(channel, subscription).feeds
        if not feeds or feed.id in feeds:
            seen.add(channel.id)
            found[channel.address.platform].append(channel.id)
    return found
