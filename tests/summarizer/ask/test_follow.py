"""Questions in a conversation."""

from datetime import UTC, datetime

import pytest

from summarizer.actors.registry import Registry
from summarizer.ask.follow import continued
from summarizer.ask.names import index_of
from summarizer.model import Actor, ActorId, ActorKind, Query

NOW = datetime(2026, 5, 14, 12, tzinfo=UTC)  # a Thursday
MONDAY = datetime(2026, 5, 11, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, tzinfo=UTC)
ROE = Actor(ActorId("jane-roe"), "Jane Roe", ActorKind.PERSON)
DOE = Actor(ActorId("~john-doe"), "John Doe", ActorKind.PERSON)
JIM = Actor(ActorId("~jim-doe"), "Jim Doe", ActorKind.PERSON)
NATO = Actor(ActorId("nato"), "NATO", ActorKind.ORG)
EVERYBODY = {actor.id: actor for actor in (ROE, DOE, JIM, NATO)}
INDEX = index_of(EVERYBODY, {}, Registry(()))
BEFORE = Query((ROE,), ("ceasefire",), since=APRIL)


def ask(question, previous=BEFORE):
    return continued(question, INDEX, now=NOW, speaking=frozenset(EVERYBODY), previous=previous)


@pytest.mark.parametrize(
    ("question", "query"),
    [
        ("and about NATO?", Query((ROE,), ("NATO",), APRIL)),
        ("And on the harbour toll?", Query((ROE,), ("harbour", "toll"), APRIL)),
        ("about the attack", Query((ROE,), ("attack",), APRIL)),
        ("what about the ferry", Query((ROE,), ("ferry",), APRIL)),
        ("What about NATO?", Query((ROE,), ("NATO",), APRIL)),
        ("What about John Doe?", Query((DOE,), ("ceasefire",), APRIL)),
        ("how about John Doe", Query((DOE,), ("ceasefire",), APRIL)),
        ("And John Doe?", Query((DOE,), ("ceasefire",), APRIL)),
        ("And NATO?", Query((NATO,), ("ceasefire",), APRIL)),
        ("and since Monday?", Query((ROE,), ("ceasefire",), MONDAY)),
        ("since Monday?", Query((ROE,), ("ceasefire",), MONDAY)),
        ("And about NATO since Monday?", Query((ROE,), ("NATO",), MONDAY)),
        ("What did she say about the ferry?", Query((ROE,), ("ferry",), APRIL)),
        ("And what did John Doe say?", Query((DOE,), ("ceasefire",), APRIL)),
        ("And what did John Doe say about the ferry?", Query((DOE,), ("ferry",), APRIL)),
        ("the ferry?", Query((ROE,), ("ferry",), APRIL)),
    ],
)
def test_what_a_question_does_not_name_is_kept(question, query):
    understood = ask(question)
    assert (understood.query, understood.choice, understood.unknown) == (query, (), "")


@pytest.mark.parametrize(
    ("question", "query"),
    [
        ("What did John Doe say about the ferry?", Query((DOE,), ("ferry",))),
        ("What did John Doe say?", Query((DOE,))),
        ("Who blamed John Doe?", Query((), ("blamed", "John", "Doe"))),
        ("What is known about the ferry?", Query((), ("ferry",))),
        ("On 11 May, what did John Doe say?", Query((DOE,), (), MONDAY, datetime(2026, 5, 12, tzinfo=UTC))),
    ],
)
def test_a_question_that_stands_by_itself_keeps_nothing(question, query):
    assert ask(question).query == query
    assert ask(question, None).query == query


def test_without_a_question_before_nothing_is_kept():
    assert ask("and about NATO?", None).query == Query((), ("NATO",))
    assert ask("What did she say?", None).pronoun == "she"


def test_a_name_of_several_is_a_choice_and_keeps_the_rest():
    understood = ask("What about Doe?")
    assert understood.choice == (JIM, DOE)
    assert understood.query == Query((), ("ceasefire",), APRIL)


def test_a_pronoun_after_a_question_about_nobody_is_not_guessed():
    assert ask("What did he say?", Query((), ("ferry",))).pronoun == "he"


ON_FERRIES = Query((DOE,), ("ferries",), APRIL)
ON_CEASEFIRE = Query((DOE,), ("ceasefire",), APRIL)


