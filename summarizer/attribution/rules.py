"""Reading who said what by rules over dependency trees."""

from __future__ import annotations

from collections.abc import Sequence

from ..document import Document
from ..model import Attribution
from .candidates import Candidate, candidates
from .lexicon import Lexicon, default_lexicon
from .quotations import assign
from .trees import spans

_LEAST_CONFIDENCE = 0.3


class RulesReader:
    """Finds attributions with a cue lexicon, the dependency tree and quotation marks.

    Args:
        lexicon: How often words report, by frame; by default the one of the package.
        least: Attributions with less confidence are left out.
    """

    def __init__(self, lexicon: Lexicon | None = None, /, *, least: float = _LEAST_CONFIDENCE) -> None:
        self._lexicon = lexicon or default_lexicon()
        self._least = least

    def read(self, documents: Sequence[Document], /) -> list[tuple[Attribution, ...]]:
        """Attributions of each document in text order of their cues."""
        return [self._read(d) for d in documents]

    def _read(self, document: Document) -> tuple[Attribution, ...]:
        found = candidates(document)
        assign(document, found, self._quotable)
        result = []
        for candidate in found:
            confidence = self._lexicon.share(*candidate.key)
            if candidate.content and confidence >= self._least:
                attribution = _attribution(document, candidate, confidence)
                if attribution.content:
                    result.append(attribution)
        return tuple(result)

    def _quotable(self, candidate: Candidate) -> float:
        lemma = candidate.word.lemma.lower()
        return max(self._lexicon.share("ccomp", lemma), self._lexicon.share("bare", lemma)) - 0.4


def _attribution(document: Document, candidate: Candidate, confidence: float) -> Attribution:
    return Attribution(
        source=spans(document, candidate.phrase),
        cue=spans(document, candidate.cue),
        content=spans(document, candidate.content),
        confidence=round(confidence, 3),
    )
