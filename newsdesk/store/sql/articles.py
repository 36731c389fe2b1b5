"""Articles and their revisions in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from newsdesk.model import EntryId, EntryState, FeedId, Filed, Filing, FilingOutcome
from newsdesk.store.rules import digest, storable
from summarizer.model import Article, ArticleId

from .database import Database
from .rows import article_of, chunks, filed_of, row_ids
from .tables import article_feeds, articles, entries, revisions

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, RowMapping

# An article joined with its latest text; ``id`` is the article's.
LATEST = articles.join(
    revisions,
    (revisions.c.article_id == articles.c.id) & (revisions.c.revision == articles.c.revision),
)
_FILED = (
    sa.select(
        articles,
        revisions.c.article_id,
        revisions.c.text,
        revisions.c.title,
        revisions.c.outlet,
        revisions.c.url,
        revisions.c.byline,
        revisions.c.published_at,
    )
).select_from(LATEST)


class SqlArticles:
    """See ``newsdesk.ports.Articles``."""

    def __init__(self, database: Database, /) -> None:
        self._database = database

    def file(self, article: Filed, /, *, now: datetime, entry: EntryId | None = None) -> Filing:
        """File an article under its key, and settle its entry."""
        with self._database.write() as connection:
            if entry is not None:
                filed = {"state": EntryState.FILED.value, "next_try_at": None, "text": ""}
                connection.execute(sa.update(entries).where(entries.c.id == entry).values(filed))
            known = sa.select(
                articles.c.id,
                articles.c.revision,
                articles.c.refused,
                articles.c.is_news,
                revisions.c.digest,
                revisions.c.id.label("revision_id"),
            ).select_from(LATEST)
            old = connection.execute(known.where(articles.c.key == article.key)).mappings().first()
            filing = (
                self._first(connection, article, now)
                if old is None
                else self._again(connection, old, article, now)
            )
            carried = [{"article_id": int(filing.article), "feed_id": feed} for feed in sorted(article.feeds)]
            if carried:
                connection.execute(self._database.dialect.insert_new(article_feeds), carried)
            return filing

    def _first(self, connection: Connection, article: Filed, now: datetime) -> Filing:
        values = _head(article, now) | {"key": article.key, "revision": 1, "is_news": article.is_news}
        row = connection.execute(sa.insert(articles).values(values).returning(articles.c.id)).scalar_one()
        self._keep(connection, article, row, 1)
        return Filing(ArticleId(str(row)), 1, FilingOutcome.NEW)

    def _again(self, connection: Connection, old: RowMapping, article: Filed, now: datetime) -> Filing:
        row, revision = old["id"], old["revision"]
        same_text = old["digest"] == digest(storable(article.article.text))
        worse = bool(article.refused) and not old["refused"]
        if worse or (same_text and article.refused == old["refused"]):
            if article.is_news and not old["is_news"]:
                risen = {"is_news": True, "unread": not old["refused"]}
                connection.execute(sa.update(articles).where(articles.c.id == row).values(risen))
            return Filing(ArticleId(str(row)), revision, FilingOutcome.SAME)
        if old["refused"]:  # nobody has read or cited it
            connection.execute(sa.delete(revisions).where(revisions.c.id == old["revision_id"]))
        else:
            self._database.dialect.unindex(connection, [old["revision_id"]])
        revision += not same_text
        values = _head(article, now) | {"revision": revision, "is_news": old["is_news"] or article.is_news}
        connection.execute(sa.update(articles).where(articles.c.id == row).values(values))
        self._keep(connection, article, row, revision)
        return Filing(ArticleId(str(row)), revision, FilingOutcome.CHANGED)

    def _keep(self, connection: Connection, filed: Filed, row: int, revision: int) -> None:
        article = filed.article
        values = {
            "article_id": row,
            "revision": revision,
            "digest": digest(storable(article.text)),
            "title": article.title,
            "text": article.text,
            "outlet": article.outlet,
            "url": article.url,
            "byline": article.byline,
            "published_at": article.published_at,
        }
        kept = connection.execute(sa.insert(revisions).values(values).returning(revisions.c.id)).scalar_one()
        if not filed.refused:
            self._database.dialect.index(connection, kept)

    def get(self, ids: Iterable[ArticleId], /) -> dict[ArticleId, Filed]:
        """The latest revisions of those that exist."""
        found: dict[ArticleId, Filed] = {}
        with self._database.read() as connection:
            for some in chunks(row_ids(ids)):
                for filed in _filed(connection, _FILED.where(articles.c.id.in_(some))):
                    found[filed.article.id] = filed
        return found

    def find(self, key: str, /) -> Filed | None:
        """The article under a key."""
        with self._database.read() as connection:
            return next(iter(_filed(connection, _FILED.where(articles.c.key == key))), None)

    def revision(self, article: ArticleId, revision: int, /) -> Article | None:
        """One text of an article as it was."""
        query = sa.select(revisions).where(
            revisions.c.article_id.in_(row_ids([article])), revisions.c.revision == revision
        )
        with self._database.read() as connection:
            row = connection.execute(query).mappings().first()
            return None if row is None else article_of(row)

    def unread(self, *, limit: int) -> list[Article]:
        """Accepted articles whose latest revision was not read yet, the oldest first."""
        query = (
            sa.select(revisions)
            .select_from(LATEST)
            .where(articles.c.unread.is_(True))
            .order_by(articles.c.id)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [article_of(row) for row in connection.execute(query).mappings()]

    def search(
        self,
        words: Sequence[str],
        /,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int,
    ) -> list[ArticleId]:
        """Articles that hold all of the words, the best match first."""
        matching = self._database.dialect.matching([storable(word) for word in words])
        return self._matched(matching, since, until, limit)

    def mentioning(
        self,
        beginnings: Sequence[str],
        /,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int,
    ) -> list[ArticleId]:
        """Articles with a word that begins with one of these, the best match first."""
        matching = self._database.dialect.beginning([storable(beginning) for beginning in beginnings])
        return self._matched(matching, since, until, limit)

    def _matched(
        self, matching: sa.TextClause | None, since: datetime | None, until: datetime | None, limit: int
    ) -> list[ArticleId]:
        if matching is None:
            return []
        hits = matching.columns(sa.column("revision_id", sa.Integer), sa.column("rank", sa.Float)).subquery()
        query = (
            sa.select(articles.c.id)
            .select_from(LATEST.join(hits, hits.c.revision_id == revisions.c.id))
            .where(articles.c.refused == "", *between(since, until))
            .order_by(hits.c.rank, articles.c.id.desc())
            .limit(limit)
        )
        with self._database.read() as connection:
            return [ArticleId(str(row)) for row in connection.scalars(query)]

    def extent(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        feeds: frozenset[FeedId] = frozenset(),
    ) -> tuple[int, datetime | None]:
        """How many accepted articles there are, and when the oldest of them happened."""
        query = sa.select(sa.func.count(), sa.func.min(articles.c.at)).where(
            articles.c.refused == "", *between(since, until)
        )
        if feeds:
            carried = sa.select(article_feeds.c.article_id).where(article_feeds.c.feed_id.in_(sorted(feeds)))
            query = query.where(articles.c.id.in_(carried))
        with self._database.read() as connection:
            number, oldest = connection.execute(query).one()
            return number, oldest

    def newest(self, *, limit: int, refused: bool = False) -> list[Filed]:
        """The last articles filed, newest first; or the last that were refused."""
        wanted = articles.c.refused != "" if refused else articles.c.refused == ""
        order = (articles.c.stored_at.desc(), articles.c.id.desc())
        with self._database.read() as connection:
            return _filed(connection, _FILED.where(wanted).order_by(*order).limit(limit))


def _head(filed: Filed, now: datetime) -> dict[str, Any]:
    return {
        "language": filed.language,
        "refused": filed.refused,
        "unread": not filed.refused,
        "stored_at": now,
        "at": filed.article.published_at or now,
    }


def _filed(connection: Connection, query: sa.Select[Any]) -> list[Filed]:
    rows = connection.execute(query).mappings().all()
    feeds = feeds_of(connection, [row["id"] for row in rows])
    return [filed_of(row, feeds[row["id"]]) for row in rows]


def feeds_of(connection: Connection, rows: Sequence[int], /) -> defaultdict[int, list[int]]:
    """The feeds that carried articles, by row."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for some in chunks(rows):
        query = sa.select(article_feeds).where(article_feeds.c.article_id.in_(some))
        for article, feed in connection.execute(query):
            found[article].append(feed)
    return found


def between(since: datetime | None, until: datetime | None, /) -> list[sa.ColumnElement[bool]]:
    """Conditions for articles that happened at or after one instant and before another."""
    after = [] if since is None else [articles.c.at >= since]
    return after if until is None else [*after, articles.c.at < until]
