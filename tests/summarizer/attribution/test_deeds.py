"""Actions that are not statements: only plain facts about named actors."""

import pytest

from summarizer.model import Act
from tests.summarizer.attribution.reading import read


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("President Moreno vetoed the mining law on Friday.", "President Moreno", "the mining law on Friday"),
        ("The government imposed tariffs on steel.", "The government", "tariffs on steel"),
        ("Sato met with union leaders in Osaka.", "Sato", "with union leaders in Osaka"),
        ("The court has suspended the election.", "The court", "the election"),
    ],
)
def test_deed_of_an_actor(parse, text, source, content):
    deeds = read(parse(text), Act.DID)
    assert [(d.source, d.content) for d in deeds] == [(source, content)]


@pytest.mark.parametrize(
    "text",
    [
        "The storm closed two schools.",
        "President Moreno did not veto the mining law.",
        "President Moreno may veto the mining law.",
        "The mining law was vetoed.",
        "Rivera said that President Moreno vetoed the mining law.",
        "“Moreno vetoed the law,” Rivera said.",
    ],
    ids=["no actor", "denied", "possible", "nobody named", "reported", "quoted"],
)
def test_not_a_deed(parse, text):
    assert read(parse(text), Act.DID) == []


def test_deeds_are_less_sure_than_clear_statements(parse):
    document = parse("Moreno said that the law was flawed. The court suspended the election.")
    (said,) = [r for r in read(document) if r.cue == "said"]
    (done,) = read(document, Act.DID)
    assert done.confidence < said.confidence
