"""Whether a line says enough to be printed: "Said yes" and "Lamented their luck" do not."""

from __future__ import annotations

from collections.abc import Iterable

from ..document import Document, Token
from .cue import Lead
from .lexicon import words as listed

_CONTENT = frozenset({"NOUN", "PROPN", "NUM", "ADJ", "VERB", "ADV", "SYM"})
_THINGS = frozenset({"NOUN", "PROPN", "NUM", "SYM", "ADJ"})
_ENOUGH = 4
# Cues that mean nothing without a clause; "Promised a veto" says something.
_PLAIN = listed("say think believe note know feel see show learn find add state hope remember explain tell")


# A source without what it says: "Cited preliminary figures".
_NAMES_A_SOURCE = listed("cite quote mention reference invoke")
_SOURCES = listed(
    """figure number datum data statistic estimate report source evidence information official document study
    survey poll expert witness reason example"""
)

_WITH = frozenset({"agree", "side", "disagree"})  # with whom, and about what


def is_thin(document: Document, tokens: Iterable[int], lead: Lead | None, /) -> bool:
    """True for a line with fewer than four words of substance, its cue among them.

    A quotation is never thin, nor is an act with an object that means something by itself ("Called for a
    ceasefire"), or a report of a full clause about something named ("Said the dam will hold").
    """
    words = [document.tokens[i] for i in tokens]
    if any(t.text.lower() == "than" for t in words) and not any(_compares(t) for t in words):
        return True  # "speaks about tolls than about trains": the "more" was not in the content
    if any(t.quoted for t in words):
        return False
    opening = set(lead.tokens) if lead is not None else set()
    content = [t for t in words if t.pos in _CONTENT and t.dep not in {"aux", "auxpass", "prt"}]
    if len(content) >= _ENOUGH:
        return False
    body = [t for t in content if t.index not in opening]
    things = [t for t in body if t.pos in _THINGS and t.text.lower() != "one" and not _owned(document, t)]
    if only_names_a_source(body, lead):
        return True
    if lead is not None and lead.verb.lemma.lower() in _PLAIN:
        return not (things and any(t.pos in {"VERB", "AUX", "ADJ"} for t in words if t.index not in opening))
    return len(things) < (2 if lead is not None and lead.verb.lemma.lower() in _WITH else 1)


def only_names_a_source(tokens: Iterable[Token], lead: Lead | None, /) -> bool:
    """True for "cited preliminary figures": no name, no number, nothing of which something is told.

    Args:
        tokens: Of what is said to be done, without its opening.
    """
    if lead is None or lead.verb.lemma.lower() not in _NAMES_A_SOURCE:
        return False
    content = [t for t in tokens if t.pos in _CONTENT]
    return all(t.pos in {"ADJ", "ADV"} or (t.pos == "NOUN" and t.lemma.lower() in _SOURCES) for t in content)


def _compares(token: Token) -> bool:
    return token.tag in {"JJR", "RBR"} or token.text.lower() in {"other", "rather", "else", "different"}


def _owned(document: Document, token: Token) -> bool:
    """True for "their luck": one can tell what it is only from what stands before."""
    return any(c.tag == "PRP$" for c in document.children(token))
