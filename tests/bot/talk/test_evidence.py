"""Evidence in chats: the sentence in its paragraph, of answers and of briefs that were delivered here."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import structlog

from bot.render.document import Passage, SourceEntry
from bot.talk.model import Quoted, Submitted
from newsdesk.model import Address, DeliveryState
from summarizer.model import Act, ArticleId, Bullet, Citation, Span

from ...newsdesk.marking import HOLM, brief
from ...newsdesk.readers import publish_parts, subscribe
from .asking import ANN, BOB, BRIDGE, GROUP, NOW, PRIVATE, TOLL, Chat, RecordingFace, file

pytestmark = pytest.mark.anyio
OTHER = replace(GROUP, address=Address("telegram", "-200"))


def passages(seen):
    return [b for b in seen.reply.blocks if isinstance(b, Passage)]


def delivered(store, *parts, place=GROUP, of=None, now=NOW):
    """A brief sent to a chat in parts; its deliveries."""
    channel = store.channels.add(place.address, now=NOW)
    publish_parts(store, subscribe(store, channel, due_at=NOW), *(parts or ("one",)), now=now, of=of)
    found = []
    for number in range(len(parts) or 1):
        (claimed,) = store.ledger.claim("telegram", now=now, limit=9)
        store.ledger.settle(claimed.id, DeliveryState.SENT, now=now, remote_id=f"{500 + number}")
        found.append(claimed)
    return found


def cited(store, text, *lines, key="k"):
    """A bullet that cites the first sentence of a new article."""
    article = file(store, *(lines or (text,)), key=key)
    kept = store.articles.revision(article, 1)
    end = kept.text.index(".") + 1
    return Bullet(text, HOLM, Act.SAID, (Citation(article, Span(0, end), kept.url),))


@pytest.fixture
def chat():
    made = Chat(face=RecordingFace())
    file(made.store, BRIDGE, TOLL)
    return made


async def test_the_button_shows_the_sentence_in_its_paragraph_with_outlet_and_date(chat):
    answer = await chat.say("What did Ada Holm say about the toll?")
    seen = await chat.press(answer, "Evidence")
    (passage,) = passages(seen)
    assert passage.text == "Ada Holm warned that the toll for lorries doubles in autumn."
    assert "harbour bridge will stay closed" in passage.before
    (source,) = [b for b in seen.reply.blocks if isinstance(b, SourceEntry)]
    assert (source.outlet, source.date) == ("Harbour Wire", "13 May 2026")
    assert source.reference.url.startswith("https://wire.example/")


async def test_the_command_shows_it_of_what_came_last_answer_or_brief(chat):
    bullet = cited(chat.store, "Promised two new ferries", "Promised two new ferries to the north")
    await chat.say("What did Ada Holm say about the toll?", place=GROUP)
    delivered(chat.store, "one", of=brief(bullet), now=NOW + timedelta(minutes=5))
    (newest,) = passages(await chat.say("/evidence", place=GROUP))
    assert "ferries" in newest.text
    chat.clock.forward(9 * 60)
    await chat.say("What did Ada Holm say about the toll?", place=GROUP)
    (newest,) = passages(await chat.say("/evidence", place=GROUP))
    assert "toll" in newest.text


async def test_a_reply_to_evidence_goes_on_with_its_answer(chat):
    answer = await chat.say("What did Ada Holm say about the toll?")
    seen = await chat.press(answer, "Evidence")
    assert "harbour bridge" in (await chat.say("and about the bridge?", to=seen)).text


async def test_the_command_shows_it_of_the_last_answer_or_of_one_bullet(chat):
    assert "nothing here yet" in (await chat.say("/evidence")).text
    answer = await chat.say("What did Ada Holm say?")
    assert len(passages(await chat.say("/evidence"))) == 2
    (one,) = passages(await chat.say("/evidence 2"))
    shown = [b.text for b in answer.reply.blocks if hasattr(b, "number")]
    assert shown[1].split()[-1] in one.text
    beyond = await chat.say("/evidence 3")
    assert beyond.text == "There are only 2 lines here: /evidence 1 to /evidence 2."
    assert not passages(await chat.say("/evidence the bridge"))


async def test_many_are_shown_five_at_a_time():
    chat = Chat()
    topics = "harbour ferry bridge school budget airport museum".split()
    for day, topic in enumerate(topics, 1):
        file(chat.store, f"Said the {topic} deserves more attention from number {day}", day=day)
    first = await chat.press(await chat.say("What did Ada Holm say?"), "Evidence")
    assert len(passages(first)) == 5
    rest = await chat.press(first, "Evidence of 2 more")
    assert len(passages(rest)) == 2
    assert not rest.labels


async def test_a_delivered_part_shows_its_own_bullets(chat):
    a, b = cited(chat.store, BRIDGE, key="a"), cited(chat.store, TOLL, key="b")
    one, two = delivered(chat.store, "one", "two", of=brief(a, b))
    seen = await chat.say("/evidence", place=GROUP)
    for delivery, words in ((one, "harbour bridge"), (two, "toll for lorries")):
        (passage,) = passages(await chat.press(seen, data=f"ev:{delivery.id}"))
        assert words in passage.text


async def test_the_command_shows_the_chats_last_brief_or_the_one_replied_to(chat):
    a, b = cited(chat.store, BRIDGE, key="a"), cited(chat.store, TOLL, key="b")
    delivered(chat.store, "one", "two", of=brief(a, b))
    assert len(passages(await chat.say("/evidence", place=GROUP))) == 2
    (passage,) = passages(await chat.say("/evidence", place=GROUP, to=Quoted("501", own=True)))
    assert "toll for lorries" in passage.text


async def test_of_a_brief_with_fewer_lines_the_number_of_lines_is_told(chat):
    delivered(chat.store, "one", of=brief(cited(chat.store, "Ada Holm said so.")))
    seen = await chat.say("/evidence 99", place=GROUP, to=Quoted("500", own=True))
    assert seen.text.startswith("There is only one line here")


async def test_what_is_withdrawn_is_struck_out(chat):
    (one,) = delivered(chat.store, of=brief(cited(chat.store, BRIDGE, key="a")))
    chat.store.ledger.withdraw(one.brief, [0])
    seen = await chat.press(await chat.say("/evidence", place=GROUP), data=f"ev:{one.id}")
    assert "Withdrawn" in seen.text


async def test_a_text_that_is_no_more_kept_is_said_so(chat):
    gone = Bullet("Opened a school", HOLM, Act.SAID, (Citation(ArticleId("999"), Span(0, 5)),))
    (one,) = delivered(chat.store, of=brief(gone))
    seen = await chat.press(await chat.say("/evidence", place=GROUP), data=f"ev:{one.id}")
    assert not passages(seen)
    assert "The text of this article is not kept any more" in seen.text


async def test_a_delivery_of_another_chat_shows_nothing_and_is_logged(chat):
    (one,) = delivered(chat.store, of=brief(cited(chat.store, BRIDGE, key="a")))
    seen = await chat.say("/evidence")
    with structlog.testing.capture_logs() as logs:
        for data in (f"ev:{one.id}", f"evb:{one.id}:0", f"askme:{one.id}"):
            pressed = await chat.press(seen, data=data, place=OTHER)
            assert pressed.reply.toast
            assert not pressed.reply.blocks
    assert [line["event"] for line in logs].count("delivery_of_another_chat") == 3


@pytest.mark.parametrize("data", ["ev:", "ev:x", "ev:1:2:3", "ev:12345678901234567890", "aev:1", "aev:5:x"])
async def test_forged_buttons_show_nothing(chat, data):
    seen = await chat.say("/evidence")
    pressed = await chat.press(seen, data=data)
    assert pressed.reply.toast
    assert not pressed.reply.blocks


async def test_a_memo_of_another_chat_shows_nothing(chat):
    answer = await chat.say("What did Ada Holm say about the toll?", place=PRIVATE)
    pressed = await chat.press(answer, "Evidence", place=GROUP)
    assert not pressed.reply.blocks


async def test_the_button_of_a_brief_asks_and_the_answer_keeps_nothing_of_before(chat):
    (one,) = delivered(chat.store, of=brief(cited(chat.store, BRIDGE, key="a")))
    seen = await chat.say("What did Ada Holm say about the toll?", place=GROUP)
    prompt = await chat.press(seen, data=f"askme:{one.id}")
    assert prompt.reply.prompt
    answer = await chat.say("What did Ada Holm say about the bridge?", place=GROUP, to=prompt)
    assert "harbour bridge" in answer.text


async def test_a_reply_to_a_brief_is_a_question_of_its_own(chat):
    delivered(chat.store, of=brief(cited(chat.store, BRIDGE, key="a")))
    await chat.say("What did Ada Holm say about the toll?", place=GROUP)
    seen = await chat.say("and about the bridge?", place=GROUP, to=Quoted("500", own=True))
    assert "Ada Holm · " not in seen.text


async def test_a_question_may_come_by_a_form_and_its_answer_can_be_replied_to(chat):
    (one,) = delivered(chat.store, of=brief(cited(chat.store, BRIDGE, key="a")))
    values = {"answer": ("What did Ada Holm say about the toll?",)}
    form = Submitted("f1", GROUP, ANN, NOW, f"prompt:askme:{one.id}", values)
    assert await chat.talk.submit(form, chat.face) == {}
    answer = chat.face.seen[-1]
    assert "toll for lorries" in answer.text
    assert "harbour bridge" in (await chat.say("and about the bridge?", place=GROUP, by=BOB, to=answer)).text
