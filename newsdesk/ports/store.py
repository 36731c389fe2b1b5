"""The store as a whole."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from ..model import (
    Retention,
    Tally,
)
from .archive import Actors, Articles, Feeds, Readings
from .outbox import Channels, Ledger, Subscriptions
from .talking import Talks


class Housekeeping(Protocol):
    """The store as a whole."""

    def tally(self, *, now: datetime) -> Tally:
        """Counts for the operator."""

    def forget(self, retention: Retention, /, *, now: datetime) -> dict[str, int]:
        """Delete what is past its time; how many rows of each kind.

        In many small transactions, so that nobody who writes waits long; what a crash leaves goes next time.
        """

    def close(self) -> None:
        """Let go of files and connections."""


class Store(Protocol):
    """Everything that the desk remembers."""

    def together(self) -> AbstractContextManager[None]:
        """A transaction of all that this thread reads and writes inside: the whole of it happens, or nothing.

        Nobody else writes in between, in no other process either.  Keep it short, and wait for nothing inside:
        everybody else who writes waits meanwhile.  May be nested.

        Raises:
            StoreError: The database cannot be used.
        """

    @property
    def feeds(self) -> Feeds:
        """Feeds and their entries."""

    @property
    def articles(self) -> Articles:
        """Articles and their revisions."""

    @property
    def readings(self) -> Readings:
        """What was found in them."""

    @property
    def actors(self) -> Actors:
        """Who speaks, and the repairs."""

    @property
    def channels(self) -> Channels:
        """Chat destinations."""

    @property
    def subscriptions(self) -> Subscriptions:
        """Wishes for briefs."""

    @property
    def ledger(self) -> Ledger:
        """Promises and what became of them."""

    @property
    def talks(self) -> Talks:
        """What platforms brought, and what conversations are about."""

    @property
    def housekeeping(self) -> Housekeeping:
        """The store as a whole."""
