"""Actions that are not statements: "ordered", "signed", "met"."""

from __future__ import annotations

from collections.abc import Collection

from ..document import Document, Token
from .candidates import Candidate, cue_tokens
from .lexicon import DeedWords, deed_words
from .scopes import is_nobody
from .subjects import is_passive, subject
from .trees import indices, kids, noun_phrase

_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_ACTORS = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_PEOPLE = frozenset({"he", "she", "they", "we", "who"})
_ARGUMENTS = ("dobj", "dative", "prep", "prt", "xcomp", "oprd", "agent", "npadvmod")


def deeds(document: Document, reported: Collection[int], /) -> list[Candidate]:
    """What named people, bodies and offices are told to have done, in text order.

    Only plain facts of the article's own voice: main clauses that are neither denied nor only possible, and
    no word in ``reported`` (token indices of what somebody says) or in quotation marks.
    """
    words = deed_words()
    found = []
    for token in document.tokens:
        if (
            token.pos == "VERB"
            and not token.quoted
            and token.index not in reported
            and _is_fact(document, token)
        ):
            deed = _deed(document, token, words)
            if deed is not None and not is_nobody(document, deed):
                found.append(deed)
    return found


def _is_fact(document: Document, verb: Token) -> bool:
    clause = verb
    while clause.dep == "conj":
        clause = document.head(clause)
    if clause.dep not in {"ROOT", "relcl"} or is_passive(document, verb):
        return False
    helpers = [c for c in document.children(verb) if c.dep in {"aux", "neg"}]
    if any(h.dep == "neg" or h.tag == "MD" for h in helpers):
        return False
    return verb.tag in _FINITE or (verb.tag == "VBN" and any(h.lemma.lower() == "have" for h in helpers))


def _deed(document: Document, verb: Token, words: DeedWords) -> Candidate | None:
    lemma = verb.lemma.lower()
    arguments = [c for c in kids(document, verb, *_ARGUMENTS) if c.index > verb.index]
    with_object = any(c.dep == "dobj" for c in arguments) and lemma in words.objects
    if not with_object and not any((lemma, c.text.lower()) in words.prepositions for c in arguments):
        return None
    doer = subject(document, verb)
    if doer is None or not _can_act(doer, words):
        return None
    phrase = frozenset(noun_phrase(document, doer))
    cue = cue_tokens(document, verb) - phrase
    return Candidate(verb, "deed", doer, phrase, cue, indices(document, arguments) - cue - phrase)


def _can_act(doer: Token, words: DeedWords) -> bool:
    if doer.pos == "PRON":
        return doer.text.lower() in _PEOPLE
    return doer.entity in _ACTORS or doer.lemma.lower() in words.actors
