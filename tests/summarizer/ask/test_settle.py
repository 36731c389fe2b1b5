"""What only the archive can tell of a question."""

from datetime import timedelta

import pytest

from summarizer.actors.registry import Registry
from summarizer.ask.answer import answer
from summarizer.ask.archive import Archive
from summarizer.model import Reason

from ..values import DAY, actor, reading, statement

NOW = DAY + timedelta(days=3)
ROE, DOE, ANN = actor("Jane Roe"), actor("John Doe"), actor("Ann Roe")
BARRIER, TOLL = "Said the flood barrier will be mended", "Warned that the toll doubles"
FERRY = "Promised sanctions against pirates and a ferry"


def asked(question, *extra):
    roles = {ROE.id: "mayor of Port", DOE.id: "mayor of Lake"}
    said = (statement(ROE, BARRIER), statement(DOE, TOLL, at=90), statement(ANN, FERRY, at=180), *extra)
    return answer(question, Archive.of([reading(*said, text="x " * 300, roles=roles)], Registry()), now=NOW)


def lines(found):
    return [(b.actor.name, b.text) for b in found.bullets]


def test_a_description_of_several_means_who_alone_spoke_about_the_topic():
    assert lines(asked("What did the mayor say about the flood barrier?")) == [("Jane Roe", BARRIER)]
    assert lines(asked("What did the mayor say about the toll?")) == [("John Doe", TOLL)]


@pytest.mark.parametrize(
    "question",
    [
        "What did the mayor say?",
        "What did the mayor say about pirates?",
        "What did the mayor say about the barrier and submarines?",
    ],
)
def test_otherwise_it_stays_a_choice(question):
    assert asked(question).silence.reason is Reason.AMBIGUOUS


def test_when_both_spoke_about_it_it_stays_a_choice():
    also = statement(DOE, "Said the flood barrier is ugly", at=270)
    assert asked("What did the mayor say about the flood barrier?", also).silence.reason is Reason.AMBIGUOUS


def test_a_name_of_two_is_never_settled():
    assert asked("What did Roe say about the barrier?").silence.reason is Reason.AMBIGUOUS


@pytest.mark.parametrize("question", ["sanctions", "the sanctions?", "SANCTIONS", "pirates, sanctions"])
def test_bare_words_that_are_found_are_a_topic(question):
    assert lines(asked(question)) == [("Ann Roe", FERRY)]


@pytest.mark.parametrize(
    "question",
    [
        "Zorro",
        "Zorro sanctions",
        "What did sanctions say?",
        "the sanctions minister",
        "Zorro's sanctions",
        "sanctions spokesman",
    ],
)
def test_somebody_unknown_is_no_topic(question):
    assert asked(question).silence.reason is Reason.UNKNOWN


@pytest.mark.parametrize(
    "question",
    [
        "Who said something about the ferry?",
        "Who talked about the ferry?",
        "Who commented on the ferry?",
        "Has anybody commented on the ferry?",
        "Did anyone say anything about the ferry?",
        "Who is talking about the ferry?",
    ],
)
def test_words_that_only_ask_are_no_topic(question):
    found = asked(question)
    assert (found.query.topic, lines(found)) == (("ferry",), [("Ann Roe", FERRY)])


@pytest.mark.parametrize(
    "question", ["ANN ROE FERRY", "ann roe ferry", "What did ANN ROE say about the FERRY?"]
)
def test_names_are_known_in_capitals_and_in_small_letters(question):
    assert lines(asked(question)) == [("Ann Roe", FERRY)]
