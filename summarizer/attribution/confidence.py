"""How sure a reading is: a logistic sum over its cue, frame, source and surroundings."""

from __future__ import annotations

import math

from ..document import Document, Token
from .candidates import Candidate
from .lexicon import Lexicon

_MODALS = frozenset({"would", "could", "should", "may", "might", "must", "can", "will"})
_ACTORS = frozenset({"PERSON", "ORG", "GPE", "NORP"})


def confidence(document: Document, candidate: Candidate, lexicon: Lexicon, /) -> float:
    """Probability that source and content of a candidate are right."""
    if not lexicon.weights:
        return lexicon.share(*candidate.key)
    total = sum(lexicon.weights.get(k, 0.0) * v for k, v in features(document, candidate, lexicon).items())
    return 1.0 / (1.0 + math.exp(-total))


def features(document: Document, candidate: Candidate, lexicon: Lexicon, /) -> dict[str, float]:
    """What is known of a candidate, by feature name; numbers are about -5 to 5, flags 1."""
    frame, lemma = candidate.key
    word = candidate.word
    share = lexicon.share(frame, lemma)
    found = {
        "always": 1.0,
        "share": _logit(share),
        "ccomp share": _logit(lexicon.share("ccomp", lemma)),
        "frame share": _logit(lexicon.frames.get(frame, 0.02)),
        "frame " + frame.split("+")[0].split(":")[0]: 1.0,
        "dep " + word.dep: 1.0,
        "tag " + word.tag: 1.0,
        "source " + source_kind(candidate.source): 1.0,
    }
    if lexicon.believed(frame, lemma):
        found["known"] = 1.0
    source = candidate.source
    if source is not None and source.pos == "NOUN":
        found["noun speaks"] = _logit(lexicon.speaks(source.lemma.lower()))
    found |= _shape(document, candidate)
    return found


def source_kind(source: Token | None, /) -> str:
    """A coarse class of the source's head: none, an entity type, a pronoun, a noun or a name."""
    if source is None:
        return "none"
    if source.entity in _ACTORS:
        return source.entity
    if source.pos == "PRON":
        text = source.text.lower()
        return text if text in {"it", "which", "that", "who"} else "pronoun"
    return source.pos.lower()


def _shape(document: Document, candidate: Candidate) -> dict[str, float]:
    found = {}
    words = [document.tokens[i] for i in candidate.content if document.tokens[i].text[0].isalnum()]
    quoted = sum(t.quoted for t in words)
    if quoted:
        found["quoted" if quoted * 2 > len(words) else "partly quoted"] = 1.0
    found["words " + str(min(len(words), 12) // 3)] = 1.0
    cue = {document.tokens[i].text.lower() for i in candidate.cue}
    if cue & _MODALS:
        found["modal"] = 1.0
    if "to" in cue and candidate.word.tag == "VB":
        found["infinitive"] = 1.0
    if any(document.tokens[i].dep == "neg" for i in candidate.cue):
        found["negated"] = 1.0
    if any(t.text.lower() == "that" and t.dep == "mark" for t in words[:1]):
        found["that"] = 1.0
    return found


def _logit(share: float) -> float:
    bounded = min(max(share, 0.003), 0.997)
    return math.log(bounded / (1 - bounded))
