"""What a platform brings: remembered before it is acknowledged, answered once, in order."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

import structlog

from newsdesk.defects import where
from newsdesk.model import Event
from newsdesk.ports import Clock, Talks
from newsdesk.threads import in_thread

log = structlog.get_logger(__name__)

Payload = Mapping[str, Any]
T = TypeVar("T")

REGRETTED = timedelta(hours=1)
# A store that failed is asked again after so long, then twice as long, and so on.
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
# Somebody who asks ten things at once sees that something comes without ten signs.
SIGNS = 3


class ClosedError(Exception):
    """The inbox begins nothing more: what waits is for the next process."""


class Inbox:
    """The events of one platform on their way to whoever answers them.

    What was taken and not begun when a process ended is begun by the next one; what was begun is not repeated,
    because its answer may have been sent: whoever asked is told instead.

    Args:
        answer: Answers one payload; what it raises is logged.
        interrupted: Tells whoever asked that an answer may not have come.
        chat_of: The chat as in addresses, with which events are forgotten; "" for none.
        order_of: Events of the same are answered one after the other: what one person does in one chat, so that
            somebody's long summary keeps nobody else in silence.  "" waits for nobody.
        sign: Entered while an event waits for those before it, and left before it is answered: shows that an
            answer comes.  It is left by an exception when there will be none in this process.
        pause_s: The first pause after the store has failed.
    """

    def __init__(
        self,
        talks: Talks,
        platform: str,
        answer: Callable[[Payload], Awaitable[None]],
        /,
        *,
        clock: Clock,
        chat_of: Callable[[Payload], str],
        order_of: Callable[[Payload], str],
        interrupted: Callable[[Payload], Awaitable[None]] | None = None,
        sign: Callable[[Payload], AbstractAsyncContextManager[None]] | None = None,
        pause_s: float = FIRST_PAUSE_S,
    ) -> None:
        self._talks = talks
        self._platform = platform
        self._answer = answer
        self._clock = clock
        self._chat_of = chat_of
        self._order_of = order_of
        self._interrupted = interrupted
        self._sign = sign
        self._pause_s = pause_s
        self._tails: dict[str, asyncio.Task[None]] = {}
        self._waiting: Counter[str] = Counter()
        self._under_way: dict[asyncio.Task[None], str] = {}
        self._closing = asyncio.Event()

    async def take(self, events: Iterable[tuple[str, Payload]], /) -> int:
        """Remember events by their ids and begin to answer those that are new; how many were.

        After ``finish`` they are remembered only, for the next process.

        Raises:
            StoreError: They could not be remembered: do not acknowledge them.
        """
        rows = [
            Event(self._platform, key, json.dumps(payload), chat=self._chat_of(payload))
            for key, payload in events
        ]
        if not rows:
            return 0
        fresh = await in_thread(self._talks.take, rows, now=self._clock())
        if len(fresh) < len(rows):
            log.info("events_repeated", platform=self._platform, count=len(rows) - len(fresh))
        for event in fresh:
            self._begin(event)
        return len(fresh)

    async def recover(self) -> int:
        """Begin what was taken and not begun, by a process that died or before ``finish``; how many.

        Call it whenever receiving begins: it opens what ``finish`` has closed.

        Raises:
            StoreError: It cannot be told yet; call it again.
        """
        self._closing.clear()
        cut_off = await in_thread(self._talks.interrupted, self._platform)
        waiting = await in_thread(self._talks.waiting, self._platform)
        here = set(self._under_way.values())
        cut_off, waiting = ([e for e in found if e.key not in here] for found in (cut_off, waiting))
        if cut_off:
            log.warning("events_interrupted", platform=self._platform, count=len(cut_off))
        for event in cut_off:
            await in_thread(self._talks.done, self._platform, event.key)
            self._regret(event)
        for event in waiting:
            self._begin(event)
        return len(waiting)

    async def finish(self, *, within_s: float) -> None:
        """Begin nothing more, wait for the answers under way, then cut them off."""
        self._closing.set()
        if not self._under_way:
            return
        _, late = await asyncio.wait(self._under_way, timeout=within_s)
        for task in late:
            task.cancel()
        if late:
            log.warning("answers_cut_off", platform=self._platform, count=len(late))
            await asyncio.wait(late, timeout=1.0)

    def _regret(self, event: Event) -> None:
        """Once, whatever becomes of it; nobody waits for what is long past."""
        is_old = event.received_at is not None and self._clock() - event.received_at > REGRETTED
        if self._interrupted is None or is_old or not event.payload:
            return

        async def tell(told: Callable[[Payload], Awaitable[None]]) -> None:
            try:
                await told(json.loads(event.payload))
            except Exception as error:  # noqa: BLE001  # as below
                log.error("event_failed", platform=self._platform, key=event.key, **where(error))

        self._run(event.key, tell(self._interrupted))

    def _begin(self, event: Event) -> None:
        if self._closing.is_set():
            return
        payload = json.loads(event.payload)
        order = self._order_of(payload)
        before = self._tails.get(order) if order else None
        task = self._run(event.key, self._one(event.key, payload, order, before))
        if order:
            self._tails[order] = task
            task.add_done_callback(
                lambda done: self._tails.pop(order) if self._tails.get(order) is done else None
            )

    def _run(self, key: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._under_way[task] = key
        task.add_done_callback(lambda done: self._under_way.pop(done, None))
        return task

    async def _one(self, key: str, payload: Payload, order: str, before: asyncio.Task[None] | None) -> None:
        begin = partial(self._surely, self._talks.begin, key)
        try:
            begun = await (begin() if before is None else self._in_turn(begin, payload, order, before))
        except ClosedError:
            return
        if not begun:
            return
        try:
            await self._answer(payload)
        except Exception as error:  # noqa: BLE001  # one event's defect stops no other
            log.error("event_failed", platform=self._platform, key=key, **where(error))
        with suppress(ClosedError):
            await self._surely(self._talks.done, key, at_least_once=True)

    async def _in_turn(
        self, begin: Callable[[], Awaitable[bool]], payload: Payload, order: str, before: asyncio.Task[None]
    ) -> bool:
        """Begin when everything before has ended.

        Raises:
            ClosedError: Its turn does not come any more.
        """
        self._waiting[order] += 1
        async with AsyncExitStack() as stack:
            stack.callback(self._waits_no_more, order)
            if self._sign is not None and self._waiting[order] <= SIGNS:
                await stack.enter_async_context(_harmless(self._sign(payload)))
            closing = asyncio.create_task(self._closing.wait())
            try:
                await asyncio.wait({before, closing}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                closing.cancel()
            return await begin()

    def _waits_no_more(self, order: str) -> None:
        self._waiting[order] -= 1
        if not self._waiting[order]:
            del self._waiting[order]

    async def _surely(self, write: Callable[[str, str], T], key: str, *, at_least_once: bool = False) -> T:
        """Write down how far an event has come, however often the store has to be asked.

        Raises:
            ClosedError: There is no time for it any more.
        """
        pause_s = self._pause_s
        while True:
            if self._closing.is_set() and not at_least_once:
                raise ClosedError
            at_least_once = False
            try:
                return await in_thread(write, self._platform, key)
            except Exception as error:  # noqa: BLE001  # whatever the store raises, nothing may be lost
                log.error("event_not_written", platform=self._platform, key=key, **where(error))
            try:
                await asyncio.wait_for(self._closing.wait(), pause_s)
            except TimeoutError:
                pause_s = min(LONGEST_PAUSE_S, 2 * pause_s)


@asynccontextmanager
async def _harmless(sign: AbstractAsyncContextManager[None]) -> AsyncIterator[None]:
    """A sign that cannot be shown, or not be taken back, keeps nobody from an answer."""
    async with AsyncExitStack() as stack:
        try:
            await sign.__aenter__()
        except Exception as error:  # noqa: BLE001  # a platform's, whatever it is
            log.warning("sign_not_shown", **where(error))
        else:
            stack.push_async_exit(partial(_leave, sign))
        yield


async def _leave(sign: AbstractAsyncContextManager[None], *error: Any) -> bool:  # noqa: ANN401  # of "__aexit__"
    try:
        await sign.__aexit__(*error)
    except Exception as failed:  # noqa: BLE001  # as above
        if failed is not error[1]:
            log.warning("sign_not_left", **where(failed))
    return False
