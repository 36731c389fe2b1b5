"""Which feeds a chat takes in: what following one more, or one less, does to it and to the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from newsdesk.model import Channel, Feed, FeedId
from newsdesk.ports import Store
from newsdesk.subscribe import adjust, adjust_channel


class Dropped(StrEnum):
    """What became of a feed."""

    DESK = "desk"  # nobody reads it any more
    CHAT = "chat"  # others do
    LAST = "last"  # it stays: without it the chat, or one of its subscriptions, would take in all


def followed(store: Store, channel: Channel | None, /) -> tuple[list[Feed], bool]:
    """The feeds that a channel takes in by its own wishes, and whether these are all there are."""
    every = store.feeds.all()
    if channel is None or not channel.following.feeds:
        return every, True
    return [feed for feed in every if feed.id in channel.following.feeds], False


def follow(store: Store, channel: Channel, url: str, title: str, now: datetime, /) -> tuple[Feed, bool, bool]:
    """Follow a feed; whether that is new for the channel, and whether the channel names its feeds."""
    known = store.feeds.find(url)
    feed = store.feeds.add(url, title=title, now=now)
    is_new = known is None or not known.wanted
    by_name = bool(channel.following.feeds)
    if by_name:
        is_new = feed.id not in channel.following.feeds

        def more(current: Channel) -> Channel:
            feeds = current.following.feeds
            return (
                replace(current, following=replace(current.following, feeds=feeds | {feed.id}))
                if feeds
                else current
            )

        adjust_channel(store, channel.id, more, now=now)
    return feed, is_new, by_name


def drop(store: Store, channel: Channel | None, feed: FeedId, /, *, everywhere: bool, now: datetime) -> Dropped:
    """Take a feed out of a channel; from the desk too when no other channel takes it in.

    A channel that took in all feeds names the others from then on, when the feed stays on the desk.

    Args:
        everywhere: From the desk in any case, as its operator may.
    """
    others = {f.channel for f in store.subscriptions.followers([feed])}
    others |= {c.id for c in store.channels.all() if feed in c.following.feeds}
    if channel is not None:
        others.discard(channel.id)
    from_desk = everywhere or not others
    if channel is not None and _would_take_all(store, channel, feed, from_desk=from_desk):
        return Dropped.LAST
    if channel is not None:
        _without(store, channel, feed, from_desk=from_desk, now=now)
    if from_desk:
        store.feeds.remove(feed)
    return Dropped.DESK if from_desk else Dropped.CHAT


def _would_take_all(store: Store, channel: Channel, feed: FeedId, *, from_desk: bool) -> bool:
    if channel.following.feeds == {feed}:
        return True
    if any(s.following.feeds == {feed} for s in store.subscriptions.of(channel.id)):
        return True
    return not from_desk and not channel.following.feeds and len(store.feeds.all()) == 1


def _without(store: Store, channel: Channel, feed: FeedId, *, from_desk: bool, now: datetime) -> None:
    every = frozenset(f.id for f in store.feeds.all())

    def less(current: Channel) -> Channel:
        named = current.following.feeds
        kept = (named or (frozenset() if from_desk else every)) - {feed}
        return replace(current, following=replace(current.following, feeds=kept))

    adjust_channel(store, channel.id, less, now=now)
    for subscription in store.subscriptions.of(channel.id):
        own = subscription.following
        if feed in own.feeds:
            adjust(store, subscription.id, following=replace(own, feeds=own.feeds - {feed}), now=now)
