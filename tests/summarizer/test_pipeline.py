"""The main road from articles to readings."""

from dataclasses import replace

import pytest

from summarizer.actors.registry import Registry
from summarizer.attribution.rules import RulesReader
from summarizer.condense.extractive import ExtractiveCondenser
from summarizer.model import Article, ArticleId
from summarizer.pipeline import Summarizer

TEXT = """Jane Roe said that the harbour would stay closed until the pier was mended, and she warned of floods.

"Nobody asked us," said Tom Doe, the mayor of Northport. He would not say whether he had been invited."""


@pytest.fixture
def summarizer(parser) -> Summarizer:
    return Summarizer(parser, RulesReader(), ExtractiveCondenser(), Registry())


def test_statements_alone_are_the_same_statements_without_lines(summarizer) -> None:
    """Who, what and where do not depend on condensing."""
    (whole,) = summarizer.read([Article(ArticleId("a"), TEXT)])
    (alone,) = summarizer.read([Article(ArticleId("a"), TEXT)], condense=False)
    assert any(s.gist for s in whole.statements)
    bare = [
        replace(s, gist="", evidence=a.evidence)
        for s, a in zip(whole.statements, alone.statements, strict=True)
    ]
    assert list(alone.statements) == bare
    assert alone.roles == whole.roles
    assert alone.sentences == whole.sentences


def test_statements_alone_need_no_condenser(summarizer) -> None:
    """A slow model is not asked for lines that nobody wants."""

    class Refusing:
        def condense(self, document, statements, /):
            raise AssertionError(document.article.id)

    (alone,) = replace(summarizer, condenser=Refusing()).read([Article(ArticleId("a"), TEXT)], condense=False)
    assert alone.statements
