"""Readings in the database: statements as rows, found again by position."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from newsdesk.model import FeedId, Position, Window
from newsdesk.store.rules import Told, mention, proofs, told_at
from summarizer.model import ActorId, ArticleId, Reading, Statement

from .articles import between, feeds_of
from .database import Database
from .rows import chunks, reading_of, row_ids, statement_of, statement_row
from .tables import article_feeds, articles, readings, revisions, sequence, statements, told

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_READ = readings.join(
    revisions,
    (revisions.c.article_id == readings.c.article_id) & (revisions.c.revision == readings.c.revision),
)


class SqlReadings:
    """See ``newsdesk.ports.Readings``."""

    def __init__(self, database: Database, /) -> None:
        self._database = database

    def save(self, readings: Sequence[Reading], /, *, now: datetime) -> Position:
        """Remember readings, each at the next position, all or none."""
        latest = {reading.article.id: reading for reading in readings}
        with self._database.write() as connection:
            texts = _current(connection, latest)
            current = [(texts[a], reading) for a, reading in latest.items() if a in texts]
            fresh = [(text, r) for (revision, text), r in current if revision == r.article.revision]
            # The row stays locked until the commit: nobody takes a later position and commits first.
            step = sequence.c.position + len(fresh)
            take = sa.update(sequence).where(sequence.c.name == "readings").values(position=step)
            head: int = connection.execute(take.returning(sequence.c.position)).scalar_one()
            if fresh:
                _replace(connection, fresh, first=head - len(fresh) + 1, now=now)
            return Position(head)

    def head(self) -> Position:
        """The position of the last reading."""
        query = sa.select(sequence.c.position).where(sequence.c.name == "readings")
        with self._database.read() as connection:
            return Position(connection.execute(query).scalar_one())

    def position_at(self, instant: datetime, /) -> Position:
        """The position of the last reading that was saved before an instant."""
        query = sa.select(sa.func.max(readings.c.position)).where(readings.c.saved_at < instant)
        with self._database.read() as connection:
            return Position(connection.scalar(query) or 0)

    def window(self, window: Window, /, *, feeds: frozenset[FeedId] = frozenset()) -> list[Reading]:
        """Readings of news articles inside a window, by position."""
        inside = _inside(window)
        if feeds:
            carried = sa.select(article_feeds.c.article_id).where(article_feeds.c.feed_id.in_(sorted(feeds)))
            inside = inside.where(articles.c.id.in_(carried))
        with self._database.read() as connection:
            return _load(connection, inside)

    def carried_by(self, window: Window, /) -> dict[ArticleId, frozenset[FeedId]]:
        """The feeds of each news article inside a window."""
        inside = _inside(window).subquery()
        query = sa.select(inside.c.article_id, article_feeds.c.feed_id).select_from(
            inside.outerjoin(article_feeds, article_feeds.c.article_id == inside.c.article_id)
        )
        found: defaultdict[ArticleId, set[FeedId]] = defaultdict(set)
        with self._database.read() as connection:
            for article, feed in connection.execute(query):
                found[ArticleId(str(article))].update(() if feed is None else (FeedId(feed),))
        return {article: frozenset(feeds) for article, feeds in found.items()}

    def revised(self, window: Window, /) -> list[ArticleId]:
        """News articles whose reading inside a window is not of the first revision."""
        query = (
            sa.select(readings.c.article_id)
            .join(articles, articles.c.id == readings.c.article_id)
            .where(
                readings.c.position > window.after,
                readings.c.position <= window.until,
                readings.c.revision > 1,
                articles.c.is_news.is_(True),
            )
            .order_by(readings.c.position)
        )
        with self._database.read() as connection:
            return [ArticleId(str(row)) for row in connection.scalars(query)]

    def speaking(self, window: Window, /) -> frozenset[ActorId]:
        """Actors with a statement in a news article inside a window."""
        inside = _inside(window).subquery()
        query = (
            sa.select(statements.c.actor_id)
            .select_from(inside.join(statements, statements.c.article_id == inside.c.article_id))
            .where(statements.c.actor_id.is_not(None))
            .distinct()
        )
        with self._database.read() as connection:
            return frozenset(ActorId(actor) for actor in connection.scalars(query))

    def of(self, articles: Iterable[ArticleId], /) -> list[Reading]:
        """The readings of articles, by position."""
        found: list[tuple[int, Reading]] = []
        with self._database.read() as connection:
            for some in chunks(row_ids(articles)):
                chosen = sa.select(readings.c.article_id).where(readings.c.article_id.in_(some))
                found += _numbered(connection, chosen)
        return [reading for _, reading in sorted(found, key=lambda pair: pair[0])]

    def told(self, articles: Iterable[ArticleId], position: Position, /) -> dict[ArticleId, frozenset[str]]:
        """What articles had told at a position and did not take back since."""
        found: dict[ArticleId, frozenset[str]] = {}
        with self._database.read() as connection:
            for some in chunks(row_ids(articles)):
                replaced = _replaced(connection, some)
                feeds = feeds_of(connection, list(replaced))
                for row, earlier in replaced.items():
                    if known := told_at(earlier, position, feeds=len(feeds[row])):
                        found[ArticleId(str(row))] = known
        return found

    def by_actors(
        self, actors: Collection[ActorId], /, *, since: datetime | None = None, until: datetime | None = None
    ) -> list[ArticleId]:
        """Articles in which one of the actors has a statement, the newest first."""
        found: dict[int, datetime] = {}
        with self._database.read() as connection:
            for some in chunks(sorted(set(actors))):
                speaking = sa.select(statements.c.article_id).where(statements.c.actor_id.in_(some))
                query = sa.select(articles.c.id, articles.c.at).where(
                    articles.c.id.in_(speaking), *between(since, until)
                )
                found |= dict(connection.execute(query).all())
        newest = sorted(found, key=lambda article: (found[article], article), reverse=True)
        return [ArticleId(str(article)) for article in newest]

    def happened(self, since: datetime, /) -> list[ArticleId]:
        """Articles with a reading that happened at or after an instant, the newest first."""
        query = (
            sa.select(articles.c.id)
            .join(readings, readings.c.article_id == articles.c.id)
            .where(*between(since, None))
            .order_by(articles.c.at.desc(), articles.c.id.desc())
        )
        with self._database.read() as connection:
            return [ArticleId(str(article)) for article in connection.scalars(query)]


def _current(connection: Connection, ids: Iterable[ArticleId]) -> dict[ArticleId, tuple[int, str]]:
    """The latest revisions and texts of those that were not read yet."""
    found: dict[ArticleId, tuple[int, str]] = {}
    join = articles.join(
        revisions, (revisions.c.article_id == articles.c.id) & (revisions.c.revision == articles.c.revision)
    )
    for some in chunks(row_ids(ids)):
        query = (
            sa.select(articles.c.id, articles.c.revision, revisions.c.text)
            .select_from(join)
            .where(articles.c.id.in_(some), articles.c.unread.is_(True))
        )
        for row, revision, text in connection.execute(query):
            found[ArticleId(str(row))] = (revision, text)
    return found


def _replace(
    connection: Connection, fresh: Sequence[tuple[str, Reading]], *, first: int, now: datetime
) -> None:
    rows = [int(reading.article.id) for _, reading in fresh]
    news: set[int] = set()
    for some in chunks(rows):
        _keep_told(connection, some)
        news.update(
            connection.scalars(sa.select(articles.c.id).where(articles.c.id.in_(some), articles.c.is_news))
        )
        connection.execute(sa.delete(readings).where(readings.c.article_id.in_(some)))
        connection.execute(sa.delete(statements).where(statements.c.article_id.in_(some)))
        connection.execute(sa.update(articles).where(articles.c.id.in_(some)).values(unread=False))
    feeds = feeds_of(connection, rows)
    heads: list[dict[str, Any]] = [
        {
            "article_id": row,
            "revision": reading.article.revision,
            "position": position,
            "saved_at": now,
            "sentences": reading.sentences,
            "replaced": reading.replaced,
            "roles": dict(reading.roles),
            "is_news": row in news,
            "feeds": len(feeds[row]),
        }
        for position, (row, (_, reading)) in enumerate(zip(rows, fresh, strict=True), first)
    ]
    connection.execute(sa.insert(readings), heads)
    found = [
        statement_row(statement, article=row, place=place, words=mention(statement, text))
        for row, (text, reading) in zip(rows, fresh, strict=True)
        for place, statement in enumerate(reading.statements)
    ]
    if found:
        connection.execute(sa.insert(statements), found)


def _keep_told(connection: Connection, rows: Sequence[int]) -> None:
    """Remember what is about to be replaced; what was read as backlog has told nobody."""
    query = sa.select(readings.c.position, readings.c.article_id, readings.c.feeds)
    old = connection.execute(query.where(readings.c.article_id.in_(rows), readings.c.is_news.is_(True))).all()
    if not old:
        return
    chosen = sa.select(readings.c.article_id).where(readings.c.article_id.in_([row for _, row, _ in old]))
    read = dict(_numbered(connection, chosen))
    kept = [
        {
            "article_id": row,
            "position": position,
            "feeds": feeds,
            "proofs": sorted(proofs(read[position])),
        }
        for position, row, feeds in old
    ]
    connection.execute(sa.insert(told), kept)


def _replaced(connection: Connection, rows: Sequence[int]) -> dict[int, list[Told]]:
    """The earlier readings of articles, by position; of those alone that have any."""
    query = sa.select(told).where(told.c.article_id.in_(rows)).order_by(told.c.position)
    found: defaultdict[int, list[Told]] = defaultdict(list)
    for row, position, feeds, kept in connection.execute(query):
        found[row].append(Told(Position(position), feeds, frozenset(kept)))
    return found


def _inside(window: Window) -> sa.Select[int]:
    read = [
        sa.select(table.c.article_id).where(table.c.position > window.after, table.c.position <= window.until)
        for table in (readings, told)
    ]
    return sa.select(articles.c.id.label("article_id")).where(
        articles.c.id.in_(sa.union(*read)), articles.c.is_news.is_(True)
    )


def _load(connection: Connection, chosen: sa.Select[int]) -> list[Reading]:
    return [reading for _, reading in _numbered(connection, chosen)]


def _numbered(connection: Connection, chosen: sa.Select[int]) -> list[tuple[int, Reading]]:
    """Readings with their positions, in order: two queries, however many there are."""
    found: defaultdict[int, list[Statement]] = defaultdict(list)
    spoken = sa.select(statements).where(statements.c.article_id.in_(chosen))
    for row in connection.execute(spoken.order_by(statements.c.article_id, statements.c.place)).mappings():
        found[row["article_id"]].append(statement_of(row))
    columns = [c for c in revisions.c if c.name not in {"id", "digest"}]
    own = (readings.c.position, readings.c.sentences, readings.c.replaced, readings.c.roles)
    query = sa.select(*own, *columns).select_from(_READ).where(readings.c.article_id.in_(chosen))
    rows = connection.execute(query.order_by(readings.c.position)).mappings()
    return [(row["position"], reading_of(row, found[row["article_id"]])) for row in rows]