@pytest.mark.parametrize(
    ("question", "query"),
    [
        ("and John Doe on ferries?", ON_FERRIES),
        ("what about John Doe on the ferries?", ON_FERRIES),
        ("How about John Doe, on ferries?", ON_FERRIES),
        ("What about the ferries according to John Doe?", ON_FERRIES),
        ("and about the ferries according to John Doe?", ON_FERRIES),
        ("What about John Doe's reaction?", ON_CEASEFIRE),
        ("What about John Doe's reaction to ferries?", ON_FERRIES),
        ("what about John Doe's ferries?", ON_FERRIES),
        ("how about mayor John Doe", ON_CEASEFIRE),
        ("what about the former prime minister John Doe?", ON_CEASEFIRE),
        ("what about Mr. John Doe on ferries", ON_FERRIES),
        ("John Doe on the ferries", Query((DOE,), ("ferries",))),
        ("John Doe on the ferries since Monday", Query((DOE,), ("ferries",), MONDAY)),
        ("John Doe's reaction?", ON_CEASEFIRE),
        ("what about John Doe and Jane Roe?", Query((DOE, ROE), ("ceasefire",), APRIL)),
        ("and John Doe, Jane Roe and NATO?", Query((DOE, ROE, NATO), ("ceasefire",), APRIL)),
        ("what about John Doe and NATO on ferries?", Query((DOE, NATO), ("ferries",), APRIL)),
        ("what about John Doe's criticism of NATO?", Query((DOE,), ("NATO",), APRIL)),
        ("what about NATO on ferries?", Query((NATO,), ("ferries",), APRIL)),
        ("what about NATO's reaction?", Query((NATO,), ("ceasefire",), APRIL)),
        ("NATO on the ferries", Query((NATO,), ("ferries",))),
        ("and the ferries according to NATO?", Query((NATO,), ("ferries",), APRIL)),
    ],
)
def test_whoever_is_named_is_asked_about_and_not_the_one_before(question, query):
    understood = ask(question)
    assert (understood.query, understood.choice, understood.unknown) == (query, (), "")


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("what about NATO expansion?", ("NATO", "expansion")),
        ("what about NATO's budget?", ("NATO's", "budget")),
        ("and the war in NATO territory?", ("war", "NATO", "territory")),
        ("what about the ferry on the islands?", ("ferry", "islands")),
        ("what about the Doe plan?", ("Doe", "plan")),
        ("what about Black Sea ferries?", ("Black", "Sea", "ferries")),
        ("what about the Black Sea?", ("Black", "Sea")),
        ("what about VAT?", ("VAT",)),
        ("and the attack?", ("attack",)),
        ("the demand?", ("demand",)),
        ("and about John Doe?", ("John", "Doe")),
        ("Ferries on the islands", ("Ferries", "islands")),
    ],
)
def test_what_names_no_speaker_is_a_topic_of_the_one_before(question, topic):
    understood = ask(question)
    assert (understood.query, understood.choice, understood.unknown) == (Query((ROE,), topic, APRIL), (), "")


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("what about Zelenskyy?", "Zelenskyy"),
        ("and Zelenskyy on ferries?", "Zelenskyy"),
        ("how about Zelenskyy's reaction?", "Zelenskyy"),
        ("what about president Zelenskyy?", "president Zelenskyy"),
        ("John Nobody on the ferries", "John Nobody"),
        ("what about John Doe and Zelenskyy?", "Zelenskyy"),
        ("what about Bea Roe on ferries?", "Bea Roe"),
        ("what about John Doe and Bea Roe?", "Bea Roe"),
        ("what about John Doe's spokesman?", "John Doe's spokesman"),
        ("and the mayor of NATO?", "mayor of NATO"),
        ("and the mayor of Nowhere?", "mayor of Nowhere"),
        ("and the mayor?", "mayor"),
    ],
)
def test_a_name_that_nobody_bears_is_unknown_and_not_the_one_before(question, unknown):
    assert ask(question).unknown == unknown


def test_of_two_the_known_one_stays_beside_the_choice():
    understood = ask("what about Jane Roe and Doe?")
    assert understood.choice == (JIM, DOE)
    assert understood.query == Query((ROE,), ("ceasefire",), APRIL)


def test_a_role_that_is_known_means_who_has_it():
    index = index_of(EVERYBODY, {DOE.id: ("mayor of Haven",)}, Registry(()))
    for question in ("and the mayor of Haven?", "what about the mayor?", "how about mayor Doe on ferries?"):
        understood = continued(question, index, now=NOW, speaking=frozenset(EVERYBODY), previous=BEFORE)
        assert understood.query.actors == (DOE,), question
