"""The gatherer: what is due is checked, what waits is fetched; nothing here decides what comes of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from ..ingest.transport import HttpTransport, Transport
from ..model import Entry, Feed, FeedId
from ..ports import Store
from ..threads import in_thread
from .checking import check_feed
from .hosts import by_host
from .outcomes import FeedOutcome, PageOutcome
from .paging import file_entry, file_url
from .post import DEFAULT_RULES, Post, Rules
from .tell import NoteRenderer
from .telling import tell_failures

T = TypeVar("T")
R = TypeVar("R")
Told = Callable[[FeedOutcome | PageOutcome], object]


class Gatherer:
    """Brings articles in; belongs to one event loop and remembers how hosts fare.

    Its methods never raise because of a feed or a page.  They do when the store cannot even say what is due.

    Args:
        renderer: Words the notes to the subscribers of failing feeds; without one nobody is told.
    """

    def __init__(
        self,
        store: Store,
        rules: Rules = DEFAULT_RULES,
        /,
        *,
        transport: Transport | None = None,
        renderer: NoteRenderer | None = None,
    ) -> None:
        self._post = Post(store, rules, transport or HttpTransport(), renderer)

    @property
    def failures(self) -> int:
        """Unexpected exceptions so far; each was logged."""
        return self._post.failures

    async def check_feeds(self, now: datetime, /, *, told: Told = bool) -> list[FeedOutcome]:
        """Check the feeds that are due; the longest overdue first, one host's one after the other.

        At the end the subscribers of those that fail for long are told, unless nobody answers at all.

        Args:
            told: Called with each outcome as it comes.
        """
        self._post.politeness.forget()
        feeds = await in_thread(self._post.store.feeds.due, now, limit=self._post.rules.feeds_at_once)

        async def check(feed: Feed) -> FeedOutcome:
            outcome = await check_feed(self._post, feed, now)
            told(outcome)
            return outcome

        done = await self._by_host(feeds, lambda f: f.url, check)
        told_of = await tell_failures(self._post, done, now)
        return [replace(outcome, told=outcome.feed.id in told_of) for outcome in done]

    async def fetch_pages(
        self, now: datetime, /, *, told: Told = bool, news_only: bool = False
    ) -> list[PageOutcome]:
        """Fetch and file what waits, news before backlog; what is left over waits for the next call.

        Entries of hosts that are left alone wait too, and are not asked of the store before.

        Args:
            told: Called with each outcome as it comes.
            news_only: Backlog waits, even where there is time for it.
        """
        rules = self._post.rules
        entries = await in_thread(
            self._post.store.feeds.waiting,
            now,
            limit=rules.entries_at_once,
            per_host=rules.per_host,
            without=self._post.politeness.closed(),
        )
        if news_only:
            entries = [e for e in entries if e.content.is_news]
        titles = await in_thread(self._titles, {e.feed for e in entries})

        async def fetch(entry: Entry) -> PageOutcome:
            outcome = await file_entry(self._post, entry, titles.get(entry.feed, ""), now)
            told(outcome)
            return outcome

        return await self._by_host(entries, lambda e: e.content.url, fetch)

    async def file_url(self, url: str, now: datetime, /) -> PageOutcome:
        """Fetch and file one URL that somebody named.

        Raises:
            Exception: What the store raises; a page that cannot be had is an outcome.
        """
        return await file_url(self._post, url, now)

    async def _by_host(
        self, items: Iterable[T], url: Callable[[T], str], work: Callable[[T], Awaitable[R]]
    ) -> list[R]:
        rules = self._post.rules
        return await by_host(items, url, work, per_host=rules.per_host, budget_s=rules.budget_s)

    def _titles(self, feeds: set[FeedId]) -> dict[FeedId, str]:
        found = (self._post.store.feeds.get(feed) for feed in feeds)
        return {feed.id: feed.title for feed in found if feed is not None}
