"""What a running desk does at each tick and nudge: the use cases, one behind the other.

Reading, publishing and tidying block, so they run in worker threads; the event loop stays free for sends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

import structlog

from newsdesk.alerts import raise_alerts
from newsdesk.corrections import correct_changed
from newsdesk.deliver import Deliverer
from newsdesk.desk import Reader
from newsdesk.digest import Digested, digesting
from newsdesk.gather.gatherer import Gatherer
from newsdesk.gather.outcomes import PageOutcome, PageState
from newsdesk.model import Address, ChannelId, Retention
from newsdesk.notices import tell_operator
from newsdesk.ports import Clock, Renderer, Store
from newsdesk.publish import Failures, publish_due
from newsdesk.threads import in_abandoned_thread, in_thread
from summarizer.brief import Shared

if TYPE_CHECKING:
    from summarizer.actors.registry import Registry
    from summarizer.model import Article, ArticleId, BriefSpec, Reading

log = structlog.get_logger(__name__)
BATCH = 8


class DeskWork:
    """Implements ``bot.service.Work`` on the desk's use cases.

    Args:
        load_reader: Loads the models (some seconds); called once, when the first article is to be read.
        operator: Where the operator is told what has failed; None for the log alone.
        shared: Filled with what briefs need of each text that is read.
    """

    def __init__(
        self,
        store: Store,
        /,
        *,
        gatherer: Gatherer,
        load_reader: Callable[[], Reader],
        renderer: Renderer,
        deliverer: Deliverer,
        platforms: Iterable[str],
        defaults: BriefSpec,
        retention: Retention,
        clock: Clock,
        operator: Address | None = None,
        shared: Shared | None = None,
    ) -> None:
        self._store = store
        self._operator = operator
        self._gatherer = gatherer
        self._load_reader = load_reader
        self._reader: Reader | None = None
        self._renderer = renderer
        self._deliverer = deliverer
        self.platforms = tuple(platforms)
        self._defaults = defaults
        self._retention = retention
        self._clock = clock
        self._before: frozenset[tuple[ArticleId, int]] = frozenset()
        # What briefs need of each text is worked out when it is read, not in the minute when all are due.
        self._shared = shared or Shared()
        self._failures = Failures()
        # A brief and an alert are made in two threads, and each must know of the other to say no line twice.
        self._telling = Lock()

    async def recover(self) -> None:
        """Mark what was being sent when the process died; call it once, before anything is sent."""
        await self._deliverer.recover(self._clock())

    async def check(self) -> int:
        """Check due feeds; how many entries were new or changed."""
        return sum(feed.entries for feed in await self._gatherer.check_feeds(self._clock()))

    async def fetch(self) -> int:
        """Fetch what waits; how many articles were filed."""
        pages = await self._gatherer.fetch_pages(self._clock())
        filed = sum(_is_filed(page) for page in pages)
        if filed:
            log.info("articles_filed", articles=filed)
        return filed

    async def read(self) -> int:
        """Read one batch; alerts and corrections follow from it.  How many articles were read."""
        return await in_abandoned_thread(self._read)

    async def publish(self) -> int:
        """Answer due slots; how many got a brief."""
        return await in_thread(self._publish, self._deliverer.unasked(self._clock()))

    async def deliver(self, platform: str, /) -> int:
        """Send what waits for a platform; how many messages were settled."""
        return (await self._deliverer.drain(platform)).total

    async def settle(self) -> int:
        """Ask platforms that can tell what became of uncertain messages; how many were settled."""
        return (await self._deliverer.settle(self._clock())).total

    async def notice(self) -> int:
        """Tell the operator what has failed; how many notices."""
        if self._operator is None:
            return 0
        return await in_thread(tell_operator, self._store, self._renderer, self._operator, self._clock())

    async def tidy(self) -> int:
        """Forget what is past its time; how many rows."""
        forgotten = await in_thread(self._store.housekeeping.forget, self._retention, now=self._clock())
        if any(forgotten.values()):
            log.info("forgotten", **forgotten)
        return sum(forgotten.values())

    def _publish(self, held: frozenset[ChannelId]) -> int:
        with self._telling:
            published = publish_due(
                self._store,
                self._renderer,
                self._clock(),
                defaults=self._defaults,
                shared=self._shared,
                failures=self._failures,
                held=held,
            )
        return published.sent

    def stop(self) -> None:
        """Claim nothing more to send; what is on its way ends."""
        self._deliverer.stop()

    def _read(self) -> int:
        read = self._read_batch()
        # Both remember how far they came, so what a crash kept them from is done now.
        correct_changed(self._store, self._renderer, self._clock())
        with self._telling:
            raise_alerts(self._store, self._renderer, self._clock(), defaults=self._defaults)
        return read

    def _read_batch(self) -> int:
        these = frozenset((a.id, a.revision) for a in self._store.articles.unread(limit=BATCH))
        before, self._before = self._before, frozenset()
        if not these:
            return 0
        if these == before:  # reading them over and over would help nobody; the next nudge tries once more
            log.error("articles_stay_unread", articles=len(these))
            return 0
        if self._reader is None:
            self._reader = _Learning(self._load_reader(), self._shared)
        read = next(digesting(self._store, self._reader, self._clock(), batch=BATCH), Digested()).read
        self._before = these
        return read


@dataclass(frozen=True, slots=True)
class _Learning:
    """A reader whose readings are prepared for briefs at once."""

    reader: Reader
    shared: Shared

    @property
    def registry(self) -> Registry:
        """See ``newsdesk.desk.Reader``."""
        return self.reader.registry

    def read(self, articles: Iterable[Article], /, *, condense: bool = True) -> Iterator[Reading]:
        """See ``newsdesk.desk.Reader``."""
        for reading in self.reader.read(articles, condense=condense):
            self.shared.learn(reading)
            yield reading


def _is_filed(page: PageOutcome) -> bool:
    return page.state in {PageState.FILED, PageState.OWN_TEXT}
