"""The brief of the acceptance article, point by point; its text is not part of the repository."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from summarizer.brief import compose
from summarizer.model import Article, ArticleId, Brief, Reading
from summarizer.pipeline import Summarizer

PATH = Path(__file__).parents[3] / "shared" / "seeds" / "putin-zelenskyy-talks.txt"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not PATH.exists(), reason="needs ../shared/seeds"),
]

# Each point is a list of words that one bullet of the actor holds.
POINTS: Mapping[str, list[list[str]]] = {
    "Vladimir Putin": [
        ["direct talks"],
        ["Istanbul"],
        ["without preconditions"],
        ["root causes"],
        ["NATO", "withdrawal"],
        ["Ukraine, not Russia", "2022"],
    ],
    "Volodymyr Zelenskyy": [
        ["ceasefire", "before any talks"],
        ["full and reliable ceasefire"],
        ["readiness to meet", "if Russia confirms"],
    ],
    "Donald Trump": [["hundreds of thousands of lives"], ["“bloodbath”"], ["rebuilding and trade"]],
    "International community": [["sanctions"]],
}
ROLES = {
    "Vladimir Putin": "President of Russia",
    "Volodymyr Zelenskyy": "President of Ukraine",
    "Donald Trump": "President of the United States",
}


@pytest.fixture(scope="module")
def reading(summarizer: Summarizer) -> Reading:
    (found,) = summarizer.read([Article(ArticleId(PATH.name), PATH.read_text(encoding="utf-8"))])
    return found


@pytest.fixture(scope="module")
def brief(reading: Reading) -> Brief:
    return compose([reading])


@pytest.mark.parametrize(("actor", "words"), [(a, w) for a, points in POINTS.items() for w in points])
def test_the_brief_covers_the_point(brief: Brief, actor: str, words: list[str]) -> None:
    """One bullet of the actor holds all the words."""
    bullets = [b.text for s in brief.sections if s.actor.name == actor for b in s.bullets]
    assert any(all(w in text for w in words) for text in bullets), bullets


def test_everybody_stands_under_the_full_name_and_role(brief: Brief) -> None:
    """The roles are those of the article."""
    roles = {s.actor.name: s.role for s in brief.sections}
    assert {name: roles.get(name) for name in ROLES} == ROLES


def test_moscow_is_not_the_president(reading: Reading) -> None:
    """What the capital states is the country's."""
    text = reading.article.text
    for s in reading.statements:
        if any("Moscow" in text[a:b] for a, b in s.source):
            assert s.actor is not None
            assert s.actor.name == "Russia"


def test_headings_are_no_statements(reading: Reading) -> None:
    """Both lines without a full stop are left alone."""
    headings = [line for line in reading.article.text.splitlines() if line and not line.endswith(".")]
    assert len(headings) == 2
    text = reading.article.text
    for heading in headings:
        start = text.index(heading)
        end = start + len(heading)
        touched = [
            s for s in reading.statements for a, b in (*s.content, *s.cue, *s.source) if a < end and b > start
        ]
        assert touched == []


def test_every_citation_is_a_whole_sentence(brief: Brief, reading: Reading) -> None:
    """From a capital to a full stop, inside one line."""
    for section in brief.sections:
        for bullet in section.bullets:
            for citation in bullet.citations:
                sentence = reading.article.text[citation.span.start : citation.span.end]
                assert sentence[0].isupper()
                assert sentence.endswith(".")
                assert "\n" not in sentence
