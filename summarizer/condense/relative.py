"""Lines for what a relative clause says of the words in front of it: "the plan, which Roe called a mess"."""

from __future__ import annotations

from collections.abc import Sequence

from ..document import Document, Token
from .body import content_tokens
from .case import Case
from .cue import cue_verb, has_gap, lead
from .dangling import dangling
from .lexicon import words
from .shapes import NOTHING, Draft, checked
from .surface import finish, join, strip_marks

# Verbs that give their object a name, and those that need "as" for it.
_NAMES = words("call label dub brand term deem consider")
_NAMES_AS = words("describe denounce dismiss condemn praise hail portray characterize characterise")
_RELATIVE = frozenset({"which", "that", "who", "whom"})
_LONGEST = 12  # tokens of what is spoken of


def relative(case: Case, /) -> Draft:
    """The naming verb, then what the clause hangs on, then the name: "Called the plan a mess".

    Nothing where another verb is the cue, where the relative pronoun is not its object, or where what is
    spoken of is not one run of words right in front of the clause.
    """
    document = case.document
    verb = cue_verb(document, case.statement)
    if verb is None or not has_gap(document, verb) or not _is_object(document, verb):
        return NOTHING
    opening = lead(document, case.statement, verb, gap=True)
    name = _name(case, verb)
    thing = _antecedent(document, verb)
    if opening is None or opening.governor is not None or not name or not thing:
        return NOTHING
    if _leans(case, thing, name):
        return NOTHING
    front = [i for i in opening.tokens if i <= verb.index]
    text = " ".join(join(document, part) for part in (front, thing, name))
    return checked(case, finish(text), {*front, *thing, *name}, opening)


def _leans(case: Case, thing: Sequence[int], name: Sequence[int]) -> bool:
    """True when a pronoun has its antecedent elsewhere; in what is spoken of it never is the speaker."""
    if any(case.document.tokens[i].pos == "PRON" for i in thing):
        return True
    return bool(dangling(case.document, [*thing, *name], case.who, frozenset()))


def _is_object(document: Document, verb: Token) -> bool:
    """True when the clause begins with a relative pronoun that is not its subject."""
    left = [c for c in document.children(verb) if c.index < verb.index]
    return any(c.text.lower() in _RELATIVE and c.dep not in {"nsubj", "nsubjpass", "mark"} for c in left)


def _name(case: Case, verb: Token) -> Sequence[int]:
    """The content behind the verb, when it can be what the verb calls something; else empty."""
    document = case.document
    content = [t for t in content_tokens(document, case.statement) if t.index > verb.index]
    kept = strip_marks(document, [t.index for t in content])
    if not kept or kept != list(range(kept[0], kept[-1] + 1)):
        return ()
    between = {document.tokens[i].text.lower() for i in range(verb.index + 1, kept[0])} - {",", ":"}
    if document.tokens[kept[0]].text.lower() == "as":
        return kept if verb.lemma.lower() in _NAMES_AS | _NAMES and not between else ()
    if between == {"as"} and verb.lemma.lower() in _NAMES_AS | _NAMES:
        return range(kept[0] - 1, kept[-1] + 1)
    fits = document.tokens[kept[0]].tag not in {"IN", "TO", "WRB"}
    return kept if verb.lemma.lower() in _NAMES and fits and not between else ()


def _antecedent(document: Document, verb: Token) -> Sequence[int]:
    """The noun that the clause hangs on with what belongs to it, right in front of the clause; else empty."""
    head = document.head(verb)
    clause = document.subtree(verb)[0].index
    if head.pos not in {"NOUN", "PROPN"}:
        return ()
    phrase = [t.index for t in document.subtree(head) if t.index < clause]
    kept = strip_marks(document, phrase)
    while kept and document.tokens[kept[-1]].text in {"(", "["}:
        kept = kept[:-1]
    between = range(kept[-1] + 1, clause) if kept else range(0)
    loose = any(document.tokens[i].pos != "PUNCT" for i in between)
    if not kept or loose or len(kept) > _LONGEST or kept != list(range(kept[0], kept[-1] + 1)):
        return ()
    return kept
