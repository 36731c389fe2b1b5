""" "It was X who said": the affirmed one speaks, whoever is set against X."""

import pytest

from tests.summarizer.attribution.reading import read, told

CASES = [
    ("It was Bob Roe, not Ann Lee, who said the bridge was unsafe.", "Bob Roe"),
    ("It was Bob Roe, and not Ann Lee, who said the bridge was unsafe.", "Bob Roe"),
    ("It was Bob Roe who said the bridge was unsafe.", "Bob Roe"),
    ("It was the mayor, not Ann Lee, who said the bridge was unsafe.", "the mayor"),
]


@pytest.mark.parametrize(("text", "source"), CASES, ids=[c[0][:32] for c in CASES])
def test_cleft_is_said_by_its_predicate(parse, text, source):
    """ "not Y" is a contrast and never the antecedent of "who"."""
    found = told(parse(text), "said")
    assert (found.source, found.content) == (source, "the bridge was unsafe")


def test_denied_cleft_credits_nobody(parse):
    """ "It was not X who said" leaves open who did."""
    assert read(parse("It was not Ann Lee who said the bridge was unsafe.")) == []
