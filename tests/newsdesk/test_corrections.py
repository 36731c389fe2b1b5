"""Corrections: what a source no longer says is struck out where it was read."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.recording import RecordingSender
from bot.render.desk import DeskRenderer
from newsdesk.corrections import correct, correct_changed
from newsdesk.deliver import Deliverer
from newsdesk.evidence import Words, still_says
from newsdesk.model import DeliveryKind, DeliveryState
from newsdesk.publish import publish_due
from newsdesk.store.memory import MemoryStore
from summarizer.model import BriefSpec, Span

from .readers import EIGHT, Clock, add_channel, article_text, read, subscribe

BRIDGE = "Said the harbour bridge will stay closed until the inspection is over"
FERRY = "Promised a new ferry to the northern islands"
NOTICE = "Withdrawn: the source no longer says this."


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    subscribe(store, add_channel(store))
    return store


def publish(store) -> None:
    publish_due(store, DeskRenderer(), EIGHT, defaults=BriefSpec())


def send(store) -> RecordingSender:
    sender = RecordingSender()
    asyncio.run(Deliverer(store, {"console": sender}, clock=Clock(EIGHT)).drain("console"))
    return sender


def change(store, key: str, text: str):
    """Another text at the same address; the article's id."""
    filed = store.articles.find(f"https://wire.example/{key}")
    return store.articles.file(replace(filed, article=replace(filed.article, text=text)), now=EIGHT).article


def corrected(store, article):
    return correct(store, DeskRenderer(), article, EIGHT)


def test_evidence_that_is_gone_is_struck_out_in_the_sent_message(store) -> None:
    """The message is edited and marked; the line that still stands stays."""
    read(store, "a", BRIDGE, FERRY)
    publish(store)
    send(store)
    article = change(store, "a", article_text([FERRY]))
    found = corrected(store, article)
    assert (found.briefs, found.bullets, found.messages) == (1, 1, 1)
    (edit,) = send(store).taken
    assert edit.kind is DeliveryKind.CORRECTION
    assert edit.edits == "r1"
    body = " ".join(edit.message.body.split())
    assert f"~~{BRIDGE}~~ [1] · {NOTICE}" in body
    assert f"• {FERRY} [1]" in body
    assert "Corrected: a source was changed after this was written." in body


def test_correcting_twice_edits_once(store) -> None:
    """The bullet is withdrawn already."""
    read(store, "a", BRIDGE)
    publish(store)
    send(store)
    article = change(store, "a", "Nothing of it is true, the paper says.")
    assert corrected(store, article).messages == 1
    assert corrected(store, article).messages == 0
    change(store, "a", "Another text again, and nothing of it either.")
    assert corrected(store, article).messages == 0


def test_a_message_that_still_waits_is_changed_before_it_goes(store) -> None:
    """Nobody reads what is known to be withdrawn without its notice."""
    read(store, "a", BRIDGE)
    publish(store)
    corrected(store, change(store, "a", "Nothing of it is true, the paper says."))
    (only,) = send(store).taken
    assert only.kind is DeliveryKind.BRIEF
    assert NOTICE in " ".join(only.message.body.split())


def test_another_article_that_still_proves_a_bullet_keeps_it(store) -> None:
    """Until that one changes too."""
    first = read(store, "a", BRIDGE, FERRY)
    read(store, "b", "Told the council that its pilots earn enough as it is", BRIDGE, outlet="Pier Post")
    publish(store)
    send(store)
    change(store, "a", article_text([FERRY]))
    assert corrected(store, first).bullets == 0
    second = change(store, "b", "Pier Post has taken this article down.")
    assert corrected(store, second).bullets == 2
    (record,) = [store.ledger.brief(b) for b in {d.brief for d in store.ledger.deliveries()}]
    bullets = [b.text for s in record.brief.sections for b in s.bullets]
    assert BRIDGE in [bullets[n] for n in record.withdrawn]
    assert FERRY not in [bullets[n] for n in record.withdrawn]


def test_a_changed_article_that_still_says_it_changes_nothing(store) -> None:
    """Moved, wrapped anew and with other quotation marks."""
    read(store, "a", BRIDGE)
    publish(store)
    send(store)
    text = "A new first line.\n\n" + article_text([BRIDGE]).replace(" ", "\n ").replace("harbour", "“harbour”")
    assert corrected(store, change(store, "a", text)).bullets == 0
    assert store.ledger.deliveries(states={DeliveryState.PENDING}) == []


