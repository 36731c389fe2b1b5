"""Reading who said what by rules over dependency trees."""

from __future__ import annotations

from collections.abc import Sequence

from ..document import Document
from ..model import Act, Attribution
from .candidates import Candidate, candidates
from .confidence import confidence
from .deeds import deeds
from .labels import labelled
from .lexicon import Lexicon, default_lexicon
from .quotations import assign
from .scopes import is_charged, is_nobody, is_supposed, part, separate
from .subjects import is_addressed

_LEAST_CONFIDENCE = 0.35
_DEED_CONFIDENCE = 0.4  # below most statements: no annotated deeds to calibrate with
_CLEAR = 0.5
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
        said = []
        for candidate in proposed(document, self._lexicon):
            sure = confidence(document, candidate, self._lexicon)
            if sure >= self._least:
                said.append((candidate, sure, Act.SAID))
        acts = deeds(document, _reported(said)) if self._least <= _DEED_CONFIDENCE else []
        done = [(c, _DEED_CONFIDENCE, Act.DID) for c in acts]
        acted = {c.word.index for c, _, _ in done}
        said = [j for j in said if j[0].word.index not in acted]
        judged = sorted([*said, *done], key=lambda j: j[0].word.index)
        made = (c.attribution(document, confidence=sure, act=act) for c, sure, act in judged)
        return tuple(a for a in made if a.content)


def _reported(said: Sequence[tuple[Candidate, float, Act]]) -> set[int]:
    """Tokens that are somebody's words, and the cues that clearly report."""
    contents = {i for candidate, _, _ in said if candidate.frame != "dobj" for i in candidate.content}
    return contents | {candidate.word.index for candidate, sure, _ in said if sure >= _CLEAR}


def proposed(document: Document, lexicon: Lexicon, /) -> list[Candidate]:
    """Candidates with content whose word is not hopeless, quotations given out, in text order."""

    def quotable(candidate: Candidate) -> float:
        lemma = candidate.lemma
        if candidate.frame == "label":
            return 0.5
        return max(lexicon.share("ccomp", lemma), lexicon.share("bare", lemma)) - 0.4

    found = sorted([*candidates(document), *labelled(document)], key=lambda c: c.word.index)
    separate(document, found, lambda c: lexicon.share(*c.key))
    assign(document, found, quotable)
    part(document, found, lambda c: lexicon.share(*c.key))
    return [
        c for c in found if c.content and lexicon.share(*c.key) >= _HOPELESS and not _is_unsaid(document, c)
    ]


def _is_unsaid(document: Document, candidate: Candidate) -> bool:
    word = candidate.word
    if candidate.source is None and is_addressed(document, word):
        return True
    return is_supposed(document, word) or is_charged(document, word) or is_nobody(document, candidate)
