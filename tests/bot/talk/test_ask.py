"""Questions in chats: answered from the archive, continued, chosen, refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.talk.model import Person, Place, PlaceKind, Quoted
from newsdesk.model import Address, FeedId, Following, Subscription, SubscriptionId
from newsdesk.when import parse_when

from ...newsdesk.marking import REED
from .asking import ANN, BEA, BOB, BRIDGE, FERRY, GROUP, KIM, NOW, OTHER_KIM, PRIVATE, TOLL, Chat, file
from .office import HALL, channel, office_chat

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


async def test_after_an_unknown_name_nothing_goes_on_with_the_one_of_long_ago(chat):
    file(chat.store, "Denied that the toll is his idea", actor=REED)
    await chat.say("What did Ada Holm say about the bridge?")
    seen = await chat.say("What did Nobodyson say?")
    assert "Nobody called “Nobodyson” is quoted" in seen.text
    assert not seen.labels
    then = await chat.say("and about the toll?")
    assert "Ada Holm" in then.text
    assert "Otto Reed" in then.text


async def test_after_a_choice_that_nobody_made_nothing_goes_on_with_the_one_of_long_ago(chat):
    file(chat.store, "Denied that the toll is her idea", actor=BEA)
    await chat.say("What did Ada Holm say about the bridge?")
    assert (await chat.say("What did Holm say?")).labels == ["Ada Holm", "Bea Holm"]
    assert "Bea Holm" in (await chat.say("and about the toll?")).text


@pytest.mark.parametrize(
    ("question", "actors"),
    [
        ("and Otto Reed on the toll?", "Otto Reed"),
        ("what about Otto Reed on the toll?", "Otto Reed"),
        ("Otto Reed on the toll", "Otto Reed"),
        ("What about Reed's reaction?", "Otto Reed"),
        ("how about mayor Reed", "Otto Reed"),
        ("What about the toll according to Otto Reed?", "Otto Reed"),
        ("what about Otto Reed and Bea Holm?", "Otto Reed and Bea Holm"),
    ],
)
async def test_whoever_a_follow_up_names_is_the_one_who_answers(chat, question, actors):
    file(chat.store, "Denied that the toll is his idea", actor=REED)
    file(chat.store, "Mocked the toll as a joke", actor=BEA)
    await chat.say("What did Ada Holm say about the toll?")
    seen = await chat.say(question)
    assert f"{actors} · “toll”" in seen.text
    assert "his idea" in seen.text
    assert "lorries" not in seen.text


async def test_somebody_unknown_is_a_topic_of_the_one_before_only_when_that_is_chosen(chat):
    file(chat.store, "Praised the pilot Zelenskyy for his patience")
    await chat.say("What did Ada Holm say about the bridge?")
    seen = await chat.say("what about Zelenskyy?")
    assert "Nobody called “Zelenskyy” is quoted in 4 articles" in seen.text
    assert "patience" not in seen.text
    assert seen.labels == ["Ada Holm · “Zelenskyy”"]
    assert "patience" in (await chat.press(seen, "Ada Holm")).text


@pytest.mark.parametrize("words", ["👍", "ok", "Great!", "got it", "good night"])
async def test_what_asks_nothing_is_not_answered(chat, words):
    first = await chat.say("What did Ada Holm say about the bridge?")
    assert await chat.say(words) is first
    assert "toll for lorries" in (await chat.say("and about the toll?")).text


@pytest.mark.parametrize(
    ("language", "words", "answer"),
    [
        ("en", "Thanks a lot!", "You are welcome."),
        ("uk", "Дуже дякую 🙏", "Будь ласка."),
        ("de", "Vielen Dank", "Gern geschehen."),
        ("es", "Muchas gracias", "De nada."),
        ("uk", "ok thanks", "Будь ласка."),
    ],
)
async def test_thanks_are_answered_kindly_and_are_no_question(chat, language, words, answer):
    chat.language = language
    await chat.say("What did Ada Holm say about the bridge?")
    assert (await chat.say(words)).text == answer
    assert "toll for lorries" in (await chat.say("and about the toll?")).text


async def test_who_greets_is_told_how_to_ask(chat):
    assert "What did Ada Holm say this week?" in (await chat.say("Hello!")).text


async def test_words_that_find_nothing_and_ask_nothing_are_not_the_conversation(chat):
    await chat.say("What did Ada Holm say about the toll?")
    await chat.say("see you at the marina")
    assert "Ada Holm · “toll” · since 1 May 2026" in (await chat.say("and since 1 May?")).text


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


@pytest.mark.parametrize("topic", ["plan", "attack", "call demand", "the plan for an attack"])
async def test_said_takes_a_topic_of_words_that_also_report(chat, topic):
    file(chat.store, "Said the plan for the attack is ready, and so are the call and the demand", day=12)
    seen = await chat.say(f"/said Ada Holm {topic}")
    assert "the plan for the attack" in seen.text
    assert "harbour bridge" not in seen.text
    assert "Ada Holm · “" in seen.text.splitlines()[1]
    assert "harbour bridge" in (await chat.say("and about the bridge?")).text


async def test_said_of_two_and_of_a_name_of_two(chat):
    file(chat.store, "Mocked the toll as a joke", actor=BEA)
    both = await chat.say("/said Ada Holm and Bea Holm toll")
    assert "lorries" in both.text
    assert "joke" in both.text
    seen = await chat.say("/said Holm toll since 1 May")
    assert seen.labels == ["Ada Holm", "Bea Holm"]
    chosen = await chat.press(seen, "Bea")
    assert chosen.changed
    assert "Bea Holm · “toll” · since 1 May 2026" in chosen.text
    assert "lorries" not in chosen.text


async def test_days_are_those_of_the_chat_in_which_the_answer_is_read(chat):
    made = chat.store.channels.add(PRIVATE.home, now=NOW)
    chat.store.channels.update(replace(made, zone="Pacific/Honolulu"))
    seen = await chat.say("What did Ada Holm say about the bridge on 12 May?")
    assert "harbour bridge will stay closed" in seen.text
    proof = await chat.press(seen, "Evidence")
    for shown in (seen, proof):
        assert "12 May 2026" in shown.text
        assert "13 May 2026" not in shown.text


async def test_days_are_not_those_of_a_chat_that_is_managed_from_here():
    chat = office_chat()
    file(chat.store, BRIDGE)
    await chat.say("/manage @hall")
    await chat.say("/settings zone Pacific/Honolulu")
    assert channel(chat, HALL).zone == "Pacific/Honolulu"
    seen = await chat.say("What did Ada Holm say about the bridge on 13 May?")
    assert "harbour bridge will stay closed" in seen.text
    assert "12 May 2026" not in seen.text


async def test_an_empty_window_is_not_an_empty_archive(chat):
    seen = await chat.say("What did Ada Holm say since today?")
    assert "in 0 articles since 14 May 2026" in seen.text
    assert "No article has been read yet." not in seen.text


async def test_feeds_of_the_subscriptions_alone_are_searched(chat):
    file(chat.store, "Praised the harbour pilots", key="seen", feeds=[FeedId(1)])
    file(chat.store, "Mocked the harbour pilots", key="unseen", feeds=[FeedId(2)], actor=REED)
    made = chat.store.channels.add(GROUP.address, now=NOW)
    named = Following(feeds=frozenset({FeedId(1)}))
    schedule = parse_when("daily 8:00", zone="UTC")
    chat.store.subscriptions.add(Subscription(SubscriptionId(0), made.id, schedule, following=named))
    for asked in ("Who said something about harbour pilots?", "/said Otto Reed pilots"):
        assert "Mocked" not in (await chat.say(asked, place=GROUP)).text
    assert "Praised" in (await chat.say("Who said something about harbour pilots?", place=GROUP)).text


async def test_two_who_speak_in_the_name_of_a_group_do_not_share_a_conversation(chat):
    hidden = Person("telegram", "-100", "Group", as_chat=True)
    first = await chat.say("What did Ada Holm say about the bridge?", place=GROUP, by=hidden)
    file(chat.store, "Denied that the toll is his idea", actor=REED)
    seen = await chat.say("and about the toll?", place=GROUP, by=hidden)
    assert "Otto Reed" in seen.text
    assert "Otto Reed" not in (await chat.say("and about the toll?", place=GROUP, by=hidden, to=first)).text


async def test_a_reply_to_something_that_is_no_answer_goes_on_with_nothing(chat):
    file(chat.store, "Denied that the toll is his idea", actor=REED)
    await chat.say("What did Ada Holm say about the bridge?")
    seen = await chat.say("and about the toll?", to=Quoted("77", "a further page", own=True))
    assert "Otto Reed" in seen.text


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


@pytest.mark.parametrize(
    ("language", "question", "hint"),
    [
        ("de", "Was hat Otto Reed über die Bridge gesagt?", "englische Wörter beachtet: Otto Reed · „Bridge“"),
        ("es", "¿Qué dijo Otto Reed sobre el puente?", "palabras en inglés: Otto Reed"),
        ("uk", "Що сказав Otto Reed про міст?", "англійські слова: Otto Reed"),
        ("en", "Was hat Reed gesagt?", "English words were looked for: Otto Reed"),
    ],
)
async def test_a_question_in_another_language_is_for_whom_it_names(chat, language, question, hint):
    chat.language = language
    await chat.say("What did Ada Holm say about the toll?")
    seen = await chat.say(question)
    assert "bridge is unsafe" in seen.text
    assert hint in seen.text
    assert "Ada Holm" not in seen.text


@pytest.mark.parametrize(
    "question", ["¿Qué dijo Zorro?", "Що сказав Нагніпенко про toll?", "Was hat der Sprecher von Reed gesagt?"]
)
async def test_a_question_that_is_not_understood_denies_nothing_of_anybody(chat, question):
    await chat.say("What did Ada Holm say about the toll?")
    seen = await chat.say(question)
    assert "No statement" not in seen.text
    assert "Questions are understood in English so far: /ask What did Merz say" in seen.text
    assert "Otto Reed" in (await chat.say("and about the bridge?")).text


async def test_what_is_denied_of_a_question_in_another_language_is_what_was_looked_for(chat):
    seen = await chat.say("Was hat Ada Holm über Otto Reed gesagt?")
    assert "No statement by Ada Holm on Reed found" in seen.text
    assert "English words were looked for: Ada Holm · “Reed”" in seen.text


async def test_a_bare_topic_is_asked_about(chat):
    for words in ("bridge", "/ask bridge", "the bridge?"):
        seen = await chat.say(words)
        assert "harbour bridge will stay closed" in seen.text
        assert "bridge is unsafe" in seen.text
        await chat.say("What did Nobodyson say?")
