"""Status, managing a channel from a private chat, the overview, and forgetting."""

from __future__ import annotations

import pytest

from bot.talk.model import Person, Place, PlaceKind
from bot.talk.permits import Permits
from newsdesk.model import Address

from .asking import ANN, BOB, GROUP, PRIVATE
from .office import HALL, channel, office_chat, submitted, wishes

pytestmark = pytest.mark.anyio
BOBS = Place(Address("telegram", "8"), PlaceKind.PRIVATE)


@pytest.fixture
def chat():
    return office_chat()


def text_of(reply):
    return "\n".join(getattr(b, "text", getattr(b, "name", "")) for b in reply.blocks)


async def test_a_channel_is_managed_from_a_private_chat(chat):
    seen = await chat.say("/manage @hall", place=PRIVATE)
    assert "From now on we talk about Town Hall here." in seen.text
    made = await chat.say("/subscribe daily 8:00", place=PRIVATE)
    assert len(wishes(chat, HALL)) == 1
    assert channel(chat, PRIVATE) is None
    assert "This is about Town Hall." in made.text
    await chat.say("/manage here", place=PRIVATE)
    await chat.say("/subscribe daily 9:00", place=PRIVATE)
    assert len(wishes(chat, PRIVATE)) == 1
    assert "out of date" in (await chat.press(made, "Undo")).text
    assert len(wishes(chat, HALL)) == 1


async def test_whoever_is_no_administrator_manages_nothing(chat):
    seen = await chat.say("/manage @hall", place=BOBS, by=BOB)
    assert "Only the administrators" in seen.text
    await chat.say("/subscribe daily 8:00", place=BOBS, by=BOB)
    assert wishes(chat, HALL) == []


async def test_whoever_stops_being_one_manages_nothing_any_more(chat):
    await chat.say("/manage @hall", place=PRIVATE)
    chat.face.managers = frozenset()
    chat.face.is_manager = _nobody
    seen = await chat.say("/subscribe daily 8:00", place=PRIVATE)
    assert "You do not manage Town Hall any more." in seen.text
    assert wishes(chat, HALL) == []


async def _nobody(place, person, /):
    return False


async def test_a_chat_that_is_not_served_is_not_managed_either():
    chat = office_chat(permits=Permits(chats=frozenset({"telegram:7"})))
    assert "does not serve" in (await chat.say("/manage @hall", place=PRIVATE)).text
    await chat.say("/subscribe daily 8:00", place=PRIVATE)
    assert wishes(chat, HALL) == []


async def test_managing_is_for_private_chats_and_known_names(chat):
    assert "private chat" in (await chat.say("/manage @hall", place=GROUP)).text
    assert "in no chat called “@nowhere”" in (await chat.say("/manage @nowhere", place=PRIVATE)).text


async def test_the_chats_that_somebody_manages_are_offered(chat):
    await chat.say("/subscribe daily 8:00", place=GROUP)
    await chat.say("/subscribe daily 8:00", place=BOBS, by=BOB)
    seen = await chat.say("/manage", place=PRIVATE)
    assert seen.labels == ["Group"]
    await chat.press(seen, "Group")
    await chat.say("/unsubscribe", place=PRIVATE)
    assert wishes(chat, GROUP) == []
    assert (await chat.say("/manage", place=BOBS, by=BOB)).labels == []


async def test_the_overview_shows_what_one_manages_and_no_private_chat_of_others(chat):
    await chat.say("/subscribe daily 8:00", place=GROUP)
    await chat.say("/subscribe daily 9:00", place=BOBS, by=BOB)
    mine = await chat.talk.overview(ANN, chat.face)
    assert "every day at 08:00 (UTC)" in text_of(mine)
    assert "09:00" not in text_of(mine)
    his = await chat.talk.overview(BOB, chat.face)
    assert "09:00" in text_of(his)
    assert "08:00" not in text_of(his)


async def test_the_overviews_buttons_ask_anew_who_may(chat):
    await chat.say("/subscribe daily 8:00", place=GROUP)
    reply = await chat.talk.overview(ANN, chat.face)
    data = reply.buttons[0][0].data
    seen = await chat.say("/status", place=BOBS, by=BOB)
    refused = await chat.press(seen, data=data, by=BOB, place=BOBS)
    assert "Only the administrators" in refused.reply.toast
    shown = await chat.press(seen, data=data, place=PRIVATE)
    assert "Settings of this chat" in shown.text


