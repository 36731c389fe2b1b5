"""What a running desk does at each nudge, on a store in memory."""

from __future__ import annotations

import asyncio
from time import sleep

import structlog

from bot.channels.recording import Fate, RecordingSender
from bot.work import DeskWork
from newsdesk.deliver import Deliverer
from newsdesk.gather.gatherer import Gatherer
from newsdesk.gather.post import Rules
from newsdesk.model import Filed, Retention
from newsdesk.store.memory import MemoryStore
from summarizer.actors.registry import Registry
from summarizer.model import Article, ArticleId, BriefSpec, Reading
from tests.newsdesk.marking import HOLM
from tests.newsdesk.readers import EIGHT, Clock, add_channel, publish_parts, read, subscribe
from tests.newsdesk.test_deliver_stateful import Cards


class Reader:
    """Finds nothing in any article; remembers how many it was given."""

    registry = Registry(())

    def __init__(self):
        self.sizes = []

    def read(self, articles, /, *, condense=True):
        articles = list(articles)
        self.sizes.append(len(articles))
        return (Reading(article, (), sentences=1) for article in articles)


def desk(store, *senders, reader=None, renderer=None):
    clock = Clock(EIGHT)
    return DeskWork(
        store,
        gatherer=Gatherer(store, Rules(), renderer=Cards()),
        load_reader=lambda: reader,
        renderer=renderer or Cards(),
        deliverer=Deliverer(store, {s.platform: s for s in senders}, clock=clock),
        platforms=[s.platform for s in senders],
        defaults=BriefSpec(),
        retention=Retention(),
        clock=clock,
    )


def file(store, *numbers):
    for number in numbers:
        article = Article(ArticleId(""), f"Text {number}.")
        store.articles.file(Filed(f"https://wire.example/{number}", article, EIGHT), now=EIGHT)


def test_everything_unread_is_read_batch_by_batch():
    store, reader = MemoryStore(), Reader()
    file(store, *range(20))
    work = desk(store, reader=reader)
    assert [asyncio.run(work.read()) for _ in range(4)] == [8, 8, 4, 0]
    assert reader.sizes == [8, 8, 4]


def test_articles_that_stay_unread_are_read_once_a_nudge_and_not_for_ever():
    """Saving that takes nothing off the queue must not keep a core busy."""
    store, reader = MemoryStore(), Reader()
    file(store, 1, 2)
    readings = store.readings

    class Forgetful:
        def __getattr__(self, name):
            return getattr(readings, name)

        def save(self, *_, **__):
            return readings.head()

    store.readings = Forgetful()
    work = desk(store, reader=reader)
    with structlog.testing.capture_logs() as lines:
        assert asyncio.run(work.read()) == 2
        assert asyncio.run(work.read()) == 0  # the loop waits for a nudge
    assert [line["event"] for line in lines] == ["articles_stay_unread"]
    assert reader.sizes == [2]
    store.readings = readings
    assert [asyncio.run(work.read()) for _ in range(2)] == [2, 0]  # and the next nudge finds it mended


class Slow(Cards):
    """Takes so long that what another thread does at the same time is not written yet either."""

    def brief(self, *arguments, **options):
        sleep(0.2)
        return super().brief(*arguments, **options)


def test_a_brief_and_an_alert_that_are_made_at_the_same_time_do_not_say_the_same():
    """Whichever is first; the other knows of it."""
    store = MemoryStore()
    channel = add_channel(store, alert_actors=frozenset({HOLM.id}), alerts_per_day=5)
    subscribe(store, channel)
    read(store, "a", "Said the harbour bridge will stay closed")
    work = desk(store, reader=Reader(), renderer=Slow())

    async def main():
        await asyncio.gather(work.read(), work.publish())

    asyncio.run(main())
    assert len(store.ledger.deliveries()) == 1


def test_a_platform_is_served_while_another_hangs():
    store = MemoryStore()
    slow = RecordingSender("telegram", fate=lambda _: Fate.HANGS)
    quick = RecordingSender("console")
    for platform in ("telegram", "console"):
        publish_parts(store, subscribe(store, add_channel(store, "1", platform)), "one")
    work = desk(store, slow, quick)

    async def main():
        hanging = asyncio.create_task(work.deliver("telegram"))
        assert await work.deliver("console") == 1
        assert not hanging.done()
        hanging.cancel()
        await asyncio.gather(hanging, return_exceptions=True)

    asyncio.run(main())
    assert list(work.platforms) == ["telegram", "console"]
    assert len(quick.taken) == 1
