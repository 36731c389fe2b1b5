"""Feeds and their entries in the database."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from newsdesk.hosts import host_of
from newsdesk.model import Entry, EntryId, EntryState, Feed, FeedId, NewEntry

from .database import Database
from .rows import chunks, entry_of, feed_of
from .tables import entries, feeds

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, RowMapping

_NOTED_ONCE_A = timedelta(days=1)
_CONTENT = tuple(NewEntry.__dataclass_fields__)


class SqlFeeds:
    """See ``newsdesk.ports.Feeds``."""

    def __init__(self, database: Database, /) -> None:
        self._database = database

    def add(self, url: str, /, *, title: str = "", now: datetime) -> Feed:
        """The feed at a URL."""
        with self._database.write() as connection:
            old = _one(connection, feeds.c.url == url)
            if old is None:
                fresh = asdict(Feed(FeedId(0), url, title=title, added_at=now, next_check_at=now))
                del fresh["id"]
                connection.execute(sa.insert(feeds).values(fresh))
            elif not old.wanted:
                back = {"title": old.title or title, "wanted": True, "next_check_at": now}
                healthy = {"failures": 0, "failing_since_at": None, "error": "", "told_at": None}
                connection.execute(sa.update(feeds).where(feeds.c.id == old.id).values(back | healthy))
            feed = _one(connection, feeds.c.url == url)
            assert feed is not None  # noqa: S101  # written just now
            return feed

    def get(self, feed: FeedId, /) -> Feed | None:
        """A feed."""
        with self._database.read() as connection:
            return _one(connection, feeds.c.id == feed)

    def find(self, url: str, /) -> Feed | None:
        """The feed at exactly this URL."""
        with self._database.read() as connection:
            return _one(connection, feeds.c.url == url)

    def all(self) -> list[Feed]:
        """Every wanted feed, by id."""
        query = sa.select(feeds).where(feeds.c.wanted).order_by(feeds.c.id)
        with self._database.read() as connection:
            return [feed_of(row) for row in connection.execute(query).mappings()]

    def due(self, now: datetime, /, *, limit: int) -> list[Feed]:
        """Wanted feeds to check, the longest overdue first."""
        query = (
            sa.select(feeds)
            .where(feeds.c.wanted.is_(True), feeds.c.next_check_at <= now)
            .order_by(feeds.c.next_check_at, feeds.c.id)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [feed_of(row) for row in connection.execute(query).mappings()]

    def checked(self, feed: Feed, entries: Sequence[NewEntry] = (), /, *, now: datetime) -> int:
        """Save a feed's new state and the entries of the check, both or neither."""
        state = asdict(feed)
        for kept in ("id", "added_at", "wanted"):
            del state[kept]
        with self._database.write() as connection:
            holder = _one(connection, feeds.c.url == feed.url)
            if holder is not None and holder.id != feed.id:
                del state["url"]
            if not connection.execute(sa.update(feeds).where(feeds.c.id == feed.id).values(state)).rowcount:
                return 0
            return _show(connection, feed.id, entries, now)

    def known(self, feed: FeedId, keys: Collection[str], /) -> dict[str, str]:
        """The fingerprints of those of the keys that the feed has shown before."""
        with self._database.read() as connection:
            rows = _shown(connection, feed, keys)
            checked_at = connection.scalar(sa.select(feeds.c.checked_at).where(feeds.c.id == feed))
        noted = checked_at and checked_at - _NOTED_ONCE_A
        stale = [row["id"] for row in rows if noted and row["shown_at"] < noted]
        if checked_at and stale:  # a feed that still shows an entry keeps it, see ``Retention.entries``
            with self._database.write() as connection:
                _touch(connection, stale, checked_at)
        return {row["key"]: row["fingerprint"] for row in rows}

    def told(self, feeds_told: Collection[FeedId], /, *, now: datetime) -> None:
        """The subscribers of failing feeds are told."""
        with self._database.write() as connection:
            for some in chunks(sorted(feeds_told)):
                failing = feeds.c.id.in_(some) & feeds.c.failing_since_at.is_not(None)
                connection.execute(sa.update(feeds).where(failing).values(told_at=now))

    def remove(self, feed: FeedId, /) -> bool:
        """Fetch a feed no more."""
        change = sa.update(feeds).where(feeds.c.id == feed, feeds.c.wanted).values(wanted=False)
        with self._database.write() as connection:
            return connection.execute(change).rowcount > 0

    def waiting(
        self,
        now: datetime,
        /,
        *,
        limit: int,
        per_host: int | None = None,
        without: Collection[str] = (),
    ) -> list[Entry]:
        """Pending entries whose time has come: news first, host by host."""
        ranked = _ranked(now, without).subquery()
        chosen = sa.select(ranked).order_by(ranked.c.backlog, ranked.c.rank, ranked.c.seen_at, ranked.c.id)
        if per_host is not None:
            chosen = chosen.where((ranked.c.host == "") | (ranked.c.rank <= per_host))
        # Ranks come from the index alone; texts are read of the chosen.
        best = chosen.limit(limit).subquery()
        query = (
            sa.select(entries)
            .join(best, best.c.id == entries.c.id)
            .order_by(best.c.backlog, best.c.rank, best.c.seen_at, best.c.id)
        )
        with self._database.read() as connection:
            return [entry_of(row) for row in connection.execute(query).mappings()]

    def settle(
        self,
        entry: EntryId,
        /,
        *,
        now: datetime,  # noqa: ARG002  # the port's
        retry_at: datetime | None = None,
        reason: str = "",
    ) -> None:
        """An entry's page could not be had."""
        values: dict[str, Any] = {"attempts": entries.c.attempts + 1, "next_try_at": retry_at, "reason": reason}
        if retry_at is None:
            values |= {"state": EntryState.DROPPED.value, "text": ""}
        with self._database.write() as connection:
            connection.execute(sa.update(entries).where(entries.c.id == entry).values(values))