def test_articles_that_were_read_again_are_looked_at_once(store) -> None:
    """Also when the process died between reading and correcting."""
    read(store, "a", BRIDGE)
    read(store, "b", FERRY, outlet="Pier Post")
    assert correct_changed(store, DeskRenderer(), EIGHT).bullets == 0
    publish(store)
    send(store)
    read(store, "a", "Opened the harbour bridge again")
    found = correct_changed(store, DeskRenderer(), EIGHT)
    assert (found.briefs, found.bullets, found.messages) == (1, 1, 1)
    assert correct_changed(store, DeskRenderer(), EIGHT).messages == 0


def test_a_defect_with_one_article_holds_up_no_other(store) -> None:
    """It is counted, and the next look does not begin with it again."""
    for key in ("a", "b"):
        read(store, key, f"Said that pier {key} of the harbour is sold to a company from abroad")
        publish(store)

    class Failing(DeskRenderer):
        def brief(self, brief, /, **options):
            raise RuntimeError("bug")

    send(store)
    read(store, "a", FERRY)
    assert correct_changed(store, Failing(), EIGHT).failed == 1
    assert correct_changed(store, Failing(), EIGHT).failed == 0


def test_an_edit_of_a_message_that_is_uncertain_waits_until_it_is_known(store) -> None:
    """There is nothing to edit before its id is known."""
    read(store, "a", BRIDGE)
    publish(store)
    (claimed,) = store.ledger.claim("console", now=EIGHT, limit=1)
    store.ledger.settle(claimed.id, DeliveryState.UNCERTAIN, now=EIGHT)
    corrected(store, change(store, "a", "Nothing of it is true, the paper says."))
    assert send(store).taken == []
    store.ledger.settle(claimed.id, DeliveryState.SENT, now=EIGHT, remote_id="77")
    assert [d.edits for d in send(store).taken] == ["77"]


def test_every_channel_and_platform_is_corrected_and_no_part_without_the_bullet() -> None:
    """Ninety actors fill several Telegram messages; one of them is edited."""
    from summarizer.model import Actor, ActorId, ActorKind

    store = MemoryStore()
    for n in range(3):
        subscribe(store, add_channel(store, f"{n}", "telegram"))
    for n in range(90):
        actor = Actor(ActorId(f"~{n}"), f"Ann Number{n}", ActorKind.PERSON)
        read(
            store,
            f"a{n}",
            f"Said the {n}th pier of the harbour will be sold to a company from abroad",
            actor=actor,
        )
    publish_due(store, DeskRenderer(), EIGHT, defaults=BriefSpec(max_actors=100))
    sender = RecordingSender("telegram")
    deliverer = Deliverer(store, {"telegram": sender}, clock=Clock(EIGHT))
    asyncio.run(deliverer.drain("telegram"))
    assert len(sender.taken) > 6
    article = change(store, "a40", "Nothing of it is true, the paper says.")
    assert corrected(store, article).messages == 3
    asyncio.run(deliverer.drain("telegram"))
    for edit in sender.taken[-3:]:
        assert "<s>Said the 40th pier" in edit.message.body
        original = next(d for n, d in enumerate(sender.taken, 1) if edit.edits == f"r{n}")
        assert original.message.bullets == edit.message.bullets
        assert "Said the 40th pier" in original.message.body


@pytest.mark.parametrize(
    ("new", "stands"),
    [
        ("Roe approved the deal.", True),
        ("Earlier news. ROE approved,  the\n deal! And more.", True),
        ("It is false that Roe approved the deal.", False),
        ("Roe approved the deal only in part.", False),
        ("Roe never approved the deal.", False),
        ("Doe approved the deal.", False),
        ("", False),
    ],
)
def test_a_sentence_stands_word_for_word_and_by_itself(new: str, stands: bool) -> None:
    """Punctuation and white space make no difference, one word more does."""
    old = "First. Roe approved the deal. Last."
    assert still_says(Words.of(new), Words.of(old), Span(7, 29)) is stands


@pytest.mark.parametrize(("new", "stands"), [("1200 boats sank.", True), ("1,300 boats sank.", False)])
def test_separators_of_thousands_are_punctuation(new: str, stands: bool) -> None:
    """Other figures are not."""
    assert still_says(Words.of(new), Words.of("1,200 boats sank."), Span(0, 17)) is stands


@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=20))
def test_a_sentence_between_others_is_found_again(sentence: str, before: str, after: str) -> None:
    """Whatever its words, with sentences around it; without words it proves nothing."""
    old = f"One thing. {sentence}. Another."
    span = Span(11, 11 + len(sentence) + 1)
    new = Words.of(f"{before}. {sentence}. {after}")
    assert still_says(new, Words.of(old), span) is any(c.isalnum() or c == "_" for c in sentence)
