"""Slack's face on a strict Slack: what people see, where they see it, and how soon."""

from __future__ import annotations

import asyncio
import json
import time
from itertools import pairwise

import pytest

from bot.channels.slack.calls import may_respond
from bot.channels.slack.face import SlackFace
from bot.channels.slack.modals import CALLBACK, target_of
from bot.talk.model import Attached, Button, Filled, Heard, Person, Place, PlaceKind
from bot.talk.ports import FaceError
from bot.texts import words
from newsdesk.model import Address
from tests.servers.slack import BOT_TOKEN, Fate

from .playing import Listening, answer_with, lines, now, play, until


def test_a_mention_is_answered_in_its_thread_behind_a_placeholder():
    async def work(server, listener):
        begun = time.monotonic()
        question = asyncio.create_task(server.mention("C1", "U1", "what did Ada say about &lt;tax&gt;?"))
        placeholder = await server.expect("C1", "Working on it")
        visible_s = time.monotonic() - begun
        asked = await question
        answer = await server.expect("C1", "She said no.")
        assert visible_s < 0.3
        assert (answer.ts, answer.thread_ts, answer.edited) == (placeholder.ts, asked.ts, True)
        assert listener.heard[0].text == "what did Ada say about <tax>?"
        assert listener.heard[0].place.address == Address("slack", "C1", asked.ts)
        assert told == [placeholder.ts]

    told = []
    play(work, Listening(answer_with(lines("She said no."), after_s=0.5, told=told)))


def test_a_second_question_shows_its_line_at_once_and_is_answered_in_its_place():
    async def work(server, listener):
        first = await server.mention("C1", "U1", "first")
        await server.expect("C1", "Working on it")
        second = await server.mention("C1", "U1", "second")

        def shown(asked):
            return [m for m in server.messages("C1", thread=asked.ts) if m.by_bot]

        await until(lambda: len(shown(second)) == 1, within_s=1.0)
        (placeholder,) = shown(second)
        assert ("Working on it" in placeholder.text, len(listener.heard)) == (True, 1)
        release.set()
        await until(lambda: [m.text for m in shown(second)] == ["Answered."])
        assert shown(second)[0].ts == placeholder.ts
        assert [m.text for m in shown(first)] == ["Answered."]

    async def on_hear(heard, face):
        async with face.answering(heard) as draft:
            await release.wait()
            await draft.finish(lines("Answered."))

    release = asyncio.Event()
    play(work, Listening(on_hear))


def test_a_second_question_that_nobody_answers_leaves_no_line():
    async def work(server, listener):
        await server.mention("C1", "U1", "first")
        await until(lambda: listener.heard)
        await server.mention("C1", "U1", "second")
        await server.expect("C1", "Working on it")
        release.set()
        await until(lambda: len(listener.heard) == 2)
        await until(lambda: not [m for m in server.messages("C1") if m.by_bot])

    async def on_hear(heard, face):
        await release.wait()

    release = asyncio.Event()
    play(work, Listening(on_hear))


def test_a_press_and_a_form_wait_for_no_question():
    async def work(server, listener):
        await server.mention("C1", "U1", "choose")
        shown = await server.expect("C1", "Choose.")
        listener.on_hear = slow
        await server.mention("C1", "U1", "a long question")
        await until(lambda: len(listener.heard) == 2)
        await server.press(shown, "Go", "U1")
        await until(lambda: listener.pressed, within_s=1.0)
        release.set()

    async def slow(heard, face):
        await release.wait()

    release = asyncio.Event()
    play(work, Listening(answer_with(lines("Choose.", buttons=((Button("Go", "go"),),)))))


def test_a_direct_message_is_answered_in_its_thread_and_belongs_to_the_whole_conversation():
    async def work(server, listener):
        asked = await server.dm("U1", "and about NATO?")
        answer = await server.expect(asked.channel, "Nothing.")
        later = await server.dm("U1", "since Monday?", thread_ts=asked.ts)
        await server.expect(asked.channel, "Nothing.", after=later.ts)
        assert answer.thread_ts == asked.ts
        assert {h.place.address for h in listener.heard} == {Address("slack", asked.channel)}
        assert listener.heard[0].place.kind is PlaceKind.PRIVATE

    play(work, Listening(answer_with(lines("Nothing."))))


