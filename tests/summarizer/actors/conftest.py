"""The real parser, loaded once."""

from __future__ import annotations

import pytest

from summarizer.syntax.spacy_parser import SpacyParser


@pytest.fixture(scope="session")
def parser() -> SpacyParser:
    """The default pipeline."""
    return SpacyParser()
