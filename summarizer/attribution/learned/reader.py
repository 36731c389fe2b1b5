"""Reading who said what with the trained tagger, helped out by grammar and quotation marks."""

from __future__ import annotations

from collections.abc import Sequence

from ...document import Document
from ...model import Act, Attribution
from ..candidates import Candidate
from ..deeds import deeds
from ..trees import spans
from .assembly import Report, reports
from .confidence import Calibration
from .decoding import best_tags, linked
from .tagger import OnnxTagger

_DEED_CONFIDENCE = 0.4  # below most statements: no annotated deeds to calibrate with
_CLEAR = 0.5


class LearnedReader:
    """Finds attributions with a tagger that was trained on annotated news.

    Args:
        tagger: Scores every token; by default the one of the package.
        least: Attributions with less confidence are left out.
    """

    def __init__(self, tagger: OnnxTagger | None = None, /, *, least: float | None = None) -> None:
        self._tagger = tagger or OnnxTagger()
        self._calibration = Calibration.of(self._tagger.config["newsdesk"]["calibration"])
        self._least = self._calibration.least if least is None else least

    def read(self, documents: Sequence[Document], /) -> list[tuple[Attribution, ...]]:
        """Attributions of each document in text order (of the cue, or else of the content)."""
        scored = self._tagger.scores(documents)
        every = [window for windows in scored for window in windows]
        tags = iter(best_tags([w.tags for w in every]))
        return [
            self._read(document, reports(document, [link for w in windows for link in linked(w, next(tags))]))
            for document, windows in zip(documents, scored, strict=True)
        ]

    def _read(self, document: Document, found: Sequence[Report]) -> tuple[Attribution, ...]:
        sure = [(r, self._calibration.confidence(document, r)) for r in found]
        kept = [(r, c) for r, c in sure if c >= self._least]
        made = [_attribution(document, r.candidate, c, Act.SAID) for r, c in kept]
        if self._least <= _DEED_CONFIDENCE:
            told = {i for r, _ in kept for i in (*r.candidate.content, *r.candidate.cue)}
            made += [_attribution(document, c, _DEED_CONFIDENCE, Act.DID) for c in deeds(document, told)]
        return tuple(sorted((a for a in made if a.content), key=_place))


def _attribution(document: Document, candidate: Candidate, sure: float, act: Act) -> Attribution:
    return Attribution(
        source=spans(document, candidate.phrase),
        cue=spans(document, candidate.cue, wordless=True),
        content=spans(document, candidate.content),
        act=act,
        confidence=round(sure, 3),
    )


def _place(attribution: Attribution) -> int:
    return (attribution.cue or attribution.content)[0].start
