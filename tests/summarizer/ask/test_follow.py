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
