"""Reading who said what by rules over dependency trees."""

from __future__ import annotations

from collections.abc import Sequence

from ..document import Document
from ..model import Attribution
from .candidates import Candidate, candidates
from .confidence import confidence
from .lexicon import Lexicon, default_lexicon
from .quotations import assign
from .trees import spans

_LEAST_CONFIDENCE = 0.3
_HOPELESS = 0.03


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
        result = []
        for candidate in proposed(document, self._lexicon):
            sure = confidence(document, candidate, self._lexicon)
            if sure >= self._least:
                attribution = _attribution(document, candidate, sure)
                if attribution.content:
                    result.append(attribution)
        return tuple(result)


def proposed(document: Document, lexicon: Lexicon, /) -> list[Candidate]:
    """Candidates with content whose word is not hopeless, quotations given out, in text order."""

    def quotable(candidate: Candidate) -> float:
        lemma = candidate.word.lemma.lower()
        return max(lexicon.share("ccomp", lemma), lexicon.share("bare", lemma)) - 0.4

    found = candidates(document)
    assign(document, found, quotable)
    return [c for c in found if c.content and lexicon.share(*c.key) >= _HOPELESS]


def _attribution(document: Document, candidate: Candidate, sure: float) -> Attribution:
    return Attribution(
        source=spans(document, candidate.phrase),
        cue=spans(document, candidate.cue),
        content=spans(document, candidate.content),
        confidence=round(sure, 3),
    )
