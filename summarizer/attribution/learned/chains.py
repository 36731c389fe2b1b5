"""Words that reach the article through another mouth: "X said Y, according to Reuters".

The corpus marks one speaker a word, so the tagger gives all of it to the go-between.  Who said it first is
found by grammar; both get the very same words, by which ``summarizer.actors`` knows who only passed them on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...document import Document
from ..candidates import Candidate, at
from ..confidence import confidence
from ..lexicon import default_lexicon
from .report import Report

_LEAST = 0.4
_LEFT_OVER = 3  # words beside the inner report: "that", an adverb
_PASSING_ON = frozenset({"according", "report", "quote", "cite"})
_OUTLETS = frozenset({"ORG"})


def first_speakers(document: Document, found: Iterable[Report], /) -> Iterator[tuple[Candidate, float]]:
    """Reports that make up the content of one that passes on; changes the content of that one in place."""
    for candidate in (r.candidate for r in found):
        if _passes_on(document, candidate):
            inner = _inner(document, candidate)
            if inner is not None:
                candidate.content = set(inner[0].content)
                yield inner


def _passes_on(document: Document, candidate: Candidate) -> bool:
    words = {document.tokens[i].lemma.lower() for i in candidate.cue}
    words |= {document.tokens[i].text.lower() for i in candidate.cue}
    if not words & _PASSING_ON or candidate.source is None:
        return False
    return "according" in words or candidate.source.entity in _OUTLETS


def _inner(document: Document, outer: Candidate) -> tuple[Candidate, float] | None:
    lexicon = default_lexicon()
    for token in (document.tokens[i] for i in sorted(outer.content)):
        if token.quoted or token.pos != "VERB":
            continue
        for candidate in at(document, token):
            said = candidate.content & outer.content
            around = candidate.cue | candidate.phrase
            if candidate.source is None or not said or not around <= outer.content:
                continue
            rest = [i for i in outer.content - said - around if document.tokens[i].text[0].isalnum()]
            sure = confidence(document, candidate, lexicon)
            if len(rest) <= _LEFT_OVER and sure >= _LEAST:
                candidate.content = said
                return candidate, sure
    return None
