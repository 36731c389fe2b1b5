"""Briefs asked for in chats: now, of one actor, and what a delivered one left out."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from newsdesk.model import FeedId, Following
from summarizer.model import BriefSpec

from ...newsdesk.marking import REED, brief
from .asking import ANN, BEA, BOB, BRIDGE, FERRY, GROUP, KIM, NOW, OTHER_KIM, TOLL, Chat, file
from .test_evidence import cited, delivered

pytestmark = pytest.mark.anyio


@pytest.fixture
def chat():
    made = Chat()
    file(made.store, TOLL, day=5)
    file(made.store, BRIDGE, day=14)
    file(made.store, "Denied that the harbour bridge is unsafe", actor=REED, day=14)
    return made


async def test_a_brief_of_the_last_day_by_default(chat):
    seen = await chat.say("/brief")
    assert "Of the last 24 hours." in seen.text
    assert "harbour bridge will stay closed" in seen.text
    assert "bridge is unsafe" in seen.text
    assert "toll" not in seen.text
    assert seen.labels[0] == "Evidence"
    assert {"Brief: Ada Holm", "Brief: Otto Reed"} < set(seen.labels)


async def test_a_brief_of_one_actor_since_a_day(chat):
    seen = await chat.say("/brief Ada Holm since 1 May")
    assert "Everything since 1 May 2026." in seen.text
    assert "toll for lorries" in seen.text
    assert "unsafe" not in seen.text


@pytest.mark.parametrize(
    ("language", "line"),
    [("de", "/brief Ada Holm seit dem 1 May"), ("de", "/brief seit Freitag"), ("es", "/brief desde el viernes"),
     ("uk", "/brief Ada Holm з 1 May")],
)  # fmt: skip
async def test_since_in_the_readers_language(chat, language, line):
    file(chat.store, FERRY, day=9)
    chat.language = language
    assert "northern islands" in (await chat.say(line)).text


@pytest.mark.parametrize(
    ("language", "said", "name"),
    [
        ("uk", "Nobodyson з понеділка", "«Nobodyson»"),
        ("uk", "з якогось часу", "«з якогось часу»"),
        ("de", "Nobodyson seit letzter Woche", "„Nobodyson“"),
        ("de", "seit neulich", "„seit neulich“"),
        ("es", "Nobodyson desde el 12 de mayo", "«Nobodyson»"),
        ("es", "desde el otro día", "«desde el otro día»"),
    ],
)
async def test_a_name_that_nobody_bears_is_told_in_the_readers_own_words(chat, language, said, name):
    chat.language = language
    assert name in (await chat.say(f"/brief {said}")).text


@pytest.mark.parametrize(
    ("language", "said"), [("uk", "з 1 травня"), ("de", "seit dem 1. Mai"), ("es", "desde el 1 de mayo")]
)
async def test_the_same_words_are_understood_by_said(chat, language, said):
    chat.language = language
    seen = await chat.say(f"/said Ada Holm {said}")
    assert "harbour bridge" in seen.text
    assert "2026" in seen.text.splitlines()[1]


async def test_evidence_and_a_question_after_a_brief(chat):
    seen = await chat.say("/brief Ada Holm")
    assert "harbour bridge will stay closed" in (await chat.press(seen, "Evidence")).text
    assert "toll for lorries" in (await chat.say("and about the toll?", to=seen)).text


async def test_an_ambiguous_name_is_chosen(chat):
    file(chat.store, FERRY, actor=BEA, day=14)
    seen = await chat.say("/brief Holm", place=GROUP)
    assert seen.labels == ["Ada Holm", "Bea Holm"]
    assert "somebody else" in (await chat.press(seen, "Bea", by=BOB)).reply.toast
    assert "northern islands" in (await chat.press(seen, "Bea", by=ANN)).text


async def test_two_of_one_name_are_told_apart(chat):
    file(chat.store, FERRY, actor=KIM, day=14)
    file(chat.store, "Closed the fair", actor=OTHER_KIM, day=14)
    everybody = await chat.say("/brief")
    assert {"Brief: Kim Lee (kim-lee)", "Brief: Kim Lee (~kim-lee)"} & set(everybody.labels)
    assert "Brief: Kim Lee" not in everybody.labels
    seen = await chat.say("/brief Kim Lee")
    assert seen.labels == ["Kim Lee (kim-lee)", "Kim Lee (~kim-lee)"]
    chosen = await chat.press(seen, "Kim Lee (~kim-lee)")
    assert "Kim Lee (~kim-lee)" in chosen.text
    assert "Closed the fair" in chosen.text
    assert "ferries" not in chosen.text


async def test_a_name_that_nobody_bears(chat):
    assert "Nobody called “Nobodyson”" in (await chat.say("/brief Nobodyson")).text


async def test_nothing_new_offers_the_last_week(chat):
    file(chat.store, FERRY, actor=BEA, day=9)
    seen = await chat.say("/brief Bea Holm")
    assert "There is nothing new from Bea Holm." in seen.text
    wider = await chat.press(seen, "The last seven days")
    assert wider.changed
    assert "northern islands" in wider.text


@pytest.fixture
def backlog():
    """A feed that has just been added: what it held already is no news."""
    made = Chat()
    file(made.store, TOLL, day=5, is_news=False)
    file(made.store, BRIDGE, day=14, is_news=False)
    return made


async def test_a_brief_of_an_actor_or_since_a_day_holds_the_backlog(backlog):
    for line in ("/brief since 1 May", "/brief Ada Holm since 1 May"):
        seen = await backlog.say(line)
        assert "Everything since 1 May 2026." in seen.text
        assert "toll for lorries" in seen.text
        assert "harbour bridge" in seen.text
    seen = await backlog.say("/brief Ada Holm")
    assert "harbour bridge" in seen.text
    assert "toll" not in seen.text
    assert "There is nothing new." in (await backlog.say("/brief")).text


@pytest.mark.parametrize("month", [1, 5])
async def test_the_brief_offered_under_an_answer_holds_what_the_answer_shows(month):
    """However old it is, and whatever the chat's briefs leave out."""
    chat = Chat()
    file(chat.store, TOLL, day=2, month=month, is_news=False)
    answer = await chat.say("What did Ada Holm say about the toll?", place=GROUP)
    seen = await chat.press(answer, "Brief: Ada Holm")
    assert "toll for lorries doubles" in seen.text
    assert f"Everything since 2 {'January' if month == 1 else 'May'} 2026." in seen.text
    channel = chat.store.channels.add(GROUP.address, now=NOW)
    chat.store.channels.update(replace(channel, following=Following(exclude=("lorries",))))
    shown = await chat.press(answer, "Brief: Ada Holm")
    assert "toll for lorries doubles" in shown.text
    assert "Harbour Wire" in shown.text


