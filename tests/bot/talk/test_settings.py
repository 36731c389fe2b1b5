"""Settings of a chat: by buttons, in one line, by a form."""

from __future__ import annotations

from datetime import date, time

import pytest

from bot.talk.model import Place, PlaceKind
from newsdesk.model import Address, Layout, WhenEmpty
from newsdesk.schedule import Pause, QuietHours

from .asking import ANN, BOB, GROUP, PRIVATE, Chat
from .office import Office, channel, office_chat, submitted, wishes

pytestmark = pytest.mark.anyio


@pytest.fixture
def chat():
    return office_chat()


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("zone Europe/Berlin", "zone", "Europe/Berlin"),
        ("zone new york", "zone", "America/New_York"),
        ("language de", "language", "de"),
        ("language українська", "language", "uk"),
        ("quiet 22:00-07:00", "quiet", QuietHours(time(22), time(7))),
        ("quiet off", "quiet", None),
        ("alerts 3", "alerts_per_day", 3),
        ("empty note", "when_empty", WhenEmpty.NOTE),
        ("layout single", "layout", Layout.SINGLE),
    ],
)
async def test_one_line_changes_one_setting(chat, line, name, value):
    before = await chat.say("/settings", place=GROUP)
    seen = await chat.say(f"/settings {line}", place=GROUP)
    assert getattr(channel(chat), name) == value
    assert seen.labels[1:] != []
    assert before.text.splitlines()[0] == "Settings of this chat"


async def test_a_list_of_words_and_a_length(chat):
    await chat.say("/settings include ceasefire,  peace talks", place=GROUP)
    await chat.say("/settings exclude football", place=GROUP)
    seen = await chat.say("/settings length short", place=GROUP)
    following = channel(chat).following
    assert (following.include, following.exclude) == (("ceasefire", "peace talks"), ("football",))
    assert (following.max_actors, following.max_bullets) == (4, 2)
    assert "Only with these words: “ceasefire” and “peace talks”" in seen.text
    assert seen.text.count("Length of a brief: short") == 1
    await chat.say("/settings include none", place=GROUP)
    assert channel(chat).following.include == ()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("zone Atlantis", "There is no time zone “Atlantis”."),
        ("language klingon", "I write in these languages: en (English), de (Deutsch)"),
        ("quiet nights", "22:00-07:00"),
        ("alerts many", "from 0 to 50"),
        ("alerts 999", "from 0 to 50"),
        ("empty sometimes", "“sometimes” is none of these: “stay silent” or “send a line”."),
        ("length endless", "“endless” is none of these: “short”, “normal” or “long”."),
        ("include !!!", "at most 50 words"),
        ("colour blue", "There is no setting “colour”."),
        ("pause someday", "“someday” is no day."),
    ],
)
async def test_what_cannot_be_had_is_explained_and_makes_no_channel(chat, line, said):
    if line.startswith("pause"):
        await chat.say("/subscribe daily 8:00", place=GROUP)
    seen = await chat.say(f"/settings {line}", place=GROUP)
    assert said in seen.text
    if not line.startswith("pause"):
        assert channel(chat) is None


async def test_looking_at_the_settings_makes_no_channel(chat):
    seen = await chat.say("/settings", place=GROUP)
    await chat.press(seen, "Time zone")
    assert chat.store.channels.all() == []


async def test_buttons_change_the_one_message(chat):
    seen = await chat.say("/settings", place=GROUP)
    zones = await chat.press(seen, "Time zone")
    assert zones.message == seen.message
    changed = await chat.press(zones, "New York")
    assert (changed.message, channel(chat).zone) == (seen.message, "America/New_York")
    assert "Time zone: America/New_York" in changed.text
    hours = await chat.press(changed, "Quiet hours")
    changed = await chat.press(hours, "22:00–07:00")
    assert channel(chat).quiet == QuietHours(time(22), time(7))
    assert "Quiet hours: 22:00–07:00" in changed.text
    written = await chat.press(await chat.press(changed, "Never with"), "Write")
    await chat.say("weather", place=GROUP, to=written)
    assert channel(chat).following.exclude == ("weather",)