def test_what_does_not_fit_goes_into_the_thread_in_whole_lines():
    texts = [f"Line {n} " + "word " * 500 for n in range(9)]

    async def work(server, listener):
        asked = await server.mention("C1", "U1", "everything")
        await server.expect("C1", "Line 8")
        shown = [m for m in server.messages("C1", thread=asked.ts) if m.by_bot]
        assert len(shown) > 1
        found = [w for m in shown for w in m.words.splitlines() if w.startswith("Line")]
        assert [w.rstrip() for w in found] == [t.rstrip() for t in texts]
        assert shown[0].labels == []
        assert shown[-1].labels == ["More"]

    buttons = ((Button("More", "more:1"),),)
    play(work, Listening(answer_with(lines(*texts, buttons=buttons))))


def test_a_hidden_answer_is_seen_by_one_person_and_the_placeholder_goes():
    async def work(server, listener):
        await server.mention("C1", "U1", "secret")
        await until(lambda: server.hidden("U1"))
        await until(lambda: not [m for m in server.messages("C1") if m.by_bot])
        assert server.hidden("U1")[0].words == "For you alone."

    play(work, Listening(answer_with(lines("For you alone.", hidden=True))))


def test_an_answer_that_never_comes_takes_its_placeholder_with_it():
    async def on_hear(heard, face):
        async with face.answering(heard):
            await asyncio.sleep(0.1)

    async def work(server, listener):
        await server.mention("C1", "U1", "anything")
        await server.expect("C1", "Working on it")
        await until(lambda: not [m for m in server.messages("C1") if m.by_bot])

    play(work, Listening(on_hear))


def test_a_slash_command_that_is_answered_at_once_shows_nothing_else():
    """What an acknowledgement has shown stays, whatever is done about it."""

    async def work(server, listener):
        answer = await server.slash("C1", "U1", "brief")
        assert not answer.body
        await server.expect("C1", "The brief.", thread="")
        assert server.answered_urls == []

    play(work, Listening(answer_with(lines("The brief."))))


def test_a_slash_command_shows_a_line_with_its_acknowledgement_and_answers_in_the_channel():
    async def work(server, listener):
        answer = await server.slash("C1", "U1", "Brief Zelenskyy since Monday")
        assert answer.body["response_type"] == "ephemeral"
        assert "Working on it" in answer.body["text"]
        assert answer.after_s < 0.3
        await server.expect("C1", "The brief.", thread="")
        heard = listener.heard[0]
        assert (heard.command, heard.text, heard.by.id) == ("brief", "Zelenskyy since Monday", "U1")
        await until(lambda: {"delete_original": True} in server.answered_urls)

    play(work, Listening(answer_with(lines("The brief."), after_s=0.4)))


def test_hidden_answers_to_a_slash_command_take_the_place_of_the_line():
    async def work(server, listener):
        await server.slash("C1", "U1", "status")
        await until(lambda: server.answered_urls)
        only = server.answered_urls[0]
        assert (only["replace_original"], only["response_type"]) == (True, "ephemeral")
        assert [m for m in server.messages("C1") if m.by_bot] == []

    play(work, Listening(answer_with(lines("All is well.", hidden=True), after_s=0.4)))


def test_a_slash_command_where_the_bot_is_not_is_answered_all_the_same():
    async def work(server, listener):
        server.channel("C9", "elsewhere").members.discard("U0BOT")
        await server.slash("C9", "U1", "brief")
        await until(lambda: server.answered_urls)
        assert server.answered_urls[0]["response_type"] == "in_channel"
        assert "The brief." in str(server.answered_urls[0]["blocks"])

    play(work, Listening(answer_with(lines("The brief."))))


