"""Where grammar knows better than the tagger: links that a tagger could well make, and what is left of them."""

import pytest

from summarizer.attribution.learned.assembly import reports
from tests.summarizer.attribution.learned.links import link, said
from tests.summarizer.trees import tree

UNSAFE = "the bridge was unsafe"


def found(document, *links):
    """Source, cue and content of each report that stands."""
    return [
        (
            r.candidate.source.text if r.candidate.source is not None else None,
            said(document, r.candidate.cue),
            said(document, r.candidate.content),
        )
        for r in reports(document, links)
    ]


UNSAID = {
    "neither nor": (
        "Neither Ann Lee nor Bob Roe said the bridge was unsafe.",
        "said",
        "Neither Ann Lee nor Bob Roe",
    ),
    "nobody": ("Nobody said the bridge was unsafe.", "said", "Nobody"),
    "none of": ("None of the ministers said the bridge was unsafe.", "said", "None of the ministers"),
    "no minister": ("No minister said the bridge was unsafe.", "said", "No minister"),
    "condition": ("If Ann Lee says the bridge was unsafe, it will close.", "says", "Ann Lee"),
    "unless": ("Unless Ann Lee says the bridge was unsafe, it will stay open.", "says", "Ann Lee"),
    "addressed": ("Bob Roe, told the bridge was unsafe, said he would wait.", "told", "Bob Roe"),
    "when addressed": ("When told the bridge was unsafe, Bob Roe said he would wait.", "told", "Bob Roe"),
    "charge": ("Ann Lee accused Bob Roe of saying the bridge was unsafe.", "saying", "Bob Roe"),
    "blame": ("Ann Lee blamed Bob Roe for saying the bridge was unsafe.", "saying", "Bob Roe"),
    "denied cleft": ("It was not Ann Lee who said the bridge was unsafe.", "said", "Ann Lee"),
}


@pytest.mark.parametrize(("text", "cue", "source"), UNSAID.values(), ids=UNSAID.keys())
def test_nobody_is_credited_with_what_nobody_said(parse, text, cue, source):
    document = parse(text)
    assert found(document, link(document, cue, source, UNSAFE)) == []


SAID = {
    "plain": ("Ann Lee said the bridge was unsafe.", "said", "Ann Lee", "Lee"),
    "a number": ("No 10 said the bridge was unsafe.", "said", "No 10", "10"),
    "beside a condition": ("If it rains, Ann Lee said the bridge was unsafe.", "said", "Ann Lee", "Lee"),
    "teller": ("Ann Lee told reporters the bridge was unsafe.", "told", "Ann Lee", "Lee"),
    "denial": ("Ann Lee did not say the bridge was unsafe.", "did not say", "Ann Lee", "Lee"),
}


@pytest.mark.parametrize(("text", "cue", "source", "who"), SAID.values(), ids=SAID.keys())
def test_what_looks_alike_stays(parse, text, cue, source, who):
    document = parse(text)
    assert found(document, link(document, cue, source, UNSAFE)) == [(who, cue, UNSAFE)]


def test_charge_itself_is_the_accusers(parse):
    document = parse("Ann Lee accused Bob Roe of saying the bridge was unsafe.")
    charged = "Bob Roe of saying the bridge was unsafe"
    assert found(document, link(document, "accused", "Ann Lee", charged)) == [("Lee", "accused", charged)]


@pytest.mark.parametrize("wrong", ["Ann Lee", "who"])
@pytest.mark.parametrize("contrast", [", not Ann Lee,", ", and not Ann Lee,"])
def test_cleft_is_said_by_the_one_affirmed(parse, wrong, contrast):
    document = parse(f"It was Bob Roe{contrast} who said the bridge was unsafe.")
    assert found(document, link(document, "said", wrong, UNSAFE)) == [("Roe", "said", UNSAFE)]


DENIED = """
    It it PRON PRP nsubj 2
    was be AUX VBD ROOT 0
    not not PART RB neg 2
    Lee Lee PROPN NNP attr 2 PERSON
    who who PRON WP nsubj 6
    said say VERB VBD ccomp 2
    bridges bridge NOUN NNS nsubj 8
    fall fall VERB VBP ccomp 6
"""


def test_denied_cleft_that_the_parser_took_for_a_content(parse):
    """Without "not" the same tree is somebody's statement."""
    denied = tree(DENIED)
    assert found(denied, link(denied, "said", "Lee", "bridges fall")) == []
    affirmed = tree(DENIED.replace("not not PART RB neg 2", "indeed indeed ADV RB advmod 2"))
    assert found(affirmed, link(affirmed, "said", "Lee", "bridges fall")) == [("Lee", "said", "bridges fall")]


def test_participle_takes_its_words_out_of_the_content_before(parse):
    """ "…, adding that" is said by the one who said, once."""
    document = parse("Ann Lee said the talks had failed, adding that the delegates would leave.")
    whole = "the talks had failed, adding that the delegates would leave"
    first, second = found(
        document,
        link(document, "said", "Ann Lee", whole),
        link(document, "adding", "the talks", "that the delegates would leave"),
    )
    assert first[0] == second[0] == "Lee"
    assert "delegates" not in first[2]
    assert "delegates would leave" in second[2]


def test_content_ends_at_a_semicolon_before_another_report(parse):
    document = parse("Ann Lee said that the dam would hold; Bob Roe warned that the wall would go.")
    first, second = found(
        document,
        link(document, "said", "Ann Lee", "that the dam would hold"),
        link(document, "warned", "Bob Roe", "that the dam would hold; Bob Roe warned that the wall would go"),
    )
    assert first == ("Lee", "said", "that the dam would hold")
    assert "dam" not in second[2]