async def test_a_new_language_speaks_at_once(chat):
    seen = await chat.press(await chat.press(await chat.say("/settings", place=GROUP), "Language"), "Deutsch")
    assert "Geändert." in seen.text
    assert "Sprache: Deutsch" in seen.text
    assert "Einstellungen dieses Chats" in (await chat.say("/settings", place=GROUP)).text


async def test_a_near_zone_is_offered_as_a_button(chat):
    seen = await chat.say("/settings zone Belrin", place=GROUP)
    await chat.press(seen, "Berlin")
    assert channel(chat).zone == "Europe/Berlin"


async def test_pausing_and_resuming(chat):
    await chat.say("/subscribe daily 8:00 Berlin", place=GROUP)
    seen = await chat.press(await chat.press(await chat.say("/settings", place=GROUP), "Pause"), "For 7 days")
    assert wishes(chat)[0].schedule.pauses == (Pause(date(2026, 5, 14), date(2026, 5, 20)),)
    assert "20 May 2026" in seen.text
    assert "Nothing is lost" in seen.text
    await chat.press(seen, "Resume")
    assert wishes(chat)[0].schedule.pauses == ()
    assert "over already" in (await chat.say("/settings pause 2026-01-01", place=GROUP)).text


async def test_the_layout_is_a_setting_of_slack_alone(chat):
    assert "Layout" not in (await chat.say("/settings", place=GROUP)).labels
    slack = Chat(face=Office(platform="slack", managers=frozenset({ANN.id})))
    place = Place(Address("slack", "C123456"), PlaceKind.GROUP, "#news")
    seen = await slack.say("/settings", place=place)
    await slack.press(await slack.press(seen, "Layout"), "one message")
    assert channel(slack, place).layout is Layout.SINGLE


async def test_commands_are_written_as_the_platform_has_them(chat):
    slack = Chat(face=Office(platform="slack", managers=frozenset({ANN.id})))
    seen = await slack.say("/subscribe weekdays", place=Place(Address("slack", "C123456"), PlaceKind.GROUP))
    assert "/newsdesk subscribe weekdays 08:00" in seen.text
    assert "/subscribe weekdays 08:00" in (await chat.say("/subscribe weekdays", place=GROUP)).text


async def test_others_than_managers_press_in_vain(chat):
    seen = await chat.press(await chat.say("/settings", place=GROUP), "Time zone")
    refused = await chat.press(seen, "New York", by=BOB)
    assert refused.reply.toast
    assert channel(chat) is None


async def test_a_form_shows_what_holds_and_changes_it_as_one(chat):
    await chat.say("/settings zone Berlin", place=GROUP)
    chat.face.forms = True
    await chat.say("/settings", place=GROUP, trigger="t")
    values = chat.face.opened[0][2].values
    assert (values["zone"], values["alerts_per_day"]) == (("Europe/Berlin",), ("0",))
    wrong = await chat.talk.submit(submitted("settings", {"zone": "Kyiv", "alerts_per_day": "lots"}), chat.face)
    assert list(wrong) == ["alerts_per_day"]
    assert channel(chat).zone == "Europe/Berlin"
    good = {"zone": "Kyiv", "alerts_per_day": "4", "quiet": "", "layout": "single", "when_empty": "note"}
    assert await chat.talk.submit(submitted("settings", good), chat.face) == {}
    found = channel(chat)
    assert (found.zone, found.alerts_per_day, found.layout) == ("Europe/Kyiv", 4, Layout.SINGLE)
    assert "Changed." in chat.face.seen[-1].text


async def test_a_private_chat_is_managed_by_its_person(chat):
    await chat.say("/settings zone Berlin", place=PRIVATE)
    assert channel(chat, PRIVATE).zone == "Europe/Berlin"
