"""Where grammar knows better than the tagger: clefts, addressees, conditions, charges, and what nobody said.

Such sentences are too rare in an annotated corpus to be learned, and each would put words into a wrong mouth.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ...document import Document, Token
from ..candidates import Candidate
from ..scopes import is_charged, is_nobody, is_supposed, part, separate
from ..subjects import cleft_predicate, is_addressed
from ..trees import noun_phrase
from .report import Report

_SURE = 0.5


def corrected(document: Document, found: Iterable[Report], /) -> list[Report]:
    """The reports that grammar lets stand, in the same order; changes their contents in place."""
    kept = [_credited(document, r) for r in found if not is_unsaid(document, r.candidate)]
    separate(document, [r.candidate for r in kept], lambda _: _SURE)
    part(document, [r.candidate for r in kept], lambda _: _SURE)
    return kept


def is_unsaid(document: Document, candidate: Candidate, /) -> bool:
    """True when grammar says that nobody said it, or that it is open whether and who."""
    verb = verb_of(document, candidate)
    return (
        is_nobody(document, candidate)
        or _is_denied(document, verb)
        or is_addressed(document, verb)
        or is_supposed(document, verb)
        or is_charged(document, verb)
    )


def _is_denied(document: Document, verb: Token) -> bool:
    """True for "it was not X *who said*" where the parser saw no relative clause: who said it stays open."""
    copula = document.head(verb)
    if verb.dep != "ccomp" or copula.lemma != "be":
        return False
    about = {c.dep: c.text.lower() for c in document.children(copula)}
    who = {c.tag for c in document.children(verb)}
    return about.get("nsubj") == "it" and "neg" in about and bool(who & {"WP", "WDT"})


def _credited(document: Document, report: Report) -> Report:
    """The same report, said by the one whom a cleft affirms ("it was *X*, not Y, who said")."""
    candidate = report.candidate
    verb = verb_of(document, candidate)
    relative = next((c for c in document.children(verb) if c.dep == "nsubj"), None)
    affirmed = cleft_predicate(document, verb, relative) if relative is not None else None
    if affirmed is None or affirmed.index in candidate.phrase:
        return report
    phrase = frozenset(noun_phrase(document, affirmed)) - candidate.cue
    said = candidate.content - phrase
    return replace(report, candidate=replace(candidate, source=affirmed, phrase=phrase, content=said))


def verb_of(document: Document, candidate: Candidate, /) -> Token:
    """The verb of a cue that has one ("*said* in a statement", "was *told*"), else its head."""
    verbs = [document.tokens[i] for i in sorted(candidate.cue) if document.tokens[i].pos == "VERB"]
    return verbs[-1] if verbs else candidate.word
