"""Looking after a database: is it sound, and a copy of it while it is in use."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from newsdesk.errors import StoreError, StoreLocked, StoreUnreadable, StoreUnwritable

from .database import BUSY_S, Database, explain
from .outbox import SENDING
from .schema import current, make_folder, refuse_foreign, revision_of
from .schema import upgrade as migrate
from .tables import REVISION, articles, deliveries, metadata, readings, revisions, statements

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


@dataclass(frozen=True, slots=True)
class Health:
    """What a check has found.

    Attributes:
        revision: Of the schema; None for an empty database.
        newest: The revision that this Newsdesk writes.
        faults: What is wrong, a sentence each; empty for a sound database.
        counts: Rows by table.
    """

    database: str
    revision: str | None
    newest: str
    faults: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What an upgrade came to.

    Attributes:
        before: The revision that was there; None for a new database.
        backup: The copy that was made first; "" when there was nothing to lose.
    """

    database: str
    before: str | None
    after: str
    backup: str = ""


def check(url: str, /) -> Health:
    """Whether a database is whole, changing nothing.

    Raises:
        StoreError: It cannot be opened at all.
    """
    database = _existing(url)
    with closing(database):
        revision = current(database)
        if revision != REVISION:
            return Health(database.name, revision, REVISION, (_outdated(revision),))
        with database.read() as connection:
            faults = (
                [*_damage(connection), *_orphans(connection)] if database.is_sqlite else _orphans(connection)
            )
            counts = {
                table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
                for table in metadata.sorted_tables
            }
        return Health(database.name, revision, REVISION, tuple(faults), counts)


def look(path: Path, /) -> None:
    """Whether a SQLite file is a database that this Newsdesk can use; opened for reading only.

    Raises:
        StoreError: It is not; the message says why and what to do.
    """
    database = Database(f"sqlite:///{path}")
    reader = sa.create_engine(
        "sqlite+pysqlite://",
        creator=lambda: sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_S),
    )
    try:
        with reader.connect() as connection:
            found = revision_of(connection)
    except sa.exc.DBAPIError as error:
        raise explain(database, error) or StoreUnreadable(database.name, f"{error.orig}.") from error
    finally:
        reader.dispose()
        database.close()
    refuse_foreign(database.name, found)


def upgrade(url: str, /, *, now: datetime) -> Upgraded:
    """Bring the schema to the newest revision; a SQLite file is copied beside itself first.

    Raises:
        StoreError: The database cannot be used, or not be copied.
    """
    database = Database(url)
    with closing(database):
        make_folder(database)
        before, copy = current(database), ""
        if before not in {None, REVISION} and database.is_file:
            copy = str(_copy(database, Path(f"{database.name}.{before}.{now:%Y%m%dT%H%M%SZ}.backup")))
        before, after = migrate(database)
        return Upgraded(database.name, before, after, copy)


def backup(url: str, target: Path, /) -> Path:
    """Copy a SQLite database to a new file, whole and of one moment, while others may read and write it.

    Raises:
        StoreError: It is no SQLite file, the target exists, or one of them cannot be used.
    """
    if not url.startswith("sqlite"):  # before a driver is asked for that need not be installed
        raise StoreError("PostgreSQL", "only a SQLite file is copied so. Use pg_dump.")
    database = _existing(url)
    with closing(database):
        if not database.is_file:
            reason = "only a SQLite file is copied so."
            raise StoreError(database.name, reason)
        current(database)
        return _copy(database, target)


def _existing(url: str) -> Database:
    database = Database(url)
    if database.is_file and not Path(database.name).is_file():
        reason = "there is no such file. `newsdesk db upgrade` makes one; or check NEWSDESK_DATABASE_URL."
        raise StoreUnreadable(database.name, reason)
    return database


def _copy(database: Database, target: Path) -> Path:
    if target.exists():
        raise StoreUnwritable(str(target), "this file exists and is not overwritten. Name another.")
    try:
        target.touch(mode=0o600, exist_ok=False)
        with (
            closing(sqlite3.connect(database.name, timeout=BUSY_S)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.execute("BEGIN")  # one snapshot: a writer meanwhile does not make the copy begin again
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            source.backup(copy)
    except sqlite3.OperationalError as error:
        target.unlink(missing_ok=True)
        if "locked" in str(error):
            raise StoreLocked(database.name, "another process holds it. Try again.") from error
        raise StoreUnwritable(str(target), f"{error}. Check the rights of its folder and the disk.") from error
    except OSError as error:
        raise StoreUnwritable(str(target), f"{error.strerror}. Choose another folder.") from error
    return target


def _outdated(revision: str | None) -> str:
    if revision is None:
        return "It is empty. Run `newsdesk db upgrade`."
    return f"Its schema is of revision {revision}, this Newsdesk needs {REVISION}. Run `newsdesk db upgrade`."


def _damage(connection: Connection) -> list[str]:
    """What SQLite finds wrong; its own search index too."""
    found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(20)")]
    faults = [f"SQLite: {line}. Stop Newsdesk and put a backup in its place." for line in found if line != "ok"]
    broken: dict[tuple[Any, Any], int] = {}
    for table, _, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        broken[table, parent] = broken.get((table, parent), 0) + 1
    return faults + [
        f"{number} rows of {table} refer to rows of {parent} that are not there."
        for (table, parent), number in broken.items()
    ]


def _orphans(connection: Connection) -> list[str]:
    """Rows that no foreign key holds together but that make no sense alone."""
    latest = (revisions.c.article_id == articles.c.id) & (revisions.c.revision == articles.c.revision)
    read = (revisions.c.article_id == readings.c.article_id) & (revisions.c.revision == readings.c.revision)
    unread = sa.exists().where(readings.c.article_id == statements.c.article_id)
    twice = (
        sa.select(deliveries.c.channel_id)
        .where(deliveries.c.state == SENDING)
        .group_by(deliveries.c.channel_id)
        .having(sa.func.count() > 1)
    )
    questions = {
        "articles without their latest text": sa.select(articles.c.id).where(~sa.exists().where(latest)),
        "readings of a text that is not there": sa.select(readings.c.article_id).where(
            ~sa.exists().where(read)
        ),
        "statements without a reading": sa.select(statements.c.id).where(~unread),
        "channels that are sent two messages at once": twice,
    }
    faults = []
    for fault, query in questions.items():
        number = connection.execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one()
        if number:
            faults.append(f"{number} {fault}.")
    return faults
