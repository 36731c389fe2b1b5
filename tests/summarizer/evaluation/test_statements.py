"""Actors of statements, given their words."""

import pytest

from summarizer.evaluation.statements import CreditScores, Verdict, score_credits
from summarizer.model import ActorKind, ArticleId
from tests.summarizer.evaluation.marked import article, credit

TEXT = "The bridge is shut. The ferry is late. The road is open."
BRIDGE, FERRY, ROAD = "The bridge is shut", "The ferry is late", "The road is open"
PERSON, UNNAMED, UNKNOWN, GROUP = ActorKind.PERSON, ActorKind.UNNAMED, ActorKind.UNKNOWN, ActorKind.GROUP


def report(*found, gold=((BRIDGE, "Jane Roe", PERSON),)):
    return score_credits([article(TEXT, *gold)], found)


def test_right_wrong_and_none():
    gold = [(BRIDGE, "Jane Roe", PERSON), (FERRY, "Tom Hale", PERSON), (ROAD, "Ann Lee", PERSON)]
    found = [credit(TEXT, BRIDGE, "Roe"), credit(TEXT, FERRY, "Jane Roe"), credit(TEXT, ROAD, None)]
    figures = report(*found, gold=gold)
    assert figures.all == figures.kinds[PERSON] == CreditScores(1, 1, 1)
    assert figures.all.share(Verdict.WRONG) == 33.3
    assert figures.gold == 3


def test_what_nobody_found_is_not_judged():
    figures = report(credit(TEXT, ROAD, "Jane Roe"))
    assert figures.all.judged == 0
    assert figures.all.share(Verdict.RIGHT) is None
    assert figures.gold == 1


@pytest.mark.parametrize(
    ("name", "kind", "verdict"),
    [
        ("a senior official", UNNAMED, Verdict.RIGHT),
        (None, UNKNOWN, Verdict.RIGHT),
        ("Jane Roe", PERSON, Verdict.WRONG),
        ("aides", GROUP, Verdict.WRONG),
    ],
)
def test_naming_nobody_is_right_for_somebody_without_a_name(name, kind, verdict):
    figures = report(credit(TEXT, BRIDGE, name, kind), gold=[(BRIDGE, "a senior official", UNNAMED)])
    assert [v for v in Verdict if figures.all.share(v)] == [verdict]


def test_a_description_instead_of_a_person_is_wrong_and_unknown_is_none():
    assert report(credit(TEXT, BRIDGE, "a spokesman", UNNAMED)).all == CreditScores(wrong=1)
    assert report(credit(TEXT, BRIDGE, "somebody", UNKNOWN)).all == CreditScores(none=1)


def test_a_question_mark_is_not_judged_and_still_takes_its_statement():
    """The second statement of the same words belongs to the second label, whoever that is."""
    figures = report(credit(TEXT, BRIDGE, "Jane Roe"), gold=[(BRIDGE, "?", UNKNOWN)])
    assert (figures.all.judged, figures.gold) == (0, 0)


def test_the_best_overlap_is_paired_first_and_once():
    whole = credit(TEXT, BRIDGE, "Jane Roe")
    part = credit(TEXT, "bridge is shut", "Tom Hale")
    assert report(part, whole).all == CreditScores(right=1)


def test_less_than_half_is_no_pair():
    assert report(credit(TEXT, "The bridge is shut. The ferry is late.", "Tom Hale")).all.judged == 0
    assert report(credit(TEXT, "The bridge is shut. The ferry", "Tom Hale")).all.judged == 1


def test_statements_of_other_articles_do_not_count():
    other = score_credits(
        [article(TEXT, (BRIDGE, "Jane Roe", PERSON))],
        [credit(TEXT, BRIDGE, "Jane Roe").__class__(ArticleId("two"), "Jane Roe", PERSON, ())],
    )
    assert other.all.judged == 0
