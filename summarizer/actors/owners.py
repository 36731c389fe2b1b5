"""Whose a report or a campaign is: the owner in front of the noun, or after "by", "from" or "at"."""

from __future__ import annotations

from ..document import Document, Token
from .cast import Cast
from .lexicon import PAPERS, PIECES
from .nominals import is_person_noun, is_plural

_BRINGING = frozenset(
    "write send give make release publish issue post share present show carry sign file record deliver".split()
)


def owner(document: Document, cast: Cast, head: Token, /) -> Token | None:
    """The named or pronominal owner of a noun: "Jane Roe's report", "a Harbour Times opinion poll"."""
    for dep in ("poss", "compound", "nmod", "amod"):
        for child in document.children(head):
            if child.dep == dep and (child.index in cast.of_token or child.tag == "PRP$"):
                return child
            inner = _named_child(document, cast, child) if child.dep == dep == "compound" else None
            if inner is not None:
                return inner
    return _bringer(document, cast, head) or _maker_behind(document, cast, head)


def _named_child(document: Document, cast: Cast, token: Token) -> Token | None:
    return next((c for c in document.children(token) if c.index in cast.of_token), None)


def _bringer(document: Document, cast: Cast, head: Token) -> Token | None:
    """Who is said to bring a paper: "a letter that *Jane Roe* sent", "a slide from a talk that *she* gave"."""
    for child in document.children(head):
        if child.dep in ("relcl", "acl") and head.lemma in PAPERS and child.lemma in _BRINGING:
            subject = next((c for c in document.children(child) if c.dep == "nsubj"), None)
            if subject is not None and subject.index in cast.of_token:
                return subject
        if head.lemma in PIECES and child.text.casefold() in ("from", "of", "in"):
            for inner in document.children(child):
                whole = owner(document, cast, inner) if inner.dep == "pobj" else None
                if whole is not None:
                    return whole
    return None


def _maker_behind(document: Document, cast: Cast, head: Token) -> Token | None:
    """Who is named behind the noun: "a study by Jane Roe", "a report published by the Harbour Agency"."""
    for child in document.children(head):
        if child.dep in ("prep", "agent") and child.text.casefold() in ("by", "from"):
            for inner in document.children(child):
                found = inner if inner.index in cast.of_token else _employer(document, cast, inner)
                if inner.dep == "pobj" and found is not None:
                    return found
        if child.dep == "acl":
            for agent in document.children(child):
                if agent.dep == "agent":
                    return _named_child(document, cast, agent)
    return None


def _employer(document: Document, cast: Cast, people: Token) -> Token | None:
    """The body whose people made something: "a study by researchers at *Harbour University*"."""
    if not is_plural(people) or not is_person_noun(people):
        return None
    for child in document.children(people):
        if child.text.casefold() in ("at", "from", "of"):
            found = (i for i in document.children(child) if i.dep == "pobj" and i.index in cast.of_token)
            return next(found, None)
    return None
