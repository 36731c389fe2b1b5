"""The limits of one token: when a call that writes may begin, so that the platform never has to say 429.

A platform counts a call when it reaches it, which is somewhere between its beginning and its answer.  A place
in a window is therefore taken until a window's length after the answer came, or ``reach_s`` after the call was
written to its connection when the answer is slow; whatever begins then reaches the platform later still: no
sliding window of the platform's own ever holds more than the limit.  That costs the time of one answer a
window.  To count from the beginning would cost nothing, and let through too much whenever one call is late on
its way and the next is not.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import count
from typing import Literal

Kind = Literal["private", "group"]

# Clocks of two machines do not run alike, and a timer may ring a moment early.
_SLACK = 1.002
# What a busy event loop has missed of the spread is made up for, as far as this.
_CATCH_UP_S = 0.2
_NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class Window:
    """At most ``calls`` in any ``seconds``."""

    calls: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Limits:
    """What a platform allows one token.

    Attributes:
        token: For all chats together.
        private, group: For one chat; a channel counts as a group.
        reach_s: So long after it was written a call has reached the platform, answered or not.
        spread_s: So far apart deliveries begin on average, so that an answer finds a place soon: thirty at
            once would close the token for everybody for a second.
    """

    token: tuple[Window, ...] = ()
    private: tuple[Window, ...] = ()
    group: tuple[Window, ...] = ()
    reach_s: float = 1.0
    spread_s: float = 0.0


# https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
TELEGRAM = Limits(
    token=(Window(30, 1.0),),
    private=(Window(1, 1.0),),
    group=(Window(1, 1.0), Window(20, 60.0)),
    spread_s=1 / 30,
)
# https://docs.slack.dev/apis/web-api/rate-limits: chat.postMessage
SLACK = Limits(private=(Window(1, 1.0),), group=(Window(1, 1.0),))


@dataclass(slots=True, eq=False)
class Turn:
    """One call that may begin.

    Attributes:
        is_away: It was written to its connection, and the platform may have it.
        counts_from: When it has surely reached the platform.
    """

    _tell: Callable[[Turn], None]
    is_away: bool = False
    counts_from: float = _NEVER

    def away(self) -> None:
        """It is being written to its connection."""
        self.is_away = True
        self._tell(self)


_current: ContextVar[Turn | None] = ContextVar("turn", default=None)


def under_way() -> None:
    """Say that the call of this task's turn is being written to its connection; nothing outside of a turn."""
    turn = _current.get()
    if turn is not None:
        turn.away()


