"""Buttons that two administrators press at the same moment do once what they say."""

from __future__ import annotations

import asyncio

import pytest

from newsdesk.store import open_store

from .asking import ANN, BOB, GROUP, Chat
from .office import Office, channel, wishes

pytestmark = pytest.mark.anyio


@pytest.fixture
def chat(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'desk.sqlite3'}")
    yield Chat(store, face=Office(managers=frozenset({ANN.id, BOB.id})))
    store.housekeeping.close()


async def both(chat, seen, label):
    await asyncio.gather(*(chat.press(seen, label, by=by) for by in (ANN, BOB, ANN, BOB)))


async def test_what_was_ended_comes_back_once(chat):
    await chat.say("/subscribe daily 8:00", place=GROUP)
    await both(chat, await chat.say("/unsubscribe", place=GROUP), "Undo")
    assert len(wishes(chat)) == 1


async def test_who_ends_a_subscription_at_once_with_others_can_bring_it_back_once(chat):
    for hour in (8, 9):
        await chat.say(f"/subscribe daily {hour}:00", place=GROUP)
    asked = await chat.say("/unsubscribe", place=GROUP)
    before = len(chat.face.seen)
    await both(chat, asked, "All")
    assert wishes(chat) == []
    for seen in chat.face.seen[before:]:
        if "Undo" in seen.labels:
            await chat.press(seen, "Undo")
    assert len(wishes(chat)) == 2


async def test_the_last_step_subscribes_once(chat):
    seen = await chat.say("/subscribe", place=GROUP)
    for label in ("08:00", "Every day", "UTC", "Everybody"):
        seen = await chat.press(seen, label)
    await both(chat, seen, "normal")
    assert len(wishes(chat)) == 1
    assert sum("Undo" in s.labels for s in chat.face.seen) == 1


async def test_settings_that_are_changed_at_once_are_all_changed(chat):
    await chat.say("/settings language en", place=GROUP)
    lines = (
        "/settings language de",
        "/settings zone Europe/Kyiv",
        "/settings alerts 3",
        "/settings quiet 22:00-07:00",
    )
    await asyncio.gather(
        *(chat.say(line, place=GROUP, by=by) for line, by in zip(lines, (ANN, BOB, ANN, BOB), strict=True))
    )
    after = channel(chat)
    assert (after.language, after.zone, after.alerts_per_day) == ("de", "Europe/Kyiv", 3)
    assert after.quiet is not None
