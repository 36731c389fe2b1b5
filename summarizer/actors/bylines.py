"""Who passes words on: "according to Reuters, citing a ministry source" credits the source, via Reuters."""

from __future__ import annotations

import re

from ..document import Document, Token
from ..model import Actor, ActorKind, Attribution
from .names import PersonName, key, same_person

_BY = re.compile(r"^\s*by\s+", re.IGNORECASE)
_JOINS = re.compile(r"\s+and\s+|\s*[,;&]\s*")
_CITING = frozenset(["cite", "quote"])
_PASSING = frozenset(["accord", "according", "report", "cite", "quote", "learn"])


def cited_by(document: Document, head: Token, attribution: Attribution, /) -> Token | None:
    """The noun that a reporting source cites ("Reuters, citing *officials*, said"), or None."""
    near = document.tokens_in(attribution.source[0]) if attribution.source else ()
    for token in near:
        if token.lemma in _CITING and token.tag in ("VBG", "VBN"):
            return _object(document, token)
    first = head.index
    sentence = document.sentence(head)
    for token in document.tokens[first + 1 : min(sentence.last, first + 8)]:
        if token.quoted:
            continue
        if token.lemma in _CITING and token.tag == "VBG":
            return _object(document, token)
        if token.pos in ("VERB", "AUX") and token.lemma not in ("report", "say", "write"):
            return None
    return None


def _object(document: Document, verb: Token) -> Token | None:
    """What is cited; where the parser gave it to another verb, the noun phrase up to the next comma."""
    for child in document.children(verb):
        if child.dep in ("dobj", "pobj"):
            return child
    nouns: list[Token] = []
    for token in document.tokens[verb.index + 1 : document.sentence(verb).last]:
        if token.pos in ("PUNCT", "VERB", "AUX"):
            break
        if token.pos in ("NOUN", "PROPN"):
            nouns.append(token)
        elif nouns:
            break
    return nouns[-1] if nouns else None


def passes_on(document: Document, attribution: Attribution, /) -> bool:
    """True when the cue only hands on what somebody else said."""
    return any(t.lemma.casefold() in _PASSING for s in attribution.cue for t in document.tokens_in(s))


def is_reporter(document: Document, attribution: Attribution, actor: Actor | None, /) -> bool:
    """True for the article's own voice: who wrote it, or its outlet where that only reports."""
    if actor is None:
        return False
    article = document.article
    if actor.kind is ActorKind.PERSON:
        own = PersonName.of(actor.name.split())
        writers = (PersonName.of(w.split()) for w in _JOINS.split(_BY.sub("", article.byline)))
        return any(len(w.words) > 1 and same_person(own, w) for w in writers)
    outlet = key(article.outlet)
    return bool(outlet) and key(actor.name) == outlet and passes_on(document, attribution)