def test_a_line_that_nobody_answers_behind_is_taken_back():
    async def work(server, listener):
        await server.slash("C1", "U1", "brief")
        await until(lambda: server.answered_urls == [{"delete_original": True}])

    async def says_nothing(heard, face):
        await asyncio.sleep(0.4)

    play(work, Listening(says_nothing))


def test_buttons_have_ids_of_their_own_and_what_is_weighty_asks_once_more():
    async def work(server, listener):
        await server.slash("C1", "U1", "settings")
        shown = await server.expect("C1", "Choose.")
        keep, remove = shown.buttons
        assert len({keep["action_id"], remove["action_id"]}) == 2
        assert (remove["style"], keep.get("style")) == ("danger", None)
        assert remove["confirm"]["confirm"]["text"] == "Yes"
        await server.press(shown, "Remove", "U2")
        await until(lambda: listener.pressed)
        pressed = listener.pressed[0]
        assert (pressed.data, pressed.by.id, pressed.message) == ("rm:7", "U2", shown.ts)
        assert pressed.place.chat == Address("slack", "C1")

    buttons = ((Button("Keep", "keep"), Button("Remove", "rm:7", weighty=True)),)
    play(work, Listening(answer_with(lines("Choose.", buttons=buttons))))


async def press_on(server, reply, listener):
    """Somebody presses the button of a message, and gets a reply."""

    async def on_press(pressed, face):
        listener.returned = await face.answer(pressed, reply)

    listener.on_press = on_press
    listener.on_hear = answer_with(lines("Choose.", buttons=((Button("Go", "go"),),)))
    await server.mention("C1", "U1", "choose")
    shown = await server.expect("C1", "Choose.")
    answer = await server.press(shown, "Go", "U2")
    await until(lambda: hasattr(listener, "returned"))
    assert answer.acked
    return shown


def test_a_toast_is_seen_by_whoever_pressed_in_the_thread():
    async def work(server, listener):
        shown = await press_on(server, lines(toast="Done & dusted."), listener)
        only = server.hidden("U2")[0]
        assert (only.text, only.thread_ts) == ("Done &amp; dusted.", shown.thread_ts)
        assert shown.words == "Choose.\nGo"

    play(work)


def test_a_reply_that_replaces_changes_the_message_and_its_buttons():
    async def work(server, listener):
        shown = await press_on(server, lines("Chosen.", replaces=True), listener)
        assert (shown.words, shown.labels) == ("Chosen.", [])
        assert listener.returned == shown.ts

    play(work)


def test_a_reply_with_words_of_its_own_stands_in_the_thread_of_the_button():
    async def work(server, listener):
        shown = await press_on(server, lines("More."), listener)
        more = await server.expect("C1", "More.")
        assert more.thread_ts == shown.thread_ts
        assert listener.returned == more.ts

    play(work)


def test_a_button_of_a_hidden_message_is_answered_hidden():
    async def work(server, listener):
        async def on_press(pressed, face):
            await face.answer(pressed, lines("Chosen.", replaces=True))
            await face.answer(pressed, lines("More."))

        listener.on_press = on_press
        await server.mention("C1", "U1", "choose")
        await until(lambda: server.hidden("U1"))
        await server.press(server.hidden("U1")[0], "Go", "U1")
        await until(lambda: len(server.answered_urls) == 2)
        assert server.hidden("U1")[0].words == "Chosen."
        assert [m for m in server.messages("C1") if m.by_bot] == []
        assert server.answered_urls[1]["replace_original"] is False

    play(work, Listening(answer_with(lines("Choose.", hidden=True, buttons=((Button("Go", "go"),),)))))