def _ranked(now: datetime, without: Collection[str]) -> sa.Select[Any]:
    """The entries whose time has come, numbered within their hosts."""
    backlog = sa.case((entries.c.is_news, 0), else_=1)
    order = (backlog, entries.c.seen_at, entries.c.id)
    rank = sa.func.row_number().over(partition_by=entries.c.host, order_by=order)
    wanted = sa.select(feeds.c.id).where(feeds.c.wanted)
    query = sa.select(
        entries.c.id, entries.c.host, entries.c.seen_at, backlog.label("backlog"), rank.label("rank")
    ).where(
        entries.c.state == EntryState.PENDING.value,
        entries.c.next_try_at.is_(None) | (entries.c.next_try_at <= now),
        entries.c.feed_id.in_(wanted),
    )
    return query.where(entries.c.host.not_in(sorted(without))) if without else query


def _one(connection: Connection, condition: sa.ColumnElement[bool]) -> Feed | None:
    row = connection.execute(sa.select(feeds).where(condition)).mappings().first()
    return None if row is None else feed_of(row)


def _shown(connection: Connection, feed: FeedId, keys: Collection[str]) -> list[RowMapping]:
    columns = (entries.c.id, entries.c.key, entries.c.fingerprint, entries.c.is_news, entries.c.shown_at)
    rows: list[RowMapping] = []
    for some in chunks(set(keys)):
        query = sa.select(*columns).where(entries.c.feed_id == feed, entries.c.key.in_(some))
        rows += connection.execute(query).mappings()
    return rows


def _show(connection: Connection, feed: FeedId, shown: Sequence[NewEntry], now: datetime) -> int:
    latest = {entry.key: entry for entry in shown}
    known = {row["key"]: row for row in _shown(connection, feed, latest)}
    same = [row for key, row in known.items() if row["fingerprint"] == latest[key].fingerprint]
    _touch(connection, [row["id"] for row in same if row["shown_at"] < now - _NOTED_ONCE_A], now)
    news, changes = [], []
    for key, entry in latest.items():
        row = {name: getattr(entry, name) for name in _CONTENT} | {"feed_id": feed, "host": host_of(entry.url)}
        if key not in known:
            news.append(row)
        elif known[key]["fingerprint"] != entry.fingerprint:
            row["is_news"] = entry.is_news and known[key]["is_news"]
            changes.append({f"new_{name}": value for name, value in row.items()} | {"row": known[key]["id"]})
    pending = {
        "state": EntryState.PENDING.value,
        "seen_at": now,
        "shown_at": now,
        "attempts": 0,
        "next_try_at": None,
        "reason": "",
    }
    if news:
        connection.execute(sa.insert(entries), [row | pending for row in news])
    if changes:
        values: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in (*_CONTENT, "host")}
        change = sa.update(entries).where(entries.c.id == sa.bindparam("row")).values(**values, **pending)
        connection.execute(change, changes)
    return len(news) + len(changes)


def _touch(connection: Connection, rows: Sequence[int], at: datetime) -> None:
    for some in chunks(rows):
        connection.execute(sa.update(entries).where(entries.c.id.in_(some)).values(shown_at=at))
