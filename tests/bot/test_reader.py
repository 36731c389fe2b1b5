"""One reader for the digest and the chats."""

from __future__ import annotations

import time
from threading import Event, Thread

import pytest

from bot.reader import SharedReader
from summarizer.actors.registry import Registry
from summarizer.model import Article, ArticleId, Reading


class Slow:
    """Reads an article when it is let go on, and notices when two threads are inside."""

    registry = Registry(())

    def __init__(self):
        self.inside = 0
        self.most = 0
        self.order = []
        self.first = Event()
        self.go_on = Event()

    def read(self, articles, /, *, condense=True):
        for article in articles:
            self.inside += 1
            self.most = max(self.most, self.inside)
            self.order.append(article.id)
            if article.id == "a1":
                self.first.set()
                self.go_on.wait(10)
            self.inside -= 1
            yield Reading(article, (), sentences=1)


def articles(*names):
    return [Article(ArticleId(n), "Text.") for n in names]


def test_the_models_are_loaded_once_and_only_when_somebody_reads():
    loads = []

    def load():
        loads.append(1)
        return Slow()

    reader = SharedReader(load)
    assert loads == []
    assert [r.article.id for r in reader.read(articles("b1", "b2"))] == ["b1", "b2"]
    assert reader.registry is Slow.registry
    assert loads == [1]


def test_two_threads_are_never_inside_and_one_article_is_waited_for_not_a_batch():
    slow = Slow()
    reader = SharedReader(lambda: slow)
    batch = Thread(target=lambda: list(reader.read(articles("a1", "a2", "a3", "a4"))))
    batch.start()
    assert slow.first.wait(10)
    chats = [Thread(target=lambda n=n: list(reader.read(articles(n)))) for n in ("c1", "d1")]
    for number, chat in enumerate(chats, 1):
        chat.start()
        until_waiting(reader, number)
    slow.go_on.set()
    for thread in (batch, *chats):
        thread.join(10)
    assert slow.most == 1
    assert slow.order == ["a1", "c1", "d1", "a2", "a3", "a4"]


def until_waiting(reader, count):
    """Until so many threads wait for their turn."""
    end = time.monotonic() + 10
    while len(reader._turns._waiting) < count:
        assert time.monotonic() < end
        time.sleep(0.001)


def test_one_article_needs_one_turn():
    slow = Slow()
    slow.go_on.set()
    reader = SharedReader(lambda: slow)
    reader._turns = turns = Counting()
    assert [r.article.id for r in reader.read(articles("c1"))] == ["c1"]
    assert [r.article.id for r in reader.read(iter(articles("c2")))] == ["c2"]
    assert list(reader.read([])) == []
    assert turns.given == 1 + 2


class Counting:
    given = 0

    def __enter__(self):
        self.given += 1

    def __exit__(self, *_):
        pass


def test_a_reading_that_fails_gives_its_turn_back():
    class Broken(Slow):
        def read(self, articles, /, *, condense=True):
            raise RuntimeError("a defect")

    reader = SharedReader(Broken)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            list(reader.read(articles("a1")))
    assert reader.registry is Slow.registry