def test_a_prompt_opens_a_field_and_its_words_come_back_as_a_form():
    async def work(server, listener):
        await press_on(server, lines("Which page?", prompt="Address", prompt_for="addfeed:3"), listener)
        view = await server.view("U2")
        assert "Which page?" in view.words
        answer = await server.submit_view(view, {"answer": "https://example.org"})
        assert (answer.acked, answer.body) == (True, None)
        sent = listener.submitted[0]
        assert (sent.form, sent.values) == ("prompt:addfeed:3", {"answer": ("https://example.org",)})
        assert (sent.place.address.chat, sent.by.id) == ("C1", "U2")

    play(work)


def test_a_prompt_without_a_trigger_is_a_message_whose_button_opens_the_field():
    async def work(server, listener):
        await server.dm("U1", "subscribe")
        shown = await server.expect(server.world.im_of("U1").id, "Which time?")
        await server.press(shown, "Answer", "U1")
        view = await server.view("U1")
        await server.submit_view(view, {"answer": "08:00"})
        sent = listener.submitted[0]
        assert (sent.form, sent.values) == ("prompt:t:1", {"answer": ("08:00",)})
        assert listener.pressed == []

    play(work, Listening(answer_with(lines("Which time?", prompt="Time", prompt_for="t:1"))))


FILLED = Filled(
    {"when": ("07:30",), "days": ("weekdays",), "feeds": ("2",)},
    {"feeds": (("1", "A"), ("2", "B"))},
)


def test_the_form_opens_filled_in_and_says_what_is_wrong_with_each_field():
    async def on_hear(heard, face):
        assert await face.open_form(heard, "subscribe", heard.place, filled=FILLED)

    async def on_submit(submitted, face):
        return {"zone": "There is no such zone."} if submitted.values["zone"] == ("Nowhere",) else {}

    async def work(server, listener):
        await server.slash("C1", "U1", "subscribe")
        view = await server.view("U1")
        assert view.body["title"]["text"] == "Subscribe to briefs"
        wrong = await server.submit_view(view, {"zone": "Nowhere"})
        assert wrong.body == {"response_action": "errors", "errors": {"zone": "There is no such zone."}}
        right = await server.submit_view(view, {"zone": "Kyiv", "where": "C2", "actors": "Ada, Bob"})
        assert (right.acked, right.body, server.views("U1")) == (True, None, [])
        values = listener.submitted[1].values
        assert listener.submitted[1].place.address == Address("slack", "C2")
        assert values["days"] == ("mon", "tue", "wed", "thu", "fri")
        assert (values["when"], values["feeds"], values["actors"]) == (("07:30",), ("2",), ("Ada, Bob",))
        assert (values["language"], values["max_actors"]) == (("en",), ("",))
        assert "where" not in values

    play(work, Listening(on_hear, on_submit=on_submit))


@pytest.mark.parametrize("language", ["en", "uk", "de", "es"])
def test_forms_in_every_language_keep_slacks_limits(language):
    async def on_hear(heard, face):
        assert await face.open_form(heard, heard.command, heard.place)

    async def language_of(chat):
        return language

    async def work(server, listener):
        for form in ("settings", "subscribe"):
            await server.slash("C1", "U1", form)
            await until(lambda: server.views("U1"))
            view = server.views("U1").pop()
            await server.submit_view(view, {})
            await until(lambda: not server.views("U1"))
        assert [s.form for s in listener.submitted] == ["settings", "subscribe"]
        assert listener.submitted[0].values["layout"] == ("threads",)

    play(work, Listening(on_hear), language_of=language_of)


def test_what_is_wrong_with_a_form_that_took_too_long_is_told_in_private():
    async def on_hear(heard, face):
        assert await face.open_form(heard, "settings", heard.place)

    async def on_submit(submitted, face):
        await asyncio.sleep(2.6)
        return {"zone": "There is no such zone."}

    async def work(server, listener):
        await server.slash("C1", "U1", "settings")
        answer = await server.submit_view(await server.view("U1"), {})
        assert answer.acked
        assert answer.after_s < 3
        await server.expect(server.world.im_of("U1").id, "There is no such zone.")

    play(work, Listening(on_hear, on_submit=on_submit))


