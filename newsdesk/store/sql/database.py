"""Connections and transactions, and what goes wrong with them, in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import RLock, local
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import StaticPool

from newsdesk.errors import StoreError, StoreLocked, StoreUnreadable, StoreUnwritable

from .dialects import Dialect, dialect_of

BUSY_S = 30
CHUNK = 500  # values of one IN list; SQLite takes at most 32,766 variables, older ones 999


class Database:
    """One database; may be used from any thread.

    Writing is one transaction at a time, in the process by a lock and across processes by the database itself:
    readers are never held up, and two writers never deadlock.
    """

    def __init__(self, url: str, /) -> None:
        self.url = _parsed(url)
        self.name = self.url.database or "" if self.is_file else self.url.render_as_string()
        self._engine = self._create()
        self._writer = self._engine.execution_options(newsdesk_write=True)
        self.dialect: Dialect = dialect_of(self._engine)
        self._lock = RLock()
        self._own = local()

    @property
    def is_sqlite(self) -> bool:
        """True for a SQLite file and for a database in memory."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def in_memory(self) -> bool:
        """True for SQLite in memory: gone when closed."""
        return self.is_sqlite and self.url.database in {None, "", ":memory:"}

    @property
    def is_file(self) -> bool:
        """True for a SQLite file."""
        return self.is_sqlite and not self.in_memory

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads; it sees one state of the database throughout.

        Inside of a transaction of the same thread that writes, it is that one.

        Raises:
            StoreError: The database cannot be used.
        """
        outer = self._outer()
        if outer is not None:
            with self._explained():
                yield outer
            return
        with (
            self._lock if self.in_memory else nullcontext(),
            self._explained(),
            self._engine.begin() as connection,
        ):
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that may write; all of it or nothing.

        Inside of another one of the same thread it is a part of that one.

        Raises:
            StoreError: The database cannot be used.
        """
        outer = self._outer()
        if outer is not None:
            with self._explained(), outer.begin_nested():
                yield outer
            return
        with self._lock, self._explained(), self._writer.begin() as connection:
            self.dialect.one_writer(connection)
            self._own.writes = connection
            try:
                yield connection
            finally:
                self._own.writes = None

    def _outer(self) -> Connection | None:
        """The connection on which this thread is writing."""
        found: Connection | None = getattr(self._own, "writes", None)
        return found

    def close(self) -> None:
        """Let go of files and connections."""
        self._engine.dispose()

    def _create(self) -> Engine:
        # Parameters are texts of articles: they stand in no message of an error.
        options: dict[str, Any] = {"hide_parameters": True}
        if self.is_sqlite:
            # The timeout is how long a writer waits for the writer of another process.
            options["connect_args"] = {"timeout": BUSY_S, "check_same_thread": False, "isolation_level": None}
        if self.in_memory:
            options["poolclass"] = StaticPool
        if not self.is_sqlite:
            options["pool_pre_ping"] = True
        try:
            engine = sa.create_engine(self.url, **options)
        except (NoSuchModuleError, ModuleNotFoundError) as error:
            raise StoreUnreadable(self.name, f"{error}. Install newsdesk[postgres].") from error
        if self.is_sqlite:
            event.listen(engine, "connect", _prepare)
            event.listen(engine, "begin", _begin)
        return engine

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            explained = explain(self, error)
            if explained is None:
                raise
            raise explained from error


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StoreUnreadable("?", "the URL must start with sqlite:/// or postgresql://") from None
    if parsed.get_backend_name() == "sqlite":
        path = parsed.database
        if path and path.startswith("~"):
            path = str(Path(path).expanduser())
        return parsed.set(drivername="sqlite+pysqlite", database=path)
    if parsed.get_backend_name() == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    raise StoreUnreadable(parsed.render_as_string(), "the URL must start with sqlite:/// or postgresql://")


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401  # a DB-API connection
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA journal_mode = WAL")
    # NORMAL would survive SIGKILL as well, but a power cut could undo the last commits; and a message whose
    # SENDING mark was undone would be sent twice.  FULL waits for the disk at every commit.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA cache_size = -32000")  # 32 MB
    cursor.close()


def _begin(connection: Connection) -> None:
    # A transaction that reads first and writes later can fail half way, however long it waits: SQLite cannot
    # let it go on when somebody else has written in between.
    write = connection.get_execution_options().get("newsdesk_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def explain(database: Database, error: DBAPIError, /) -> StoreError | None:
    """A failure of the database in words, with what to do; None for a defect of ours."""
    name, text = database.name, str(error.orig)
    lower = text.lower()
    if "locked" in lower or "busy" in lower:
        return StoreLocked(
            name,
            f"another process has kept it for more than {BUSY_S} s. Is a second `newsdesk run`, a backup or a "
            "database browser at work? Stop it and try again.",
        )
    if "not a database" in lower:
        return StoreUnreadable(
            name, "this file is no SQLite database. Choose another file with NEWSDESK_DATABASE_URL."
        )
    if "malformed" in lower or "corrupt" in lower:
        return StoreUnreadable(name, "it is damaged. Stop Newsdesk and put a backup in its place.")
    if "readonly" in lower or "read-only" in lower:
        return StoreUnwritable(name, "it cannot be written. Check the rights of the file and of its folder.")
    if "disk is full" in lower or "no space left" in lower or "disk i/o error" in lower:
        return StoreUnwritable(name, f"{text}. Make room on the disk, or check it, and try again.")
    if "unable to open" in lower:
        return StoreUnreadable(name, "it cannot be opened. Check its folder and the rights of both.")
    if database.is_sqlite or not (error.connection_invalidated or _cannot_connect(error)):
        return None
    return StoreUnreadable(
        name, f"{text.strip().splitlines()[0]}. Is PostgreSQL running, and is the URL right?"
    )


def _cannot_connect(error: DBAPIError) -> bool:
    return isinstance(error, sa.exc.OperationalError) and error.statement is None
