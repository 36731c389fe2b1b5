"""The desk: what it has read, and what it can be asked for.

The first home of readings is memory; the store of a running desk offers the same readings from rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from summarizer.actors.registry import Registry
from summarizer.ask.answer import answer
from summarizer.ask.archive import Archive
from summarizer.brief import compose
from summarizer.model import Answer, Article, ArticleId, Brief, BriefSpec, Query, Reading


class Reader(Protocol):
    """What the desk needs of a summarizer."""

    @property
    def registry(self) -> Registry:
        """Who is known before any article is read."""

    def read(self, articles: Iterable[Article], /, *, condense: bool = True) -> Iterator[Reading]:
        """One reading an article, in the same order; without lines of a brief when not told to condense."""


class Desk:
    """Reads articles, remembers the readings, composes briefs and answers questions from them."""

    def __init__(self, reader: Reader, /) -> None:
        self._reader = reader
        self._readings: dict[ArticleId, Reading] = {}
        self._archive: Archive | None = None

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Everything read so far, in the order read."""
        return tuple(self._readings.values())

    def read(self, articles: Iterable[Article], /, *, condense: bool = True) -> Iterator[Reading]:
        """Read articles and remember them; one under a known id replaces the earlier text.

        Args:
            condense: False for statements alone.  They are not remembered: they have no lines for a brief.
        """
        if not condense:
            yield from self._reader.read(articles, condense=False)
            return
        for reading in self._reader.read(articles):
            self._readings[reading.article.id] = reading
            self._archive = None
            yield reading

    def brief(self, spec: BriefSpec | None = None, /, *, of: Sequence[ArticleId] | None = None) -> Brief:
        """A brief of all readings, or of those under the given ids."""
        return compose(self._chosen(of), spec=spec)

    def ask(
        self,
        question: str,
        /,
        *,
        now: datetime,
        of: Sequence[ArticleId] | None = None,
        previous: Query | None = None,
    ) -> Answer:
        """Statements that answer a question, from all readings or from those under the given ids.

        Args:
            previous: The query before this one in a conversation, for "and what did she say about …?".
        """
        if of is not None:
            archive = Archive.of(self._chosen(of), self._reader.registry)
            return answer(question, archive, now=now, previous=previous)
        if self._archive is None:
            self._archive = Archive.of(self.readings, self._reader.registry)
        return answer(question, self._archive, now=now, previous=previous)

    def _chosen(self, ids: Sequence[ArticleId] | None) -> tuple[Reading, ...]:
        if ids is None:
            return self.readings
        return tuple(self._readings[i] for i in ids if i in self._readings)
