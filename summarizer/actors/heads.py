"""Which word heads a source: the name, pronoun or noun to ask about."""

from __future__ import annotations

from itertools import takewhile

from ..document import Document, Token
from ..model import Attribution, Spans
from ..text.layout import is_title_case
from .lexicon import BODIES, CLAIMS, GROUPS, OFFICES, PEOPLE
from .names import fold

_SUBJECTS = ("nsubj", "nsubjpass")


def head_of_source(document: Document, attribution: Attribution, /) -> tuple[Token | None, tuple[Token, ...]]:
    """The noun or pronoun that heads an attribution's source, and the tokens of its phrase.

    A source that holds more than one phrase, or a clause, gives way to the subject of the cue's verb; the owner
    of a claim ("did a check on *Roe's* claim that …") goes before whoever only deals with the claim.
    """
    owner = _claimant(document, attribution)
    if owner is not None:
        return owner, document.subtree(owner)
    head, tokens = head_of(document, attribution.source)
    if head is not None and is_title_case(document.text(document.sentence(head).span)):
        named = _before_verb(tokens)
        return (named[-1], named) if named else (head, tokens)
    subject = _subject(document, attribution)
    if head is None or subject is None or subject.index == head.index:
        return head, tokens
    inside = {t.index for t in tokens}
    if subject.index in inside and subject.index > head.index and document.head(subject).index not in inside:
        own = {t.index for t in document.subtree(subject)}
        return subject, tuple(t for t in tokens if t.index in own)
    source = {t.index for s in attribution.source for t in document.tokens_in(s)}
    clause = head.index in source and document.head(head).index in source
    if clause and head.dep in _SUBJECTS and subject.index not in inside:
        return subject, document.subtree(subject)
    return head, tokens


def _before_verb(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The name that starts a headline's source whose verb seems a name ("Jane Roe Hammers Bank")."""
    named = tuple(takewhile(lambda t: t.entity == "PERSON", tokens))
    if len(named) < 2 or len(named) == len(tokens):
        return ()
    verb = tokens[len(named)]
    plain = fold(verb.text)
    noun = plain in BODIES | GROUPS | OFFICES | PEOPLE or plain[:-1] in BODIES | GROUPS | OFFICES | PEOPLE
    return named if plain.endswith("s") and verb.tag != "POS" and verb.pos == "PROPN" and not noun else ()


def _subject(document: Document, attribution: Attribution) -> Token | None:
    """The subject of the first finite verb of a cue."""
    for span in attribution.cue:
        for verb in document.tokens_in(span):
            if verb.tag in ("VBD", "VBZ", "VBP"):
                return next((c for c in document.children(verb) if c.dep in _SUBJECTS), None)
    return None


def _claimant(document: Document, attribution: Attribution) -> Token | None:
    """The owner of a claim whose that-clause is the content, when the attribution leaves the claim out."""
    if not attribution.content:
        return None
    content = document.tokens_in(attribution.content[0])
    clause = next((t for t in content if t.dep in ("acl", "ccomp") and document.head(t) not in content), None)
    if clause is None or content[0].text.casefold() != "that":
        return None
    noun = document.head(clause)
    spans = (*attribution.source, *attribution.cue)
    if noun.lemma not in CLAIMS or any(s.overlaps(noun.span) for s in spans):
        return None
    return next((c for c in document.children(noun) if c.dep == "poss" and c.pos == "PROPN"), None)


def head_of(document: Document, spans: Spans, /) -> tuple[Token | None, tuple[Token, ...]]:
    """The noun or pronoun that heads a source's words, and all tokens of those words."""
    tokens = tuple(t for s in spans for t in document.tokens_in(s))
    inside = {t.index for t in tokens}
    roots = [
        t for t in tokens if (t.head not in inside or t.head == t.index) and t.pos not in ("PUNCT", "SPACE")
    ]
    best = [t for t in roots if t.pos in ("NOUN", "PROPN", "PRON", "DET", "NUM", "ADJ")] or roots
    if not best:
        return None, tokens
    head = best[0]
    if head.pos == "DET":  # "the Harbour Agency" of "the Harbour Agency report stated"
        head = next((t for t in tokens if t.index > head.index and t.pos in ("NOUN", "PROPN")), head)
    if head.tag in ("POS", "VBZ") and head.text in ("'s", "’s") and head.index > 0:
        head = document.tokens[head.index - 1]  # the parser took a possessive for "is"
    if head.pos == "ADP":
        head = next((c for c in document.children(head) if c.dep == "pobj" and c.index in inside), head)
    if head.pos == "VERB":  # the reader took the verb for its subject
        subject = next((c for c in document.children(head) if c.dep == "nsubj"), None)
        if subject is not None:
            return subject, document.subtree(subject)
    return head, tokens
