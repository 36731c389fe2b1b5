"""Reading who said what with the trained tagger, helped out by grammar and quotation marks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...document import Document
from ...model import Act, Attribution
from ..deeds import deeds
from .assembly import reports
from .chains import first_speakers
from .confidence import Calibration
from .decoding import best_tags, linked
from .overlooked import overlooked
from .report import Report
from .tagger import OnnxTagger

# Pointers of a window grow with the square of its length: those of many documents would fill the memory.
_AT_ONCE = 4
# The corpus marks some deeds as attributions ("vetoed", "ordered"); below this a deed is a deed.
_CLEAR = 0.75
_DEED_CONFIDENCE = 0.4  # below most statements: no annotated deeds to calibrate with


class LearnedReader:
    """Finds attributions with a tagger that was trained on annotated news.

    Args:
        tagger: Scores every token; by default the one of the package.
        least: Attributions with less confidence are left out.
    """

    def __init__(self, tagger: OnnxTagger | None = None, /, *, least: float | None = None) -> None:
        self.tagger = tagger or OnnxTagger()
        learned = self.tagger.config["newsdesk"]
        self.transitions = np.array(learned["transitions"], np.float32)
        self._calibration = Calibration.of(learned["calibration"])
        self._least = self._calibration.least if least is None else least
        # The calibrated cut says from where on statements are worth showing, and nothing of deeds.
        self._deeds = least is None or least <= _DEED_CONFIDENCE

    def read(self, documents: Sequence[Document], /) -> list[tuple[Attribution, ...]]:
        """Attributions of each document in text order (of the cue, or else of the content)."""
        return [self._read(d, found) for d, found in zip(documents, self.reports(documents), strict=True)]

    def reports(self, documents: Sequence[Document], /) -> list[list[Report]]:
        """What the tagger found in each document, before anybody asks how sure it is."""
        return [
            r for at in range(0, len(documents), _AT_ONCE) for r in self._reports(documents[at : at + _AT_ONCE])
        ]

    def _reports(self, documents: Sequence[Document]) -> list[list[Report]]:
        scored = self.tagger.scores(documents)
        every = [window for windows in scored for window in windows]
        tags = iter(best_tags([w.tags for w in every], self.transitions))
        return [
            reports(document, [link for w in windows for link in linked(w, next(tags))])
            for document, windows in zip(documents, scored, strict=True)
        ]

    def _read(self, document: Document, found: Sequence[Report]) -> tuple[Attribution, ...]:
        sure = [(r, self._calibration.confidence(document, r)) for r in found]
        kept = [(r, c) for r, c in sure if c >= self._least]
        first = list(first_speakers(document, [r for r, _ in kept]))
        told = {i for r, c in kept for i in (*r.candidate.content, *(r.candidate.cue if c >= _CLEAR else ()))}
        done = deeds(document, told) if self._deeds else []
        acted = {i for c in done for i in c.cue}
        said = [(r.candidate, c) for r, c in kept if not acted & r.candidate.cue] + first
        known = {i for r, _ in kept for i in (*r.candidate.content, *r.candidate.cue)} | acted
        said += [(c, sure) for c, sure in overlooked(document, known) if sure >= self._least]
        made = [c.attribution(document, confidence=sure) for c, sure in said]
        made += [c.attribution(document, confidence=_DEED_CONFIDENCE, act=Act.DID) for c in done]
        return tuple(sorted((a for a in made if a.content), key=_place))


def _place(attribution: Attribution) -> int:
    return (attribution.cue or attribution.content)[0].start
