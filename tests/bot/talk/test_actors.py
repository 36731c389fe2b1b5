"""Actors in chats: who is known, and repairs that managers make, insist on and take back."""

from __future__ import annotations

import pytest

from bot.talk.model import Person, Place, PlaceKind
from bot.talk.permits import Needs, Permits
from newsdesk.model import Address, RepairKind

from ...newsdesk.marking import HOLM, REED
from .asking import ANN, BEA, BOB, BRIDGE, FERRY, GROUP, KIM, OTHER_KIM, TOLL, Chat, RecordingFace, file

pytestmark = pytest.mark.anyio


def chat_of(**options):
    made = Chat(face=RecordingFace(managers=frozenset({"7"})), **options)
    file(made.store, TOLL, day=5)
    file(made.store, BRIDGE, day=13)
    file(made.store, FERRY, actor=BEA, day=13)
    return made


@pytest.fixture
def chat():
    return chat_of()


async def test_those_quoted_most_are_listed(chat):
    text = (await chat.say("/actors", place=GROUP, by=BOB)).text
    assert text.index("Ada Holm") < text.index("Bea Holm")
    assert "2 statements" in text


async def test_one_actor_with_names_and_counts(chat):
    text = (await chat.say("/actors ada holm")).text
    assert "2 statements · 13 May 2026" in text
    assert "Also called Ada B. Holm." in text
    assert "Articles write Ada Holm." in text
    assert "toll" not in text


async def test_a_name_of_several_lists_their_ids(chat):
    text = (await chat.say("/actors holm")).text
    assert "ada-holm" in text
    assert "~bea-holm" in text


async def test_a_merge_is_made_told_and_taken_back_by_its_button(chat):
    seen = await chat.say("/merge Bea Holm = Ada Holm", place=GROUP)
    assert "Noted: Bea Holm is Ada Holm." in seen.text
    assert "1 statement is credited to somebody else now." in seen.text
    (repair,) = chat.store.actors.repairs()
    assert (repair.kind, repair.by) == (RepairKind.MERGE, "telegram:7")
    assert "northern islands" in (await chat.say("What did Ada Holm say about ferries?")).text
    undone = await chat.press(seen, "Undo")
    assert "Taken back: Bea Holm is Ada Holm." in undone.text
    assert not chat.store.actors.repairs()


async def test_a_doubtful_merge_shows_what_it_would_change_and_can_be_insisted_on(chat):
    seen = await chat.say("/merge Otto Reed = Ada Holm", place=GROUP)
    assert "These two are known as different actors." in seen.text
    assert "It would say: Otto Reed is Ada Holm." in seen.text
    assert not chat.store.actors.repairs()
    refused = await chat.press(seen, "Do it", by=BOB)
    assert refused.reply.toast
    assert not chat.store.actors.repairs()
    done = await chat.press(seen, "Do it")
    assert "Noted: " in done.text
    (repair,) = chat.store.actors.repairs()
    assert (repair.actor, repair.other) == (REED.id, HOLM)


async def test_an_alias_and_a_split(chat):
    assert "“Mayor Ada” is a name of Ada Holm." in (await chat.say("/alias Ada Holm = Mayor Ada")).text
    seen = await chat.say("/split Ada Holm = Ada Holm = Ada Holm Junior")
    assert "“Ada Holm” is not Ada Holm but Ada Holm Junior." in seen.text
    assert len(chat.store.actors.repairs()) == 2


async def test_a_name_that_no_article_has_is_doubtful(chat):
    seen = await chat.say("/split Ada Holm = A. B. C. Holm")
    assert "No article calls this actor so." in seen.text
    assert not chat.store.actors.repairs()


async def test_undo_of_what_somebody_else_did_asks_first(chat):
    for line in ("/undo", "/undo {number}"):
        await chat.say("/merge Bea Holm = Ada Holm", by=BOB)
        (repair,) = chat.store.actors.repairs()
        seen = await chat.say(line.format(number=repair.id), place=GROUP)
        assert len(chat.store.actors.repairs()) == 1
        assert "It would take back: Bea Holm is Ada Holm." in seen.text
        await chat.press(seen, "Do it")
        assert not chat.store.actors.repairs()
    assert "There is no such change." in (await chat.say("/undo")).text
    assert "There is no such change." in (await chat.say("/undo 999")).text


