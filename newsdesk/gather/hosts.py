"""Runs work host by host: one piece at a time for each, all hosts side by side."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from ..hosts import host_of

T = TypeVar("T")
R = TypeVar("R")


async def by_host(
    items: Iterable[T],
    url: Callable[[T], str],
    work: Callable[[T], Awaitable[R]],
    /,
    *,
    per_host: int,
    budget_s: float = float("inf"),
) -> list[R]:
    """What the work came to, in the order in which it was done.

    Args:
        per_host: At most so many items of one host, the first ones, so that a host with a long queue does not
            hold up the run; the others are left for the next one.
        budget_s: Nothing of a host is begun later than so long after the run, but for its first item; for the
            same reason, since a host may be slow or want long pauses.
    """
    queues: dict[str, list[T]] = defaultdict(list)
    for item in items:
        queues[host_of(url(item))].append(item)
    done: list[R] = []
    clock = asyncio.get_running_loop().time
    ends_at = clock() + budget_s

    async def serve(queue: list[T]) -> None:
        for number, item in enumerate(queue):
            if number and clock() >= ends_at:
                return
            done.append(await work(item))

    async with asyncio.TaskGroup() as group:
        for host, queue in queues.items():
            group.create_task(serve(queue[:per_host] if host else queue))
    return done
