import string
from dataclasses import replace
from itertools import count as counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsdesk.evidence import proof
from newsdesk.model import Position, Retention, Window
from summarizer.model import Act, Actor, ActorId, ActorKind, ArticleId, Reading, Span, Statement

from .builders import NOW, PORT, ROE, days, file_and_read, filed, minutes, reading, statement

_COUNT = counter()
ALL = Window(Position(0), Position(10**6))


def test_readings_take_the_next_positions(store):
    assert (store.readings.head(), store.readings.position_at(NOW)) == (0, 0)
    file_and_read(store, "a", now=NOW)
    file_and_read(store, "b", now=minutes(2))
    assert store.readings.head() == 2
    assert [store.readings.position_at(minutes(m)) for m in (0, 1, 2, 3)] == [0, 1, 1, 2]


def test_a_window_holds_what_was_read_after_one_position_and_up_to_another(store):
    articles = [file_and_read(store, key) for key in "abc"]
    assert [r.article for r in store.readings.window(Window(Position(1), Position(2)))] == [articles[1]]
    assert store.readings.window(ALL) == [reading(article) for article in articles]
    assert store.readings.window(Window(Position(3), Position(3))) == []


def test_a_later_revision_replaces_the_reading_at_a_new_position(store):
    file_and_read(store, "a")
    file_and_read(store, "b")
    again = file_and_read(store, "a", text="Jane Roe said the harbour is open again. Well.")
    assert store.readings.head() == 3
    assert [r.article.revision for r in store.readings.window(ALL)] == [1, 2]
    assert store.readings.window(Window(Position(2), Position(3))) == [reading(again)]


def test_an_article_stays_in_the_windows_of_its_earlier_readings(store):
    """A brief under way loses nothing when a revision is read meanwhile."""
    file_and_read(store, "a")
    again = file_and_read(store, "a", text="Jane Roe said the harbour is open again. Well.")
    file_and_read(store, "b")
    first = Window(Position(0), Position(1))
    assert store.readings.window(first) == [reading(again)]
    assert list(store.readings.carried_by(first)) == [again.id]
    assert store.readings.speaking(first) == {ROE.id}


REVISIONS = (
    "Jane Roe said the harbour is closed. One.",
    "Two. Jane Roe said the harbour is closed.",
    "Jane Roe said the quay is closed. Three.",
    "Jane Roe said the harbour is closed. Four.",
)


def told(store, article, *positions):
    """How much an article had told at each position."""
    return [len(store.readings.told([article], Position(p)).get(article, ())) for p in positions]


def said(article):
    start = article.text.index("Jane")
    spans = {"source": start, "cue": start + 9, "content": start + 14, "evidence": start}
    found = replace(statement(article), **{part: (Span(at, at + 36),) for part, at in spans.items()})
    return Reading(article, (found,))


def revise(store, text, key="a", **options):
    """File a text and save what is said in it; the article's id."""
    filing = store.articles.file(filed(key, text=text, **options), now=NOW)
    (article,) = store.articles.unread(limit=1)
    store.readings.save([said(article)], now=NOW)
    return filing.article


def test_what_an_article_had_told_at_a_position(store):
    """Before its first reading nothing; later what no revision since has taken back."""
    for text in REVISIONS[:2]:
        article = revise(store, text)
    file_and_read(store, "b")
    assert told(store, article, 0, 1, 2, 3) == [0, 1, 1, 1]
    assert store.readings.told([article, ArticleId("x")], Position(1)) == {
        article: {proof(said(a).statements[0], a.text) for a in [store.articles.revision(article, 1)]}
    }
    for text in REVISIONS[2:]:
        revise(store, text)
    assert told(store, article, 0, 1, 2, 4, 5) == [0, 0, 0, 1, 1]


def test_an_article_that_was_never_replaced_is_not_asked_about(store):
    article = revise(store, REVISIONS[0])
    store.articles.file(filed("a", text=REVISIONS[1]), now=NOW)
    assert store.readings.told([article], Position(9)) == {}


def test_backlog_has_told_nobody(store):
    """It stood in no window; when it comes as news all of it is new."""
    article = revise(store, REVISIONS[0], is_news=False)
    revise(store, REVISIONS[1])
    assert told(store, article, 1, 2) == [0, 0]
    revise(store, REVISIONS[3])
    assert told(store, article, 1, 2) == [0, 1]


def test_followers_of_a_feed_that_brings_an_article_later_have_been_told_nothing(store):
    one, two = (store.feeds.add(f"https://{n}.example/", now=NOW).id for n in "ab")
    article = revise(store, REVISIONS[0], feeds=[one])
    revise(store, REVISIONS[1], feeds=[one])
    assert told(store, article, 1) == [1]
    revise(store, REVISIONS[3], feeds=[two])
    assert told(store, article, 1, 2) == [0, 0]
    revise(store, REVISIONS[0], feeds=[two])
    assert told(store, article, 2, 3) == [0, 1]


def test_what_was_told_is_forgotten_with_its_article(store):
    for text in REVISIONS[:2]:
        article = revise(store, text)
    assert store.housekeeping.forget(Retention(articles=1), now=days(9))["articles"] == 1
    assert store.readings.told([article], Position(9)) == {}


def test_until_a_new_revision_is_read_the_old_reading_keeps_its_old_text(store):
    article = file_and_read(store, "a")
    store.articles.file(filed("a", text="Another."), now=NOW)
    assert store.readings.of([article.id]) == [reading(article)]


