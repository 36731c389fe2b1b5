"""Questions, understood and answered, or honestly not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from summarizer.actors.registry import Registry, RegistryEntry
from summarizer.ask.answer import answer
from summarizer.ask.archive import Archive
from summarizer.model import Actor, ActorId, ActorKind, Reason

from ..values import DAY, actor, reading, statement

ROE, DOE, ANN = actor("Jane Roe"), actor("John Doe"), actor("Ann Roe")
UNION = Actor(ActorId("eu"), "European Union", ActorKind.ORG)
REGISTRY = Registry((RegistryEntry(UNION, aliases=("EU", "E.U."), metonyms=("Brussels",)),))
NOW = DAY + timedelta(days=3, hours=4)  # Wednesday 14 May 2025


def archive(*extra):
    return Archive.of(
        [
            reading(
                statement(ROE, "Said the eastern barrier will reopen within nine days", at=0),
                statement(ROE, "Denied that the cost would reach two million crowns", at=80),
                statement(DOE, "Called the closure of the barrier a scandal", at=160),
                statement(UNION, "Promised money for a second barrier", at=230),
                text="x " * 200,
                title="Barrier closed",
                roles={ROE.id: "Chair of the harbour board"},
            ),
            *extra,
        ],
        REGISTRY,
    )


def asked(question, *extra):
    got = answer(question, archive(*extra), now=NOW)
    return [(b.actor.name, b.text) for b in got.bullets], got


@pytest.mark.parametrize(
    "question",
    [
        "What did Jane Roe say about the cost?",
        "what did roe say on costs",
        "Roe's view of the cost?",
        "Did the chair of the harbour board comment on the cost?",
    ],
)
def test_the_actor_may_be_named_in_many_ways(question: str) -> None:
    """Full name, surname, possessive or role."""
    assert asked(question)[0] == [("Jane Roe", "Denied that the cost would reach two million crowns")]


def test_aliases_and_metonyms_come_from_the_registry() -> None:
    """E.U. and Brussels are the European Union."""
    for name in ("EU", "E.U.", "Brussels", "European Union"):
        assert asked(f"What has {name} promised about a barrier?")[0] == [
            ("European Union", "Promised money for a second barrier")
        ]


def test_without_an_actor_everybody_is_searched() -> None:
    """A topic alone is enough."""
    assert {who for who, _ in asked("What was said about the closure?")[0]} == {"John Doe"}


def test_no_statement_is_said_so() -> None:
    """The refusal says who, what and how much was searched."""
    found, got = asked("What did Doe say about the price of fish?")
    assert found == []
    assert got.abstained == "No statement by John Doe on price fish found in 1 article."


def test_another_actors_words_never_answer() -> None:
    """Doe said nothing of the cost, though Roe did."""
    assert asked("What did Doe say about the cost?")[0] == []


def test_two_people_of_one_surname_are_a_choice() -> None:
    """An ambiguous name is asked back, not guessed."""
    other = reading(statement(ANN, "Said the cost is a trifle", article="b"), text="y " * 60)
    found, got = asked("What did Roe say about the cost?", other)
    assert found == []
    assert got.abstained == ("The name is ambiguous: it may mean Ann Roe, Jane Roe. Ask with the full name.")
    assert asked("What did Ann Roe say about the cost?", other)[0] == [("Ann Roe", "Said the cost is a trifle")]


@pytest.mark.parametrize(
    ("when", "found"),
    [
        ("since Tuesday", ["Said the cost has doubled"]),
        ("since 10 May", ["Said the cost has doubled", "Denied that the cost would reach two million crowns"]),
        ("on Sunday", ["Denied that the cost would reach two million crowns"]),
        ("before Monday", ["Denied that the cost would reach two million crowns"]),
        ("yesterday", ["Said the cost has doubled"]),
    ],
)
def test_a_window_in_words(when: str, found: list[str]) -> None:
    """Weekdays and dates look back from now."""
    later = reading(statement(ROE, "Said the cost has doubled", article="b"), text="z " * 40, hours=50)
    assert sorted(
        text for _, text in asked(f"What did Jane Roe say about the cost {when}?", later)[0]
    ) == sorted(found)


def test_a_question_about_nothing_is_refused() -> None:
    """Neither name nor topic."""
    assert (
        asked("What was said?")[1].abstained == "The question names nobody and no topic that can be looked up."
    )


def test_words_after_about_are_the_topic_whatever_they_are() -> None:
    """ "Attack", "plan" and "call" ask nothing there."""
    attack = reading(
        statement(ROE, "Condemned the attack on the divers", article="b", at=0),
        statement(ROE, "Praised the harbour choir", article="b", at=90),
        text="y " * 100,
        name="b",
    )
    assert asked("What did Jane Roe say about the attack?", attack)[0] == [
        ("Jane Roe", "Condemned the attack on the divers")
    ]


def test_accents_make_no_difference() -> None:
    """Sefcovic is Šefčović."""
    maros = actor("Maroš Šefčović")
    found, _ = asked("What did Sefcovic say?", reading(statement(maros, "Promised new tariffs", article="c")))
    assert found == [("Maroš Šefčović", "Promised new tariffs")]


def test_what_is_only_reported_of_somebody_does_not_answer() -> None:
    """What Roe says that Doe promised is no statement of Doe's."""
    hearsay = replace(statement(DOE, "Promised to repaint the lighthouse", article="d"), reported=True)
    assert asked("What did Doe say about the lighthouse?", reading(hearsay))[0] == []