def test_a_form_without_a_trigger_or_with_an_old_one_is_not_opened():
    opened = []

    async def on_hear(heard, face):
        if heard.trigger:
            await asyncio.sleep(0.2)
        opened.append(await face.open_form(heard, "subscribe", heard.place))

    async def work(server, listener):
        server.web.trigger_s = 0.1
        await server.slash("C1", "U1", "subscribe")
        await server.dm("U1", "subscribe")
        await until(lambda: len(opened) == 2)
        assert opened == [False, False]

    play(work, Listening(on_hear))


def test_the_home_tab_shows_what_the_workspace_gets_with_buttons_to_change_it():
    async def on_press(pressed, face):
        await face.answer(pressed, lines(toast="Removed."))

    async def work(server, listener):
        await server.open_home("U1")
        await until(lambda: server.home("U1"))
        home = server.home("U1")
        assert "#news, weekdays 08:00" in home.words
        assert home.labels == ["Remove", "Subscribe to briefs", "Settings"]
        await server.press(home, "Remove", "U1")
        await server.expect(server.world.im_of("U1").id, "Removed.")
        assert listener.pressed[0].place.address.chat == server.world.im_of("U1").id
        await server.press(home, "Subscribe to briefs", "U1")
        await until(lambda: listener.heard)
        assert (listener.heard[0].command, bool(listener.heard[0].trigger)) == ("subscribe", True)

    shown = lines("#news, weekdays 08:00", buttons=((Button("Remove", "rm:1"),),))
    play(work, Listening(on_press=on_press, shown=shown))


def test_a_message_shortcut_brings_the_message_with_its_links():
    async def work(server, listener):
        message = await server.say("C1", "U2", "see <https://example.org/a?b=1&amp;c=2|this>")
        await server.shortcut("summarise_this", message, "U1")
        await server.expect("C1", "Summary.", thread=message.ts)
        heard = listener.heard[0]
        assert (heard.command, heard.by.id) == ("summarize", "U1")
        assert heard.replied_to.links == ("https://example.org/a?b=1&c=2",)

    play(work, Listening(answer_with(lines("Summary."))))


@pytest.fixture
def asked():
    """What a face answers: ``asked(ask, **more)`` runs ``ask(face, server)``."""

    def run(ask, **more):
        found = []

        async def on_hear(heard, face):
            found.append(face)

        async def work(server, listener):
            await server.mention("C1", "U1", "hello")
            await until(lambda: found)
            await ask(found[0], server)

        play(work, Listening(on_hear), **more)

    return run


def place(chat, kind=PlaceKind.GROUP):
    return Place(Address("slack", chat), kind)


def person(user):
    return Person("slack", user)


def test_the_creator_and_administrators_manage_a_channel_and_everybody_his_own_messages(asked):
    async def ask(face, server):
        assert await face.is_manager(place("C1"), person("U1"))
        assert await face.is_manager(place("C1"), person("UADMIN"))
        assert not await face.is_manager(place("C1"), person("U2"))
        assert not await face.is_manager(place("C1"), person(""))
        mine = server.world.im_of("U2").id
        assert await face.is_manager(place(mine, PlaceKind.PRIVATE), person("U2"))
        assert await face.is_manager(place("U2", PlaceKind.PRIVATE), person("U2"))
        assert not await face.is_manager(place(mine, PlaceKind.PRIVATE), person("U1"))
        calls = len(server.calls)
        assert not await face.is_manager(place("C1"), person("U2"))
        assert len(server.calls) == calls

    asked(ask)


@pytest.mark.parametrize(
    ("managers", "allowed"),
    [
        ("everyone", ["U1", "U2", "UADMIN"]),
        ("U2", ["U2"]),
        ("creator", ["U1"]),
        ("admins", ["UADMIN"]),
        ("admins, U2", ["U2", "UADMIN"]),
    ],
)
def test_who_manages_can_be_set(asked, managers, allowed):
    async def ask(face, server):
        found = [u for u in ("U1", "U2", "UADMIN") if await face.is_manager(place("C1"), person(u))]
        assert found == allowed

    asked(ask, managers=managers)


