"""How sure a reading is: a logistic sum over its cue, frame, source and surroundings."""

from __future__ import annotations

import math

from ..document import Document, Token
from .candidates import ASPECTUAL, Candidate
from .lexicon import Lexicon, deed_words
from .subjects import is_beside, is_misplaced
from .trees import first_kid

_MODALS = frozenset({"would", "could", "should", "may", "might", "must", "can", "will"})
_PLAIN = 0.4
_STRONG = 0.5
_FINITE = frozenset({"VBD", "VBZ", "VBP", "VBN"})
_PRONOUNS = frozenset({"he", "she", "they", "it", "who"})
_ACTORS = frozenset({"PERSON", "ORG", "GPE", "NORP"})


def confidence(document: Document, candidate: Candidate, lexicon: Lexicon, /) -> float:
    """Probability that source and content of a candidate are right."""
    if not lexicon.weights:
        return lexicon.share(*candidate.key)
    total = sum(lexicon.weights.get(k, 0.0) * v for k, v in features(document, candidate, lexicon).items())
    sure = 1.0 / (1.0 + math.exp(-total))
    return max(sure, _PLAIN) if sure < _PLAIN and is_plain(document, candidate, lexicon) else sure


def is_plain(document: Document, candidate: Candidate, lexicon: Lexicon, /) -> bool:
    """True when the words themselves leave little doubt, whatever was counted.

    "She maintained two conditions" tells what she said although things maintained are mostly roads.  Only
    for people, bodies, states and their pronouns, in a main clause or with an object that names a report.
    """
    source, clause = candidate.source, _clause(document, candidate.word)
    if source is None or not _can_speak(source):
        return False
    if candidate.frame == "label":
        return True
    if clause.tag not in _FINITE or not lexicon.believed(*candidate.key):
        return False
    if lexicon.believed(*candidate.key) >= _STRONG and _is_main(clause):
        return True
    thing = reported_noun(document, candidate)
    return thing is not None and thing.lemma.lower() in lexicon.tellable


def _can_speak(source: Token) -> bool:
    if source.entity in _ACTORS or source.text.lower() in _PRONOUNS:
        return True
    return source.pos == "NOUN" and source.lemma.lower() in deed_words().actors


def _is_main(clause: Token) -> bool:
    return clause.dep in {"ROOT", "conj", "relcl"} or is_misplaced(clause)


def features(document: Document, candidate: Candidate, lexicon: Lexicon, /) -> dict[str, float]:
    """What is known of a candidate, by feature name; numbers are about -5 to 5, flags 1."""
    frame, lemma = candidate.key
    word = candidate.word
    share = lexicon.share(frame, lemma)
    clause = _clause(document, word)
    dep = "ROOT" if is_misplaced(clause) or is_beside(document, clause) else clause.dep
    found = {
        "always": 1.0,
        "share": _logit(share),
        "ccomp share": _logit(lexicon.share("ccomp", lemma)),
        "frame share": _logit(lexicon.frames.get(frame, 0.02)),
        "frame " + frame.split("+")[0].split(":")[0]: 1.0,
        "dep " + dep: 1.0,
        "tag " + clause.tag: 1.0,
        "source " + source_kind(candidate.source): 1.0,
    }
    if lexicon.believed(frame, lemma):
        found["known"] = 1.0
    source = candidate.source
    if source is not None and source.pos == "NOUN":
        found["noun speaks"] = _logit(lexicon.speaks(source.lemma.lower()))
    thing = reported_noun(document, candidate)
    if thing is not None:
        found["noun is told"] = _logit(lexicon.is_told(thing.lemma.lower()))
    found |= _shape(document, candidate, infinitive=clause is word)
    return found


def reported_noun(document: Document, candidate: Candidate, /) -> Token | None:
    """The common noun that is the content's head in a frame with an object ("outlined his *readiness*")."""
    holder: Token | None = candidate.word
    if candidate.frame.startswith("prep:"):
        holder = next(
            (c for c in document.children(candidate.word) if c.index in candidate.cue and c.dep == "prep"), None
        )
    elif not candidate.frame.startswith("dobj"):
        return None
    thing = first_kid(document, holder, "dobj", "pobj") if holder is not None else None
    return thing if thing is not None and thing.pos == "NOUN" else None


def _clause(document: Document, word: Token) -> Token:
    """The verb that says how the report is put: "continues" in "continues to demand"."""
    governor = document.head(word)
    return governor if word.dep == "xcomp" and governor.lemma.lower() in ASPECTUAL else word


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


def _shape(document: Document, candidate: Candidate, *, infinitive: bool) -> dict[str, float]:
    found = {}
    words = [document.tokens[i] for i in candidate.content if document.tokens[i].text[0].isalnum()]
    quoted = sum(t.quoted for t in words)
    if quoted:
        found["quoted" if quoted * 2 > len(words) else "partly quoted"] = 1.0
    found["words " + str(min(len(words), 12) // 3)] = 1.0
    cue = {document.tokens[i].text.lower() for i in candidate.cue}
    if cue & _MODALS:
        found["modal"] = 1.0
    if infinitive and "to" in cue and candidate.word.tag == "VB":
        found["infinitive"] = 1.0
    if any(document.tokens[i].dep == "neg" for i in candidate.cue):
        found["negated"] = 1.0
    if any(t.text.lower() == "that" and t.dep == "mark" for t in words[:1]):
        found["that"] = 1.0
    return found


def _logit(share: float) -> float:
    bounded = min(max(share, 0.003), 0.997)
    return math.log(bounded / (1 - bounded))
