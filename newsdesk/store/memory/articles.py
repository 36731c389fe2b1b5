"""Articles in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from newsdesk.model import EntryId, EntryState, FeedId, Filed, Filing, FilingOutcome
from newsdesk.store.rules import instant_of, storable, tokens
from summarizer.model import Article, ArticleId

from .state import State, locked


class MemoryArticles:
    """See ``newsdesk.ports.Articles``."""

    def __init__(self, state: State, /) -> None:
        self._state = state

    @locked
    def file(self, article: Filed, /, *, now: datetime, entry: EntryId | None = None) -> Filing:
        """File an article under its key."""
        if entry is not None and entry in self._state.entries:
            self._state.entries[entry] = replace(
                self._state.entries[entry], state=EntryState.FILED, next_try_at=None
            )
        text = storable(article.article.text)
        article = replace(article, article=replace(article.article, text=text), stored_at=now)
        old = self.find(article.key)
        if old is None:
            identifier = ArticleId(str(next(self._state.ids)))
            self._state.article_ids[article.key] = identifier
            return self._keep(article, identifier, 1, FilingOutcome.NEW)
        feeds = old.feeds | article.feeds
        is_news = old.is_news or article.is_news
        kept = replace(old, feeds=feeds, is_news=is_news)
        same_text = old.article.text == text
        worse = bool(article.refused) and not old.refused
        if worse or (same_text and article.refused == old.refused):
            self._state.filed[old.article.id] = kept
            if is_news and not old.is_news and not old.refused:
                self._state.unread.add(old.article.id)
            return Filing(old.article.id, old.article.revision, FilingOutcome.SAME)
        revision = old.article.revision + (not same_text)
        if old.refused:
            self._state.revisions.pop((old.article.id, old.article.revision))
        merged = replace(article, feeds=feeds, is_news=is_news)
        return self._keep(merged, old.article.id, revision, FilingOutcome.CHANGED)

    def _keep(self, filed: Filed, identifier: ArticleId, revision: int, outcome: FilingOutcome) -> Filing:
        article = replace(filed.article, id=identifier, revision=revision)
        self._state.filed[identifier] = replace(filed, article=article)
        self._state.revisions[identifier, revision] = article
        if not filed.refused:
            self._state.unread.add(identifier)
        return Filing(identifier, revision, outcome)

    @locked
    def get(self, ids: Iterable[ArticleId], /) -> dict[ArticleId, Filed]:
        """The latest revisions of those that exist."""
        return {i: self._state.filed[i] for i in ids if i in self._state.filed}

    @locked
    def find(self, key: str, /) -> Filed | None:
        """The article under a key."""
        identifier = self._state.article_ids.get(key)
        return None if identifier is None else self._state.filed[identifier]

    @locked
    def revision(self, article: ArticleId, revision: int, /) -> Article | None:
        """One text of an article as it was."""
        return self._state.revisions.get((article, revision))

    @locked
    def unread(self, *, limit: int) -> list[Article]:
        """Accepted articles that were not read yet."""
        return [self._state.filed[i].article for i in sorted(self._state.unread, key=int)[:limit]]

    @locked
    def search(
        self,
        words: Sequence[str],
        /,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int,
    ) -> list[ArticleId]:
        """Articles that hold all of the words, those that hold them most often first."""
        phrases = [phrase for phrase in (_phrase(word) for word in words) if phrase.strip()]
        found = []
        for identifier, filed in self._between(since, until):
            counts = [_phrase(f"{filed.article.title}\n{filed.article.text}").count(p) for p in phrases]
            if counts and all(counts):
                found.append((-sum(counts), -int(identifier), identifier))
        return [identifier for _, _, identifier in sorted(found)[:limit]]

    @locked
    def mentioning(
        self,
        beginnings: Sequence[str],
        /,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int,
    ) -> list[ArticleId]:
        """Articles with a word that begins with one of these; those that hold the most of them first."""
        wanted = {f" {' '.join(tokens(beginning))}" for beginning in beginnings if tokens(beginning)}
        found = []
        for identifier, filed in self._between(since, until):
            text = _phrase(f"{filed.article.title}\n{filed.article.text}")
            counts = [n for n in map(text.count, wanted) if n]
            if counts:
                found.append((-len(counts), -sum(counts), -int(identifier), identifier))
        return [identifier for *_, identifier in sorted(found)[:limit]]

    @locked
    def extent(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        feeds: frozenset[FeedId] = frozenset(),
    ) -> tuple[int, datetime | None]:
        """How many accepted articles there are, and when the oldest of them happened."""
        found = [instant_of(f) for _, f in self._between(since, until) if not feeds or feeds & f.feeds]
        return len(found), min(found, default=None)

    def _between(self, since: datetime | None, until: datetime | None) -> Iterator[tuple[ArticleId, Filed]]:
        """Accepted articles that happened at or after one instant and before another."""
        for identifier, filed in self._state.filed.items():
            at = instant_of(filed)
            if not (filed.refused or (since and at < since) or (until and at >= until)):
                yield identifier, filed

    @locked
    def newest(self, *, limit: int, refused: bool = False) -> list[Filed]:
        """The last articles filed, or refused."""
        found = [filed for filed in self._state.filed.values() if bool(filed.refused) is refused]
        return sorted(found, key=lambda f: (f.stored_at, int(f.article.id)), reverse=True)[:limit]


def _phrase(text: str) -> str:
    """Words between single spaces, one on each side too, so that a word is found as a whole or not at all."""
    return f" {' '.join(tokens(text))} "
