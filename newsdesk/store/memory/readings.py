"""Readings in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from newsdesk.model import FeedId, Position, Window
from newsdesk.store.rules import Told, instant_of, proofs, told_at
from summarizer.model import ActorId, ArticleId, Reading

from .state import Read, State, locked


class MemoryReadings:
    """See ``newsdesk.ports.Readings``."""

    def __init__(self, state: State, /) -> None:
        self._state = state

    @locked
    def save(self, readings: Sequence[Reading], /, *, now: datetime) -> Position:
        """Remember readings, each at the next position."""
        for reading in {reading.article.id: reading for reading in readings}.values():
            filed = self._state.filed.get(reading.article.id)
            if filed is None or filed.article.revision != reading.article.revision:
                continue
            if filed.article.id not in self._state.unread:
                continue
            self._state.head = Position(self._state.head + 1)
            kept = replace(reading, article=filed.article)
            self._keep_told(filed.article.id)
            self._state.readings[filed.article.id] = Read(
                self._state.head, now, kept, filed.is_news, len(filed.feeds)
            )
            self._state.unread.discard(filed.article.id)
        return self._state.head

    def _keep_told(self, article: ArticleId) -> None:
        """Remember what is about to be replaced; what was read as backlog has told nobody."""
        old = self._state.readings.get(article)
        if old is not None and old.is_news:
            kept = Told(old.position, old.feeds, proofs(old.reading))
            self._state.told.setdefault(article, []).append(kept)

    @locked
    def head(self) -> Position:
        """The position of the last reading."""
        return self._state.head

    @locked
    def position_at(self, instant: datetime, /) -> Position:
        """The position of the last reading that was saved before an instant."""
        before = (read.position for read in self._state.readings.values() if read.saved_at < instant)
        return max(before, default=Position(0))

    @locked
    def window(self, window: Window, /, *, feeds: frozenset[FeedId] = frozenset()) -> list[Reading]:
        """Readings of news articles inside a window, by position."""
        carried = self.carried_by(window)
        return self.of(article for article, by in carried.items() if not feeds or feeds & by)

    @locked
    def carried_by(self, window: Window, /) -> dict[ArticleId, frozenset[FeedId]]:
        """The feeds of each news article inside a window."""
        inside = [
            article
            for article, read in self._state.readings.items()
            if any(
                window.after < position <= window.until
                for position in (read.position, *(told.position for told in self._state.told.get(article, ())))
            )
        ]
        return {a: self._state.filed[a].feeds for a in inside if self._state.filed[a].is_news}

    @locked
    def revised(self, window: Window, /) -> list[ArticleId]:
        """News articles whose reading inside a window is not of the first revision."""
        found = [
            (read.position, article)
            for article, read in self._state.readings.items()
            if window.after < read.position <= window.until
            and read.reading.article.revision > 1
            and self._state.filed[article].is_news
        ]
        return [article for _, article in sorted(found)]

    @locked
    def speaking(self, window: Window, /) -> frozenset[ActorId]:
        """Actors with a statement in a news article inside a window."""
        return frozenset(
            s.actor.id for reading in self.window(window) for s in reading.statements if s.actor is not None
        )

    @locked
    def of(self, articles: Iterable[ArticleId], /) -> list[Reading]:
        """The readings of articles, by position."""
        found = [self._state.readings[a] for a in set(articles) if a in self._state.readings]
        return [read.reading for read in sorted(found, key=lambda read: read.position)]

    @locked
    def told(self, articles: Iterable[ArticleId], position: Position, /) -> dict[ArticleId, frozenset[str]]:
        """What articles had told at a position and did not take back since."""
        found = {}
        for article in set(articles) & self._state.told.keys():
            feeds = len(self._state.filed[article].feeds)
            if known := told_at(self._state.told[article], position, feeds=feeds):
                found[article] = known
        return found

    @locked
    def by_actors(
        self, actors: Collection[ActorId], /, *, since: datetime | None = None, until: datetime | None = None
    ) -> list[ArticleId]:
        """Articles in which one of the actors has a statement, the newest first."""
        wanted = frozenset(actors)
        found = []
        for identifier, read in self._state.readings.items():
            at = instant_of(self._state.filed[identifier])
            if (since and at < since) or (until and at >= until):
                continue
            if any(s.actor is not None and s.actor.id in wanted for s in read.reading.statements):
                found.append((at, int(identifier), identifier))
        return [identifier for _, _, identifier in sorted(found, reverse=True)]

    @locked
    def happened(self, since: datetime, /) -> list[ArticleId]:
        """Articles with a reading that happened at or after an instant, the newest first."""
        found = [(instant_of(self._state.filed[a]), int(a), a) for a in self._state.readings]
        return [article for at, _, article in sorted(found, reverse=True) if at >= since]