def test_nobody_is_let_in_when_slack_does_not_tell(asked):
    async def ask(face, server):
        server.web.scopes -= {"channels:read", "groups:read", "im:read"}
        with pytest.raises(FaceError):
            await face.is_manager(place("C1"), person("U2"))
        assert await face.is_manager(place("C1"), person("UADMIN"))

    asked(ask)


def test_channels_are_found_by_name_mention_link_and_id_when_the_bot_is_in_them(asked):
    async def ask(face, server):
        server.channel("C8", "out").members.discard("U0BOT")
        for said in ("#news", "news", "C1", "<#C1|news>", "<#C1>", "https://x.slack.com/archives/C1/p1"):
            found = await face.find_place(said, person("U1"))
            assert (said, found and found.address.chat) == (said, "C1")
        assert (await face.find_place("#private-desk", person("U1"))).address.chat == "C2"
        for said in ("#out", "C8", "#nothing", "", "<#C404>"):
            assert await face.find_place(said, person("U1")) is None

    asked(ask)


def test_files_are_fetched_with_the_token_from_slack_alone(asked):
    async def ask(face, server):
        url = f"http://127.0.0.1:{server.port}/files/F1"
        server.world.posted[0].files.append({"id": "F1", "content": "x" * 1000, "mimetype": "text/plain"})
        assert await face.download(Attached(url, "a.txt", "text/plain"), limit=1000) == b"x" * 1000
        with pytest.raises(FaceError, match="more than 999"):
            await face.download(Attached(url, "a.txt", "text/plain"), limit=999)
        for other in (
            "http://localhost:1/a",
            "https://files.slack.com.example.org/a",
            "https://u:p@files.slack.com/a",
        ):
            with pytest.raises(FaceError, match="not kept by Slack"):
                await face.download(Attached(other), limit=10)
        server.tokens = {"another"}
        with pytest.raises(FaceError) as told:
            await face.download(Attached(url, "a.txt", "text/plain"), limit=1000)
        assert BOT_TOKEN not in str(told.value)

    asked(ask)


def test_a_message_whose_blocks_slack_refuses_is_shown_as_plain_text_once():
    async def work(server, listener):
        original = server.web.chat_update

        def refuse(args, at):
            from tests.servers.slack.web import SlackError

            if args.get("blocks"):
                raise SlackError("invalid_blocks")
            return original(args, at)

        server.web.chat_update = refuse
        asked = await server.mention("C1", "U1", "hello")
        shown = await server.expect("C1", "Hello.", thread=asked.ts)
        assert shown.blocks == []

    play(work, Listening(answer_with(lines("Hello."))))


def test_an_answer_whose_thread_is_gone_stands_in_the_channel():
    async def work(server, listener):
        asked = {"type": "app_mention", "user": "U1", "ts": "1.1", "text": "hello", "channel": "C1"}
        await server.event(asked)
        await server.expect("C1", "Hello.", thread="")

    play(work, Listening(answer_with(lines("Hello."))))


def test_an_answer_that_may_have_been_taken_is_never_posted_twice():
    async def on_hear(heard, face):
        with pytest.raises(FaceError):
            await face.say(heard.place, lines("Once."))

    async def work(server, listener):
        server.fail("chat.postMessage", Fate.CUT_AFTER)
        await server.mention("C1", "U1", "hello")
        await server.expect("C1", "Once.")
        await asyncio.sleep(0.5)
        assert len([m for m in server.messages("C1") if m.by_bot]) == 1

    play(work, Listening(on_hear))


def test_a_busy_slack_is_waited_for():
    async def work(server, listener):
        server.fail("chat.postMessage", Fate.BUSY)
        server.fail("chat.update", Fate.BUSY)
        await server.mention("C1", "U1", "hello")
        await server.expect("C1", "Hello.")

    play(work, Listening(answer_with(lines("Hello."))))


