"""Reading what was filed, in batches; what cannot be read holds nobody up."""

from datetime import UTC, datetime

import pytest

from newsdesk.digest import digest, digesting
from newsdesk.model import Filed, Window
from newsdesk.store.memory import MemoryStore
from summarizer.errors import ModelUnavailable
from summarizer.model import Article, ArticleId, Reading

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Reader:
    """Reads whatever does not say "poison"; remembers how much it was given at once."""

    def __init__(self, poison="poison", error=RuntimeError):
        self.poison, self.error, self.sizes = poison, error, []

    def read(self, articles, /, *, condense=True):
        articles = list(articles)
        self.sizes.append(len(articles))
        for article in articles:
            if self.poison in article.text:
                raise self.error("text of the article")
            yield Reading(article, (), sentences=1)


def file(store, number, text="The mayor said so.", **changes):
    filing = store.articles.file(
        Filed(f"https://n.example/{number}", Article(ArticleId(""), f"{number} {text}"), NOW, **changes),
        now=NOW,
    )
    return filing.article


def test_everything_unread_is_read_in_batches_and_only_once():
    store, reader = MemoryStore(), Reader()
    for number in range(10):
        file(store, number)
    file(store, "wall", refused="This page is a cookie wall.")
    assert digest(store, reader, NOW, batch=4) == (10, (), ())
    assert reader.sizes == [4, 4, 2]
    assert digest(store, reader, NOW) == (0, (), ())
    assert len(store.readings.window(Window(0, store.readings.head()))) == 10


def test_each_batch_is_saved_before_the_next_one_is_read():
    store = MemoryStore()
    for number in range(6):
        file(store, number)
    parts = digesting(store, Reader(), NOW, batch=2)
    next(parts)
    assert store.readings.head() == 2
    next(parts)
    assert store.readings.head() == 4


def test_a_revision_is_named_so_that_briefs_can_be_corrected():
    store = MemoryStore()
    article = file(store, 1)
    file(store, 2)
    digest(store, Reader(), NOW)
    file(store, 1, "The mayor denied it.")
    assert digest(store, Reader(), NOW) == (1, (article,), ())


def test_an_article_that_breaks_the_reader_is_set_aside_and_the_others_are_read():
    store = MemoryStore()
    ids = [file(store, n, "poison" if n in {3, 4} else "Fine.") for n in range(8)]
    found = digest(store, Reader(), NOW, batch=4)
    assert found == (8, (), (ids[3], ids[4]))
    assert store.articles.unread(limit=9) == []
    assert len(store.readings.of(ids)) == 8
    assert store.readings.of([ids[3]])[0].statements == ()
    assert "poison" in store.articles.get([ids[3]])[ids[3]].article.text


def test_a_single_bad_article_is_set_aside_too():
    store = MemoryStore()
    article = file(store, 1, "poison")
    assert digest(store, Reader(), NOW).unreadable == (article,)


@pytest.mark.parametrize(
    ("reader", "error"),
    [(Reader(poison=""), RuntimeError), (Reader(error=lambda m: ModelUnavailable("m", m)), ModelUnavailable)],
    ids=["broken", "missing"],
)
def test_a_reader_that_reads_nothing_marks_nothing(reader, error):
    """A model that is broken must not empty the queue: nothing was read, so everything stays unread."""
    store = MemoryStore()
    for number in range(3):
        file(store, number, "poison")
    with pytest.raises(error):
        digest(store, reader, NOW)
    assert len(store.articles.unread(limit=9)) == 3
    assert digest(store, Reader(poison="none"), NOW).read == 3


def test_a_reader_that_swallows_an_article_is_found_out():
    class Swallowing(Reader):
        def read(self, articles, /, *, condense=True):
            return (r for r in super().read(articles) if "Fine" in r.article.text)

    store = MemoryStore()
    ids = [file(store, 1, "Fine."), file(store, 2, "Lost.")]
    assert digest(store, Swallowing(), NOW) == (2, (), (ids[1],))


def test_a_store_that_does_not_take_readings_does_not_make_it_read_for_ever():
    class Deaf:
        def __init__(self, store):
            self.articles, self.readings = store.articles, self

        def save(self, readings, /, *, now):
            return 0

    store, reader = MemoryStore(), Reader()
    file(store, 1)
    assert digest(Deaf(store), reader, NOW).read == 1
    assert len(reader.sizes) == 1