async def test_the_private_chat_of_another_is_not_opened_by_its_number(chat):
    await chat.say("/subscribe daily 9:00", place=BOBS, by=BOB)
    seen = await chat.say("/status", place=PRIVATE)
    number = channel(chat, BOBS).id
    assert (await chat.press(seen, data=f"home:settings:{number}", place=PRIVATE)).reply.toast
    assert (await chat.press(seen, data=f"manage:{number}", place=PRIVATE)).reply.toast


async def test_everybody_sees_what_comes_to_the_chat(chat):
    await chat.say("/subscribe weekdays 08:00 Berlin", place=GROUP)
    seen = await chat.say("/status", place=GROUP, by=BOB)
    assert "weekdays at 08:00 (Europe/Berlin)" in seen.text
    assert "Next brief: tomorrow at 08:00 (Europe/Berlin)." in seen.text
    assert "The first brief is still to come." in seen.text
    assert "The whole desk" not in seen.text


async def test_the_whole_desk_is_for_operators_in_private():
    chat = office_chat(permits=Permits(operators=frozenset({"telegram:7"})))
    assert "The whole desk" in (await chat.say("/status", place=PRIVATE)).text
    assert "The whole desk" not in (await chat.say("/status", place=GROUP)).text
    assert "The whole desk" not in (await chat.say("/status", place=BOBS, by=BOB)).text


async def test_forgetting_the_conversation(chat):
    await chat.press(await chat.say("/subscribe", place=PRIVATE), "Another")
    seen = await chat.say("/forget", place=PRIVATE)
    assert "goes by itself" in seen.text
    done = await chat.press(seen, "Delete our conversation")
    assert "Deleted" in done.text
    assert chat.store.talks.erase(PRIVATE.address) == 0


async def test_forgetting_a_chat_with_all_it_wished_for(chat):
    await chat.say("/subscribe daily 8:00", place=GROUP)
    seen = await chat.say("/privacy", place=GROUP)
    assert "with 1 subscription." in seen.text
    data = seen.button("Delete everything").data
    assert "Delete everything of this chat" not in (await chat.say("/forget", place=GROUP, by=BOB)).labels
    assert (await chat.press(seen, data=data, by=BOB)).reply.toast
    assert len(wishes(chat)) == 1
    await chat.press(seen, "Cancel")
    assert len(wishes(chat)) == 1
    await chat.press(seen, data=data)
    assert channel(chat) is None
    assert chat.store.talks.erase(GROUP.address) == 0


async def test_slacks_private_chats_belong_to_whoever_wrote_in_them(chat):
    slack = office_chat()
    slack.face.platform = "slack"
    ann, bob = Person("slack", "U1"), Person("slack", "U2")
    place = Place(Address("slack", "D123456"), PlaceKind.PRIVATE)
    await slack.say("/subscribe daily 8:00", place=place, by=ann)
    assert "08:00" in text_of(await slack.talk.overview(ann, slack.face))
    assert "08:00" not in text_of(await slack.talk.overview(bob, slack.face))
    assert (
        await slack.talk.submit(submitted("settings", {"zone": "Kyiv"}, place=place, by=ann), slack.face) == {}
    )


async def test_a_form_is_about_what_it_names_whatever_is_managed_meanwhile(chat):
    await chat.say("/manage @hall", place=PRIVATE)
    assert await chat.talk.submit(submitted("settings", {"zone": "Kyiv"}, place=PRIVATE), chat.face) == {}
    assert channel(chat, HALL) is None
    assert channel(chat, PRIVATE).zone == "Europe/Kyiv"
    asked = await chat.press(await chat.press(await chat.say("/settings", place=PRIVATE), "Time zone"), "Write")
    answer = submitted(f"prompt:{asked.reply.prompt_for}", {"answer": "Berlin"}, place=PRIVATE)
    assert await chat.talk.submit(answer, chat.face) == {}
    assert channel(chat, HALL).zone == "Europe/Berlin"
    assert channel(chat, PRIVATE).zone == "Europe/Kyiv"
