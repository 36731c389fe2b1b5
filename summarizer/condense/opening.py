"""The words in front of what was said: the cue, and whom it was said to."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace

from ..document import Document, Token
from .cue import Lead
from .surface import finish, join

_TOLD = frozenset({"tell", "ask", "remind", "inform", "assure", "advise", "notify", "warn"})
_REPORTER = frozenset({"me", "us"})
_LONGEST = 8
_OWN_OBJECT = frozenset({"dobj", "xcomp", "ccomp"})


def opening_of(
    document: Document, lead: Lead, content: AbstractSet[int], /
) -> tuple[str, frozenset[int]] | None:
    """The opening of a line whose content stands in front of the cue or is direct speech.

    "Told reporters"; "Said" for a "told" whose hearer is the reporter or is not named.  None where that
    cannot be said: "will tell me".
    """
    told = addressee(document, lead, content)
    if lead.verb.lemma.lower() == "tell" and not told:
        plain = _said(lead)
        return None if plain is None else (finish(join(document, plain.tokens, plain.inflected)), frozenset())
    return finish(join(document, {*_without_phrases(document, lead), *told}, lead.inflected)), told


def _without_phrases(document: Document, lead: Lead) -> set[int]:
    """The opening without prepositions behind its verb, and without what hangs on them: "in her address"."""
    behind = [document.tokens[i] for i in lead.tokens if i > lead.verb.index]
    phrases = {t.index for p in behind if p.pos == "ADP" for t in (p, *document.subtree(p))}
    return {i for i in lead.tokens if i <= lead.verb.index or i not in phrases}


def addressee(document: Document, lead: Lead, content: AbstractSet[int], /) -> frozenset[int]:
    """Whom a "told" in the middle or at the end needs: "told reporters"; the reporter is nobody."""
    if lead.verb.lemma.lower() not in _TOLD:
        return frozenset()
    found: set[int] = set()
    for child in document.children(lead.verb):
        phrase = document.subtree(child)
        inside = {t.index for t in phrase}
        hears = child.dep in {"dobj", "dative"} and child.index not in lead.tokens
        if hears and not inside & content and len(phrase) <= _LONGEST and not _is_reporter(child):
            found |= inside
    return frozenset(found)


def without_reporter(document: Document, lead: Lead, /) -> Lead:
    """The opening with "Said" for "told me": the reporter's own "me" stands outside the quotation marks."""
    hearers = [c for c in document.children(lead.verb) if c.dep in {"dobj", "dative"} and _is_reporter(c)]
    if lead.verb.lemma.lower() != "tell" or not hearers:
        return lead
    plain = _said(lead)
    if plain is None:
        return lead
    return replace(plain, tokens=tuple(i for i in plain.tokens if i not in {h.index for h in hearers}))


def says_something_else(document: Document, lead: Lead, content: AbstractSet[int], /) -> bool:
    """True for a verb with an object of its own behind it: "…, she added the words", "has vowed to run"."""
    return any(
        c.dep in _OWN_OBJECT
        and c.index > lead.verb.index
        and c.entity not in {"DATE", "TIME"}
        and not (c.dep == "dobj" and lead.verb.lemma.lower() in _TOLD)
        and not {t.index for t in document.subtree(c)} & (content | set(lead.tokens))
        for c in document.children(lead.verb)
    )


def _said(lead: Lead) -> Lead | None:
    """A past "told" as "said"; None for "will tell" and "did not tell", whose other words would stay."""
    before = [i for i in lead.tokens if i < lead.verb.index]
    past = lead.verb.tag in {"VBD", "VBN"} and not before
    return replace(lead, inflected={lead.verb.index: "said"}) if past else None


def _is_reporter(token: Token) -> bool:
    return token.text.lower() in _REPORTER and token.text != "US"