async def test_nothing_is_told_with_what_was_looked_at(chat):
    seen = await chat.say("/brief Otto Reed since today")
    assert "bridge is unsafe" in seen.text
    file(chat.store, FERRY, actor=BEA, day=1)
    seen = await chat.say("/brief Bea Holm since 7 May")
    assert seen.text.strip() == "Nothing by Bea Holm was found that was published since 7 May 2026."
    assert not seen.labels


async def test_a_brief_of_everybody_says_how_far_back_it_reaches(chat):
    file(chat.store, FERRY, actor=BEA, day=9, month=1)
    seen = await chat.say("/brief since 1 January")
    assert "Everything since 13 March 2026." in seen.text
    assert "northern islands" not in seen.text
    assert "northern islands" in (await chat.say("/brief Bea Holm since 1 January")).text


async def test_nothing_at_all_has_no_button():
    seen = await Chat().say("/brief")
    assert "There is nothing new." in seen.text
    assert not seen.labels


async def test_the_channels_wishes_hold(chat):
    file(chat.store, "Praised the pilots", key="seen", feeds=[FeedId(1)], day=14)
    channel = chat.store.channels.add(GROUP.address, now=NOW)
    wishes = Following(feeds=frozenset({FeedId(1)}))
    chat.store.channels.update(replace(channel, following=wishes))
    seen = await chat.say("/brief", place=GROUP)
    assert "pilots" in seen.text
    assert "bridge" not in seen.text
    other = await chat.say("What did Ada Holm say?", place=GROUP)
    assert "bridge" not in (await chat.press(other, "Brief: Ada Holm")).text


async def test_since_the_last_brief_of_the_channel(chat):
    delivered(chat.store, of=brief(cited(chat.store, FERRY, key="a")))
    seen = await chat.say("/brief", place=GROUP)
    assert "Since the last brief, 14 May 2026, 12:00 (UTC)." in seen.text


async def test_what_had_no_room_comes_by_a_button(chat):
    for day in (13, 14):
        for topic in ("schools", "ferries", "tunnels", "trams"):
            file(
                chat.store,
                f"Said the {topic} of number {day} deserve more attention",
                day=day,
                key=f"{topic}{day}",
            )
    chat.talk._services = replace(chat.services, defaults=BriefSpec(max_bullets=2))
    seen = await chat.say("/brief since 1 May")
    assert "More" in seen.labels
    rest = await chat.press(seen, "More")
    shown = {b.text for b in seen.reply.blocks if hasattr(b, "number") and hasattr(b, "mark")}
    more = {b.text for b in rest.reply.blocks if hasattr(b, "number") and hasattr(b, "mark")}
    assert more
    assert not shown & more


async def test_the_buttons_of_a_delivered_brief(chat):
    (one,) = delivered(chat.store, of=brief(cited(chat.store, BRIDGE, key="a")))
    seen = await chat.say("/evidence", place=GROUP)
    actor = await chat.press(seen, data=f"actor:{one.id}:0")
    assert "Brief: Ada Holm" in actor.text
    assert "harbour bridge" in actor.text
    rest = await chat.press(seen, data=f"more:{one.id}")
    assert "harbour bridge is closed" not in rest.text
    assert rest.reply.blocks
    for data in (f"actor:{one.id}:9", f"actor:{one.id}", "actor:x:0", "more:", f"more:{one.id}:1"):
        assert not (await chat.press(seen, data=data)).reply.blocks


async def test_a_delivery_of_another_chat_is_not_briefed(chat):
    (one,) = delivered(chat.store, of=brief(cited(chat.store, BRIDGE, key="a")))
    seen = await chat.say("/evidence")
    for data in (f"actor:{one.id}:0", f"more:{one.id}"):
        assert not (await chat.press(seen, data=data)).reply.blocks


async def test_who_waits_too_long_for_a_brief_is_told(chat, monkeypatch):
    from bot.talk import briefing

    monkeypatch.setattr(briefing, "_PATIENCE_S", 0.05)
    with briefing._TURNS.turn(GROUP.chat):
        assert "Another one is being read" in (await chat.say("/brief", place=GROUP)).text
        assert "harbour bridge" in (await chat.say("/brief")).text


async def test_a_brief_waits_for_the_one_before(chat):
    from bot.talk import briefing

    turn = briefing._TURNS.turn(GROUP.chat)
    turn.__enter__()
    waiting = asyncio.create_task(chat.say("/brief", place=GROUP))
    await asyncio.sleep(0.1)
    assert not chat.face.seen
    turn.__exit__(None, None, None)
    assert "harbour bridge" in (await waiting).text
