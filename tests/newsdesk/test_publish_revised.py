"""The complaint "incremental mode sending old items again": what a revised article said before is no news."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.desk import DeskRenderer
from newsdesk.alerts import raise_alerts
from newsdesk.evidence import proof
from newsdesk.model import DeliveryState, Filed, Position
from newsdesk.publish import publish_due
from newsdesk.publish.revised import without_told
from newsdesk.store.memory import MemoryStore
from summarizer.model import Article, ArticleId, BriefSpec, Reading, Span

from .marking import HOLM, REED, is_accounted, lines
from .readers import EIGHT, add_channel, article_text, read, reading_of, subscribe

DAY = timedelta(days=1)
BRIDGE = "Said the harbour bridge will stay closed until the inspection is over"
FERRY = "Promised a new ferry to the northern islands"
TOLL = "Warned that the toll for lorries doubles in autumn"


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


def publish(store, day: int = 0) -> list[str]:
    """The lines of what a day's slot brings, in all briefs, after they have arrived."""
    now = EIGHT + day * DAY
    assert publish_due(store, DeskRenderer(), now, defaults=BriefSpec()).failed == 0
    return [text for record in sent(store, now) for text, _ in lines(record.brief)]


def sent(store, now):
    """The briefs that waited, now confirmed."""
    briefs = set()
    while claimed := store.ledger.claim("console", now=now, limit=100):
        for delivery in claimed:
            store.ledger.settle(delivery.id, DeliveryState.SENT, now=now, remote_id="r")
            briefs.add(delivery.brief)
    return [store.ledger.brief(brief) for brief in sorted(briefs)]


def forget_the_chain(store, wish) -> None:
    """The last briefs are too long ago to be compared with, as after a week of other news."""
    for record in store.ledger._state.briefs.values():
        if record.id == store.subscriptions.get(wish.id).last_brief:
            store.ledger._state.briefs[record.id] = replace(record, brief=replace(record.brief, sections=()))


def test_incremental_mode_sending_old_items_again_when_a_typo_was_mended(store) -> None:
    """The article is read anew; what stood in it before is in no brief, what is new in it is."""
    wish = subscribe(store, add_channel(store))
    read(store, "a", BRIDGE)
    assert publish(store) == [BRIDGE]
    forget_the_chain(store, wish)
    read(store, "a", BRIDGE, FERRY)
    assert publish(store, 1) == [FERRY]
    forget_the_chain(store, wish)
    read(store, "a", FERRY, BRIDGE)
    assert publish(store, 2) == []


def test_incremental_mode_sending_old_items_again_as_alerts(store) -> None:
    """However many alerts there were in between."""
    add_channel(store, alert_actors=frozenset({HOLM.id}), alerts_per_day=99)
    read(store, "a", BRIDGE)

    def alerted() -> list[str]:
        raise_alerts(store, DeskRenderer(), EIGHT, defaults=BriefSpec())
        return [text for record in sent(store, EIGHT) for text, _ in lines(record.brief)]

    assert alerted() == [BRIDGE]
    for n in range(31):
        read(store, f"n{n}", f"Opened school number {n} in the town of Northwick {n}")
        alerted()
    read(store, "a", BRIDGE, "Denied a rise of the harbour dues")
    assert alerted() == ["Denied a rise of the harbour dues"]


def test_dropped_statements_have_no_fate_in_a_brief(store) -> None:
    """They are counted nowhere, and all others once."""
    wish = subscribe(store, add_channel(store))
    read(store, "a", BRIDGE, FERRY)
    publish(store)
    forget_the_chain(store, wish)
    read(store, "a", BRIDGE, FERRY, TOLL)
    assert publish(store, 1) == [TOLL]
    record = store.ledger.brief(store.subscriptions.get(wish.id).last_brief)
    assert is_accounted(record.brief)
    assert (record.brief.coverage.articles, record.brief.coverage.statements) == (1, 1)


def test_an_article_that_was_first_read_since_the_last_confirmed_brief_keeps_everything(store) -> None:
    """A brief was lost: what it told comes again, from the article as it is now."""
    subscribe(store, add_channel(store))
    read(store, "a", BRIDGE)
    publish_due(store, DeskRenderer(), EIGHT, defaults=BriefSpec())
    (lost,) = store.ledger.claim("console", now=EIGHT, limit=1)
    store.ledger.settle(lost.id, DeliveryState.UNCERTAIN, now=EIGHT, error="?")
    read(store, "a", BRIDGE, FERRY)
    assert publish(store, 1) == [BRIDGE, FERRY]


