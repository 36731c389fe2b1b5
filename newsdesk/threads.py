"""The one way from asynchronous code to blocking libraries: the store, the parsers, the models."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from threading import Lock
from typing import ParamSpec, TypeVar

from anyio import CancelScope, to_thread

P = ParamSpec("P")
T = TypeVar("T")


class _Running:
    """How many calls are at work in threads, whether anybody still waits for them or not."""

    def __init__(self) -> None:
        self.count = 0
        self._lock = Lock()

    def __enter__(self) -> None:
        with self._lock:
            self.count += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self.count -= 1


_running = _Running()


def running() -> int:
    """How many calls of this module are in their threads right now, abandoned ones too."""
    return _running.count


async def in_thread(call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a blocking call in a worker thread and wait for it.

    A cancelled caller waits for the call to end, so that no transaction is abandoned half way, and is cancelled
    then.  Only the end of the event loop is not waited for; ``running`` tells whether it left a call behind.
    """
    return await uninterrupted(to_thread.run_sync(_counted(call, *args, **kwargs)))


async def in_abandoned_thread(call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a blocking call in a worker thread; a cancelled caller does not wait for it to end.

    Only for calls that may be cut off anywhere by the end of the process, as reading may: it is done again.
    """
    return await to_thread.run_sync(_counted(call, *args, **kwargs), abandon_on_cancel=True)


async def uninterrupted(work: Awaitable[T], /) -> T:
    """Wait for work to end even when cancelled meanwhile; then be cancelled, whatever the work came to.

    Shielding of anyio alone does not do it: it stops no ``Task.cancel``, which ``asyncio.timeout``,
    ``asyncio.TaskGroup`` and the end of ``asyncio.run`` use.
    """
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    with CancelScope(shield=True):  # a scope of anyio would cancel the waiting again and again
        while not task.done():
            try:
                await asyncio.wait([task])
            except asyncio.CancelledError as error:
                cancelled = error
    if cancelled is None:
        return task.result()
    if not task.cancelled() and (failure := task.exception()) is not None:
        raise cancelled from failure
    raise cancelled


def _counted(call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Callable[[], T]:
    def counted() -> T:
        with _running:
            return call(*args, **kwargs)

    return counted
