"""Whose words they are: the source of a cue."""

from __future__ import annotations

from ..document import Document, Token
from .trees import first_kid, kids

_SUBJECTS = ("nsubj", "nsubjpass")
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_RELATIVE = frozenset({"WP", "WDT"})
_OBJECT_CONTROLS_AFTER = frozenset({"for", "of", "from", "into"})
_SUBJECT_CONTROL = frozenset(
    {"promise", "vow", "pledge", "use", "make", "take", "hold", "give", "issue", "have"}
)
_TIMES = frozenset({"DATE", "TIME"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_MAX_CLIMB = 5
_PUT = frozenset({"ask", "tell", "urge", "question", "press"})
_OPENERS = frozenset({",", "(", "-", "–", "—", "--", "When", "when", "If", "if"})


def subject(document: Document, verb: Token, /, depth: int = 0) -> Token | None:
    """The noun or pronoun that does what the verb says, or None when it is elided.

    Coordinated verbs share a subject; participles and infinitives take that of the clause they depend on,
    or its object where the object acts ("urged him to say"); a relative pronoun stands for itself.
    """
    own = kids(document, verb, *_SUBJECTS)
    if is_passive(document, verb):
        return _agent(document, verb)
    if own:
        return cleft_predicate(document, verb, own[-1]) or own[-1]
    if depth > _MAX_CLIMB:
        return None
    addressed = _first_addressed(document, verb)
    if addressed is not None:
        return addressed
    if verb.tag in _FINITE and not depth:
        beside = _beside(document, verb)
        if beside is not None:
            return beside
    if verb.dep == "ROOT":
        return None
    head = document.head(verb)
    if is_misplaced(verb):
        return _outermost(document, head)
    if verb.dep == "acl" and head.pos in _NOMINAL:
        return _holder(document, head, depth) if verb.tag == "VB" else head
    if verb.dep in {"conj", "xcomp", "advcl", "dep", "ccomp", "parataxis"}:
        return _inherited(document, verb, head, depth)
    if verb.dep == "pcomp":
        return _through_preposition(document, head, depth)
    return None


def is_passive(document: Document, verb: Token, /) -> bool:
    """True for a verb in the passive voice, reduced relatives ("a plan backed by X") included."""
    if first_kid(document, verb, "nsubjpass", "auxpass") is not None or is_put_to(document, verb):
        return True
    if is_addressed(document, verb):
        return True
    if verb.tag != "VBN" or first_kid(document, verb, "nsubj", "aux", "dobj") is not None:
        return False
    return first_kid(document, verb, "agent") is not None or verb.dep in {"advcl", "acl"}


def is_put_to(document: Document, verb: Token, /) -> bool:
    """True for "Asked whether …, she": who asked is left out, the participle looks like a past tense."""
    if (
        verb.text not in {"Asked", "Pressed", "Questioned"}
        or first_kid(document, verb, "nsubj", "aux") is not None
    ):
        return False
    return verb.dep in {"advcl", "ccomp", "dep"}


def is_addressed(document: Document, verb: Token, /) -> bool:
    """True for "X, asked about it, said": a participle taken for a past tense that X is the subject of."""
    if verb.lemma.lower() not in _PUT or verb.tag not in {"VBD", "VBN"} or not verb.index:
        return False
    if document.tokens[verb.index - 1].text not in _OPENERS:
        return False
    if first_kid(document, verb, "dobj", "dative", "aux", "auxpass") is not None:
        return False
    head, own = document.head(verb), kids(document, verb, *_SUBJECTS)
    if own:
        return own[-1].index == verb.index - 2
    if verb.dep == "acl":
        return head.dep in _SUBJECTS and document.head(head).index > verb.index
    return verb.dep == "advcl" and head.index > verb.index


def _first_addressed(document: Document, verb: Token) -> Token | None:
    """The X of "X, told that it fell, said" where the parser gave it to the participle."""
    for clause in kids(document, verb, "ccomp", "advcl"):
        if clause.index < verb.index and is_addressed(document, clause):
            return first_kid(document, clause, *_SUBJECTS)
    return None


def cleft_predicate(document: Document, verb: Token, relative: Token, /) -> Token | None:
    """Who it was in "it was *X*, not Y, who said": the one affirmed; None outside such sentences."""
    if relative.tag not in _RELATIVE or verb.dep != "relcl":
        return None
    noun = document.head(verb)
    while (
        noun.dep in {"appos", "conj"} and document.head(noun).index < noun.index and _is_denied(document, noun)
    ):
        noun = document.head(noun)
    copula = document.head(noun)
    it = first_kid(document, copula, "nsubj", "expl")
    if noun.dep != "attr" or it is None or it.text.lower() != "it":
        return None
    if noun.pos != "PROPN" and noun is document.head(verb):
        return None
    if first_kid(document, copula, "neg") is None and not _is_denied(document, noun):
        return noun
    return next((c for c in kids(document, noun, "conj") if not _is_denied(document, c)), None)


def is_denied_cleft(document: Document, relative: Token, /) -> bool:
    """True for the "who" of "it was not X who said", where nobody else is named instead."""
    verb = document.head(relative)
    noun = document.head(verb)
    copula = document.head(noun)
    it = first_kid(document, copula, "nsubj", "expl")
    if relative.tag not in _RELATIVE or verb.dep != "relcl" or noun.dep != "attr" or it is None:
        return False
    if it.text.lower() != "it" or first_kid(document, copula, "neg") is None:
        return False
    return not any(c.index < relative.index for n in (noun, copula) for c in kids(document, n, "conj"))


def _is_denied(document: Document, noun: Token) -> bool:
    """True for the Y of "X, not Y" and "rather than Y"."""
    first = min(t.index for t in document.subtree(noun) if t.index <= noun.index)
    return any(document.tokens[i].text.lower() in {"not", "than"} for i in (first - 1, first) if i >= 0)


def grammatical_subject(document: Document, verb: Token, /, depth: int = 0) -> Token | None:
    """As :func:`subject`, but of a passive verb the one that it is done to."""
    own = kids(document, verb, *_SUBJECTS)
    if own:
        return own[-1]
    if depth > _MAX_CLIMB:
        return None
    head = document.head(verb)
    if verb.dep == "acl" and head.pos in _NOMINAL:
        return head
    if verb.dep in {"conj", "xcomp", "advcl", "dep"} and head.pos in {"VERB", "AUX"}:
        return grammatical_subject(document, head, depth + 1)
    return None


def is_misplaced(verb: Token, /) -> bool:
    """True for a finite verb hung on a noun: a main clause that the parser lost ("X, including Y, called")."""
    return verb.dep == "acl" and verb.tag in _FINITE


def is_beside(document: Document, verb: Token, /) -> bool:
    """True for a clause before a semicolon that the parser hung on the one after it."""
    head = document.head(verb)
    if verb.dep != "ccomp" or verb.index > head.index or not kids(document, verb, *_SUBJECTS):
        return False
    return any(c.text == ";" and not c.quoted and c.index > verb.index for c in kids(document, head, "punct"))


def _outermost(document: Document, noun: Token) -> Token:
    while noun.dep in {"pobj", "prep", "appos", "conj"}:
        noun = document.head(noun)
    return noun


def _beside(document: Document, verb: Token) -> Token | None:
    """The subject of an inverted cue that the parser took for an object ("…," said a report by X)."""
    clause = first_kid(document, verb, "ccomp")
    if clause is None or clause.index > verb.index:
        return None
    after = first_kid(document, verb, "dobj", "attr", "npadvmod", "dep")
    if after is not None and after.index > verb.index and after.pos in _NOMINAL and after.entity not in _TIMES:
        return after
    return None


def _agent(document: Document, verb: Token) -> Token | None:
    agent = first_kid(document, verb, "agent")
    return first_kid(document, agent, "pobj") if agent is not None else None


def _holder(document: Document, noun: Token, depth: int) -> Token | None:
    """Who is to act in "its readiness to talk", "made a promise to talk"."""
    owner = first_kid(document, noun, "poss")
    if owner is not None:
        return owner
    verb = document.head(noun)
    return subject(document, verb, depth + 1) if noun.dep == "dobj" and verb.pos == "VERB" else noun


def _inherited(document: Document, verb: Token, head: Token, depth: int) -> Token | None:
    if verb.dep == "ccomp" and verb.tag not in {"VBG", "VBN", "VB"}:
        return None
    if head.pos == "ADJ" or head.dep in {"acomp", "attr"}:
        head = document.head(head)
    if head.pos not in {"VERB", "AUX"}:
        return head if head.pos in _NOMINAL and verb.dep in {"advcl", "xcomp"} else None
    if verb.dep == "xcomp" and head.lemma.lower() not in _SUBJECT_CONTROL:
        patient = first_kid(document, head, "dobj", "dative")
        if patient is not None and patient.index < verb.index:
            return patient
    if is_passive(document, head):
        return grammatical_subject(document, head)
    return subject(document, head, depth + 1)


def _through_preposition(document: Document, preposition: Token, depth: int) -> Token | None:
    governor = document.head(preposition)
    if governor.pos in _NOMINAL:
        return first_kid(document, governor, "poss")
    if governor.pos not in {"VERB", "AUX"}:
        return None
    if preposition.text.lower() in _OBJECT_CONTROLS_AFTER:
        patient = first_kid(document, governor, "dobj", "nsubjpass")
        if patient is not None:
            return patient
    if is_passive(document, governor):
        return grammatical_subject(document, governor)
    return subject(document, governor, depth + 1)


def antecedent(document: Document, pronoun: Token, /) -> Token:
    """The noun that a relative pronoun stands for ("the minister, *who* said"); else the pronoun itself."""
    if pronoun.tag not in _RELATIVE:
        return pronoun
    for clause in document.ancestors(pronoun):
        if clause.dep == "relcl":
            return document.head(clause)
    return pronoun
