"""What /forget erases is gone, wherever it was kept; whose a chat is and what it is about stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.talk.model import Person, Place, PlaceKind
from newsdesk.model import Address, MemoId, Retention

from .asking import ANN, BEA, BOB, BRIDGE, FERRY, GROUP, PRIVATE, TOLL, file
from .office import HALL, TOPIC, channel, office_chat, submitted

pytestmark = pytest.mark.anyio
DAY_S = 86_400
THREAD = Place(Address("slack", "C1", "17.5"), PlaceKind.GROUP, "general")


@pytest.fixture
def chat():
    made = office_chat()
    file(made.store, TOLL, day=5)
    file(made.store, BRIDGE, day=13)
    file(made.store, FERRY, actor=BEA, day=13)
    return made


def contents(chat, place=GROUP):
    """Everything that is kept of conversations in a chat."""
    found = (chat.store.talks.memo(MemoId(n), chat=place.chat) for n in range(200))
    return " ".join(memo.content for memo in found if memo is not None)


async def forget(chat, place, by=ANN):
    return await chat.press(await chat.say("/forget", place=place, by=by), "Delete what I asked here", by=by)


async def test_in_a_group_the_words_of_a_question_go_with_who_asked(chat):
    await chat.say("What did Ada Holm say about the toll?", place=GROUP, by=BOB)
    await chat.say("What did Ada Holm say about the bridge?", place=GROUP, by=ANN)
    assert "the toll?" in contents(chat)
    done = await forget(chat, GROUP, by=BOB)
    assert "the toll?" not in contents(chat)
    assert "the bridge?" in contents(chat)
    assert "What others asked stays." in done.text


async def test_in_a_thread_nothing_is_gone_on_with_that_was_erased(chat):
    for by in (BOB, ANN):
        await chat.say("What did Ada Holm say about the toll?", place=THREAD, by=replace(by, platform="slack"))
        await forget(chat, THREAD, by=replace(by, platform="slack"))
    assert chat.store.talks.noted(THREAD.address, "query") is None
    assert chat.store.talks.noted(THREAD.address, "shown") is None
    assert "toll" not in contents(chat, THREAD)


async def test_a_forum_is_forgotten_with_all_its_topics(chat):
    await chat.say("/subscribe daily 8:00", place=TOPIC)
    seen = await chat.say("/forget", place=GROUP)
    assert "with 1 subscription." in seen.text
    await chat.press(seen, "Delete everything")
    assert (channel(chat, TOPIC), chat.store.subscriptions.of()) == (None, [])
    for place in (GROUP, TOPIC):
        await chat.say("/subscribe daily 8:00", place=place)
    await chat.press(await chat.say("/forget", place=TOPIC), "Delete everything")
    assert chat.store.channels.all() == []


async def test_a_private_chat_on_slack_stays_somebodys_own(chat):
    chat.face.platform = "slack"
    ann = Person("slack", "U1", "Ann")
    place = Place(Address("slack", "D1"), PlaceKind.PRIVATE)
    await chat.say("/subscribe daily 8:00", place=place, by=ann)
    await chat.press(await chat.say("/forget", place=place, by=ann), "Delete our conversation", by=ann)
    chat.clock.forward(400 * DAY_S)
    chat.store.housekeeping.forget(Retention(talk=30), now=chat.clock())
    reply = await chat.talk.overview(ann, chat.face)
    assert "08:00" in " ".join(getattr(block, "text", "") for block in reply.blocks)


async def test_what_is_managed_is_managed_after_months_too(chat):
    await chat.say("/manage @hall", place=PRIVATE)
    chat.clock.forward(100 * DAY_S)
    chat.store.housekeeping.forget(Retention(talk=30), now=chat.clock())
    await chat.say("/settings language de", place=PRIVATE)
    assert channel(chat, HALL).language == "de"
    assert channel(chat, PRIVATE) is None


async def test_who_forgets_is_told_that_the_chat_is_about_itself_again(chat):
    await chat.say("/manage @hall", place=PRIVATE)
    done = await chat.press(await chat.say("/forget", place=PRIVATE), "Delete our conversation")
    assert "we talk about this chat again" in done.text
    assert "What did Ada" not in contents(chat, PRIVATE)


@pytest.mark.parametrize("line", ["/settings language de", "/status", "/feeds", "/brief", "/forget"])
async def test_who_manages_a_chat_no_more_is_told_and_neither_changes_nor_reads_anything(chat, line):
    await chat.say("/manage @hall", place=PRIVATE)
    await chat.say("/subscribe daily 8:00", place=PRIVATE)
    chat.face.managers = frozenset()
    seen = await chat.say(line, place=PRIVATE)
    assert (
        seen.text
        == "You do not manage Town Hall any more. Nothing was done; from now on we talk about this chat again."
    )
    assert channel(chat, HALL).language == "en"
    assert channel(chat, PRIVATE) is None
    await chat.say("/settings language de", place=PRIVATE)
    assert (channel(chat, PRIVATE).language, channel(chat, HALL).language) == ("de", "en")


async def test_who_manages_a_chat_no_more_is_told_by_button_and_form_too(chat):
    await chat.say("/manage @hall", place=PRIVATE)
    panel = await chat.say("/settings", place=PRIVATE)
    asked = await chat.press(await chat.press(panel, "Time zone"), "Write")
    chat.face.managers = frozenset()
    answer = submitted(f"prompt:{asked.reply.prompt_for}", {"answer": "Berlin"}, place=PRIVATE)
    assert "do not manage Town Hall" in (await chat.talk.submit(answer, chat.face))["answer"]
    assert (channel(chat, HALL), channel(chat, PRIVATE)) == (None, None)
    chat.face.managers = frozenset({ANN.id})
    await chat.say("/manage @hall", place=PRIVATE)
    panel = await chat.say("/settings", place=PRIVATE)
    chat.face.managers = frozenset()
    assert "do not manage Town Hall" in (await chat.press(panel, "Language")).reply.toast
