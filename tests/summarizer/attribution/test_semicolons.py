"""Clauses beside each other, parted by a semicolon."""

import pytest

from tests.summarizer.attribution.reading import read

CASES = [
    (
        "Israel's army said it had struck a tunnel; Hamas said the building was a school.",
        [("Israel's army", "it had struck a tunnel"), ("Hamas", "the building was a school")],
    ),
    (
        "Ann Lee said the bridge was safe; Bob Roe said it would fall.",
        [("Ann Lee", "the bridge was safe"), ("Bob Roe", "it would fall")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[c[0][:12] for c in CASES])
def test_semicolon_parts_two_reports(parse, text, expected):
    """Each speaker keeps the clause on his own side."""
    assert [(r.source, r.content) for r in read(parse(text))] == expected


def test_semicolon_within_one_report_parts_nothing(parse):
    """Where only one clause reports, both sides may be its content."""
    found = read(parse("The bridge is old; it will fall, Ann Lee said."))
    assert "The bridge is old" in found[0].content
    assert "it will fall" in found[0].content
