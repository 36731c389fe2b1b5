"""Long work for chats: one at a time for each, and few at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from newsdesk.model import Address


class Busy(Exception):
    """There is no room for another one now."""


class Turns:
    """Counts what is under way; for one event loop.

    Args:
        at_once: In the whole process.
    """

    def __init__(self, *, at_once: int) -> None:
        self._at_once = at_once
        self._chats: set[Address] = set()
        self._waiting: set[asyncio.Event] = set()

    @contextmanager
    def turn(self, chat: Address, /) -> Iterator[None]:
        """Take a turn for a chat.

        Raises:
            Busy: The chat has one already, or too many others do.
        """
        if chat in self._chats or len(self._chats) >= self._at_once:
            raise Busy
        self._chats.add(chat)
        try:
            yield
        finally:
            self._chats.discard(chat)
            for freed in self._waiting:
                freed.set()

    @asynccontextmanager
    async def awaited(self, chat: Address, /, *, at_most_s: float) -> AsyncIterator[None]:
        """The same, after some waiting.

        Raises:
            Busy: There was no room for so long.
        """
        freed = asyncio.Event()
        self._waiting.add(freed)
        try:
            async with asyncio.timeout(at_most_s):
                while chat in self._chats or len(self._chats) >= self._at_once:
                    freed.clear()
                    await freed.wait()
        except TimeoutError:
            raise Busy from None
        finally:
            self._waiting.discard(freed)
        with self.turn(chat):
            yield
