"""One round of gathering: everything that is due, and everything that waits and can be had now."""

from __future__ import annotations

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


async def whole_round(gatherer: Gatherer, now: datetime, /, *, told: Told = bool) -> Round:
    """Check all due feeds, then fetch pages until nothing more can be had now.

    The running desk does it in small turns instead, so that news never waits behind a long backlog.
    """
    feeds: dict[FeedId, FeedOutcome] = {}
    while checked := await gatherer.check_feeds(now, told=told):
        fresh = {f.feed.id: f for f in checked if f.feed.id not in feeds}
        if not fresh:
            break  # they stay due: the store does not take what was found
        feeds.update(fresh)
    pages: list[PageOutcome] = []
    turned_away: dict[tuple[str, str], PageOutcome] = {}
    while fetched := await gatherer.fetch_pages(now, told=told):
        for page in fetched:
            if page.state is PageState.WAITS and page.retry_at is None:
                turned_away[page.url, page.title] = page
            else:
                turned_away.pop((page.url, page.title), None)
                pages.append(page)
        if all(p.state is PageState.WAITS for p in fetched):
            break
    return Round(tuple(feeds.values()), (*pages, *turned_away.values()))
