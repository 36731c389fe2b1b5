"""What somebody manages, on desks with many chats: his own is found, and platforms are asked in moderation."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.render.reply import reply_pages
from bot.talk.limits import Limits
from bot.talk.model import Person, Place, PlaceKind
from newsdesk.model import Address

from .asking import ANN, BOB, GROUP, NOW, PRIVATE
from .office import office_chat

pytestmark = pytest.mark.anyio


@pytest.fixture
def chat():
    return office_chat()


def shown(reply):
    return "\n".join(page.text for page in reply_pages(reply.blocks, platform="slack", language="en"))


def fill(chat, count, *, private):
    for n in range(count):
        chat.store.channels.add(Address("telegram", f"{9000 + n}" if private else f"-{9000 + n}"), now=NOW)


class Asked:
    """Who manages what, slowly, and how many were asked about at once."""

    def __init__(self, chats):
        self.chats, self.asked, self.now, self.most = chats, [], 0, 0

    async def __call__(self, place, person, /):
        self.asked.append(place.address.chat)
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0.001)
        self.now -= 1
        return place.address.chat in self.chats


async def test_other_peoples_private_chats_hide_nothing(chat):
    fill(chat, 200, private=True)
    await chat.say("/subscribe daily 8:00", place=GROUP)
    await chat.say("/subscribe daily 9:00", place=PRIVATE)
    text = shown(await chat.talk.overview(ANN, chat.face))
    assert "08:00" in text
    assert "09:00" in text


async def test_where_somebody_has_changed_something_is_asked_about_first(chat):
    await chat.say("/subscribe daily 8:00", place=GROUP)
    fill(chat, 500, private=False)
    chat.face.is_manager = asked = Asked({GROUP.address.chat})
    reply = await chat.talk.overview(ANN, chat.face)
    assert asked.asked[0] == GROUP.address.chat
    assert len(asked.asked) <= 60
    assert 1 < asked.most <= 8
    text = shown(reply)
    assert "08:00" in text
    assert "There may be more" in text
    assert GROUP.address.chat not in asked.asked[1:]


async def test_no_more_are_asked_about_when_enough_are_found(chat):
    fill(chat, 500, private=False)
    chat.face.is_manager = asked = Asked({f"-{9000 + n}" for n in range(500)})
    reply = await chat.talk.overview(BOB, chat.face)
    assert len(asked.asked) <= 40
    assert len(reply.buttons) == 20


async def test_whoever_looks_again_and_again_is_told_to_wait(chat):
    services = replace(chat.services, limits=Limits(person=2, chat=100))
    talk = type(chat.talk)(services)
    texts = [shown(await talk.overview(ANN, chat.face)) for _ in range(3)]
    assert "What comes where" in texts[1]
    assert "What comes where" not in texts[2]
    assert chat.face.seen == []


async def test_that_somebody_manages_a_chat_is_forgotten_with_him(chat):
    await chat.say("/subscribe daily 8:00", place=GROUP)
    assert chat.store.talks.noted(GROUP.address, f"manager:{ANN.id}") is not None
    chat.store.talks.erase(GROUP.address, person=ANN.id)
    assert chat.store.talks.noted(GROUP.address, f"manager:{ANN.id}") is None


async def test_on_slack_a_private_chat_is_found_among_many(chat):
    chat.face.platform = "slack"
    ann = Person("slack", "U1")
    for n in range(100):
        chat.store.channels.add(Address("slack", f"D9{n}"), now=NOW)
    await chat.say("/subscribe daily 7:00", place=Place(Address("slack", "D1"), PlaceKind.PRIVATE), by=ann)
    assert "07:00" in shown(await chat.talk.overview(ann, chat.face))
