"""A whole store in memory: for tests, and for trying the desk without a database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from .actors import MemoryActors
from .articles import MemoryArticles
from .channels import MemoryChannels
from .feeds import MemoryFeeds
from .housekeeping import MemoryHousekeeping
from .ledger import MemoryLedger
from .readings import MemoryReadings
from .state import State
from .subscriptions import MemorySubscriptions
from .talks import MemoryTalks

__all__ = ["MemoryStore"]


class MemoryStore:
    """Everything that the desk remembers, until the process ends; may be used from any thread."""

    def __init__(self) -> None:
        self._state = state = State()
        self.feeds = MemoryFeeds(state)
        self.articles = MemoryArticles(state)
        self.readings = MemoryReadings(state)
        self.actors = MemoryActors(state)
        self.channels = MemoryChannels(state)
        self.subscriptions = MemorySubscriptions(state)
        self.ledger = MemoryLedger(state)
        self.talks = MemoryTalks(state)
        self.housekeeping = MemoryHousekeeping(state)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Do what follows in one transaction."""
        with self._state.lock:
            before = self._state.copied()
            try:
                yield
            except BaseException:
                self._state.restore(before)
                raise
