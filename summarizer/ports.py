"""What the pipeline needs from models, as small protocols; each has a plain and a learned implementation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from .condense.line import Line
from .document import Document
from .model import Article, Attribution, Statement


class Parser(Protocol):
    """Lays out and parses texts."""

    def parse(self, articles: Sequence[Article], /) -> list[Document]:
        """One document an article, in the same order."""


class AttributionReader(Protocol):
    """Finds who is said to have said (or done) what."""

    def read(self, documents: Sequence[Document], /) -> list[tuple[Attribution, ...]]:
        """Attributions of each document in text order (of the cue, or else of the content)."""


class Condenser(Protocol):
    """Turns statements into lines of a brief."""

    def condense(self, document: Document, statements: Sequence[Statement], /) -> list[Line]:
        """One line a statement, in the same order; an empty one where none reads well by itself."""
