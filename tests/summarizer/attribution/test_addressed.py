"""Who is asked or told does not ask or tell."""

import pytest

from tests.summarizer.attribution.reading import read, told

CASES = [
    ("Bellini, asked about the vacancy, said: “We will see.”", "asked", "Bellini"),
    ("Bob Roe, told that the bridge was unsafe, said he would wait.", "told", "Bob Roe"),
    ("When told that the bridge was unsafe, Bob Roe said he would wait.", "told", "Bob Roe"),
    ("Bob Roe, urged to resign, said he would stay.", "urged", "Bob Roe"),
    ("The mayor, questioned by reporters, said the bridge was safe.", "questioned", "The mayor"),
]


@pytest.mark.parametrize(("text", "cue", "source"), CASES, ids=[c[0][:20] for c in CASES])
def test_addressee_says_only_what_follows(parse, text, cue, source):
    """A participle makes its noun the one who is asked, and the main verb the one that reports."""
    document = parse(text)
    assert all(r.source != source for r in read(document) if cue in r.cue.split())
    found = told(document, "said")
    assert found.source == source
    assert cue not in found.content


PASSIVES = [
    "Bob Roe was told the bridge was unsafe.",
    "Bob Roe was asked whether the bridge was safe.",
    "The minister, asked why the bridge fell, declined to comment.",
]


@pytest.mark.parametrize("text", PASSIVES)
def test_passive_is_nothing_said_by_its_subject(parse, text):
    """ "was told" and "was asked" credit nobody."""
    assert [r.source for r in read(parse(text)) if r.source] == []


def test_active_verb_after_an_insertion_keeps_its_subject(parse):
    """A comma before "asked" does not make it a participle."""
    document = parse("The government, including two ministers, asked for restraint.")
    assert told(document, "asked").source == "The government, including two ministers"
