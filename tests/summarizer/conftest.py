"""What the tests of the summarizer share: one loaded pipeline a session."""

import pytest

from summarizer.document import Document
from summarizer.model import Article, ArticleId
from summarizer.syntax.spacy_parser import SpacyParser


@pytest.fixture(scope="session")
def parser() -> SpacyParser:
    return SpacyParser()


@pytest.fixture(scope="session")
def parse(parser):
    """Parses one text."""

    def parse_text(text: str) -> Document:
        return parser.parse([Article(ArticleId("test"), text)])[0]

    return parse_text
