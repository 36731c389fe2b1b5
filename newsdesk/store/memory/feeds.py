"""Feeds and their entries in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from newsdesk.hosts import host_of
from newsdesk.model import Entry, EntryId, EntryState, Feed, FeedId, NewEntry

from .state import State, locked


class MemoryFeeds:
    """See ``newsdesk.ports.Feeds``."""

    def __init__(self, state: State, /) -> None:
        self._state = state

    @locked
    def add(self, url: str, /, *, title: str = "", now: datetime) -> Feed:
        """The feed at a URL."""
        feed = self.find(url)
        if feed is not None and feed.wanted:
            return feed
        if feed is None:
            feed = Feed(FeedId(next(self._state.ids)), url, title=title, added_at=now, next_check_at=now)
        else:
            feed = replace(
                feed,
                title=feed.title or title,
                wanted=True,
                next_check_at=now,
                failures=0,
                failing_since_at=None,
                error="",
                told_at=None,
            )
        self._state.feeds[feed.id] = feed
        return feed

    @locked
    def get(self, feed: FeedId, /) -> Feed | None:
        """A feed."""
        return self._state.feeds.get(feed)

    @locked
    def find(self, url: str, /) -> Feed | None:
        """The feed at exactly this URL."""
        return next((feed for feed in self._state.feeds.values() if feed.url == url), None)

    @locked
    def all(self) -> list[Feed]:
        """Every wanted feed."""
        return sorted((f for f in self._state.feeds.values() if f.wanted), key=lambda f: f.id)

    @locked
    def due(self, now: datetime, /, *, limit: int) -> list[Feed]:
        """Wanted feeds to check."""
        due = [(f.next_check_at, f.id, f) for f in self.all() if f.next_check_at and f.next_check_at <= now]
        return [feed for _, _, feed in sorted(due)[:limit]]

    @locked
    def checked(self, feed: Feed, entries: Sequence[NewEntry] = (), /, *, now: datetime) -> int:
        """Save a feed's new state and the entries of the check."""
        old = self._state.feeds.get(feed.id)
        if old is None:
            return 0
        taken = any(other.url == feed.url and other.id != feed.id for other in self._state.feeds.values())
        self._state.feeds[feed.id] = replace(
            feed, url=old.url if taken else feed.url, added_at=old.added_at, wanted=old.wanted
        )
        latest = {entry.key: entry for entry in entries}
        return sum(self._show(feed.id, entry, now) for entry in latest.values())

    def _show(self, feed: FeedId, content: NewEntry, now: datetime) -> bool:
        known = self._state.entry_ids.get((feed, content.key))
        if known is None:
            known = self._state.entry_ids[feed, content.key] = EntryId(next(self._state.ids))
        old = self._state.entries.get(known)
        self._state.shown_at[known] = now
        if old is not None and old.content.fingerprint == content.fingerprint:
            return False
        if old is not None:
            content = replace(content, is_news=content.is_news and old.content.is_news)
        self._state.entries[known] = Entry(known, feed, content, seen_at=now)
        return True

    @locked
    def known(self, feed: FeedId, keys: Collection[str], /) -> dict[str, str]:
        """The fingerprints of those of the keys that the feed has shown before."""
        found = {key: self._state.entry_ids.get((feed, key)) for key in keys}
        owner = self._state.feeds.get(feed)
        for entry in found.values():
            if entry is not None and owner is not None and owner.checked_at is not None:
                self._state.shown_at[entry] = max(self._state.shown_at[entry], owner.checked_at)
        return {key: self._state.entries[e].content.fingerprint for key, e in found.items() if e is not None}

    @locked
    def told(self, feeds: Collection[FeedId], /, *, now: datetime) -> None:
        """The subscribers of failing feeds are told."""
        for old in [self._state.feeds[feed] for feed in feeds if feed in self._state.feeds]:
            if old.failing_since_at is not None:
                self._state.feeds[old.id] = replace(old, told_at=now)

    @locked
    def remove(self, feed: FeedId, /) -> bool:
        """Fetch a feed no more."""
        old = self._state.feeds.get(feed)
        if old is None or not old.wanted:
            return False
        self._state.feeds[feed] = replace(old, wanted=False)
        return True

    @locked
    def waiting(
        self,
        now: datetime,
        /,
        *,
        limit: int,
        per_host: int | None = None,
        without: Collection[str] = (),
    ) -> list[Entry]:
        """Pending entries whose time has come: news first, host by host."""
        wanted = {feed.id for feed in self.all()}
        found = [
            entry
            for entry in self._state.entries.values()
            if entry.state is EntryState.PENDING
            and entry.feed in wanted
            and (entry.next_try_at is None or entry.next_try_at <= now)
        ]
        ranks: Counter[str] = Counter()
        ranked = []
        for entry in sorted(found, key=lambda e: (not e.content.is_news, e.seen_at, e.id)):
            host = host_of(entry.content.url)
            ranks[host] += 1
            if host in without or (host and per_host is not None and ranks[host] > per_host):
                continue
            ranked.append((not entry.content.is_news, ranks[host], entry.seen_at, entry.id, entry))
        return [entry for *_, entry in sorted(ranked)[:limit]]

    @locked
    def settle(
        self,
        entry: EntryId,
        /,
        *,
        now: datetime,  # noqa: ARG002  # the port's; memory keeps no time of settling
        retry_at: datetime | None = None,
        reason: str = "",  # noqa: ARG002  # the same
    ) -> None:
        """An entry's page could not be had."""
        old = self._state.entries.get(entry)
        if old is not None:
            state = EntryState.PENDING if retry_at else EntryState.DROPPED
            self._state.entries[entry] = replace(
                old, state=state, attempts=old.attempts + 1, next_try_at=retry_at
            )