@pytest.mark.parametrize("chunk", [1, 9])
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0)])
def test_windows_of_one_tick_each_drop_what_their_own_channels_know(store, order, chunk) -> None:
    """One channel has had the first revision, one the second, one nothing; whichever comes first."""
    for said in ([BRIDGE], [BRIDGE, FERRY], [BRIDGE, FERRY, TOLL]):
        read(store, "a", *said)
    for n, confirmed in enumerate(order):
        due_at = EIGHT - (3 - n) * timedelta(seconds=1)
        subscribe(store, add_channel(store, f"{confirmed}"), confirmed=Position(confirmed), due_at=due_at)
    publish_due(store, DeskRenderer(), EIGHT, defaults=BriefSpec(), chunk=chunk)
    found = {}
    for record in sent(store, EIGHT):
        assert is_accounted(record.brief)
        found[record.window.after] = {text for text, _ in lines(record.brief)}
    assert found == {0: {BRIDGE, FERRY, TOLL}, 1: {FERRY, TOLL}, 2: {TOLL}}


def test_what_was_taken_back_and_is_said_again_is_news_again(store) -> None:
    """The line was struck out where it stood, in between."""
    wish = subscribe(store, add_channel(store))
    read(store, "a", BRIDGE, FERRY)
    publish(store)
    forget_the_chain(store, wish)
    read(store, "a", FERRY)
    read(store, "a", FERRY, BRIDGE)
    assert publish(store, 1) == [BRIDGE]


def test_the_same_sentence_credited_to_somebody_else_is_news(store) -> None:
    """The article has made clear who "she" is: whoever read the wrong name gets the right one."""
    subscribe(store, add_channel(store))
    for day, actor in enumerate((HOLM, REED)):
        text = f"{actor.name} was there. She said the bridge is sold."
        filing = store.articles.file(Filed("a", Article(ArticleId(""), text), EIGHT), now=EIGHT)
        kept = store.articles.revision(filing.article, filing.revision)
        (found,) = reading_of(kept, ["Said the bridge is sold"], actor).statements
        sentence = Span(text.index("She"), len(text))
        store.readings.save([Reading(kept, (replace(found, evidence=(sentence,)),))], now=EIGHT)
        assert publish(store, day) == ["Said the bridge is sold"]


def test_a_reader_that_failed_at_the_first_revision_has_told_nobody(store) -> None:
    """It was saved with no statements."""
    subscribe(store, add_channel(store))
    url = "https://wire.example/a"
    store.articles.file(Filed(url, Article(ArticleId(""), f"Um. {article_text([BRIDGE])}"), EIGHT), now=EIGHT)
    store.readings.save([Reading(a, ()) for a in store.articles.unread(limit=1)], now=EIGHT)
    assert publish(store) == []
    read(store, "a", BRIDGE, FERRY)
    assert publish(store, 1) == [BRIDGE, FERRY]


def test_an_article_that_is_revised_while_briefs_are_made_is_lost_to_nobody(store) -> None:
    """Its reading has moved behind the tick's window, and the next window takes it for told."""

    class Meanwhile(DeskRenderer):
        def brief(self, brief, /, **options):
            read(store, "a", BRIDGE, FERRY)
            return super().brief(brief, **options)

    read(store, "z", TOLL)
    read(store, "a", BRIDGE)
    subscribe(store, add_channel(store, "1"), confirmed=Position(1), due_at=EIGHT - timedelta(seconds=1))
    wish = subscribe(store, add_channel(store, "2"))
    publish_due(store, Meanwhile(), EIGHT, defaults=BriefSpec(), chunk=1)
    found = [
        text for record in sent(store, EIGHT) if record.window.after == 0 for text, _ in lines(record.brief)
    ]
    assert store.subscriptions.get(wish.id).confirmed == 2
    assert {BRIDGE, TOLL} <= set(found)


texts = st.lists(st.sampled_from([BRIDGE, FERRY, TOLL]), unique=True, max_size=3)


@given(texts, texts)
def test_only_what_was_told_goes_and_in_order(old, new) -> None:
    """Whatever moved inside the article."""
    before, after = (reading_of(Article(ArticleId("1"), article_text(said)), said) for said in (old, new))
    told = frozenset(proof(s, before.article.text) for s in before.statements)
    left = without_told(after, told)
    assert [s.gist for s in left.statements] == [line for line in new if line not in old]
    assert without_told(after, frozenset()) is after


def test_white_space_and_punctuation_are_no_news_but_every_word_is() -> None:
    """As corrections compare sentences."""
    old = Article(ArticleId("1"), "Ada Holm said “the bridge”, she hopes, is sold.")
    same = replace(old, text="Ada Holm  said the bridge - she hopes - is\nsold!")
    other = replace(old, text="Ada Holm said the bridge, she fears, is sold.")

    def told(article):
        (statement,) = reading_of(article, ["Said it"]).statements
        return proof(replace(statement, evidence=(Span(0, len(article.text)),)), article.text)

    assert told(old) == told(same) != told(other)
