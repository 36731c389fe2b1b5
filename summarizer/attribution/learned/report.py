"""An attribution as the learned reader builds it."""

from __future__ import annotations

from dataclasses import dataclass

from ...document import Document
from ...model import Attribution
from ..candidates import Candidate
from .decoding import Link


@dataclass(frozen=True, slots=True)
class Report:
    """An attribution in token indices, and what the tagger thought of its parts."""

    candidate: Candidate
    link: Link
    inferred: bool

    def attribution(self, document: Document, /, *, confidence: float = 0.5) -> Attribution:
        """The same in characters."""
        return self.candidate.attribution(document, confidence=confidence)