def test_who_belongs_to_somebody_is_not_that_one() -> None:
    """ "Roe's spokesman" is not Roe; when nobody is so called, nobody answers."""
    for question in ("What did Jane Roe's spokesman say about the cost?", "What did the Roe campaign say?"):
        found, got = asked(question)
        assert found == []
        assert "is quoted in 1 article" in got.abstained


def test_a_pronoun_means_whom_the_question_before_was_about() -> None:
    """Without one, the asker is asked back."""
    _, got = asked("What did she say about the cost?")
    assert got.abstained == "Whom does “she” mean? Ask again with the name."
    first = answer("What did Jane Roe say about the barrier?", archive(), now=NOW)
    second = answer("and what did she say about the cost?", archive(), now=NOW, previous=first.query)
    assert [b.text for b in second.bullets] == ["Denied that the cost would reach two million crowns"]


def test_who_questions_search_everybody_for_the_verb_too() -> None:
    """Who denied the cost?"""
    assert asked("Who denied that the cost would reach two million?")[0][0][0] == "Jane Roe"


def test_spellings_of_one_place_are_one_topic() -> None:
    """Kiev in the text answers a question about Kyiv."""
    ukraine = Actor(ActorId("ukraine"), "Ukraine", ActorKind.COUNTRY)
    registry = Registry((RegistryEntry(ukraine, metonyms=("Kyiv", "Kiev")),))
    read = reading(statement(ROE, "Said Kiev must accept the offer"))
    got = answer("What did Roe say about Kyiv?", Archive.of([read], registry), now=NOW)
    assert [b.text for b in got.bullets] == ["Said Kiev must accept the offer"]


def test_a_common_word_is_not_a_body_that_has_it_in_its_name() -> None:
    """The union is not the European Union."""
    assert asked("What did the union say?")[0] == []


def test_why_there_is_no_answer_is_a_value_too():
    """For whoever words it in another language; a question that is answered has none."""
    got = asked("What did Doe say about the price of fish?")[1].silence
    assert (got.reason, [a.name for a in got.actors], got.topic, got.articles) == (
        Reason.NOTHING_FOUND, ["John Doe"], ("price", "fish"), 1,
    )  # fmt: skip
    assert asked("What did Zorro say?")[1].silence.word == "Zorro"
    assert asked("What did she say?")[1].silence.reason is Reason.PRONOUN
    assert asked("What was said?")[1].silence.reason is Reason.NO_SUBJECT
