"""Replies as people see them on Telegram, through the real library and a strict Bot API."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime

import pytest

from bot.channels.telegram.shown import placeholder
from bot.render.blocks import Note, Title
from bot.talk.model import Attached, Button, Person, Place, PlaceKind, Reply
from bot.talk.ports import FaceError
from bot.texts import languages
from bot.texts import words as texts_of
from newsdesk.model import Address
from newsdesk.store.memory import MemoryStore
from tests.servers.telegram import Fault, until

from .playing import Listening, platform_of, play, running

LINES = tuple(Note(f"Line {n}: " + "word " * 60) for n in range(30))


def answering(reply, *, after_s=0.0):
    async def hear(heard, face):
        async with face.answering(heard) as draft:
            await asyncio.sleep(after_s)
            await draft.finish(reply)

    return Listening(on_hear=hear)


def toasting(reply):
    async def press(pressed, face):
        await face.answer(pressed, reply)

    return press


def place_of(chat, thread=""):
    kind = {"private": PlaceKind.PRIVATE, "channel": PlaceKind.CHANNEL}.get(chat.kind, PlaceKind.GROUP)
    return Place(Address("telegram", str(chat.id), thread), kind, chat.title, bool(thread))


def test_somebody_sees_at_once_that_an_answer_comes_and_then_gets_it_in_the_topic():
    async def work(server, platform):
        ann = server.world.user("Ann")
        chat = server.world.supergroup("Desk", [ann], is_forum=True)
        topic = chat.topic("News")
        await until(lambda: server.updates.polls > 0)
        asked_at = time.monotonic()
        question = server.say(chat, ann, "@newsdesk_bot what did Merkel say?", thread=topic)
        answer = await server.expect(chat, "Nothing")
        assert server.actions[0][:2] == (chat.id, "typing")
        assert server.actions[0][2] - asked_at < 0.3
        assert (answer.thread, answer.reply_to) == (topic, question)
        assert answer.params["link_preview_options"] == {"is_disabled": True}
        assert len(server.messages(chat)) == 1

    play(work, listener=answering(Reply((Note("Nothing & nobody < 3"),)), after_s=0.3))


def test_typing_goes_on_every_few_seconds_and_ends_with_the_answer(monkeypatch):
    monkeypatch.setattr("bot.channels.telegram.signs.TYPING_EVERY_S", 0.1)

    async def work(server, platform):
        ann = server.world.user("Ann")
        server.say(server.world.private(ann), ann, "What?")
        await server.expect(server.world.private(ann), "Well")
        seen = len(server.actions)
        await asyncio.sleep(0.25)
        assert seen >= 4
        assert len(server.actions) == seen

    play(work, listener=answering(Reply((Note("Well"),)), after_s=0.5))


def test_a_long_reply_is_paged_behind_a_button_that_works_once():
    reply = Reply(LINES, ((Button("Evidence", "ev:1"),),), language="de")

    async def work(server, platform):
        ann, bob = server.world.user("Ann"), server.world.user("Bob")
        chat = server.world.supergroup("Desk", [ann], [bob])
        first_id = await platform.face.say(place_of(chat), reply)
        first = await server.expect(chat, "Line 0:")
        assert (str(first.id), list(first.buttons)) == (first_id, ["Mehr (2/3)"])
        button = first.buttons["Mehr (2/3)"]
        server.press(first, "Mehr (2/3)", bob)
        server.press_forged(first, button, ann)
        second = await server.expect(chat, "Line 1")
        await until(lambda: not first.buttons and len(server.toasts) == 2)
        assert list(second.buttons) == ["Mehr (3/3)"]
        server.press(second, "Mehr (3/3)", ann)
        last = await server.expect(chat, "Line 29:")
        assert list(last.buttons) == ["Evidence"]
        words = " ".join(m.text for m in server.messages(chat))
        assert [words.count(f"Line {n}:") for n in range(30)] == [1] * 30
        assert len(server.messages(chat)) == 3

    play(work)


def test_a_reply_to_a_further_page_is_one_to_what_the_first_is_about():
    store = MemoryStore()

    async def work(server, platform):
        ann = server.world.user("Ann")
        chat = server.world.private(ann)
        place = place_of(chat)
        first_id = await platform.face.say(place, Reply(LINES))
        store.talks.note(place.chat, f"prompt:{first_id}", "on:7", now=datetime.now(UTC))
        server.press(await server.expect(chat, "Line 0:"), "More (2/3)", ann)
        second = await server.expect(chat, "Line 1")
        server.press(second, "More (3/3)", ann)
        third = await server.expect(chat, "Line 29:")
        for page in (second, third):
            note = f"prompt:{page.id}"
            await until(lambda note=note: store.talks.noted(place.chat, note) == "on:7")

    play(work, store=store)


def test_a_page_that_could_not_be_sent_can_be_asked_for_again():
    async def work(server, platform):
        ann = server.world.user("Ann")
        chat = server.world.private(ann)
        await platform.face.say(place_of(chat), Reply(LINES))
        first = await server.expect(chat, "Line 0:")
        server.plan.then(Fault.CUT_BEFORE)
        server.press(first, "More (2/3)", ann)
        await until(lambda: server.plan.happened[Fault.CUT_BEFORE] == 1)
        await asyncio.sleep(0.1)
        assert first.buttons
        server.press(first, "More (2/3)", ann)
        assert await server.expect(chat, "Line 1")

    play(work)


@pytest.mark.parametrize("data", ["pg:1:2", "pg:1:0", "pg:99:1", "pg:x:1", "pg:1", "pg:1:-1"])
def test_forged_pages_and_those_of_other_chats_are_refused(data):
    async def work(server, platform):
        ann, eve = server.world.user("Ann"), server.world.user("Eve", language="uk")
        chat, other = server.world.supergroup("Desk", [ann]), server.world.supergroup("Other", [eve])
        await platform.face.say(place_of(chat), Reply(LINES))
        await platform.face.say(place_of(other), Reply((Note("Hello"),)))
        where = other if data == "pg:1:2" else chat
        message = server.messages(where)[0]
        server.press_forged(message, "pg:1:1" if where is other else data, eve)
        await until(lambda: len(server.toasts) == 1)
        assert server.toasts[0][1] == "Продовження вже не збереглося. Запитайте ще раз."
        assert len(server.messages(chat)) == len(server.messages(other)) == 1

    play(work)


def test_a_prompt_opens_a_field_for_the_one_who_asked():
    async def work(server, platform):
        ann = server.world.user("Ann")
        chat = server.world.supergroup("Desk", [ann])
        server.say(chat, ann, "/feeds@newsdesk_bot add")
        asked = await server.expect(chat, "Which feed?")
        assert asked.params["reply_markup"] == {
            "force_reply": True,
            "selective": True,
            "input_field_placeholder": "Address",
        }

    play(work, listener=answering(Reply((Note("Which feed?"),), prompt="Address")))


@pytest.mark.parametrize("language", languages())
def test_a_long_prompt_ends_after_a_whole_word(language):
    texts = texts_of(language)
    for key in ("write_when", "write_zone", "write_whom"):
        prompt = texts(f"subscribe.{key}")
        shown = placeholder(prompt)
        assert len(shown) <= 64
        assert shown == prompt or (shown.endswith(" …") and prompt.startswith(shown[:-2]))
        assert shown == prompt or not prompt[len(shown) - 2].isalnum()


def test_a_prompt_after_a_button_in_a_group_names_the_person_it_is_for():
    async def work(server, platform):
        ann = server.world.user("Ann <&>")
        chat = server.world.supergroup("Desk", [ann])
        await platform.face.say(place_of(chat), Reply((Note("Menu"),), ((Button("Add", "fd:add"),),)))
        platform._listener.on_press = toasting(Reply((Note("Which?"),), prompt="Address", replaces=True))
        server.press(server.messages(chat)[0], "Add", ann)
        asked = await server.expect(chat, "Which?")
        assert asked.text == "Ann <&>\nWhich?"
        assert asked.params["reply_markup"]["selective"] is True
        assert server.messages(chat)[0].text == "Menu"

    play(work)


def test_a_toast_an_alert_and_a_change_of_the_message():
    async def work(server, platform):
        ann = server.world.user("Ann")
        chat = server.world.supergroup("Desk", [ann])
        await platform.face.say(
            place_of(chat), Reply((Note("Choose"),), ((Button("A", "a"), Button("B", "b")),))
        )
        message = server.messages(chat)[0]

        async def press(reply, label="A"):
            platform._listener.on_press = toasting(reply)
            seen = len(server.toasts)
            server.press_forged(message, label, ann)
            await until(lambda: len(server.toasts) > seen)
            return server.toasts[-1][1:]

        assert await press(Reply(toast="Saved")) == ("Saved", False)
        assert await press(Reply((Note("Only administrators"),), hidden=True)) == ("Only administrators", True)
        assert len(server.messages(chat)) == 1
        chosen = Reply((Note("You chose A"),), toast="OK", replaces=True)
        assert await press(chosen) == ("OK", False)
        await until(lambda: message.text == "You chose A")
        assert (message.versions, message.buttons) == (["Choose"], {})
        assert await press(chosen) == ("OK", False)  # "message is not modified"
        message.is_deleted = True
        await press(chosen)
        await server.expect(chat, "You chose A")
        assert [m.text for m in server.messages(chat)] == ["You chose A"]

    play(work)


def test_a_press_waits_for_no_question_and_is_answered_soon_behind_another_press(monkeypatch):
    monkeypatch.setattr("bot.channels.telegram.signs.SETTLE_AFTER_S", 0.3)
    release = asyncio.Event()

    async def hear(heard, face):
        await release.wait()

    async def press(pressed, face):
        if pressed.data == "slow":
            await release.wait()
            return
        await face.answer(pressed, Reply((Note("Later"),), toast="Late"))

    async def work(server, platform):
        ann = server.world.user("Ann")
        chat = server.world.private(ann)
        buttons = ((Button("Slow", "slow"), Button("Quick", "quick")),)
        await platform.face.say(place_of(chat, PlaceKind.PRIVATE), Reply((Note("Choose"),), buttons))
        message = server.messages(chat)[0]
        server.say(chat, ann, "a long question")
        await until(lambda: platform._listener.heard)
        server.press(message, "Quick", ann)
        await until(lambda: len(server.toasts) == 1, within_s=1.0)
        assert server.toasts[0][1] == "Late"
        server.press(message, "Slow", ann)
        await until(lambda: len(platform._listener.pressed) == 2)
        server.press(message, "Quick", ann)
        await until(lambda: len(server.toasts) == 3, within_s=1.0)  # both stop turning
        release.set()
        await until(lambda: sum(m.text == "Later" for m in server.messages(chat)) == 2)
        calls = [c.status for c in server.calls if c.method == "answercallbackquery"]
        assert calls == [200, 200, 200]

    play(work, listener=Listening(on_hear=hear, on_press=press))


def test_a_button_stops_turning_even_when_its_handler_fails_or_takes_long(monkeypatch):
    monkeypatch.setattr("bot.channels.telegram.signs.SETTLE_AFTER_S", 0.1)

    async def press(pressed, face):
        if pressed.data == "bad":
            raise RuntimeError
        async with asyncio.timeout(5):
            await asyncio.sleep(0.6)
            await face.answer(pressed, Reply(toast="Done"))

    async def work(server, platform):
        ann = server.world.user("Ann")
        chat = server.world.private(ann)
        await platform.face.say(place_of(chat), Reply((Note("Go"),), ((Button("Go", "go"),),)))
        message = server.messages(chat)[0]
        server.press_forged(message, "bad", ann)
        await until(lambda: len(server.toasts) == 1)
        server.press(message, "Go", ann)
        await until(lambda: len(server.toasts) == 2, within_s=1)
        assert [toast for _, toast, _ in server.toasts] == ["", ""]
        assert not server.messages(chat)[1:]
        assert await server.expect(chat, "Done")  # too late for a toast
        assert (chat.id, "typing") in [a[:2] for a in server.actions]

    play(work, listener=Listening(on_press=press))


def test_a_button_too_old_to_be_answered_is_worked_on_all_the_same():
    async def work(server, platform):
        server.query_age_s = -1
        ann = server.world.user("Ann")
        chat = server.world.private(ann)
        await platform.face.say(place_of(chat), Reply((Note("Go"),), ((Button("Go", "go"),),)))
        server.press(server.messages(chat)[0], "Go", ann)
        await server.expect(chat, "Went")

    play(work, listener=Listening(on_press=toasting(Reply((Note("Went"),)))))


def test_markup_that_is_refused_is_sent_as_plain_words_once(monkeypatch):
    broken = [{"text": "<b>bro<ken", "plain": "broken"}]
    monkeypatch.setattr("bot.channels.telegram.face.pages_of", lambda _reply: broken)

    async def work(server, platform):
        chat = server.world.private(server.world.user("Ann"))
        await platform.face.say(place_of(chat), Reply((Note("x"),)))
        assert [m.text for m in server.messages(chat)] == ["broken"]

    play(work)


def test_a_closed_topic_is_an_error_and_nothing_appears_in_general():
    async def work(server, platform):
        chat = server.world.supergroup("Desk", [server.world.user("Ann")], is_forum=True)
        topic = chat.topic("Old", closed=True)
        with pytest.raises(FaceError):
            await platform.face.say(place_of(chat, str(topic)), Reply((Note("x"),)))
        assert server.messages(chat) == []
        assert len([c for c in server.calls if c.method == "sendmessage"]) == 1

    play(work)


def test_what_surely_did_not_arrive_is_sent_again_and_what_may_have_is_not():
    async def work(server, platform):
        chat = server.world.private(server.world.user("Ann"))
        server.plan.then(Fault.FLOOD, Fault.ERROR)
        await platform.face.say(place_of(chat), Reply((Note("one"),)))
        server.plan.then(Fault.CUT_AFTER)
        with pytest.raises(FaceError):
            await platform.face.say(place_of(chat), Reply((Note("two"),)))
        assert [m.text for m in server.messages(chat)] == ["one", "two"]

    play(work)


def test_an_answer_follows_a_group_that_has_become_a_supergroup():
    async def work(server, platform):
        group = server.world.group("Desk", [server.world.user("Ann")])
        made = server.world.upgrade(group)
        await platform.face.say(place_of(group), Reply((Note("here"),)))
        assert [m.text for m in server.messages(made)] == ["here"]
        assert platform._listener.chats == [("moved", f"telegram:{group.id}", f"telegram:{made.id}")]

    play(work)


def test_who_manages_a_chat():
    async def work(server, platform):
        ann, bob, eve = (server.world.user(name) for name in ("Ann", "Bob", "Eve"))
        group, channel = server.world.supergroup("Desk", [ann], [bob]), server.world.channel("Daily", [ann])

        def person(user):
            return Person("telegram", str(user.id))

        face = platform.face
        assert [await face.is_manager(place_of(group), person(p)) for p in (ann, bob, eve)] == [
            True,
            False,
            False,
        ]
        assert [await face.is_manager(place_of(channel), person(p)) for p in (ann, bob)] == [True, False]
        own = place_of(server.world.private(ann))
        assert [await face.is_manager(own, person(p)) for p in (ann, bob)] == [True, False]
        ghost = Person("telegram", str(group.id), as_chat=True)
        assert await face.is_manager(place_of(group), ghost)
        assert not await face.is_manager(place_of(channel), ghost)
        asked = len(server.calls)
        assert await face.is_manager(place_of(group), person(ann))
        assert len(server.calls) == asked  # remembered for half a minute
        platform.face.chats._clock = lambda: time.monotonic() + 31
        group.members[ann.id] = "member"
        assert not await face.is_manager(place_of(group), person(ann))

    play(work)


def test_nobody_manages_a_chat_while_telegram_does_not_tell():
    async def work(server, platform):
        ann = server.world.user("Ann")
        group = server.world.supergroup("Desk", [ann])
        await until(lambda: server.updates.polls > 0)
        server.is_up = False
        with pytest.raises(FaceError):
            await platform.face.is_manager(place_of(group), Person("telegram", str(ann.id)))

    play(work)


def test_a_chat_is_found_by_name_link_and_number_where_the_bot_is():
    async def work(server, platform):
        ann, bob = server.world.user("Ann"), server.world.user("Bob")
        by = Person("telegram", str(ann.id))
        channel = server.world.channel("Daily", [ann], username="daily_news")
        away = server.world.channel("Away", [bob], username="away_news")
        away.members[server.world.bot.id] = "left"
        found = [
            await platform.face.find_place(words, by)
            for words in (
                "@daily_news",
                "https://t.me/daily_news",
                "t.me/daily_news/17",
                str(channel.id),
                f"https://t.me/c/{str(channel.id)[4:]}/5",
            )
        ]
        assert found == [place_of(channel)] * 5
        assert await platform.face.find_place(str(ann.id), by) == place_of(server.world.private(ann))
        for words in ("@away_news", "@nobody_at_all", str(bob.id), "hello there", ""):
            assert await platform.face.find_place(words, by) is None

    play(work)


def test_a_file_is_downloaded_up_to_a_limit():
    async def work(server, platform):
        ann = server.world.user("Ann")
        server.say(server.world.private(ann), ann, "", file=("a.txt", b"twelve bytes"))
        await until(lambda: len(platform._listener.heard) == 1)
        (file,) = platform._listener.heard[0].files
        assert await platform.face.download(file, limit=12) == b"twelve bytes"
        for wrong in (file, Attached(file.ref), Attached("F99")):
            with pytest.raises(FaceError):
                await platform.face.download(wrong, limit=11)

    play(work)


def test_every_line_of_a_long_title_is_within_what_telegram_takes():
    async def work(server, platform):
        chat = server.world.private(server.world.user("Ann"))
        await platform.face.say(place_of(chat), Reply((Title("x" * 5000), Note("😀" * 5000))))
        (button,) = server.messages(chat)[0].buttons
        assert button == "More (2/4)"

    play(work)


def test_nothing_to_say_is_not_sent():
    async def work(server, platform):
        chat = server.world.private(server.world.user("Ann"))
        assert await platform.face.say(place_of(chat), Reply()) == ""
        assert server.messages(chat) == []

    play(work)


def test_a_server_without_auxiliary_methods_is_enough(monkeypatch):
    for method in ("sendchataction", "setmycommands", "answercallbackquery"):
        monkeypatch.delitem(__import__("tests.servers.telegram.methods", fromlist=["x"]).METHODS, method)

    async def run():
        from tests.servers.telegram import TelegramServer

        async with TelegramServer() as server:
            platform = platform_of(server, answering(Reply((Note("Yes"),))))
            async with running(platform):
                ann = server.world.user("Ann")
                server.say(server.world.private(ann), ann, "Well?")
                await server.expect(server.world.private(ann), "Yes")

    asyncio.run(run())
