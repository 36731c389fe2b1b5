"""Questions in chats: answered from the archive, continued, chosen, refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.talk.model import Place, PlaceKind, Quoted
from newsdesk.model import Address, FeedId, Following

from ...newsdesk.marking import REED
from .asking import ANN, BEA, BOB, BRIDGE, FERRY, GROUP, KIM, NOW, OTHER_KIM, TOLL, Chat, file

pytestmark = pytest.mark.anyio


@pytest.fixture
def chat():
    made = Chat()
    file(made.store, BRIDGE)
    file(made.store, TOLL, day=5)
    file(made.store, "Denied that the harbour bridge is unsafe", actor=REED)
    return made


async def test_a_question_is_answered_with_the_sentences_sources_and_date(chat):
    seen = await chat.say("What did Ada Holm say about the bridge?")
    assert "harbour bridge will stay closed" in seen.text
    assert "Harbour Wire" in seen.text
    assert "13 May 2026" in seen.text
    assert "lorries" not in seen.text
    assert seen.labels == ["Evidence", "Brief: Ada Holm"]
    assert chat.face.signs == 1


async def test_a_follow_up_keeps_the_actor(chat):
    await chat.say("What did Ada Holm say about the bridge?")
    seen = await chat.say("and about the toll?")
    assert "toll for lorries" in seen.text
    assert "Ada Holm · “toll”" in seen.text


async def test_a_follow_up_keeps_the_topic_for_somebody_else(chat):
    await chat.say("What did Ada Holm say about the bridge?")
    seen = await chat.say("what about Otto Reed?")
    assert "bridge is unsafe" in seen.text


async def test_a_follow_up_keeps_actor_and_topic_in_a_window(chat):
    await chat.say("What did Ada Holm say about the toll?")
    seen = await chat.say("and since Monday?")
    assert "No statement by Ada Holm on toll found in 2 articles since 11 May 2026." in seen.text
    assert seen.labels == ["Everything by Ada Holm", "At any time"]


async def test_two_people_in_a_group_do_not_mix(chat):
    await chat.say("What did Ada Holm say about the bridge?", place=GROUP)
    await chat.say("What did Otto Reed say?", place=GROUP, by=BOB)
    seen = await chat.say("and about the toll?", place=GROUP, by=ANN)
    assert "Ada Holm" in seen.text
    assert "toll for lorries" in seen.text


async def test_people_in_a_thread_share_it(chat):
    thread = Place(Address("slack", "C1", "17.5"), PlaceKind.GROUP)
    await chat.say("What did Ada Holm say about the bridge?", place=thread)
    seen = await chat.say("and about the toll?", place=thread, by=BOB)
    assert "toll for lorries" in seen.text


async def test_people_in_a_forum_topic_do_not(chat):
    topic = Place(Address("telegram", "-100", "3"), PlaceKind.GROUP, lasting=True)
    await chat.say("What did Ada Holm say about the bridge?", place=topic)
    seen = await chat.say("and about the toll?", place=topic, by=BOB)
    assert "“toll”" not in seen.text.splitlines()[1]


async def test_a_reply_to_an_older_answer_goes_on_with_that_one(chat):
    first = await chat.say("What did Ada Holm say about the bridge?")
    await chat.say("What did Otto Reed say about the bridge?")
    seen = await chat.say("and about the toll?", to=first)
    assert "toll for lorries" in seen.text


async def test_anybody_may_reply_to_an_answer(chat):
    first = await chat.say("What did Ada Holm say about the bridge?", place=GROUP)
    seen = await chat.say("and about the toll?", place=GROUP, by=BOB, to=first)
    assert "toll for lorries" in seen.text


async def test_a_reply_in_a_thread_under_an_answer_goes_on_with_the_last_one(chat):
    first = await chat.say("/ask What did Otto Reed say?", place=Place(Address("slack", "C1"), PlaceKind.GROUP))
    thread = Place(Address("slack", "C1", first.message), PlaceKind.GROUP)
    await chat.say("What did Ada Holm say about the bridge?", place=thread, to=first)
    seen = await chat.say("and about the toll?", place=thread, to=first)
    assert "toll for lorries" in seen.text


async def test_a_reply_to_a_message_of_another_goes_on_as_without(chat):
    await chat.say("What did Ada Holm say about the bridge?")
    seen = await chat.say("and about the toll?", to=Quoted("5", "some words"))
    assert "toll for lorries" in seen.text


async def test_a_later_answer_is_shown_in_parts():
    chat = Chat()
    topics = "harbour ferry bridge school budget airport museum hospital".split()
    for day, topic in enumerate(topics, 1):
        file(chat.store, f"Said the {topic} deserves more attention from number {day}", day=day)
    seen = await chat.say("What did Ada Holm say?")
    assert seen.text.count("•") == 6
    assert "2 more" in seen.labels
    rest = await chat.press(seen, "2 more")
    assert rest.text.count("•") == 2
    assert "more" not in " ".join(rest.labels)
    assert all(
        (f"the {topic} deserves" in seen.text) != (f"the {topic} deserves" in rest.text) for topic in topics
    )


async def test_an_ambiguous_name_is_chosen_by_whoever_asked(chat):
    file(chat.store, FERRY, actor=BEA)
    seen = await chat.say("What did Holm say?", place=GROUP)
    assert seen.labels == ["Ada Holm", "Bea Holm"]
    refused = await chat.press(seen, "Bea", by=BOB)
    assert refused.reply.toast
    answer = await chat.press(seen, "Bea")
    assert answer.changed
    assert "northern islands" in answer.text
    assert "harbour bridge" not in answer.text
    follow = await chat.say("and about the ferries?", place=GROUP, to=answer)
    assert "northern islands" in follow.text


async def test_nothing_found_offers_what_would_find_something(chat):
    seen = await chat.say("What did Ada Holm say about submarines?")
    assert "No statement by Ada Holm on submarines found in 3 articles since 5 May 2026." in seen.text
    assert seen.labels == ["Everything by Ada Holm"]
    wider = await chat.press(seen, "Everything")
    assert wider.changed
    assert "harbour bridge will stay closed" in wider.text


async def test_an_unknown_name_leaves_the_conversation_as_it_was(chat):
    await chat.say("What did Ada Holm say about the bridge?")
    seen = await chat.say("What did Nobodyson say?")
    assert "Nobody called “Nobodyson” is quoted" in seen.text
    assert "toll for lorries" in (await chat.say("and about the toll?")).text


async def test_an_empty_question_is_told_how_to_ask_with_somebody_of_the_archive(chat):
    assert "What did Ada Holm say this week?" in (await chat.say("/ask")).text
    assert "/said Ada Holm since Monday" in (await chat.say("/said  ")).text


async def test_an_empty_archive_says_so():
    seen = await Chat().say("What did Ada Holm say?")
    assert "No article has been read yet." in seen.text


async def test_said_takes_actor_topic_and_window(chat):
    assert "harbour bridge will" in (await chat.say("/said Ada Holm bridge since Monday")).text
    seen = await chat.say("/said Ada Holm toll since Monday")
    assert "No statement by Ada Holm on toll" in seen.text
    assert "toll for lorries" in (await chat.say("/said Holm, toll")).text


async def test_only_the_feeds_of_the_chat_are_searched(chat):
    file(chat.store, "Praised the harbour pilots", key="seen", feeds=[FeedId(1)])
    file(chat.store, "Mocked the harbour pilots", key="unseen", feeds=[FeedId(2)], actor=REED)
    channel = chat.store.channels.add(GROUP.address, now=NOW)
    chat.store.channels.update(replace(channel, following=Following(feeds=frozenset({FeedId(1)}))))
    seen = await chat.say("Who said something about harbour pilots?", place=GROUP)
    assert "Praised" in seen.text
    assert "Mocked" not in seen.text
    silent = await chat.say("What did Otto Reed say about pilots?", place=GROUP)
    assert "No statement by Otto Reed" in silent.text
    assert not silent.labels


async def test_a_long_question_is_not_looked_up(chat):
    assert "at most 1000 characters" in (await chat.say("why " * 2500)).text


async def test_bidi_controls_do_not_come_back(chat):
    seen = await chat.say("What did \u202eAda Holm\u202c say about the bridge?")
    assert "\u202e" not in seen.text
    assert "harbour bridge" in seen.text


@pytest.mark.parametrize(
    "data",
    ["awho:1:0", "awho:1", "awho::", "amore:1:6", "amore:x:y", "adrop:1:actor", "adrop:999:topic", "askme:1",
     "askme:" + "9" * 40, "awho:1:" + "٣"],
)  # fmt: skip
async def test_forged_buttons_do_nothing(chat, data):
    seen = await chat.say("What did Ada Holm say about the bridge?")
    assert (await chat.press(seen, data=data)).reply.toast


async def test_buttons_of_another_chat_do_nothing(chat):
    seen = await chat.say("What did Ada Holm say about submarines?")
    pressed = await chat.press(seen, "Everything", place=GROUP)
    assert pressed.reply.toast
    assert not pressed.reply.blocks


@pytest.mark.parametrize(
    ("language", "silent"),
    [
        ("uk", "11 травня 2026"),
        ("de", "11. Mai 2026"),
        ("es", "11 de mayo de 2026"),
    ],
)
async def test_a_conversation_in_every_language(chat, language, silent):
    chat.language = language
    first = await chat.say("What did Ada Holm say about the bridge?")
    assert "harbour bridge will stay closed" in first.text
    second = await chat.say("and about the toll?")
    assert "toll for lorries" in second.text
    third = await chat.say("and since Monday?")
    assert silent in third.text
    assert len(third.labels) == 2
    assert "toll for lorries" in (await chat.press(third, third.labels[1])).text


async def test_two_of_one_name_are_told_apart(chat):
    file(chat.store, "Said the lighthouse must be painted", actor=KIM)
    file(chat.store, "Asked for a second lighthouse", actor=OTHER_KIM)
    both = await chat.say("What was said about the lighthouse?")
    briefs = [label for label in both.labels if label.startswith("Brief: Kim")]
    assert sorted(briefs) == ["Brief: Kim Lee (kim-lee)", "Brief: Kim Lee (~kim-lee)"]
    seen = await chat.say("/said Kim Lee")
    assert seen.labels == ["Kim Lee (kim-lee)", "Kim Lee (~kim-lee)"]
    answer = (await chat.press(seen, "Kim Lee (~kim-lee)")).text
    assert "second lighthouse" in answer
    assert "painted" not in answer
