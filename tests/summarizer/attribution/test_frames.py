"""General news cues: who is the source, and what is the content."""

import pytest

from tests.summarizer.attribution.reading import read, told

CASES = [
    (
        "The minister said that the bridge would open in June.",
        "said",
        "The minister",
        "the bridge would open in June",
    ),
    ("Norway urged both sides to resume the talks.", "urged", "Norway", "both sides to resume the talks"),
    (
        "Anna Berg proposed a joint commission on fisheries.",
        "proposed",
        "Anna Berg",
        "a joint commission on fisheries",
    ),
    ("Kenya called for an immediate ceasefire.", "called", "Kenya", "an immediate ceasefire"),
    ("The bank warned of slower growth next year.", "warned", "The bank", "slower growth"),
    ("She vowed to rebuild the harbour.", "vowed", "She", "to rebuild the harbour"),
    (
        "Mr Osei accused the company of hiding the report.",
        "accused",
        "Mr Osei",
        "the company of hiding the report",
    ),
    ("The mayor blamed the contractor for the delay.", "blamed", "The mayor", "the contractor for the delay"),
    ("Paris condemned the attack on the convoy.", "condemned", "Paris", "the attack on the convoy"),
    ("The union rejected the offer.", "rejected", "The union", "the offer"),
    ("He reiterated that no troops would be sent.", "reiterated", "He", "no troops would be sent"),
    (
        "The chancellor outlined her readiness to meet in Geneva.",
        "outlined",
        "The chancellor",
        "her readiness to meet",
    ),
    (
        "Lina Torres expressed optimism about a settlement.",
        "expressed",
        "Lina Torres",
        "optimism about a settlement",
    ),
    ("The agency pointed to a lack of rain.", "pointed", "The agency", "a lack of rain"),
    ("Ms Ito stressed the need for patience.", "stressed", "Ms Ito", "the need for patience"),
    ("According to the police, two bridges were closed.", "According", "the police", "two bridges were closed"),
    ("Two bridges were closed, according to the police.", "according", "the police", "Two bridges were closed"),
    ("Sven Dahl is confident that the vote will pass.", "confident", "Sven Dahl", "the vote will pass"),
    ("The plan was criticized by the opposition.", "criticized", "the opposition", "The plan"),
    (
        "In the words of the judge, the contract was a masterpiece.",
        "words",
        "the judge",
        "the contract was a masterpiece",
    ),
    ("Keller ruled out any cut before September.", "ruled", "Keller", "any cut before September"),
    ("Norway dismissed the criticism.", "dismissed", "Norway", "the criticism"),
    ("He described the proposal as a dead end.", "described", "He", "the proposal as a dead end"),
]


@pytest.mark.parametrize(("text", "cue", "source", "content"), CASES, ids=[c[1] for c in CASES])
def test_cue_gives_source_and_content(parse, text, cue, source, content):
    found = told(parse(text), cue)
    assert found.source == source
    assert content in found.content


def test_cue_holds_auxiliaries_negation_and_adverbs(parse):
    found = told(parse("The ministry has repeatedly denied that the dam leaks."), "denied")
    assert found.cue == "has repeatedly denied"


def test_content_holds_neither_source_nor_cue(parse):
    """A content that its cue interrupts is cut into pieces."""
    found = told(parse("The reform, Mr Lund said, is far from finished."), "said")
    assert found.content == "The reform … is far from finished"


def test_condition_belongs_to_what_is_warned_of(parse):
    found = told(parse("The union warned of a strike if wages were not raised."), "warned")
    assert found.content == "a strike if wages were not raised"


def test_nobody_said_what_stands_in_a_condition(parse):
    document = parse("The loan will be paid if Greece announces further cuts.")
    assert not [r for r in read(document) if "announces" in r.cue]


def test_heading_says_nothing(parse):
    """A headline's wording is the editor's."""
    document = parse(
        "Premier Demands New Vote as Allies Urge Calm\nThe vote will be held on Sunday in the capital."
    )
    assert read(document) == []


def test_narration_without_a_cue_says_nothing(parse):
    assert read(parse("The river rose overnight. Two roads were flooded near the town.")) == []
