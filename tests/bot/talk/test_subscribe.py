"""Subscribing in a chat: in one line, step by step, by a form; and ending it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from bot.talk.model import Place, PlaceKind
from newsdesk.model import Address, Following
from newsdesk.schedule import EVERY_DAY, Schedule
from summarizer.model import ActorId

from ...newsdesk.marking import HOLM, REED
from .asking import BEA, BOB, BRIDGE, GROUP, KIM, NOW, OTHER_KIM, PRIVATE, file
from .office import TOPIC, channel, office_chat, submitted, wishes

pytestmark = pytest.mark.anyio
WEEKDAYS = frozenset(range(5))


@pytest.fixture
def chat():
    made = office_chat()
    file(made.store, BRIDGE)
    return made


async def test_one_line_subscribes_and_says_when_the_first_brief_comes(chat):
    seen = await chat.say("/subscribe weekdays 08:00 Europe/Kyiv", place=GROUP)
    (wish,) = wishes(chat)
    assert wish.schedule == Schedule((time(8),), "Europe/Kyiv", WEEKDAYS)
    assert wish.next_due_at == datetime(2026, 5, 15, 5, tzinfo=UTC)
    assert "weekdays at 08:00 (Europe/Kyiv)" in seen.text
    assert "tomorrow at 08:00 (Europe/Kyiv)" in seen.text
    assert seen.labels == ["Undo", "Brief now"]
    assert channel(chat).zone == "Europe/Kyiv"
    assert channel(chat).title == "Group"


@pytest.mark.parametrize(
    ("line", "schedule"),
    [
        ("daily 8:00, 18:30", Schedule((time(8), time(18, 30)), "UTC", EVERY_DAY)),
        ("mon,wed 7am Berlin", Schedule((time(7),), "Europe/Berlin", frozenset({0, 2}))),
    ],
)
async def test_lines_that_are_understood(chat, line, schedule):
    await chat.say(f"/subscribe {line}", place=GROUP)
    assert [w.schedule for w in wishes(chat)] == [schedule]


@pytest.mark.parametrize(
    ("language", "line", "schedule"),
    [
        ("uk", "будні 08:00 Київ", Schedule((time(8),), "Europe/Kyiv", WEEKDAYS)),
        ("uk", "щодня о 8:00 та 18:30 Варшава", Schedule((time(8), time(18, 30)), "Europe/Warsaw", EVERY_DAY)),
        ("de", "werktags um 08:00 Uhr Wien", Schedule((time(8),), "Europe/Vienna", WEEKDAYS)),
        ("de", "montags und donnerstags 7:30", Schedule((time(7, 30),), "UTC", frozenset({0, 3}))),
        ("es", "entre semana a las 08:00 Madrid", Schedule((time(8),), "Europe/Madrid", WEEKDAYS)),
        ("es", "todos los días 9:00", Schedule((time(9),), "UTC", EVERY_DAY)),
    ],
)
async def test_a_line_in_the_readers_own_language(language, line, schedule):
    chat = office_chat(language=language)
    await chat.say(f"/subscribe {line}")
    assert [w.schedule for w in wishes(chat, PRIVATE)] == [schedule]
    assert channel(chat, PRIVATE).language == language


@pytest.mark.parametrize(
    ("language", "line", "said"),
    [
        ("", "weekdays", "There is no time of day in that."),
        ("", "daily 25:00", "I cannot read “25:00” as a time of day."),
        ("", "every other week 8:00", "“every other week”"),
        ("", "daily 8:00 8:00", "08:00 is given twice."),
        ("", "mon 8:00, tue 9:00", "Make two of them instead."),
        ("", "daily 8:00 quiet maybe", "quiet hours"),
        ("de", "täglich", "Darin steht keine Uhrzeit."),
        ("uk", "щодня", "У цьому немає часу доби."),
        ("es", "diario", "Ahí no hay ninguna hora."),
    ],
)
async def test_what_is_not_understood_is_explained_with_an_example_and_changes_nothing(language, line, said):
    chat = office_chat(language=language)
    seen = await chat.say(f"/subscribe {line}")
    assert said in seen.text
    assert "/subscribe " in seen.text
    assert channel(chat, PRIVATE) is None


async def test_a_zone_with_a_slip_of_the_pen_gets_the_near_ones(chat):
    seen = await chat.say("/subscribe daily 8:00 Europe/Kiyv", place=GROUP)
    assert "There is no time zone “Europe/Kiyv”. Did you mean Europe/Kyiv or Europe/Kirov" in seen.text.replace(
        "\n", " "
    )
    assert channel(chat) is None


@pytest.mark.parametrize("before", ["/follow Ada Holm", "/settings quiet 22:00-07:00"])
async def test_the_first_zone_that_is_given_becomes_the_chats(chat, before):
    await chat.say(before, place=GROUP)
    await chat.say("/subscribe daily 08:00 Europe/Kyiv", place=GROUP)
    assert channel(chat).zone == "Europe/Kyiv"
    shown = await chat.say("/settings quiet 22:00-07:30", place=GROUP)
    assert "22:00–07:30 (Europe/Kyiv)" in shown.text
    await chat.say("/subscribe daily 09:00 Europe/Madrid", place=GROUP)
    assert channel(chat).zone == "Europe/Kyiv"


async def test_a_zone_that_was_chosen_stays_and_quiet_hours_that_hold_are_told(chat):
    await chat.say("/settings zone UTC", place=GROUP)
    await chat.say("/settings quiet 22:00-07:00", place=GROUP)
    seen = await chat.say("/subscribe daily 08:00 Europe/Kyiv", place=GROUP)
    assert channel(chat).zone == "UTC"
    assert "10:00 (Europe/Kyiv). Quiet hours hold it back until then: 22:00–07:00 (UTC)." in seen.text
    free = await chat.say("/subscribe daily 12:00 Europe/Kyiv", place=GROUP)
    assert "Quiet hours" not in free.text


async def test_the_same_line_again_makes_no_second_subscription(chat):
    await chat.say("/subscribe daily 8:00", place=GROUP)
    seen = await chat.say("/subscribe daily 8:00", place=GROUP)
    assert "already" in seen.text
    assert seen.labels == ["Brief now"]
    assert len(wishes(chat)) == 1


async def test_a_subscription_just_made_can_be_taken_back_once(chat):
    seen = await chat.say("/subscribe daily 8:00", place=GROUP)
    await chat.say("/subscribe daily 9:00", place=GROUP)
    undone = await chat.press(seen, "Undo")
    assert undone.changed
    assert [w.schedule.slots for w in wishes(chat)] == [(time(9),)]
    assert "done already" in (await chat.press(seen, "Undo")).text


async def test_step_by_step_one_message_is_changed_until_all_is_known(chat):
    seen = await chat.say("/subscribe", place=GROUP)
    assert "Subscribe (1 of 5)" in seen.text
    first = seen.message
    for label in ("18:00", "Weekdays", "London"):
        seen = await chat.press(seen, label)
        assert seen.changed
        assert seen.message == first
    assert "Ada Holm" in seen.labels
    seen = await chat.press(seen, "Ada Holm")
    assert "✓ Ada Holm" in seen.labels
    seen = await chat.press(seen, "Done")
    assert wishes(chat) == []
    seen = await chat.press(seen, "short")
    (wish,) = wishes(chat)
    assert wish.schedule == Schedule((time(18),), "Europe/London", WEEKDAYS)
    assert wish.following == Following(actors=frozenset({HOLM.id}), max_actors=4, max_bullets=2)
    assert "Only of Ada Holm" in seen.text
    assert seen.labels == ["Undo", "Brief now"]


async def test_a_double_press_of_the_last_step_subscribes_once(chat):
    seen = await chat.say("/subscribe", place=GROUP)
    for label in ("08:00", "Every day", "UTC", "Everybody"):
        seen = await chat.press(seen, label)
    last = seen.button("normal").data
    await chat.press(seen, data=last)
    assert "done already" in (await chat.press(seen, data=last)).text
    assert len(wishes(chat)) == 1


async def test_going_back_and_choosing_days_one_by_one(chat):
    seen = await chat.say("/subscribe", place=GROUP)
    seen = await chat.press(seen, "08:00 and 18:00")
    seen = await chat.press(seen, "Back")
    seen = await chat.press(seen, "07:00")
    for label in ("Monday", "Tuesday", "✓ Tuesday", "Friday", "Done", "UTC", "Everybody", "long"):
        seen = await chat.press(seen, label)
    (wish,) = wishes(chat)
    assert wish.schedule == Schedule((time(7),), "UTC", frozenset({0, 4}))


async def test_words_in_place_of_buttons(chat):
    """Each prompt is answered by a reply to it; what is not understood is asked again, with what is near."""
    seen = await chat.press(await chat.say("/subscribe", place=GROUP), "Another")
    assert seen.reply.prompt
    seen = await chat.say("soon", place=GROUP, to=seen)
    assert "08:00, 18:30" in seen.text
    seen = await chat.say("6:45, 20:15", place=GROUP, to=seen)
    seen = await chat.press(await chat.press(seen, "Weekends"), "Another")
    seen = await chat.say("Kiyv", place=GROUP, to=seen)
    seen = await chat.press(seen, "Kyiv")
    seen = await chat.press(await chat.press(seen, "Other names"), data=seen.button("Other names").data)
    seen = await chat.say("Otto Reed, Nobody Atall", place=GROUP, to=seen)
    assert "Nobody Atall" in seen.text
    assert "✓ Otto Reed" in seen.labels
    seen = await chat.press(await chat.press(seen, "Done"), "normal")
    (wish,) = wishes(chat)
    assert wish.schedule == Schedule((time(6, 45), time(20, 15)), "Europe/Kyiv", frozenset({5, 6}))
    assert wish.following.actors == {REED.id}


async def test_in_private_an_answer_need_not_be_a_reply(chat):
    first = await chat.say("/subscribe", place=PRIVATE)
    await chat.press(first, "Another")
    seen = await chat.say("08:30, 19:00", place=PRIVATE)
    assert "Subscribe (2 of 5)" in seen.text
    asked = await chat.press(await chat.press(seen, "Every day"), "Another")
    assert "Or write: Cancel" in asked.text
    seen = await chat.say("Kyiv", place=PRIVATE)
    await chat.press(seen, "Other names")
    seen = await chat.say("Otto Reed", place=PRIVATE)
    assert "✓ Otto Reed" in seen.labels
    await chat.press(await chat.press(seen, "Done"), "normal")
    (wish,) = wishes(chat, PRIVATE)
    assert wish.schedule == Schedule((time(8, 30), time(19)), "Europe/Kyiv")


async def test_what_is_no_answer_stays_a_question_and_a_prompt_does_not_wait_for_ever(chat):
    await chat.press(await chat.say("/subscribe", place=PRIVATE), "Another")
    seen = await chat.say("What did Ada Holm say at 08:30?", place=PRIVATE)
    assert "Subscribe" not in seen.text
    chat.clock.forward(11 * 60)
    assert "Subscribe" not in (await chat.say("08:30", place=PRIVATE)).text


async def test_a_command_or_a_button_ends_the_waiting_and_a_prompt_can_be_called_off(chat):
    first = await chat.say("/subscribe", place=PRIVATE)
    await chat.press(first, "Another")
    await chat.say("/status", place=PRIVATE)
    assert "Subscribe" not in (await chat.say("08:30", place=PRIVATE)).text
    await chat.press(first, "Another")
    assert "nothing was changed" in (await chat.say("cancel", place=PRIVATE)).text
    assert "Subscribe" not in (await chat.say("08:30", place=PRIVATE)).text


async def test_in_a_group_an_answer_is_a_reply(chat):
    await chat.press(await chat.say("/subscribe", place=GROUP), "Another")
    assert "Subscribe" not in (await chat.say("08:30", place=GROUP)).text


async def test_of_an_ambiguous_name_nobody_is_chosen_for_the_reader(chat):
    file(chat.store, "Opened the fair", actor=BEA)
    seen = await chat.say("/subscribe", place=GROUP)
    for label in ("08:00", "Every day", "UTC", "Other names"):
        seen = await chat.press(seen, label)
    seen = await chat.say("Holm", place=GROUP, to=seen)
    assert "Whom do you mean by “Holm”?" in seen.text
    assert {"Ada Holm", "Bea Holm"} <= set(seen.labels)
    assert not [label for label in seen.labels if "✓" in label]


async def test_a_double_tap_on_a_step_is_no_mistake_and_a_late_cancel_denies_nothing(chat):
    seen = await chat.say("/subscribe", place=GROUP)
    cancel = seen.button("Cancel").data
    for label in ("08:00", "Every day", "UTC", "Everybody", "normal"):
        data = seen.button(label).data
        after = await chat.press(seen, data=data)
        assert "done already" in (await chat.press(seen, data=data)).reply.toast
        seen = after
    assert "out of date" in (await chat.press(seen, data=cancel)).reply.toast
    assert len(wishes(chat)) == 1


async def test_cancelling_leaves_nothing(chat):
    seen = await chat.say("/subscribe", place=GROUP)
    later = await chat.press(seen, "Cancel")
    assert "nothing was changed" in later.text
    assert "out of date" in (await chat.press(seen, "08:00")).text
    assert channel(chat) is None


@pytest.mark.parametrize(
    "line", ["/subscribe daily 8:00", "/subscribe", "/unsubscribe", "/settings", "/mute Ada Holm"]
)
@pytest.mark.parametrize("place", [GROUP, TOPIC])
async def test_nobody_but_a_manager_changes_what_a_group_gets(chat, line, place):
    seen = await chat.say(line, place=place, by=BOB)
    assert seen.text == "Only the administrators of this chat can do that."
    assert seen.reply.hidden
    assert chat.store.channels.all() == []


async def test_a_managers_buttons_do_nothing_for_others(chat):
    seen = await chat.say("/subscribe", place=GROUP)
    refused = await chat.press(seen, "08:00", by=BOB)
    assert refused.reply.toast == "Only the administrators of this chat can do that."
    assert "Subscribe (1 of 5)" in seen.text
    made = await chat.say("/subscribe daily 8:00", place=GROUP)
    await chat.press(made, "Undo", by=BOB)
    assert len(wishes(chat)) == 1


async def test_an_answer_to_a_managers_prompt_is_not_taken_from_others(chat):
    asked = await chat.press(await chat.say("/subscribe", place=GROUP), "Another")
    refused = await chat.say("6:45", place=GROUP, to=asked, by=BOB)
    assert "Only the administrators" in refused.text
    assert "(2 of 5)" in (await chat.say("6:45", place=GROUP, to=asked)).text


@pytest.mark.parametrize(
    "data",
    [
        "sub",
        "sub:",
        "sub:x",
        "sub:1",
        "sub:99:time:0800",
        "sub:1:who:0",
        "sub:1:time:9999",
        "sub:1:length:endless",
        "sub:-1:time:0800",
        "sub:1:zone:Mars",
        "sub:99999999999999999999:time:0800",
        "subundo:0:1",
        "subundo",
        "end:0:all",
        "endundo:0:1",
        "set:0:zone:UTC",
        "set",
        "who:0:1:0",
        "unwho:0:1",
        "feedx:0:1",
        "forget:0:all",
        "nothing:1",
        "go",
        "go:forget",
        "manage:1",
        "home:settings:1",
        "home",
    ],
)
async def test_forged_buttons_change_nothing(chat, data):
    seen = await chat.say("/subscribe", place=GROUP)
    answer = await chat.press(seen, data=data)
    assert answer.reply.toast
    assert not answer.reply.blocks
    assert chat.store.channels.all() == []


async def test_the_buttons_of_another_chat_are_of_no_use(chat):
    seen = await chat.say("/subscribe", place=GROUP)
    elsewhere = Place(Address("telegram", "-200"), PlaceKind.GROUP, "Other")
    assert "out of date" in (await chat.press(seen, "08:00", place=elsewhere)).text
    made = await chat.say("/subscribe daily 8:00", place=GROUP)
    assert "out of date" in (await chat.press(made, "Undo", place=elsewhere)).text
    assert len(wishes(chat)) == 1


async def test_a_topic_of_a_forum_is_a_channel_of_its_own(chat):
    await chat.say("/subscribe daily 8:00", place=TOPIC)
    assert channel(chat, TOPIC).address == Address("telegram", "-100", "5")
    assert channel(chat, GROUP) is None


async def test_the_only_subscription_ends_and_comes_back_with_its_window(chat):
    await chat.say("/subscribe weekdays 08:00 Berlin quiet 22:00-06:00", place=GROUP)
    (before,) = wishes(chat)
    chat.store.subscriptions.update(
        replace(before, following=Following(actors=frozenset({ActorId("ada-holm")})))
    )
    (before,) = wishes(chat)
    ended = await chat.say("/unsubscribe", place=GROUP)
    assert wishes(chat) == []
    back = await chat.press(ended, "Undo")
    (after,) = wishes(chat)
    assert replace(after, id=before.id, created_at=before.created_at) == before
    assert "It is back" in back.text
    assert "done already" in (await chat.press(ended, "Undo")).text
    assert len(wishes(chat)) == 1


async def test_of_several_subscriptions_one_is_chosen(chat):
    for hour in ("8:00", "9:00", "10:00"):
        await chat.say(f"/subscribe daily {hour}", place=GROUP)
    seen = await chat.say("/unsubscribe", place=GROUP)
    assert len(seen.labels) == 4
    await chat.press(seen, "every day at 09:00")
    assert [w.schedule.slots[0].hour for w in wishes(chat)] == [8, 10]
    await chat.say("/unsubscribe 2", place=GROUP)
    assert [w.schedule.slots[0].hour for w in wishes(chat)] == [8]
    await chat.press(seen, "All of them")
    assert wishes(chat) == []
    assert "No briefs come here yet" in (await chat.say("/unsubscribe", place=GROUP)).text


async def test_a_chat_has_no_end_of_subscriptions(chat):
    for minute in range(20):
        await chat.say(f"/subscribe daily 8:{minute:02}", place=GROUP)
    seen = await chat.say("/subscribe daily 9:00", place=GROUP)
    assert "at most 20" in seen.text
    assert len(wishes(chat)) == 20


async def test_a_subscription_has_no_end_of_times(chat):
    times = ", ".join(f"8:{minute:02}" for minute in range(25))
    assert "at most 24 times" in (await chat.say(f"/subscribe daily {times}", place=GROUP)).text
    assert channel(chat) is None


async def test_a_form_is_opened_where_there_are_forms(chat):
    chat.face.forms = True
    await chat.say("hello", place=GROUP)
    shown = len(chat.face.seen)
    await chat.say("/subscribe", place=GROUP, trigger="t1")
    ((form, place, filled),) = chat.face.opened
    assert (form, place) == ("subscribe", GROUP)
    assert filled.values["zone"] == ("UTC",)
    assert len(chat.face.seen) == shown


async def test_a_form_subscribes_and_the_chat_is_told(chat):
    form = submitted(
        "subscribe",
        {"when": "8:00, 18:30", "days": ("mon", "fri"), "zone": "Kyiv", "actors": "Ada Holm", "max_actors": "3",
         "language": "uk"},
    )  # fmt: skip
    assert await chat.talk.submit(form, chat.face) == {}
    (wish,) = wishes(chat)
    assert wish.schedule == Schedule((time(8), time(18, 30)), "Europe/Kyiv", frozenset({0, 4}))
    assert wish.following == Following(actors=frozenset({HOLM.id}), max_actors=3)
    assert channel(chat).language == "uk"
    assert "08:00" in chat.face.seen[-1].text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("when", "soon"),
        ("zone", "Atlantis"),
        ("actors", "Nobody Atall"),
        ("feeds", "77"),
        ("max_actors", "many"),
    ],
)
async def test_a_form_names_the_field_that_is_wrong_and_changes_nothing(chat, field, value):
    values = {"when": "8:00", "days": "daily", "zone": "UTC", field: value}
    wrong = await chat.talk.submit(submitted("subscribe", values), chat.face)
    assert list(wrong) == [field]
    assert channel(chat) is None


async def test_a_form_of_somebody_who_may_not_is_refused(chat):
    wrong = await chat.talk.submit(submitted("subscribe", {"when": "8:00"}, by=BOB), chat.face)
    assert wrong == {"": "Only the administrators of this chat can do that."}  # where the form names its chat
    assert channel(chat) is None


async def test_the_answer_to_a_prompt_may_come_as_a_form(chat):
    asked = await chat.press(await chat.say("/subscribe", place=GROUP), "Another")
    form = submitted(f"prompt:{asked.reply.prompt_for}", {"answer": "6:45"})
    assert "Only" in (await chat.talk.submit(replace(form, by=BOB), chat.face))["answer"]
    assert await chat.talk.submit(form, chat.face) == {}
    assert "(2 of 5)" in chat.face.seen[-1].text


async def test_somebody_who_had_blocked_the_bot_gets_briefs_again_after_start(chat):
    """No other word brings them back: only Start says so on Telegram."""
    await chat.say("/subscribe daily 8:00", place=PRIVATE)
    found = channel(chat, PRIVATE)
    chat.store.channels.gone(found.id, NOW, "blocked")
    await chat.say("/help", place=PRIVATE)
    assert channel(chat, PRIVATE).gone_at is not None
    await chat.say("/start", place=PRIVATE)
    assert channel(chat, PRIVATE).gone_at is None
    assert len(wishes(chat, PRIVATE)) == 1


async def test_two_of_one_name_are_told_apart_in_the_steps_and_in_the_form(chat):
    file(chat.store, BRIDGE, actor=KIM)
    file(chat.store, "Closed the fair", actor=OTHER_KIM)
    seen = await chat.say("/subscribe", place=GROUP)
    for label in ("08:00", "Every day", "UTC"):
        seen = await chat.press(seen, label)
    assert "Kim Lee (kim-lee)" in seen.labels
    asked = await chat.press(seen, "Other names")
    named = await chat.say("Kim Lee", place=GROUP, to=asked)
    seen = await chat.press(named, "Kim Lee (~kim-lee)")
    assert "✓ Kim Lee (~kim-lee)" in seen.labels
    done = await chat.press(await chat.press(seen, "Done"), "normal")
    assert wishes(chat)[0].following.actors == {OTHER_KIM.id}
    assert "Only of Kim Lee (~kim-lee)" in done.text
    form = submitted("subscribe", {"when": "09:00", "actors": "Kim Lee"})
    wrong = (await chat.talk.submit(form, chat.face))["actors"]
    assert "Kim Lee (kim-lee) or Kim Lee (~kim-lee). Write the full name, or what stands in brackets." in wrong
    form = submitted("subscribe", {"when": "09:00", "actors": "kim-lee"})
    assert await chat.talk.submit(form, chat.face) == {}
    assert wishes(chat)[1].following.actors == {KIM.id}


@pytest.mark.parametrize(
    ("language", "line", "quoted"),
    [
        ("de", "Montag bis blau 8:00", "bis blau"),
        ("de", "Montag und Ruhe Blaukraut 8:00", "Ruhe"),
        ("uk", "понеділок до синього 8:00", "до синього"),
        ("es", "lunes hasta azul 8:00", "hasta azul"),
    ],
)
async def test_what_is_not_understood_is_quoted_in_the_readers_own_words(language, line, quoted):
    chat = office_chat(language=language)
    seen = (await chat.say(f"/subscribe {line}")).text
    assert quoted in seen
    assert not {"to", "quiet", "monday"} & set(re.findall(r"[a-z]+", seen.casefold()))