def test_a_reading_of_an_old_revision_or_of_no_article_is_ignored(store):
    article = file_and_read(store, "a")
    store.articles.file(filed("a", text="Another."), now=NOW)
    stranger = replace(article, id=ArticleId("999"))
    assert store.readings.save([reading(article), reading(stranger)], now=NOW) == 1
    assert [a.revision for a in store.articles.unread(limit=9)] == [2]


def test_backlog_is_in_no_window_but_is_found(store):
    article = file_and_read(store, "a", is_news=False)
    assert (store.readings.window(ALL), store.readings.carried_by(ALL)) == ([], {})
    assert store.readings.speaking(ALL) == frozenset()
    assert store.readings.of([article.id, ArticleId("x")]) == [reading(article)]


def test_a_window_of_feeds(store):
    one, two = (store.feeds.add(f"https://{n}.example/", now=NOW).id for n in "ab")
    first = file_and_read(store, "1", feeds=[one])
    both = file_and_read(store, "2", feeds=[one, two])
    none = file_and_read(store, "3")
    assert [r.article.id for r in store.readings.window(ALL, feeds=frozenset({two}))] == [both.id]
    assert [r.article.id for r in store.readings.window(ALL, feeds=frozenset({one}))] == [first.id, both.id]
    carried = {first.id: {one}, both.id: {one, two}, none.id: frozenset()}
    assert store.readings.carried_by(ALL) == carried


def test_which_articles_of_a_window_were_read_before_as_they_were(store):
    for key in "abcd":
        file_and_read(store, key, is_news=key != "d")
    later = [file_and_read(store, key, text=f"Jane Roe said {key}.", is_news=key != "d") for key in "cad"]
    assert store.readings.revised(ALL) == [later[0].id, later[1].id]
    assert store.readings.revised(Window(Position(5), Position(7))) == [later[1].id]
    assert store.readings.revised(Window(Position(0), Position(4))) == []


def test_who_speaks_in_a_window_and_where(store):
    first = file_and_read(store, "a", ROE)
    second = file_and_read(store, "b", PORT, ROE, now=minutes(5))
    assert store.readings.speaking(Window(Position(0), Position(1))) == {ROE.id}
    assert store.readings.speaking(ALL) == {ROE.id, PORT.id}
    assert store.readings.by_actors([ROE.id]) == [second.id, first.id]
    assert store.readings.by_actors([PORT.id, "nobody"]) == [second.id]
    assert store.readings.by_actors([ROE.id], since=minutes(5)) == [second.id]
    assert store.readings.by_actors([ROE.id], until=minutes(5)) == [first.id]
    assert store.readings.by_actors([]) == []


def test_what_happened_since_an_instant_backlog_too_but_nothing_that_was_not_read(store):
    old = file_and_read(store, "a", published_at=minutes(-90))
    backlog = file_and_read(store, "b", published_at=minutes(-30), is_news=False)
    undated = file_and_read(store, "c", now=minutes(-40))
    store.articles.file(filed("d", published_at=minutes(-10)), now=minutes(-5))
    assert store.readings.happened(minutes(-90)) == [backlog.id, undated.id, old.id]
    assert store.readings.happened(minutes(-40)) == [backlog.id, undated.id]
    assert store.readings.happened(minutes(-29)) == []


spans = st.lists(
    st.tuples(st.integers(0, 99), st.integers(0, 99)).map(lambda p: Span(*sorted(p))), max_size=3
).map(tuple)
# What a text or a name may hold; the two kinds of code point that no database takes are replaced when filed.
words = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30)
names = st.text(string.ascii_lowercase + "-~", min_size=1, max_size=12).map(ActorId)
actors = st.builds(Actor, names, words, st.sampled_from(ActorKind))
statements = st.builds(
    Statement,
    article=st.just(ArticleId("?")),
    actor=st.none() | actors,
    act=st.sampled_from(Act),
    source=spans,
    cue=spans,
    content=spans,
    evidence=spans,
    confidence=st.floats(0, 1),
    gist=words,
    carried=st.booleans(),
    reported=st.booleans(),
    via=st.none() | actors,
    silent=st.booleans(),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(statements, max_size=4),
    st.dictionaries(names, words, max_size=3),
    st.integers(0, 99),
    words,
    words,
)
def test_whatever_was_found_comes_back_equal(store, found, roles, count, text, key):
    # Two examples may share a key and a text; only what is unread is saved.
    filing = store.articles.file(filed(f"key {key} {next(_COUNT)}", text=text), now=NOW)
    article = store.articles.revision(filing.article, filing.revision)
    own = tuple(replace(s, article=article.id) for s in found)
    saved = Reading(article, own, roles=roles, sentences=count, replaced=count)
    store.readings.save([saved], now=NOW)
    assert store.readings.of([article.id]) == [saved]


def test_a_window_of_a_thousand_articles_comes_whole(store):
    """More articles than one query may name."""
    articles = []
    for number in range(1000):
        filing = store.articles.file(filed(str(number)), now=NOW)
        articles.append(store.articles.revision(filing.article, 1))
    store.readings.save([Reading(a, (statement(a),) * 10) for a in articles], now=NOW)
    window = store.readings.window(ALL)
    assert (len(window), sum(len(r.statements) for r in window)) == (1000, 10_000)
    assert len(store.readings.of([a.id for a in articles])) == 1000


def test_a_second_reading_of_the_same_revision_brings_nothing_into_a_new_window(store):
    article = store.articles.file(filed("Once."), now=NOW).article
    reading = Reading(store.articles.get([article])[article].article, ())
    head = store.readings.save([reading], now=NOW)
    assert store.readings.save([reading], now=NOW) == head