async def test_the_undo_button_of_somebody_else_asks_first(chat):
    done = await chat.say("/merge Bea Holm = Ada Holm", place=GROUP)
    chat.face.managers = frozenset({"7", BOB.id})
    seen = await chat.press(done, "Undo", by=BOB)
    assert "It would take back" in seen.text
    assert len(chat.store.actors.repairs()) == 1


async def test_from_a_private_chat_one_takes_back_what_is_ones_own():
    chat = chat_of(permits=Permits(operators=frozenset({"telegram:9"})))
    await chat.say("/merge Bea Holm = Ada Holm", by=ANN)
    (repair,) = chat.store.actors.repairs()
    theirs = Place(Address("telegram", BOB.id), PlaceKind.PRIVATE)
    for line in ("/undo", f"/undo {repair.id}"):
        seen = await chat.say(line, place=theirs, by=BOB)
        assert "Only the operators" in seen.text
        assert not seen.labels
    await chat.press(seen, data=f"unrepair:{repair.id}:1", by=BOB)
    assert len(chat.store.actors.repairs()) == 1
    operator = Person("telegram", "9")
    asked = await chat.say("/undo", place=Place(Address("telegram", "9"), PlaceKind.PRIVATE), by=operator)
    assert "It would take back" in asked.text
    await chat.say("/undo", by=ANN)
    assert not chat.store.actors.repairs()


async def test_a_doubtful_repair_is_insisted_on_once(chat):
    seen = await chat.say("/merge Otto Reed = Ada Holm", place=GROUP)
    await chat.press(seen, "Do it")
    assert "done already" in (await chat.press(seen, "Do it")).reply.toast
    assert len(chat.store.actors.repairs()) == 1


async def test_members_change_nothing(chat):
    for line in ("/merge Bea Holm = Ada Holm", "/alias Ada Holm = Mayor Ada", "/undo"):
        assert "Only the administrators" in (await chat.say(line, place=GROUP, by=BOB)).text
    assert not chat.store.actors.repairs()


async def test_on_a_desk_open_to_strangers_only_operators_do():
    permits = Permits(operators=frozenset({"telegram:8"}), feeds_need=Needs.OPERATOR)
    chat = chat_of(permits=permits)
    refused = await chat.say("/merge Bea Holm = Ada Holm", by=ANN)
    assert "Only the operators" in refused.text
    assert not chat.store.actors.repairs()
    seen = await chat.say("/merge Bea Holm = Ada Holm", place=GROUP, by=BOB)
    assert "Noted" in seen.text
    assert (await chat.press(seen, "Undo", by=ANN)).reply.toast
    assert len(chat.store.actors.repairs()) == 1


@pytest.mark.parametrize("line", ["/merge", "/merge Ada Holm", "/split Ada Holm", "/alias =", "/undo the last"])
async def test_what_is_incomplete_is_told_how(chat, line):
    assert line.split()[0] in (await chat.say(line)).text
    assert not chat.store.actors.repairs()


@pytest.mark.parametrize("data", ["repair:1", "repair:", "unrepair:x", "unrepair:1:2", "unrepair:1:1:1"])
async def test_forged_buttons_change_nothing(chat, data):
    seen = await chat.say("/merge Bea Holm = Ada Holm", place=GROUP)
    await chat.press(seen, data=data)
    assert len(chat.store.actors.repairs()) == 1


@pytest.mark.parametrize("language", ["uk", "de", "es"])
async def test_in_every_language(chat, language):
    chat.language = language
    seen = await chat.say("/merge Otto Reed = Ada Holm")
    assert "Otto Reed" in seen.text
    done = await chat.press(seen, seen.labels[0])
    undone = await chat.press(done, done.labels[0])
    assert "Ada Holm" in undone.text
    assert not chat.store.actors.repairs()


async def test_two_of_one_name_are_told_apart_by_their_ids():
    chat = chat_of()
    file(chat.store, BRIDGE, actor=KIM)
    file(chat.store, "Closed the fair", actor=OTHER_KIM)
    shown = (await chat.say("/actors Kim Lee")).text
    assert "kim-lee" in shown.replace("~kim-lee", "")
    assert "~kim-lee" in shown
    assert "~kim-lee" in (await chat.say("/actors ~kim-lee")).text
    split = await chat.say("/split ~kim-lee = Lee = kim-lee")
    assert "“Lee” is not Kim Lee (~kim-lee) but Kim Lee (kim-lee)." in split.text
