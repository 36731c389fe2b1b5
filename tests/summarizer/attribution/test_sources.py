"""Finding the source where it is not simply the subject beside the verb."""

import pytest

from summarizer.attribution.subjects import antecedent, subject
from tests.summarizer.attribution.reading import read, told
from tests.summarizer.trees import tree

CASES = [
    ("Maria Silva welcomed the idea but stressed that time was short.", "stressed", "Maria Silva"),
    ("Maria Silva called for calm, emphasizing that nobody was hurt.", "emphasizing", "Maria Silva"),
    ("The premier, who insisted that taxes would fall, left early.", "insisted", "who"),
    ("Farmers, who have long demanded an inquiry, hailed the move.", "demanded", "who"),
    ("“The water is safe,” said a spokesman for the company.", "said", "a spokesman for the company"),
    (
        "The government, including two ministers, called for restraint.",
        "called",
        "The government, including two ministers",
    ),
    ("While Ankara has stated that it wants peace, the fighting goes on.", "stated", "Ankara"),
    ("France and Italy demanded a new vote.", "demanded", "France and Italy"),
    ("A spokeswoman, Jana Novak, said that the plant was closed.", "said", "A spokeswoman, Jana Novak"),
    ("Jana Novak, a spokeswoman for the plant, said that it was closed.", "said", "Jana Novak"),
    ("It continues to demand concessions over the islands.", "demand", "It"),
    ("The king issued a statement saying that he was well.", "saying", "a statement"),
]


@pytest.mark.parametrize(("text", "cue", "source"), CASES, ids=[c[0][:30] for c in CASES])
def test_source(parse, text, cue, source):
    assert told(parse(text), cue).source == source


def test_trailing_participle_is_said_by_the_main_speaker_and_only_once(parse):
    """ "noting that" does not belong to the clause before it."""
    document = parse("Harris said that the talks had stalled, noting that both teams were tired.")
    first, second = told(document, "said"), told(document, "noting")
    assert second.source == "Harris"
    assert "tired" not in first.content
    assert "both teams were tired" in second.content


def test_who_asked_is_left_out(parse):
    """ "Asked whether …, she …" is a question put to her, not by her."""
    document = parse("Asked whether she would resign, Rivera said that she would stay.")
    assert all(r.source != "Rivera" for r in read(document) if "Asked" in r.cue)
    assert told(document, "said").source == "Rivera"


RELATIVE = """
The      the      DET   DT  det   2
envoy    envoy    NOUN  NN  nsubj 6
who      who      PRON  WP  nsubj 4
left     leave    VERB  VBD relcl 2
Rome     Rome     PROPN NNP dobj  4 GPE
resigned resign   VERB  VBD ROOT  0
.        .        PUNCT .   punct 6
"""


def test_relative_pronoun_stands_for_the_noun_before_it():
    document = tree(RELATIVE)
    assert antecedent(document, document.tokens[2]).text == "envoy"
    assert antecedent(document, document.tokens[1]).text == "envoy"


CONTROL = """
Aid    Aid    PROPN NNP nsubj 2 ORG
urged  urge   VERB  VBD ROOT  0
Mali   Mali   PROPN NNP dobj  2 GPE
to     to     PART  TO  aux   5
admit  admit  VERB  VB  xcomp 2
errors error  NOUN  NNS dobj  5
"""


def test_infinitive_after_an_object_is_the_objects(parse):
    """ "urged Mali to admit": Mali is to admit, not Aid."""
    document = tree(CONTROL)
    assert subject(document, document.tokens[4]) is document.tokens[2]
    assert subject(document, document.tokens[1]) is document.tokens[0]


PASSIVE = """
The   the   DET   DT  det       2
law   law   NOUN  NN  nsubjpass 4
was   be    AUX   VBD auxpass   4
hailed hail VERB  VBN ROOT      0
by    by    ADP   IN  agent     4
Rome  Rome  PROPN NNP pobj      5 GPE
"""


def test_source_of_a_passive_is_its_agent():
    document = tree(PASSIVE)
    assert subject(document, document.tokens[3]) is document.tokens[5]
    without = tree("\n".join(PASSIVE.strip().splitlines()[:4]))
    assert subject(without, without.tokens[3]) is None
