"""Questions to the archive in a store."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from newsdesk import questions as module
from newsdesk.model import FeedId, Filed
from newsdesk.questions import Questions
from newsdesk.repairs import Making, merge, undo
from newsdesk.store import open_store
from newsdesk.store.memory import MemoryStore
from summarizer.actors.registry import Registry, RegistryEntry
from summarizer.ask.answer import answer
from summarizer.ask.archive import Archive
from summarizer.model import Actor, ActorId, ActorKind, Article, ArticleId, Query

from .marking import HOLM, REED
from .readers import article_text, reading_of

NOW = datetime(2026, 5, 14, 12, tzinfo=UTC)
OTHER_HOLM = Actor(ActorId("~bea-holm"), "Bea Holm", ActorKind.PERSON)
BRIDGE = "Said the harbour bridge will stay closed until the inspection is over"
FERRY = "Promised two new ferries to the northern islands"
TOLL = "Warned that the toll for lorries doubles in autumn"
REGISTRY = Registry((RegistryEntry(HOLM, aliases=("Ada B. Holm",)),))


@pytest.fixture(params=["memory", "sqlite"])
def store(request, tmp_path):
    found = MemoryStore() if request.param == "memory" else open_store(f"sqlite:///{tmp_path}/desk.sqlite3")
    yield found
    found.housekeeping.close()


def say(store, *lines, actor=HOLM, day=13, key="", feeds=(), roles=None):
    """Somebody says lines in an article of May; its id."""
    key = key or f"{actor.id}-{day}-{lines[0][:20]}"
    at = datetime(2026, 5, day, 9, tzinfo=UTC)
    text = article_text(lines, actor)
    url = f"https://wire.example/{key}"
    article = Article(ArticleId(""), text, title="News", outlet="Harbour Wire", url=url, published_at=at)
    filing = store.articles.file(Filed(url, article, at, language="en", feeds=frozenset(feeds)), now=at)
    kept = store.articles.revision(filing.article, filing.revision)
    store.readings.save([replace(reading_of(kept, lines, actor), roles=roles or {})], now=at)
    return filing.article


def lines(answered):
    return [(b.actor.name, b.text) for b in answered.answer.bullets]


def ask(store, question, **options):
    return Questions(store, REGISTRY).answer(question, now=NOW, **options)


def test_an_answer_cites_articles_and_says_what_was_searched(store):
    cited = say(store, BRIDGE, FERRY)
    say(store, TOLL, actor=REED, day=2)
    found = ask(store, "What did Ada Holm say about the bridge?")
    assert lines(found) == [("Ada Holm", BRIDGE)]
    (article,) = found.articles
    assert (article.id, article.outlet, article.url) == (
        cited,
        "Harbour Wire",
        f"https://wire.example/ada-holm-13-{BRIDGE[:20]}",
    )
    (citation,) = found.answer.bullets[0].citations
    assert article.text[slice(*citation.span)].startswith("Ada Holm said the harbour bridge")
    assert (found.searched, found.since, found.choice) == (2, datetime(2026, 5, 2, 9, tzinfo=UTC), ())


def test_words_of_the_topic_are_found_in_other_forms(store):
    say(store, FERRY)
    assert lines(ask(store, "What did Holm say about the ferry?")) == [("Ada Holm", FERRY)]
    assert lines(ask(store, "What is known about northern ferry?")) == [("Ada Holm", FERRY)]


def test_an_empty_archive_is_searched_in_vain(store):
    found = ask(store, "What did Ada Holm say about the bridge?")
    assert (lines(found), found.searched, found.since) == ([], 0, None)
    assert found.answer.abstained
    assert not ask(store, "What is known about the bridge?").answer.bullets


def test_what_is_not_in_the_archive_is_not_answered(store):
    say(store, BRIDGE)
    for question in (
        "What did Ada Holm say about submarines?",
        "What did Otto Reed say?",
        "What is known about submarines?",
        "",
    ):
        found = ask(store, question)
        assert (lines(found), bool(found.answer.abstained), found.searched) == ([], True, 1)


def test_a_window_counts_its_own_articles(store):
    say(store, BRIDGE, day=2)
    say(store, FERRY, day=12)
    found = ask(store, "What did Ada Holm say since Monday?")
    assert lines(found) == [("Ada Holm", FERRY)]
    assert (found.searched, found.since) == (1, datetime(2026, 5, 11, tzinfo=UTC))


def test_only_feeds_that_somebody_follows(store):
    one, two = (store.feeds.add(f"https://wire.example/{n}.xml", now=NOW).id for n in "12")
    say(store, BRIDGE, feeds=[one])
    say(store, FERRY, feeds=[two])
    found = ask(store, "What did Ada Holm say?", feeds=frozenset({two}))
    assert (lines(found), found.searched) == ([("Ada Holm", FERRY)], 1)
    assert ask(store, "What did Ada Holm say?", feeds=frozenset({FeedId(99)})).searched == 0


def test_a_name_of_two_is_a_choice_and_the_chosen_one_answers(store):
    say(store, BRIDGE)
    say(store, TOLL, actor=OTHER_HOLM)
    question = "What did Holm say about the toll or the bridge?"
    found = ask(store, question)
    assert (lines(found), found.choice) == ([], (HOLM, OTHER_HOLM))
    assert lines(ask(store, question, actor=OTHER_HOLM.id)) == [("Bea Holm", TOLL)]
    assert lines(ask(store, question, actor=HOLM.id)) == [("Ada Holm", BRIDGE)]
    assert ask(store, question, actor=ActorId("~nobody")).choice == (HOLM, OTHER_HOLM)


def test_a_question_goes_on_with_the_one_before(store):
    say(store, BRIDGE, FERRY)
    say(store, TOLL, actor=REED)
    first = ask(store, "What did Ada Holm say about the bridge since 1 May?")
    then = ask(store, "and about the ferry?", previous=first.answer.query)
    assert lines(then) == [("Ada Holm", FERRY)]
    assert then.answer.query.since == datetime(2026, 5, 1, tzinfo=UTC)
    other = ask(store, "what about Otto Reed?", previous=replace(then.answer.query, topic=()))
    assert lines(other) == [("Otto Reed", TOLL)]
    assert not ask(store, "and since today?", previous=other.answer.query).answer.bullets


def test_the_parts_of_a_question_can_be_given(store):
    say(store, BRIDGE, FERRY, roles={HOLM.id: "minister of ports"})
    say(store, TOLL, actor=OTHER_HOLM)
    questions = Questions(store, REGISTRY)
    assert lines(questions.said("ada holm", "the ferry")) == [("Ada Holm", FERRY)]
    assert lines(questions.said("minister ports", "bridge")) == [("Ada Holm", BRIDGE)]
    assert questions.said("Holm").choice == (HOLM, OTHER_HOLM)
    assert lines(questions.said("Holm", actor=OTHER_HOLM.id)) == [("Bea Holm", TOLL)]
    assert lines(questions.said("Ada Holm", since=NOW)) == []
    assert questions.said("Somebody Else").answer.abstained
    assert questions.said("").answer.abstained


def test_a_topic_that_is_also_what_people_do_counts_when_it_is_given(store):
    say(store, BRIDGE, FERRY, "Said the plan for the harbour is ready")
    found = Questions(store, REGISTRY).said("Ada Holm", "plan")
    assert lines(found) == [("Ada Holm", "Said the plan for the harbour is ready")]


def test_what_several_said(store):
    say(store, FERRY)
    say(store, TOLL, actor=REED)
    questions = Questions(store, REGISTRY)
    assert set(lines(questions.said("Ada Holm and Otto Reed"))) == {("Ada Holm", FERRY), ("Otto Reed", TOLL)}
    unknown = questions.said("Otto Reed and Nobody", "toll").answer
    assert (unknown.bullets, unknown.silence.word) == ((), "Nobody")


def test_of_two_names_the_other_stays_when_one_is_chosen(store):
    say(store, FERRY)
    say(store, TOLL, actor=OTHER_HOLM)
    say(store, BRIDGE, actor=REED)
    questions = Questions(store, REGISTRY)
    for asked in (questions.said, lambda name, **o: questions.answer(f"What did {name} say?", now=NOW, **o)):
        assert asked("Otto Reed and Holm").choice == (HOLM, OTHER_HOLM)
        found = asked("Otto Reed and Holm", actor=OTHER_HOLM.id)
        assert {name for name, _ in lines(found)} == {"Otto Reed", "Bea Holm"}


def test_a_name_and_a_topic_are_parted(store):
    say(store, FERRY)
    assert Questions(store, REGISTRY).parted("Ada Holm the plan") == ("Ada Holm", "the plan")


def test_repairs_are_in_force_and_taken_back_at_once(store):
    say(store, BRIDGE)
    say(store, TOLL, actor=OTHER_HOLM)
    questions = Questions(store, REGISTRY)
    assert questions.answer("What did Holm say?", now=NOW).choice
    made = merge(store, REGISTRY, OTHER_HOLM, HOLM, making=Making("ada", NOW))
    merged = questions.answer("What did Holm say?", now=NOW)
    assert sorted(lines(merged)) == [("Ada Holm", BRIDGE), ("Ada Holm", TOLL)]
    assert lines(questions.answer("What did Bea Holm say about the toll?", now=NOW)) == [("Ada Holm", TOLL)]
    undo(store, made.repair.id, making=Making("ada", NOW))
    assert questions.answer("What did Holm say?", now=NOW).choice == (HOLM, OTHER_HOLM)


def test_what_was_read_since_the_last_question_is_found(store):
    questions = Questions(store, REGISTRY)
    assert not questions.answer("What did Otto Reed say?", now=NOW).answer.bullets
    say(store, TOLL, actor=REED)
    assert lines(questions.answer("What did Otto Reed say?", now=NOW)) == [("Otto Reed", TOLL)]


def test_an_answer_behind_many_that_only_mention_the_topic_is_found(store, monkeypatch):
    monkeypatch.setattr(module, "AT_ONCE", 3)
    monkeypatch.setattr(module, "ENOUGH", 3)
    say(store, "Said that nothing at all is known of the bridge", actor=REED, day=1)
    for number in range(9):
        say(store, f"Said the weather of region {number} is fine", day=number + 2, key=f"w{number}")
    found = ask(store, "What did Otto Reed say about the bridge?")
    assert len(found.answer.bullets) == 1
    early = say(store, BRIDGE, day=1, key="early")
    assert [a.id for a in ask(store, "What did Ada Holm say about the inspection?").articles] == [early]


def test_the_same_as_from_the_whole_archive(store):
    """Of an archive that is loaded whole, as files are."""
    for n, line in enumerate((BRIDGE, FERRY, TOLL)):
        say(store, line, day=n + 1)
        say(store, f"Denied that {line[0].lower()}{line[1:]}", actor=REED, day=n + 1)
    ids = store.readings.by_actors([HOLM.id, REED.id])
    archive = Archive.of(store.readings.of(ids), REGISTRY)
    for question in (
        "What did Ada Holm say about the bridge?",
        "What did Reed say about the toll in autumn?",
        "What is known about the northern islands?",
        "What did Holm say on 2 May?",
    ):
        whole = answer(question, archive, now=NOW)
        found = ask(store, question).answer
        assert whole.bullets
        assert {(b.actor.id, b.text, b.citations) for b in found.bullets} == {
            (b.actor.id, b.text, b.citations) for b in whole.bullets
        }


def test_many_may_ask_at_once(store):
    for number in range(20):
        say(store, BRIDGE, key=str(number), day=number % 13 + 1)
    say(store, TOLL, actor=REED)
    questions, found = Questions(store, REGISTRY), []

    def work(name):
        found.append((name, lines(questions.answer(f"What did {name} say?", now=NOW))))

    threads = [threading.Thread(target=work, args=(name,)) for name in ("Ada Holm", "Otto Reed") * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (
        sorted(found) == [("Ada Holm", [("Ada Holm", BRIDGE)])] * 4 + [("Otto Reed", [("Otto Reed", TOLL)])] * 4
    )


def test_a_question_in_another_language_goes_on_with_nothing(store):
    say(store, BRIDGE, FERRY)
    say(store, TOLL, actor=REED)
    before = ask(store, "What did Otto Reed say about the toll?").answer.query
    found = ask(store, "Was hat Holm über Ferries gesagt?", previous=before)
    assert (lines(found), found.foreign) == ([("Ada Holm", FERRY)], True)
    assert sorted(lines(ask(store, "¿Qué dijo Holm sobre el puente?", previous=before))) == [
        ("Ada Holm", FERRY),
        ("Ada Holm", BRIDGE),
    ]
    unknown = ask(store, "Що сказав Нагніпенко про міст?", previous=before)
    assert (unknown.answer.query.actors, unknown.answer.query.topic, unknown.foreign) == ((), (), True)
    assert not ask(store, "What did Holm say?", previous=before).foreign


def test_whom_a_foreign_question_means_can_be_chosen(store):
    say(store, FERRY)
    say(store, TOLL, actor=OTHER_HOLM)
    question = "Was hat Holm gesagt?"
    assert ask(store, question).choice == (HOLM, OTHER_HOLM)
    chosen = ask(store, question, actor=OTHER_HOLM.id)
    assert (lines(chosen), chosen.foreign) == ([("Bea Holm", TOLL)], True)


def test_what_the_archive_holds_settles_a_topic_and_a_description(store):
    say(store, FERRY, roles={HOLM.id: "mayor of Port"})
    say(store, TOLL, actor=REED, roles={REED.id: "mayor of Lake"})
    assert lines(ask(store, "ferries")) == [("Ada Holm", FERRY)]
    assert ask(store, "submarines").answer.abstained.startswith("Nobody called")
    assert lines(ask(store, "What did the mayor say about the toll?")) == [("Otto Reed", TOLL)]
    assert ask(store, "What did the mayor say?").choice == (HOLM, REED)
    assert ask(store, "What did the mayor say about submarines?").choice == (HOLM, REED)


@pytest.mark.parametrize("words", ["toll", "the toll?"])
def test_a_bare_topic_on_which_the_one_before_said_nothing_is_anybodys(store, words):
    say(store, BRIDGE)
    say(store, TOLL, actor=REED)
    holm = Query((HOLM,), ("bridge",))
    assert lines(ask(store, words, previous=holm)) == [("Otto Reed", TOLL)]
    assert lines(ask(store, "the bridge", previous=holm)) == [("Ada Holm", BRIDGE)]
    for kept in (f"and {words}", f"about {words}", "the submarines", "her toll"):
        found = ask(store, kept, previous=holm)
        assert (lines(found), found.answer.query.actors) == ([], (HOLM,))
