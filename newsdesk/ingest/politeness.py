"""One request at a time to a host, with a pause between; hosts in trouble are left alone."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

_SILENCE_S = 900.0


@dataclass(frozen=True, slots=True)
class Manners:
    """How hosts are treated.

    Attributes:
        pause_s: Between the end of one request to a host and the begin of the next.
        at_once: Requests under way at the same time, to all hosts together.
        max_failures: After so many requests in a row without an answer, a host is left alone.
        alone_s: For how long.
    """

    pause_s: float = 1.0
    at_once: int = 8
    max_failures: int = 3
    alone_s: float = 600.0


DEFAULT_MANNERS = Manners()


@dataclass(slots=True)
class _Host:
    """What is known of a host, in seconds of the clock."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    ended_at: float = float("-inf")
    closed_until: float = 0.0
    failures: int = 0
    waiting: int = 0


class Politeness:
    """Hands out turns, host by host; belongs to one event loop.

    A task waits for its host before it takes one of the places that all hosts share, so the queue of a slow
    host never fills them.

    Args:
        clock: Seconds that only ever grow.
    """

    def __init__(
        self, manners: Manners = DEFAULT_MANNERS, /, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._manners = manners
        self._clock = clock
        self._hosts: dict[str, _Host] = {}
        self._heard_at = float("-inf")
        self._silent: set[str] = set()
        self._places = asyncio.Semaphore(manners.at_once)

    @asynccontextmanager
    async def turn(self, host: str, /, *, pause_s: float = 0.0) -> AsyncIterator[None]:
        """Wait for a host to be free and for a place; inside, the host is this task's alone.

        Args:
            pause_s: Since the host's last request, when the site asks for more than our own pause.
        """
        known = self._hosts.setdefault(host, _Host())
        known.waiting += 1
        try:
            async with known.turn:
                pause = max(self._manners.pause_s, pause_s)
                await asyncio.sleep(max(known.ended_at + pause - self._clock(), 0.0))
                async with self._places:
                    try:
                        yield
                    finally:
                        known.ended_at = self._clock()
        finally:
            known.waiting -= 1

    def closed_s(self, host: str, /) -> float:
        """For how many seconds more a host is to be left alone; 0 when it may be asked."""
        known = self._hosts.get(host)
        return max(known.closed_until - self._clock(), 0.0) if known else 0.0

    def closed(self) -> frozenset[str]:
        """The hosts that are to be left alone now."""
        now = self._clock()
        return frozenset(name for name, known in self._hosts.items() if known.closed_until > now)

    @property
    def nobody_answers(self) -> bool:
        """Whether not one host has answered for a quarter of an hour, or ever."""
        return self._clock() - self._heard_at > _SILENCE_S

    @property
    def one_is_silent(self) -> bool:
        """Whether of all hosts asked since the last answer, not more than one gave none: it need not be us."""
        return self._heard_at > float("-inf") and len(self._silent) <= 1

    def answered(self, host: str, /) -> None:
        """The host is well."""
        self._heard_at = self._clock()
        self._silent.clear()
        if known := self._hosts.get(host):
            known.failures = 0

    def failed(self, host: str, /) -> None:
        """The host gave no answer; after several in a row it is left alone for a while."""
        self._silent.add(host)
        known = self._hosts.setdefault(host, _Host())
        known.failures += 1
        if known.failures >= self._manners.max_failures:
            known.failures = 0
            self.close(host, self._manners.alone_s)

    def close(self, host: str, seconds: float, /) -> None:
        """The host asks to be left alone for so long; all of it, not just one page."""
        known = self._hosts.setdefault(host, _Host())
        known.closed_until = max(known.closed_until, self._clock() + seconds)

    def forget(self) -> None:
        """Let go of hosts about which nothing needs to be remembered; call it between runs."""
        now = self._clock()
        self._hosts = {
            name: known
            for name, known in self._hosts.items()
            if known.waiting or known.failures or max(known.ended_at + 60, known.closed_until) > now
        }
