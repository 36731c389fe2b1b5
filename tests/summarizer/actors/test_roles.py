"""The role under a name: the article's own words, turned the way a heading reads."""

from __future__ import annotations

import pytest

from summarizer.syntax.spacy_parser import SpacyParser

from .reading import read


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("‹Finnish President Antti Virta› said no.", "President of Finland"),
        ("‹U.S. President Helen Marsh› said no.", "President of the United States"),
        ("‹South Korean Prime Minister Helen Marsh› said no.", "Prime Minister of South Korea"),
        ("‹Antti Virta›, the Finnish foreign minister, said no.", "Foreign Minister of Finland"),
        ("‹Antti Virta›, the foreign minister of Finland, said no.", "Foreign Minister of Finland"),
        ("‹White House press secretary Jane Roe› said no.", "White House press secretary"),
        ("‹Former Finnish President Antti Virta› said no.", "Former President of Finland"),
        ("‹former president Antti Virta› said no.", "Former president"),
        ("‹Sen. Jane Roe› said no.", "Senator"),
        ("‹Mariam Diallo›, a 52-year-old farmer, said no.", "Farmer"),
        ("‹Jane Roe› said no.", ""),
    ],
)
def test_role_as_printed(parser: SpacyParser, text: str, role: str) -> None:
    resolved = read(parser, text)
    assert resolved.actors[0] is not None
    assert resolved.roles.get(resolved.actors[0].id, "") == role


def test_the_registry_gives_nobody_a_role(parser: SpacyParser) -> None:
    from .test_registry_links import REGISTRY

    assert read(parser, "‹Vladimir Putin› said no.", registry=REGISTRY).roles == {}