@pytest.mark.parametrize("fate", [Fate.ERROR, Fate.CUT_BEFORE, Fate.CUT_AFTER])
def test_an_answer_that_cannot_take_the_place_of_its_line_is_a_message_of_its_own(fate):
    async def work(server, listener):
        server.fail("chat.update", fate, times=9)
        root = await server.mention("C1", "U1", "hello")
        shown = await server.expect("C1", "Found it.", thread=root.ts, within_s=10)
        await until(lambda: server.messages("C1", thread=root.ts) == [shown])

    play(work, Listening(on_hear=answer_with(lines("Found it."))))


@pytest.mark.parametrize("times", [1, 2])
def test_a_failure_that_slack_reports_is_no_reason_to_say_nothing(times):
    async def work(server, listener):
        server.fail("chat.postMessage", Fate.ERROR, times=times)
        await server.slash("C1", "U1", "ask this")
        await server.expect("C1", "Found it.")

    play(work, Listening(on_hear=answer_with(lines("Found it."))))


@pytest.mark.parametrize("by", ["slash", "mention"])
def test_whoever_asked_is_told_that_the_answer_cannot_be_shown(by):
    sorry = words("en")("errors.platform")

    async def work(server, listener):
        server.fail("chat.postMessage", Fate.ERROR, times=99)
        asking = asyncio.create_task(getattr(server, by)("C1", "U1", "hello"))
        await until(lambda: [m.text for m in server.hidden("U1")].count(sorry) == 1)
        await asking
        assert not [m for m in server.messages("C1") if m.text == sorry]

    play(work, Listening(on_hear=answer_with(lines("Found it."))))


def test_two_deliveries_of_one_command_are_both_acknowledged():
    async def scene():
        face = SlackFace(None, None, None)
        asked = Heard("t1", place("C1"), person("U1"), now(), "x", answer_url="https://hooks.slack.com/1")
        first, second, third = (asyncio.ensure_future(face.promise(asked, after_s=5)) for _ in range(3))
        await asyncio.sleep(0)
        second.cancel()
        await asyncio.wait({second})
        await face.settle(asked)
        assert await asyncio.wait_for(asyncio.gather(first, third), 1) == [{}, {}]
        assert not face._waited

    asyncio.run(scene())


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.slack.com/commands/1",
        "https://hooks.slack.com.evil.example/1",
        "https://hooks.slack.com:8443/1",
        "https://me@hooks.slack.com/1",
        "http://localhost:1/answers/1",
        "file:///etc/passwd",
        "nonsense",
    ],
)
def test_answers_are_sent_to_slacks_own_addresses_alone(asked, url):
    assert may_respond("https://hooks.slack.com/commands/T1/2/3", "https://slack.com/api/")
    assert not may_respond(url, "https://slack.com/api/")

    async def ask(face, server):
        with pytest.raises(FaceError, match="not Slack's"):
            await face._calls.respond(url, {"text": "what was said"})

    asked(ask)


def test_a_form_names_no_private_conversation():
    about = {"form": "subscribe", "chat": "C1", "thread": "", "kind": "group", "title": ""}
    view = {"callback_id": CALLBACK, "private_metadata": json.dumps(about)}
    for chosen, chat in (("C2", "C2"), ("G2", "G2"), ("D0VICTIM", None), ("U2", None), ("", "C1")):
        values = {"where": {"where": {"type": "conversations_select", "selected_conversation": chosen}}}
        found = target_of({**view, "state": {"values": values}})
        assert (found and found.place.address.chat) == chat
        assert found is None or found.place.kind is PlaceKind.GROUP


def test_a_person_and_his_conversation_are_one_lane(asked):
    async def ask(face, server):
        calls, mine = face._calls, server.world.im_of("U1").id
        for chat in ("U1", mine, "U1", mine):
            await calls.post(chat, {"text": "x"})
        at = [call.at for call in server.calls_of("chat.postMessage")]
        assert min(b - a for a, b in pairwise(at[1:])) >= 0.045, at

    asked(ask)
