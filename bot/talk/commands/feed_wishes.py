"""Which feeds a chat takes in: what following one more, or one less, does to it and to the others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import partial

from newsdesk.following import feeds_taken_in
from newsdesk.model import Channel, Feed, FeedId
from newsdesk.ports import Store
from newsdesk.subscribe import adjust, adjust_channel, channel_of


class Dropped(StrEnum):
    """What became of a feed."""

    DESK = "desk"  # nobody reads it any more
    CHAT = "chat"  # it does not come here; the desk goes on reading it
    NAMED = "named"  # the same, and the chat that took in all names the others from now on
    LAST = "last"  # it stays: without it the chat, or one of its subscriptions, would take in all


def followed(store: Store, channel: Channel | None, /) -> tuple[list[Feed], bool]:
    """The feeds that a channel and its subscriptions take in, and whether these are all there are."""
    every = store.feeds.all()
    named = _named(store, channel) if channel else frozenset()
    return [feed for feed in every if not named or feed.id in named], not named


def _named(store: Store, channel: Channel) -> frozenset[FeedId]:
    """The feeds that a channel takes in; empty for all."""
    return feeds_taken_in(channel, store.subscriptions.of(channel.id))


@dataclass(frozen=True, slots=True)
class Followed:
    """A feed that a channel takes in.

    Attributes:
        is_new: Whether that is new for the channel.
        by_name: Whether the channel names its feeds.
        new_on_desk: Whether nobody has read it before.
    """

    feed: Feed
    is_new: bool
    by_name: bool
    new_on_desk: bool


def follow(store: Store, channel: Channel, url: str, title: str, now: datetime, /) -> Followed:
    """Follow a feed."""
    with store.together():
        known = store.feeds.find(url)
        feed = store.feeds.add(url, title=title, now=now)
        new_on_desk = known is None or not known.wanted
        current = channel_of(store, channel.id)
        feeds = current.following.feeds
        if not feeds:
            return Followed(feed, is_new=new_on_desk, by_name=False, new_on_desk=new_on_desk)
        more = partial(_naming, feeds=feeds | {feed.id})
        adjust_channel(store, channel.id, more, now=now)
        return Followed(feed, is_new=feed.id not in feeds, by_name=True, new_on_desk=new_on_desk)


def drop(store: Store, channel: Channel | None, feed: FeedId, /, *, from_desk: bool, now: datetime) -> Dropped:
    """Take a feed out of a channel; one that took in all feeds names the others from then on.

    Args:
        channel: None to take it from the desk alone.
        from_desk: Nobody reads it any more, as its operator may decide.
    """
    with store.together():
        if channel is None:
            store.feeds.remove(feed)
            return Dropped.DESK
        channel = channel_of(store, channel.id)
        if _would_take_all(store, channel, feed, from_desk=from_desk):
            return Dropped.LAST
        named = _without(store, channel, feed, from_desk=from_desk, now=now)
        if from_desk:
            store.feeds.remove(feed)
            return Dropped.DESK
        return Dropped.NAMED if named else Dropped.CHAT


def take_back(store: Store, channel: Channel, feed: FeedId, /, *, new_on_desk: bool, now: datetime) -> Dropped:
    """Undo what ``follow`` did: one that was new leaves the desk, unless others name it meanwhile."""
    with store.together():
        named = any(feed in c.following.feeds for c in store.channels.all() if c.id != channel.id)
        wished = store.subscriptions.of()
        named = named or any(feed in s.following.feeds for s in wished if s.channel != channel.id)
        return drop(store, channel, feed, from_desk=new_on_desk and not named, now=now)


def _would_take_all(store: Store, channel: Channel, feed: FeedId, *, from_desk: bool) -> bool:
    if channel.following.feeds == {feed}:
        return True
    if any(s.following.feeds == {feed} for s in store.subscriptions.of(channel.id)):
        return True
    return not from_desk and not channel.following.feeds and len(store.feeds.all()) == 1


def _naming(channel: Channel, *, feeds: frozenset[FeedId]) -> Channel:
    return replace(channel, following=replace(channel.following, feeds=feeds))


def _without(store: Store, channel: Channel, feed: FeedId, *, from_desk: bool, now: datetime) -> bool:
    """Take a feed out; whether the channel names its feeds from now on and did not before."""
    every = frozenset(f.id for f in store.feeds.all())
    named = channel.following.feeds
    takes_all = not _named(store, channel)  # where every subscription names its own, it has no need to
    kept = (named or (every if takes_all and not from_desk else frozenset())) - {feed}
    adjust_channel(store, channel.id, partial(_naming, feeds=kept), now=now)
    for subscription in store.subscriptions.of(channel.id):
        own = subscription.following
        if feed in own.feeds:
            adjust(store, subscription.id, following=replace(own, feeds=own.feeds - {feed}), now=now)
    return bool(kept) and not named
