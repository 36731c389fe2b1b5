"""Plain reports that the tagger passed over: cues that the corpus holds, with a speaker and words of their own.

Measured on PolNeAR's dev articles, what is found so adds as much as it costs; elsewhere the tagger knows less.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ...document import Document
from ..candidates import Candidate, at
from ..confidence import confidence
from ..lexicon import default_lexicon
from .corrections import is_unsaid

LEAST = 0.4


def overlooked(document: Document, told: Collection[int], /) -> Iterator[tuple[Candidate, float]]:
    """Candidates with their confidence that touch nothing in ``told`` (token indices of what was found)."""
    lexicon = default_lexicon()
    for token in document.tokens:
        if token.quoted or token.index in told or token.pos not in {"VERB", "AUX"}:
            continue
        for candidate in at(document, token):
            parts = candidate.content | candidate.cue
            if candidate.source is None or not candidate.content or any(i in told for i in parts):
                continue
            sure = confidence(document, candidate, lexicon)
            if sure >= LEAST and not is_unsaid(document, candidate):
                yield candidate, sure
