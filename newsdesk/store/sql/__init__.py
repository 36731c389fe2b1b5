"""The store in a database: SQLite or PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from .actors import SqlActors
from .articles import SqlArticles
from .channels import SqlChannels
from .database import Database
from .feeds import SqlFeeds
from .housekeeping import SqlHousekeeping
from .ledger import SqlLedger
from .readings import SqlReadings
from .schema import upgrade
from .subscriptions import SqlSubscriptions
from .talks import SqlTalks

__all__ = ["Database", "SqlStore", "upgrade"]


class SqlStore:
    """Everything that the desk remembers; may be used from any thread, and by several processes at a time."""

    def __init__(self, database: Database, /) -> None:
        self.database = database
        self.feeds = SqlFeeds(database)
        self.articles = SqlArticles(database)
        self.readings = SqlReadings(database)
        self.actors = SqlActors(database)
        self.channels = SqlChannels(database)
        self.subscriptions = SqlSubscriptions(database)
        self.ledger = SqlLedger(database)
        self.talks = SqlTalks(database)
        self.housekeeping = SqlHousekeeping(database)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Do what follows in one transaction."""
        with self.database.write():
            yield

    @classmethod
    def open(cls, url: str, /) -> SqlStore:
        """The store at a URL, its schema brought to the newest revision.

        Raises:
            StoreError: The database cannot be used; the message says why and what to do.
        """
        database = Database(url)
        try:
            upgrade(database)
        except BaseException:
            database.close()
            raise
        return cls(database)
