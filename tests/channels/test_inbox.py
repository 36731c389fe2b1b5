"""What platforms bring: remembered, begun in order, and nothing lost by a stop or a store that fails."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from bot.channels.inbox import SIGNS, Inbox
from newsdesk.errors import StoreError
from newsdesk.store.memory import MemoryStore
from tests.servers.telegram import until

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


class Desk:
    """An inbox whose answers end when they are let go."""

    def __init__(self, store=None, **options):
        self.store = store or MemoryStore()
        self.begun, self.answered, self.regretted, self.signs = [], [], [], []
        self.go_on = asyncio.Event()
        self.inbox = Inbox(
            self.store.talks,
            "telegram",
            self.answer,
            clock=lambda: NOW,
            chat_of=lambda p: "1",
            order_of=lambda p: p.get("order", "1:1"),
            interrupted=self.regret,
            **{"sign": self.sign, "pause_s": 0.01} | options,
        )

    async def answer(self, payload):
        self.begun.append(payload["n"])
        await self.go_on.wait()
        if payload.get("bad"):
            raise RuntimeError("a defect")
        self.answered.append(payload["n"])

    async def regret(self, payload):
        self.regretted.append(payload["n"])

    @asynccontextmanager
    async def sign(self, payload):
        self.signs.append(("shown", payload["n"]))
        try:
            yield
        except BaseException:
            self.signs.append(("taken back", payload["n"]))
            raise
        self.signs.append(("left", payload["n"]))

    async def take(self, *numbers, **more):
        return await self.inbox.take([(str(n), {"n": n, **more}) for n in numbers])

    def keys(self, which):
        return [e.key for e in getattr(self.store.talks, which)("telegram")]


def run(work):
    asyncio.run(work())


def test_a_stop_begins_nothing_that_waits_and_the_next_process_does():
    async def work():
        first = Desk()
        await first.take(0, 1, 2)
        await until(lambda: first.begun == [0])
        stopping = asyncio.create_task(first.inbox.finish(within_s=2.0))
        await asyncio.sleep(0.05)
        first.go_on.set()
        await stopping
        assert (first.answered, first.keys("waiting"), first.keys("interrupted")) == ([0], ["1", "2"], [])
        second = Desk(first.store)
        second.go_on.set()
        assert await second.inbox.recover() == 2
        await until(lambda: second.answered == [1, 2])
        assert second.regretted == []

    run(work)


def test_what_a_stop_cut_off_is_regretted_by_the_next_process():
    async def work():
        first = Desk()
        await first.take(0)
        await until(lambda: first.begun == [0])
        await first.inbox.finish(within_s=0.05)
        second = Desk(first.store)
        assert await second.inbox.recover() == 0
        await until(lambda: second.regretted == [0])

    run(work)


def test_what_comes_after_a_stop_is_only_remembered():
    async def work():
        desk = Desk()
        await desk.inbox.finish(within_s=0.0)
        assert await desk.take(0) == 1
        await asyncio.sleep(0.05)
        assert (desk.begun, desk.keys("waiting"), desk.keys("interrupted")) == ([], ["0"], [])

    run(work)


def test_receiving_that_begins_again_opens_the_same_inbox_and_repeats_nothing_under_way():
    async def work():
        desk = Desk()
        await desk.take(0, order="a")
        await until(lambda: desk.begun == [0])
        assert await desk.inbox.recover() == 0
        assert desk.regretted == []
        desk.go_on.set()
        await desk.inbox.finish(within_s=1.0)
        await desk.take(1)
        assert await desk.inbox.recover() == 1
        await until(lambda: desk.answered == [0, 1])

    run(work)


@pytest.mark.parametrize("method", ["begin", "done"])
def test_a_store_that_fails_is_asked_again_in_the_same_process(monkeypatch, method):
    async def work():
        desk = Desk()
        real, failures = getattr(desk.store.talks, method), iter([True, True])

        def fragile(platform, key, /):
            if next(failures, False):
                raise StoreError("it", "database is locked")
            return real(platform, key)

        monkeypatch.setattr(desk.store.talks, method, fragile)
        desk.go_on.set()
        await desk.take(0, 1)
        await until(lambda: desk.answered == [0, 1] and desk.keys("interrupted") == [])
        assert next(failures, None) is None
        assert desk.keys("waiting") == []

    run(work)


def test_a_stop_does_not_wait_for_a_store_that_fails(monkeypatch):
    async def work():
        desk = Desk(pause_s=60.0)

        def broken(platform, key, /):
            raise StoreError("it", "database is locked")

        monkeypatch.setattr(desk.store.talks, "begin", broken)
        await desk.take(0)
        await asyncio.sleep(0.05)
        await asyncio.wait_for(desk.inbox.finish(within_s=5.0), 1.0)
        assert desk.keys("waiting") == ["0"]

    run(work)


def test_an_answer_that_raised_is_done_and_its_words_are_forgotten():
    async def work():
        desk = Desk()
        desk.go_on.set()
        await desk.take(0, bad=True)
        await desk.take(1)
        await until(lambda: desk.answered == [1])
        assert desk.keys("interrupted") == []

    run(work)


def test_what_waits_shows_a_sign_at_once_and_not_more_of_them_than_help():
    async def work():
        desk = Desk()
        await desk.take(0, *range(1, 9))
        await until(lambda: len(desk.signs) == SIGNS)
        assert desk.signs == [("shown", n) for n in range(1, 1 + SIGNS)]
        desk.go_on.set()
        await until(lambda: len(desk.answered) == 9)
        assert [s for s in desk.signs if s[0] != "shown"] == [("left", n) for n in range(1, 1 + SIGNS)]

    run(work)


def test_a_stop_takes_signs_back():
    async def work():
        desk = Desk()
        await desk.take(0, 1)
        await until(lambda: desk.signs == [("shown", 1)])
        await desk.inbox.finish(within_s=0.05)
        assert desk.signs == [("shown", 1), ("taken back", 1)]

    run(work)


def test_a_sign_that_cannot_be_shown_keeps_nobody_from_an_answer():
    @asynccontextmanager
    async def broken(payload):
        if payload["n"] == 1:
            raise RuntimeError("a platform's")
        yield
        raise RuntimeError("another one")

    async def work():
        desk = Desk(sign=broken)
        await desk.take(0, 1, 2)
        await until(lambda: desk.begun == [0])
        desk.go_on.set()
        await until(lambda: desk.answered == [0, 1, 2])

    run(work)
