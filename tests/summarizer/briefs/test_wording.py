"""Include and exclude words: whole words and phrases, whatever their spelling."""

import pytest

from summarizer.brief import compose
from summarizer.briefs.wording import Wording, plain_words
from summarizer.model import BriefSpec

from ..values import actor, reading, statement

ROE, DOE = actor("Jane Roe"), actor("John Doe")


def holds(text: str, phrase: str) -> bool:
    return Wording.of([phrase], []).admits(plain_words(text))


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Said a cease-fire holds", "cease fire"),
        ("Said a cease fire holds", "Cease-Fire"),
        ("Met Ukraine’s president", "ukraine"),
        ("Met the captains' union", "captains"),
        ("Went to the U.N. on Monday", "UN"),
        ("Said the UN.", "U.N."),
        ("It won’t reopen", "won't"),
        ("Sent an F-16 north", "F-16"),
        ("Paid 1,000 crowns", "1000"),
        ("ÉCOLE FERMÉE", "e\u0301cole"),
        ("Straße gesperrt", "STRASSE"),
        ("Über die Brücke", "brücke"),
        ("Санкции сняты", "санкции"),
        ("snake_case stays two words", "case"),
    ],
)
def test_whole_words_are_found_whatever_their_spelling(text: str, phrase: str) -> None:
    """Case, hyphens, apostrophes, abbreviations and accents' spelling make no difference."""
    assert holds(text, phrase)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Warned of war", "war warned"),
        ("A warning", "war"),
        ("Toward the coast", "war"),
        ("The ceasefire holds", "cease"),
        ("O’Brien spoke", "Brien"),
        ("It cost 1.5 million", "5"),
        ("Said .* holds", ".*"),
        ("Said anything", "w.r"),
        ("Said anything", ""),
        ("Said anything", "…"),
        ("brücken", "brücke"),
    ],
)
def test_parts_of_words_and_patterns_are_not(text: str, phrase: str) -> None:
    """ "war" is not in "warning", and a user's pattern is no pattern."""
    assert not holds(text, phrase)


def briefed(**spec):
    made = [
        statement(ROE, "Said the barrier will reopen within nine days", at=0),
        statement(ROE, "Warned of a storm on the outer banks", at=200),
        statement(DOE, "Ordered new divers from the mainland", at=400),
    ]
    text = "x" * 20 + " The hinge cracked. " + "x" * 960
    return compose([reading(*made, text=text)], spec=BriefSpec(**spec))


def lines(brief) -> set[str]:
    return {b.text for s in brief.sections for b in s.bullets}


def test_one_of_the_included_words_must_stand_in_the_statement() -> None:
    """In its line, or in the sentence that proves it."""
    assert lines(briefed(include=("storm", "DIVERS"))) == {
        "Warned of a storm on the outer banks",
        "Ordered new divers from the mainland",
    }
    assert lines(briefed(include=("the hinge",))) == {"Said the barrier will reopen within nine days"}
    assert lines(briefed(include=("storms",))) == set()
    assert lines(briefed(include=("…",))) == set()


def test_none_of_the_excluded_words_may() -> None:
    """Excluding wins over including."""
    assert lines(briefed(exclude=("outer banks", "hinge"))) == {"Ordered new divers from the mainland"}
    assert lines(briefed(include=("storm",), exclude=("banks",))) == set()


def test_no_phrase_spans_the_line_and_the_sentence() -> None:
    """ "days" ends the line and "hinge" stands in the sentence."""
    made = statement(ROE, "Reopens in nine days", at=0)
    at_once = compose([reading(made, text="Hinge repaired by now")], spec=BriefSpec(include=("days hinge",)))
    assert at_once.sections == ()


def test_what_the_words_keep_out_is_left_out() -> None:
    """Every statement has one fate, with words too."""
    c = briefed(include=("storm",)).coverage
    assert (c.attributed, c.bullets, c.folded, c.withheld, c.left_out) == (3, 1, 0, 0, 2)
