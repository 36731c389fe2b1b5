"""Reads what was filed: unread articles in batches to the summarizer, each batch saved in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

import structlog

from summarizer.errors import SummarizerError
from summarizer.model import Article, ArticleId, Reading

from .defects import where
from .desk import Reader
from .ports import Articles, Readings

log = structlog.get_logger(__name__)
# What any working reader can read; when it fails at this, it is the reader that is broken.
_PROBE = Article(ArticleId("probe"), "The mayor said on Monday that the bridge will open in May.")


class Shelves(Protocol):
    """What reading needs of a store."""

    @property
    def articles(self) -> Articles:
        """Where unread articles are."""

    @property
    def readings(self) -> Readings:
        """Where readings go."""


class Digested(NamedTuple):
    """What was read.

    Attributes:
        read: How many articles, those that could not be read among them.
        revised: Those that were read before, as an earlier revision; briefs that cite them may need correcting.
        unreadable: Those at which the reader failed.  They are saved as read, with no statements, so that they
            do not come again; their texts are kept.
    """

    read: int = 0
    revised: tuple[ArticleId, ...] = ()
    unreadable: tuple[ArticleId, ...] = ()

    def with_batch(self, other: Digested, /) -> Digested:
        """This and what came after it."""
        return Digested(
            self.read + other.read, self.revised + other.revised, self.unreadable + other.unreadable
        )


def digest(store: Shelves, reader: Reader, now: datetime, /, *, batch: int = 16) -> Digested:
    """Read everything that is unread.

    Raises:
        SummarizerError: A model that the reader needs is missing or broken; nothing is lost.
    """
    found = Digested()
    for part in digesting(store, reader, now, batch=batch):
        found = found.with_batch(part)
    return found


def digesting(store: Shelves, reader: Reader, now: datetime, /, *, batch: int = 16) -> Iterator[Digested]:
    """The same batch by batch, each saved before the next one is read; ends when nothing is unread.

    Holds one batch at a time, however many wait.
    """
    before: frozenset[tuple[ArticleId, int]] = frozenset()
    while articles := store.articles.unread(limit=batch):
        these = frozenset((a.id, a.revision) for a in articles)
        if these == before:
            # Saving did not take them off the queue.  Reading them for ever would help nobody.
            log.error("articles_stay_unread", articles=len(articles))
            return
        before = these
        yield _batch(store, reader, articles, now)


def _batch(store: Shelves, reader: Reader, articles: Sequence[Article], now: datetime) -> Digested:
    readings, unreadable = _read(reader, articles)
    again = tuple(a.id for a in articles if a.revision > 1)
    store.readings.save(readings, now=now)
    return Digested(len(articles), again, unreadable)


def _read(reader: Reader, articles: Sequence[Article]) -> tuple[list[Reading], tuple[ArticleId, ...]]:
    """One reading an article, in order; those that cannot be read are found by reading one by one."""
    try:
        readings = list(reader.read(articles))
        if len(readings) == len(articles):
            return readings, ()
        log.error("readings_missing", articles=len(articles), readings=len(readings))
    except SummarizerError:
        raise
    except Exception as error:  # noqa: BLE001  # one article among many; which one is found below
        log.warning("batch_not_read", articles=len(articles), **where(error))
    readings, unreadable = [], []
    for article in articles:
        reading = _alone(reader, article)
        if reading is None:
            unreadable.append(article.id)
        readings.append(reading or Reading(article, ()))
    return readings, tuple(unreadable)


def _alone(reader: Reader, article: Article) -> Reading | None:
    """The reading of one article; None when the article is at fault.

    Raises:
        Exception: The reader's own, when it cannot read anything else either.
    """
    try:
        return next(iter(reader.read([article])), None)
    except SummarizerError:
        raise
    except Exception as error:  # noqa: BLE001  # any defect of a model or a rule that this text brings out
        fault = error
    try:
        list(reader.read([_PROBE]))
    except Exception:  # noqa: BLE001  # the reader is broken; to mark articles would be to throw them all away
        raise fault from None
    log.error("article_not_read", article=article.id, revision=article.revision, **where(fault))
    return None
