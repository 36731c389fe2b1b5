"""One round of gathering: everything that is due, and everything that waits and can be had now."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from ..model import FeedId
from .gatherer import Gatherer, Told
from .outcomes import FeedOutcome, PageOutcome, PageState


@dataclass(frozen=True, slots=True)
class Round:
    """What a round came to, in the order in which it was done."""

    feeds: tuple[FeedOutcome, ...] = ()
    pages: tuple[PageOutcome, ...] = ()

    @property
    def failed(self) -> tuple[FeedOutcome, ...]:
        """Feeds whose check brought nothing."""
        return tuple(f for f in self.feeds if f.asked and f.feed.error)

    def of(self, *states: PageState) -> tuple[PageOutcome, ...]:
        """Pages that came to one of the states."""
        return tuple(p for p in self.pages if p.state in states)

    def with_part(self, part: Round, /) -> Round:
        """This and what came after it."""
        return Round((*self.feeds, *part.feeds), (*self.pages, *part.pages))


async def in_parts(gatherer: Gatherer, now: datetime, /, *, told: Told = bool) -> AsyncIterator[Round]:
    """Check all due feeds, then fetch pages until nothing more can be had now: all news, then the backlog.

    Gives the feeds first, then one part after another, each as long as one call of the gatherer takes, so that
    what it brought can be read before the next one begins.  Pages that were turned away come at the end.
    """
    if feeds := await _check_all(gatherer, now, told):
        yield Round(feeds=feeds)
    turned_away: dict[tuple[str, str], PageOutcome] = {}
    for news_only in (True, False):
        while fetched := await gatherer.fetch_pages(now, told=told, news_only=news_only):
            pages = []
            for page in fetched:
                if page.state is PageState.WAITS and page.retry_at is None:
                    turned_away[page.url, page.title] = page
                else:
                    turned_away.pop((page.url, page.title), None)
                    pages.append(page)
            if pages:
                yield Round(pages=tuple(pages))
            if all(p.state is PageState.WAITS for p in fetched):
                break
    if turned_away:
        yield Round(pages=tuple(turned_away.values()))


async def whole_round(gatherer: Gatherer, now: datetime, /, *, told: Told = bool) -> Round:
    """All parts of a round in one.

    The running desk does it in small turns instead, so that news never waits behind a long backlog.
    """
    done = Round()
    async for part in in_parts(gatherer, now, told=told):
        done = done.with_part(part)
    return done


async def _check_all(gatherer: Gatherer, now: datetime, told: Told) -> tuple[FeedOutcome, ...]:
    feeds: dict[FeedId, FeedOutcome] = {}
    while checked := await gatherer.check_feeds(now, told=told):
        fresh = {f.feed.id: f for f in checked if f.feed.id not in feeds}
        if not fresh:
            break  # they stay due: the store does not take what was found
        feeds.update(fresh)
    return tuple(feeds.values())
