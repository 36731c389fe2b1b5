"""Cues that nobody, or somebody else, is told to have used."""

import pytest

from summarizer.model import Act
from tests.summarizer.attribution.reading import read, told

NOBODIES = [
    "Neither Ann Lee nor Bob Roe said whether the bridge was safe.",
    "Neither said whether the bridge was safe.",
    "Nobody said the bridge was unsafe.",
    "No one has said the bridge will close.",
    "None of the ministers said that the bridge was unsafe.",
]


@pytest.mark.parametrize("text", NOBODIES)
def test_nobody_says_nothing(parse, text):
    """A source that denies itself has no words."""
    assert read(parse(text)) == []


def test_number_ten_is_somebody(parse):
    """ "No" before a figure is no denial."""
    assert told(parse("No 10 said that the bridge was unsafe."), "said").source == "No 10"


def test_nobody_does_nothing(parse):
    """What neither of two did is no deed of theirs."""
    assert read(parse("Ann Lee signed the treaty."), Act.DID)
    assert read(parse("Neither Ann Lee nor Bob Roe signed the treaty."), Act.DID) == []


CHARGES = [
    ("Shaheen accused Trump of asking the victim to go first.", "asking"),
    ("Ann Lee blamed Bob Roe for saying the bridge was unsafe.", "saying"),
    ("Ann Lee suspected Bob Roe of telling reporters that the bridge was unsafe.", "telling"),
]


@pytest.mark.parametrize(("text", "cue"), CHARGES, ids=[c[1] for c in CHARGES])
def test_charge_is_no_statement_of_the_accused(parse, text, cue):
    """ "accused X of asking" is told by the accuser alone."""
    found = read(parse(text))
    assert [r.source for r in found] in (["Shaheen"], ["Ann Lee"])
    assert all(cue not in r.cue.split() for r in found)


def test_claims_by_somebody_are_his(parse):
    """ "denied claims by X" makes X the one who claims."""
    document = parse("Ann Lee denied claims by Bob Roe that the bridge was unsafe.")
    assert told(document, "claims").source == "Bob Roe"
    assert told(document, "denied").source == "Ann Lee"
