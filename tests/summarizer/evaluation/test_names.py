"""When two names mean one actor."""

import pytest

from summarizer.evaluation.names import same_actor
from summarizer.model import ActorKind

PERSON, ORG, COUNTRY = ActorKind.PERSON, ActorKind.ORG, ActorKind.COUNTRY


@pytest.mark.parametrize(
    ("predicted", "name", "kind", "same"),
    [
        ("Jane Roe", "Jane Roe", PERSON, True),
        ("Mayor Jane Roe", "jane roe", PERSON, True),
        ("Roe", "Jane Roe", PERSON, True),
        ("Jane Roe", "Roe", PERSON, True),
        ("J. Roe", "Jane Roe", PERSON, True),
        ("Tom Roe", "Jane Roe", PERSON, False),
        ("Jane", "Jane Roe", PERSON, False),
        ("Jane Hale", "Jane Roe", PERSON, False),
        ("Tom Roe Jr.", "Tom Roe", PERSON, False),
        ("Tom Roe Jr.", "Thomas Roe Junior", PERSON, True),
        ("The president", "President", PERSON, True),
        ("UN", "United Nations", ORG, True),
        ("United Nations", "UN", ORG, True),
        ("Harbour Authority", "Averley Harbour Authority", ORG, True),
        ("Hale", "Hale and Brook Builders", ORG, False),
        ("Russia", "Ukraine", COUNTRY, False),
    ],
)
def test_names(predicted, name, kind, same):
    assert same_actor(predicted, name, kind) is same


def test_a_surname_that_two_people_bear_means_neither():
    assert same_actor("Roe", "Jane Roe", PERSON, ["Tom Hale"])
    assert not same_actor("Roe", "Jane Roe", PERSON, ["Tom Hale", "Ann Roe"])
    assert same_actor("Jane Roe", "Jane Roe", PERSON, ["Ann Roe"])


def test_another_spelling_of_the_same_person_is_nobody_else():
    assert same_actor("Roe", "Jane Roe", PERSON, ["Mayor Jane Roe"])
