"""Every line condensed from annotated news passes the evidence guard and keeps the rules of form."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from summarizer.condense.extractive import ExtractiveCondenser
from summarizer.condense.guard import check
from summarizer.condense.line import Line
from summarizer.condense.surface import is_balanced
from summarizer.document import Document
from summarizer.model import Act, Actor, ActorId, ActorKind, Article, ArticleId, Span, Spans, Statement
from summarizer.syntax.spacy_parser import SpacyParser

GOLD = Path(__file__).parents[4] / "shared" / "data" / "polnear" / "dev.jsonl"
LONGEST = 35  # 28 and a quarter of grace, where nothing shorter is found
WANTED = 30


def statements(document: Document, row: dict) -> Iterator[Statement]:
    """The annotated attributions of a row, each source its own actor."""
    for found in row["attributions"]:
        source, cue, content = (spans(found[k]) for k in ("source", "cue", "content"))
        evidence = tuple(s.span for s in document.sentences_of(source + cue + content))
        name = " ".join(document.text(s) for s in source)
        if evidence:
            actor = Actor(ActorId("~" + name), name, ActorKind.PERSON)
            yield Statement(document.article.id, actor, Act.SAID, source, cue, content, evidence, 1.0)


def spans(pairs: list[list[int]]) -> Spans:
    return tuple(Span(*p) for p in pairs)


@pytest.fixture(scope="module")
def lines() -> list[tuple[Document, Line]]:
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()][:28]
    documents = SpacyParser().parse([Article(ArticleId(r["id"]), r["text"]) for r in rows])
    condenser = ExtractiveCondenser()
    return [
        (document, line)
        for document, row in zip(documents, rows, strict=True)
        for line in condenser.condense(document, list(statements(document, row)))
    ]


@pytest.mark.shared
class TestGold:
    def test_more_than_half_of_the_statements_give_a_line(self, lines: list[tuple[Document, Line]]) -> None:
        assert len(lines) > 500
        assert sum(bool(line) or bool(line.folded) for _, line in lines) > 0.55 * len(lines)

    def test_no_line_says_more_than_its_evidence(self, lines: list[tuple[Document, Line]]) -> None:
        refused = [
            (line.text, found)
            for document, line in lines
            if (found := check(line.text, " ".join(document.text(s) for s in line.evidence)))
        ]
        assert refused == []

    def test_few_lines_need_the_grace(self, lines: list[tuple[Document, Line]]) -> None:
        printed = [line for _, line in lines if line]
        assert sum(line.words > WANTED for line in printed) < 0.1 * len(printed)

    def test_form(self, lines: list[tuple[Document, Line]]) -> None:
        for _, line in lines:
            if not line:
                assert line.evidence == ()
                continue
            text = line.text
            assert line.evidence
            assert 3 <= line.words <= LONGEST, text
            assert is_balanced(text), text
            assert text == " ".join(text.split()), text
            assert not re.match(r"[a-z,.;:]", text) or re.match(r"[a-z][A-Z]", text), text
            assert not re.search(r"[,;:]$|\s[,.;:](?!\.)|,,", text), text
            assert not re.match(r"(?:That|To|And|But|Which|Who) ", text), text