class Pace:
    """Gives out turns: the first come first, conversation before deliveries, a chat that waits blocks no other.

    For one event loop.

    Args:
        clock: Seconds that only go forward.
    """

    def __init__(self, limits: Limits, /, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._token = _Lane(limits.token)
        self._chats: dict[str, _Chat] = {}
        self._tidy_at = 256
        self._ticket = count()
        self._spread_until = 0.0
        self._timer: asyncio.TimerHandle | None = None

    @asynccontextmanager
    async def turn(self, chat: str, /, *, kind: Kind = "group", urgent: bool = False) -> AsyncIterator[Turn]:
        """Wait until one call to a chat may begin; leave it when the answer is there.

        Whoever writes the call to its connection says so (``under_way``); until then, or until the answer when
        nobody says so, it keeps its place.
        When it is cancelled before it is entered, nothing may have been sent and no place is used up.

        Args:
            urgent: Before all that are not: somebody waits for it.
        """
        turn = await self._begin(self._chat(chat, kind), urgent=urgent)
        before = _current.set(turn)
        try:
            yield turn
        finally:
            _current.reset(before)
            turn.counts_from = min(turn.counts_from, self._clock())
            self._give()

    def hold(self, chat: str, seconds: float, /) -> None:
        """Begin nothing in one chat for so long: the platform has said so."""
        known = self._chats.get(chat) or self._chat(chat, "group")
        known.lane.held_until = max(known.lane.held_until, self._clock() + seconds)
        self._give()

    def held_s(self, chat: str, /) -> float:
        """For how long the platform wants nothing in a chat; 0.0 when it does."""
        known = self._chats.get(chat)
        return max(0.0, known.lane.held_until - self._clock()) if known else 0.0

    @property
    def waiting(self) -> int:
        """How many calls wait for their turn."""
        return sum(len(chat.waiters) for chat in self._chats.values())

    def _chat(self, name: str, kind: Kind) -> _Chat:
        windows = self._limits.private if kind == "private" else self._limits.group
        known = self._chats.get(name)
        if known is None:
            self._tidy()
            known = self._chats[name] = _Chat(_Lane(windows))
        known.lane.windows = windows
        return known

    def _tidy(self) -> None:
        """Forget chats in which nothing waits and nothing counts any more."""
        if len(self._chats) < self._tidy_at:
            return
        now = self._clock()
        for name in [n for n, c in self._chats.items() if not c.waiters and c.lane.is_empty(now)]:
            del self._chats[name]
        self._tidy_at = 2 * len(self._chats) + 256

    async def _begin(self, chat: _Chat, *, urgent: bool) -> Turn:
        waiter = _Waiter((not urgent, next(self._ticket)), asyncio.get_running_loop().create_future())
        chat.waiters.append(waiter)
        chat.waiters.sort(key=lambda w: w.rank)
        self._give()
        try:
            return await waiter.turn
        except asyncio.CancelledError:
            if waiter in chat.waiters:
                chat.waiters.remove(waiter)
            if waiter.turn.done() and not waiter.turn.cancelled():  # it was its turn, and nothing was sent
                self._token.forget(waiter.turn.result())
                chat.lane.forget(waiter.turn.result())
            self._give()
            raise

    def _give(self) -> None:
        """Let begin what may, and come back when the next may."""
        now = self._clock()
        while (wait_until := self._next(now)) is not None and wait_until <= now:
            chat = min(self._ready(now), key=_rank)
            waiter = chat.waiters.pop(0)
            if waiter.turn.done():  # cancelled a moment ago
                continue
            turn = Turn(self._written)
            self._token.turns.append(turn)
            chat.lane.turns.append(turn)
            self._spread_until = max(self._spread_until, now - _CATCH_UP_S) + self._limits.spread_s
            waiter.turn.set_result(turn)
        self._wake(now, wait_until)

    def _written(self, turn: Turn) -> None:
        turn.counts_from = self._clock() + self._limits.reach_s
        self._give()

    def _ready(self, now: float) -> Iterable[_Chat]:
        return (
            c for c in self._chats.values() if c.waiters and max(c.lane.free_at(now), self._spread(c)) <= now
        )

    def _next(self, now: float) -> float | None:
        """When the next call may begin; None when nothing waits."""
        chats = [max(c.lane.free_at(now), self._spread(c)) for c in self._chats.values() if c.waiters]
        return max(min(chats), self._token.free_at(now)) if chats else None

    def _spread(self, chat: _Chat) -> float:
        return 0.0 if chat.waiters[0].is_urgent else self._spread_until

    def _wake(self, now: float, at: float | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if at is not None and at < _NEVER:
            self._timer = asyncio.get_running_loop().call_later(max(0.0, at - now), self._give)


@dataclass(slots=True, eq=False)
class _Waiter:
    rank: tuple[bool, int]
    turn: asyncio.Future[Turn]

    @property
    def is_urgent(self) -> bool:
        return not self.rank[0]


@dataclass(slots=True)
class _Lane:
    """Everything that counts against the same windows, in the order in which it began."""

    windows: tuple[Window, ...]
    turns: deque[Turn] = field(default_factory=deque)
    held_until: float = 0.0

    def free_at(self, now: float) -> float:
        """When one more may begin, as far as anybody knows now; not after ``now`` when it may."""
        longest = max((w.seconds for w in self.windows), default=0.0) * _SLACK
        while self.turns and self.turns[0].counts_from + longest <= now:
            self.turns.popleft()
        free = self.held_until
        for window in self.windows:
            if len(self.turns) >= window.calls:
                ends = sorted(t.counts_from + window.seconds * _SLACK for t in self.turns)
                free = max(free, ends[-window.calls])
        return free

    def forget(self, turn: Turn) -> None:
        if turn in self.turns:
            self.turns.remove(turn)

    def is_empty(self, now: float) -> bool:
        return self.free_at(now) <= now and not self.turns


@dataclass(slots=True)
class _Chat:
    lane: _Lane
    waiters: list[_Waiter] = field(default_factory=list)


def _rank(chat: _Chat) -> tuple[bool, int]:
    return chat.waiters[0].rank
