"""What a platform brings: remembered before it is acknowledged, answered once, in order."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

import structlog

from newsdesk.defects import where
from newsdesk.model import Event
from newsdesk.ports import Clock, Talks
from newsdesk.threads import in_thread

log = structlog.get_logger(__name__)

Payload = Mapping[str, Any]

REGRETTED = timedelta(hours=1)


class Inbox:
    """The events of one platform on their way to whoever answers them.

    What was taken and not begun when a process died is begun by the next one; what was begun is not repeated,
    because its answer may have been sent: whoever asked is told instead.

    Args:
        answer: Answers one payload; what it raises is logged.
        interrupted: Tells whoever asked that an answer may not have come.
        chat_of: The chat as in addresses, with which events are forgotten; "" for none.
        order_of: Events of the same are answered one after the other: what one person does in one chat, so that
            somebody's long summary keeps nobody else in silence.  "" waits for nobody.
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
    ) -> None:
        self._talks = talks
        self._platform = platform
        self._answer = answer
        self._clock = clock
        self._chat_of = chat_of
        self._order_of = order_of
        self._interrupted = interrupted
        self._tails: dict[str, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def take(self, events: Iterable[tuple[str, Payload]], /) -> int:
        """Remember events by their ids and begin to answer those that are new; how many were.

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
        """Begin what was taken before the last process died; how many."""
        if cut_off := await in_thread(self._talks.interrupted, self._platform):
            log.warning("events_interrupted", platform=self._platform, count=len(cut_off))
            for event in cut_off:
                await in_thread(self._talks.done, self._platform, event.key)
                self._regret(event)
        waiting = await in_thread(self._talks.waiting, self._platform)
        for event in waiting:
            self._begin(event)
        return len(waiting)

    async def finish(self, *, within_s: float) -> None:
        """Wait for the answers under way, then cut them off."""
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=within_s)
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

        task = asyncio.create_task(tell(self._interrupted))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _begin(self, event: Event) -> None:
        payload = json.loads(event.payload)
        order = self._order_of(payload)
        before = self._tails.get(order) if order else None
        task = asyncio.create_task(self._one(event.key, payload, before))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        if order:
            self._tails[order] = task
            task.add_done_callback(
                lambda done: self._tails.pop(order) if self._tails.get(order) is done else None
            )

    async def _one(self, key: str, payload: Payload, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait({before})
        try:
            if await in_thread(self._talks.begin, self._platform, key):
                await self._answer(payload)
            await in_thread(self._talks.done, self._platform, key)
        except Exception as error:  # noqa: BLE001  # one event's defect stops no other
            log.error("event_failed", platform=self._platform, key=key, **where(error))
