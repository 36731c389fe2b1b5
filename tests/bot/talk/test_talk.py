"""Who is answered at all: chats, limits, defects, comings and goings; and help in every language."""

from __future__ import annotations

from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot.talk.commands import FAMILIES
from bot.talk.commands.start import BY_BUTTON
from bot.talk.limits import Limits
from bot.talk.model import Heard, Person, Place, PlaceKind
from bot.talk.permits import Permits
from bot.talk.ports import FaceError
from bot.texts import languages, words
from newsdesk.model import Address

from .asking import ANN, BOB, GROUP, NOW, PRIVATE
from .office import HALL, TOPIC, channel, office_chat, submitted, wishes

pytestmark = pytest.mark.anyio


@pytest.fixture
def chat():
    return office_chat()


def heard(text, *, place=GROUP, by=ANN, command="", **more):
    return Heard("e", place, by, NOW, text, command=command, **more)


async def test_start_says_what_it_does_and_ignores_what_stands_behind_it(chat):
    seen = await chat.say("/start ref_<b>x</b>", place=PRIVATE)
    assert len(seen.text.splitlines()) == 3
    assert seen.labels == ["Subscribe", "Brief now", "Help"]
    assert "ref_" not in seen.text
    assert "Subscribe (1 of 5)" in (await chat.press(seen, "Subscribe")).text


@pytest.mark.parametrize("command", BY_BUTTON)
async def test_an_answer_by_button_is_as_hidden_as_by_command(chat, command):
    by_command = await chat.say(f"/{command}", place=GROUP)
    start = await chat.say("/start", place=GROUP)
    by_button = await chat.press(start, data=f"go:{command}")
    assert by_button.message != start.message
    assert by_button.reply.hidden == by_command.reply.hidden == (command in {"help", "status"})


async def test_help_shows_managers_commands_to_managers(chat):
    mine = await chat.say("/help", place=GROUP)
    his = await chat.say("/help", place=GROUP, by=BOB)
    assert "/subscribe:" in mine.text
    assert "/subscribe:" not in his.text
    assert "/status:" in his.text
    assert "Europe/Kyiv" in (await chat.say("/help subscribe", place=GROUP)).text
    assert "Did you mean /subscribe" in (await chat.say("/subscrbe", place=GROUP)).text
    assert "no such command" in (await chat.say("/xyzzy", place=GROUP)).text


async def test_in_private_help_knows_no_administrators_and_manage_is_told_of_only_there(chat):
    mine = await chat.say("/help", place=PRIVATE)
    assert "administrators" not in mine.text
    assert {"/subscribe:", "/status:", "/manage:"} <= {line.split()[0] for line in mine.text.splitlines()}
    assert mine.labels == ["Subscribe", "Settings"]
    assert "/manage" not in (await chat.say("/help", place=GROUP)).text


@pytest.mark.parametrize("line", ["/summarize", "/help summarize", "/help evidence", "/evidence", "/manage"])
async def test_slack_is_told_to_do_nothing_that_slack_cannot(chat, line):
    place = Place(Address("slack", "C1"), PlaceKind.GROUP)
    said = (await chat.say(line, place=place, by=replace(ANN, platform="slack"))).text
    assert not {"reply", "private chat", "group"} & {w for w in ("reply", "private chat", "group") if w in said}
    assert "direct message" in said or "thread" in said or "Summarise this" in said


@pytest.mark.parametrize("language", languages())
async def test_every_command_has_a_line_and_a_help_in_every_language(language):
    texts = words(language)
    for command in (c for family in FAMILIES for c in family.commands if c.listed):
        assert texts(f"menu.{command.name}")
        assert texts(f"help.{command.name}", slash="/")


@pytest.mark.parametrize("language", languages())
async def test_a_whole_conversation_in_every_language(language):
    chat = office_chat(language=language)
    seen = await chat.say("/start", place=PRIVATE)
    seen = await chat.press(seen, words(language)("start.button_subscribe"))
    for word in ("time", "days", "zone", "all", "length"):
        data = next(b.data for row in seen.reply.buttons for b in row if f":{word}" in b.data)
        seen = await chat.press(seen, data=data)
    assert seen.reply.language == language
    assert len(wishes(chat, PRIVATE)) == 1
    for line in (
        "/settings",
        "/status",
        "/feeds",
        "/follow",
        "/manage",
        "/forget",
        "/help",
        "/unsubscribe",
        "/nope",
    ):
        seen = await chat.say(line, place=PRIVATE)
        assert seen.reply.language == language
        assert "{" not in seen.text


async def test_what_is_not_meant_for_the_bot_is_not_answered(chat):
    await chat.talk.hear(heard("hello", addressed=False), chat.face)
    assert chat.face.seen == []


async def test_chats_that_are_not_served_get_no_word_and_change_nothing():
    chat = office_chat(permits=Permits(chats=frozenset({"telegram:-100"}), operators=frozenset({"telegram:9"})))
    with capture_logs() as logs:
        await chat.talk.hear(heard("daily 8:00", place=HALL, command="subscribe"), chat.face)
        wrong = await chat.talk.submit(submitted("subscribe", {"when": "8:00"}, place=HALL), chat.face)
    assert chat.face.seen == []
    assert "does not serve" in wrong["when"]
    assert [entry["event"] for entry in logs] == ["chat_not_served"] * 2
    assert chat.store.channels.all() == []
    operator = Person("telegram", "9")
    await chat.talk.hear(
        heard("", place=Place(Address("telegram", "9"), PlaceKind.PRIVATE), by=operator, command="start"),
        chat.face,
    )
    assert len(chat.face.seen) == 1


