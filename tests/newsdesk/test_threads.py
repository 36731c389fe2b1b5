"""Blocking calls in threads: who waits for them, however the waiting is cut short."""

from __future__ import annotations

import asyncio
import contextlib
from threading import Event

import anyio
import pytest

from newsdesk.threads import in_abandoned_thread, in_thread, running, uninterrupted


class Call:
    """A blocking call that ends when it is told to."""

    def __init__(self, error=None):
        self.begun, self.may_end, self.ended, self.error = Event(), Event(), Event(), error

    def __call__(self):
        self.begun.set()
        assert self.may_end.wait(20)
        self.ended.set()
        if self.error:
            raise self.error
        return "done"


async def until(happened):
    while not happened():  # noqa: ASYNC110  # the tests' time limit ends it
        await asyncio.sleep(0.001)


async def cancelling(task):
    """``Task.cancel``, three times."""
    for _ in range(3):
        task.cancel()
        await asyncio.sleep(0.01)


async def cut_by_cancel(call):
    task = asyncio.create_task(in_thread(call))
    await until(call.begun.is_set)
    await cancelling(task)
    assert not task.done()
    call.may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await task


async def cut_by_timeout(call):
    asyncio.get_running_loop().call_later(0.1, call.may_end.set)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.02):
            await in_thread(call)


async def cut_by_wait_for(call):
    asyncio.get_running_loop().call_later(0.1, call.may_end.set)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(in_thread(call), 0.02)


async def cut_by_task_group(call):
    async def fails():
        await until(call.begun.is_set)
        asyncio.get_running_loop().call_later(0.1, call.may_end.set)
        raise LookupError

    async def both():
        async with asyncio.TaskGroup() as group:
            group.create_task(in_thread(call))
            group.create_task(fails())

    with pytest.raises(BaseExceptionGroup) as caught:
        await both()
    assert caught.group_contains(LookupError)


async def cut_by_anyio(call):
    asyncio.get_running_loop().call_later(0.1, call.may_end.set)
    with anyio.move_on_after(0.02) as scope:
        await in_thread(call)
        await asyncio.sleep(20)
    assert scope.cancelled_caught


CUTS = [cut_by_cancel, cut_by_timeout, cut_by_wait_for, cut_by_task_group]


@pytest.mark.parametrize(
    ("cut", "error"),
    # A scope of anyio is not in the habit of hiding an error behind its cancellation.
    [(cut, error) for cut in CUTS for error in (None, OSError("disk"))] + [(cut_by_anyio, None)],
)
def test_a_cancelled_caller_waits_for_the_thread_to_end(cut, error):
    """Whatever it is that cancels, and whatever the call comes to."""
    call = Call(error)

    async def main():
        await cut(call)
        assert call.ended.is_set()
        await until(lambda: not running())

    asyncio.run(main())


def test_a_result_and_an_error_come_back():
    async def main():
        assert await in_thread(divmod, 7, 2) == (3, 1)
        with pytest.raises(ZeroDivisionError):
            await in_thread(divmod, 7, 0)

    asyncio.run(main())


def test_an_error_of_work_that_was_cancelled_stands_behind_the_cancellation():
    call = Call(OSError("disk"))

    async def main():
        task = asyncio.create_task(in_thread(call))
        await until(call.begun.is_set)
        task.cancel()
        await asyncio.sleep(0)
        call.may_end.set()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
        assert isinstance(caught.value.__cause__, OSError)

    asyncio.run(main())


def test_a_coroutine_is_not_interrupted_either():
    async def main():
        done = []

        async def work():
            await asyncio.sleep(0.05)
            done.append("work")

        task = asyncio.create_task(uninterrupted(work()))
        await asyncio.sleep(0.01)
        await cancelling(task)
        with contextlib.suppress(asyncio.CancelledError):
            await task
        assert done == ["work"]

    asyncio.run(main())


def test_an_abandoned_call_is_not_waited_for_but_counts_as_running():
    call = Call()

    async def main():
        task = asyncio.create_task(in_abandoned_thread(call))
        await until(call.begun.is_set)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not call.ended.is_set()

    asyncio.run(main())
    assert running() == 1
    call.may_end.set()
    assert call.ended.wait(20)
