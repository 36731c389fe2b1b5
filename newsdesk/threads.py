"""The one way from asynchronous code to blocking libraries: the store, the parsers, the models."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar

from anyio import to_thread

P = ParamSpec("P")
T = TypeVar("T")


async def in_thread(call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a blocking call in a worker thread and wait for it.

    A cancelled caller waits for the call to end, so that no transaction is abandoned half way.
    """
    return await to_thread.run_sync(partial(call, *args, **kwargs))


async def in_abandoned_thread(call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a blocking call in a worker thread; a cancelled caller does not wait for it to end.

    Only for calls that may be cut off anywhere by the end of the process, as reading may: it is done again.
    """
    return await to_thread.run_sync(partial(call, *args, **kwargs), abandon_on_cancel=True)