async def test_whoever_asks_too_much_is_told_once_and_changes_nothing(chat):
    object.__setattr__(chat.services, "limits", Limits(person=2, chat=100))
    for hour in (8, 9):
        await chat.say(f"/subscribe daily {hour}:00", place=GROUP)
    with capture_logs() as logs:
        seen = await chat.say("/subscribe daily 10:00", place=GROUP)
        await chat.say("/subscribe daily 11:00", place=GROUP)
    assert "Please wait for 60 seconds." in seen.text
    assert len(chat.face.seen) == 3
    assert len(wishes(chat)) == 2
    assert [entry["event"] for entry in logs] == ["limit_reached"] * 2
    pressed = await chat.press(chat.face.seen[0], "Undo")
    assert "Please wait" in pressed.reply.toast
    assert len(wishes(chat)) == 2
    refused = await chat.talk.submit(submitted("subscribe", {"when": "8:00"}), chat.face)
    assert "Please wait" in refused["when"]


async def test_a_chat_has_a_limit_of_its_own(chat):
    object.__setattr__(chat.services, "limits", Limits(person=100, chat=2))
    for by in (ANN, BOB, replace(BOB, id="99")):
        seen = await chat.say("/status", place=GROUP, by=by)
    assert "Please wait" in seen.text
    assert "Please wait" not in (await chat.say("/status", place=PRIVATE)).text


async def test_changes_are_recorded_with_who_made_them(chat):
    with capture_logs() as logs:
        await chat.say("/subscribe daily 8:00", place=GROUP)
        await chat.say("/settings zone Berlin", place=GROUP)
        await chat.say("/settings zone Kyiv", place=GROUP, by=BOB)
    changes = [(e["what"], e["person"], e["chat"]) for e in logs if e["event"] == "wish_changed"]
    assert changes == [("subscribed", "7", "telegram:-100"), ("settings_zone", "7", "telegram:-100")]
    assert [e["person"] for e in logs if e["event"] == "not_permitted"] == ["8"]


async def test_a_defect_is_told_in_a_line_and_logged_without_its_words(chat):
    def broken(*_, **__):
        raise RuntimeError("secret words of an article")

    chat.store.feeds.all = broken
    with capture_logs() as logs:
        seen = await chat.say("/feeds", place=GROUP)
    assert seen.text == words("en")("errors.defect")
    assert [e["event"] for e in logs] == ["command_failed"]
    assert "secret" not in str(logs)


async def test_a_store_that_is_down_raises_nothing_and_is_logged(chat):
    def broken(*_, **__):
        raise RuntimeError("database is locked")

    chat.store.channels.find = broken
    with capture_logs() as logs:
        await chat.talk.hear(heard("", command="status"), chat.face)
    assert [e["event"] for e in logs] == ["talk_failed"]


async def test_when_the_platform_does_not_tell_who_manages_nothing_is_changed(chat):
    async def silent(place, person, /):
        raise FaceError("no answer")

    chat.face.is_manager = silent
    seen = await chat.say("/subscribe daily 8:00", place=GROUP)
    assert seen.text == words("en")("errors.platform")
    assert channel(chat) is None


async def test_a_group_that_adds_the_bot_is_greeted_once_in_the_adders_language(chat):
    await chat.talk.arrived(GROUP, replace(ANN, language="de-AT"), chat.face)
    assert "Guten Tag" in chat.face.seen[-1].text
    await chat.say("/subscribe daily 8:00", place=GROUP)
    await chat.talk.arrived(GROUP, ANN, chat.face)
    assert len(chat.face.seen) == 2


async def test_a_chat_that_comes_back_gets_its_briefs_again_in_all_topics(chat):
    for place in (GROUP, TOPIC):
        await chat.say("/subscribe daily 8:00", place=place)
    with capture_logs() as logs:
        await chat.talk.left(GROUP, "kicked")
    assert [e["log_level"] for e in logs if e["event"] == "channel_gone"] == ["error", "error"]
    assert channel(chat).gone_at is not None
    await chat.talk.arrived(GROUP, ANN, chat.face)
    assert [channel(chat, place).gone_at for place in (GROUP, TOPIC)] == [None, None]
    assert len(wishes(chat)) == 1


async def test_subscriptions_move_with_their_chat(chat):
    await chat.say("/subscribe daily 8:00", place=GROUP)
    new = Place(Address("telegram", "-1002"), PlaceKind.GROUP)
    await chat.talk.moved(GROUP, new)
    assert channel(chat) is None
    assert len(wishes(chat, new)) == 1


@pytest.mark.parametrize(
    "said",
    [
        "/subscrbe",
        "/subscribe blah",
        "/settings bogus",
        "/settings length huge",
        "/manage",
        "/feeds add",
        "/feeds bogus",
        "/follow Nobody Known",
        "/merge",
        "/undo all",
    ],
)
async def test_what_is_wrong_with_a_command_is_told_to_the_asker_alone(chat, said):
    seen = await chat.say(said, place=GROUP)
    assert seen.reply.hidden
    assert seen.text
