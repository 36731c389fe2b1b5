"""What is reported: the content that hangs on a verb, noun or adjective, and the name of that frame."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..document import Document, Token
from .subjects import grammatical_subject, is_addressed, is_passive, subject
from .trees import first_kid, indices, kids

_TIME_ENTITIES = frozenset({"DATE", "TIME"})
_SCENE_PREPOSITIONS = frozenset({"in", "on", "at", "during", "via"})
_OBJECT_PREPOSITIONS = frozenset(
    {"as", "of", "for", "with", "to", "against", "on", "about", "over", "from", "into"}
)
_BARE_FRAME = "bare"
_COMPLETE = frozenset({"inserted", "as"})
_RAISING = frozenset({"seem", "appear"})


@dataclass(slots=True)
class Frame:
    """One reading of a cue: frame name, source, content tokens, and cue tokens beside the word itself."""

    name: str
    source: Token | None
    content: set[int] = field(default_factory=set)
    extra_cue: set[int] = field(default_factory=set)


def verb_frame(document: Document, verb: Token, /) -> Frame:
    """The frame of a verb; a verb without content gets the frame "bare" and may still take a quotation."""
    frame = _verb_frame(document, verb)
    if frame.content and frame.name not in _COMPLETE:
        frame.content |= indices(
            document, [c for c in document.children(verb) if _completes(document, c, verb)]
        )
    return frame


def _completes(document: Document, clause: Token, verb: Token) -> bool:
    """True for a condition, reason or purpose that belongs to what is reported ("warned of X if Y")."""
    if clause.dep != "advcl" or clause.index < verb.index:
        return False
    mark = first_kid(document, clause, "mark", "advmod")
    if mark is not None and mark.index < clause.index:
        return mark.text.lower() in {"if", "unless", "because"}
    return clause.tag == "VB"


def _verb_frame(document: Document, verb: Token) -> Frame:
    inserted = _inserted(document, verb)
    if inserted is not None:
        return inserted
    if is_passive(document, verb):
        return _passive(document, verb)
    source = subject(document, verb)
    clauses = [c for c in kids(document, verb, "ccomp") if not is_addressed(document, c)]
    if clauses:
        return Frame("ccomp", source, indices(document, clauses))
    patient = first_kid(document, verb, "dobj", "dative")
    infinitives = kids(document, verb, "xcomp")
    if infinitives:
        content = indices(document, infinitives)
        if verb.lemma.lower() in _RAISING:
            return Frame(
                "raising", None, content | (indices(document, [source]) if source is not None else set())
            )
        if patient is None:
            return Frame("xcomp", source, content)
        return Frame("dobj+xcomp", source, content | indices(document, [patient]))
    described = first_kid(document, verb, "oprd")
    if described is not None:
        if verb.lemma.lower() in _RAISING and source is not None:
            return Frame("raising", None, indices(document, [source, described]))
        return Frame("oprd", source, indices(document, [c for c in (patient, described) if c is not None]))
    return _object_or_preposition(document, verb, source)


def _object_or_preposition(document: Document, verb: Token, source: Token | None) -> Frame:
    thing = first_kid(document, verb, "dobj")
    prepositions = [p for p in kids(document, verb, "prep") if p.index > verb.index and _governed(document, p)]
    if thing is not None:
        rest = [p for p in prepositions if p.index > thing.index]
        name = "dobj"
        if rest and rest[0].text.lower() in _OBJECT_PREPOSITIONS:
            name = "dobj+" + rest[0].text.lower()
        also = [c for c in kids(document, verb, "dobj") if c.index > thing.index]
        return Frame(name, source, indices(document, [thing, *also, *rest]))
    if prepositions:
        first = prepositions[0]
        content = indices(document, prepositions) - {first.index}
        return Frame("prep:" + first.text.lower(), source, content, {first.index})
    return Frame(_BARE_FRAME, source)


def _governed(document: Document, preposition: Token) -> bool:
    """False for prepositions that only set the scene ("on Sunday", "in a statement")."""
    if preposition.text.lower() not in _SCENE_PREPOSITIONS:
        return True
    obj = first_kid(document, preposition, "pobj", "pcomp")
    if obj is None:
        return False
    return obj.entity not in _TIME_ENTITIES


def _passive(document: Document, verb: Token) -> Frame:
    source = subject(document, verb)
    done_to = grammatical_subject(document, verb)
    clauses = kids(document, verb, "ccomp")
    if clauses:
        return Frame("pass+ccomp", source, indices(document, clauses))
    patient = first_kid(document, verb, "nsubjpass")
    about = indices(document, [patient]) if patient is not None else ({done_to.index} if done_to else set())
    infinitives = kids(document, verb, "xcomp")
    if infinitives:
        return Frame("pass+xcomp", source, about | indices(document, infinitives))
    rest = [p for p in kids(document, verb, "prep", "oprd") if p.dep == "oprd" or _governed(document, p)]
    name = "pass+by" if source is not None else "pass"
    if rest:
        name += "+" + (rest[0].text.lower() if rest[0].dep == "prep" else "oprd")
    return Frame(name, source, about | indices(document, rest))


def _inserted(document: Document, verb: Token) -> Frame | None:
    """A cue put into or after what it reports: "…, he said, …", "as he put it, …"."""
    if (
        verb.dep not in {"parataxis", "advcl"}
        or first_kid(document, verb, "ccomp", "xcomp", "dobj") is not None
    ):
        return None
    mark = first_kid(document, verb, "mark", "advmod")
    name = "inserted"
    if verb.dep == "advcl":
        if mark is None or mark.text.lower() != "as":
            return None
        name = "as"
    source = first_kid(document, verb, "nsubj", "nsubjpass")
    if source is None:
        return None
    host = document.head(verb)
    content = indices(document, [host]) - indices(document, [verb])
    return Frame(name, source, content)


def adjective_frame(document: Document, adjective: Token, /) -> Frame | None:
    """The frame of a predicative adjective ("is confident that …", "is ready to …")."""
    if adjective.dep not in {"acomp", "conj", "attr"}:
        return None
    verb = document.head(adjective)
    while verb.pos == "ADJ" and verb.head != verb.index:
        verb = document.head(verb)
    if verb.pos not in {"AUX", "VERB"}:
        return None
    copula = {verb.index} | {c.index for c in document.children(verb) if c.dep in {"aux", "neg"}}
    source = subject(document, verb)
    for dep in ("ccomp", "xcomp"):
        clauses = kids(document, adjective, dep)
        if clauses:
            return Frame("adj:" + dep, source, indices(document, clauses), copula)
    preposition = first_kid(document, adjective, "prep")
    if preposition is None:
        return None
    content = indices(document, [preposition]) - {preposition.index}
    return Frame("adj:" + preposition.text.lower(), source, content, copula | {preposition.index})


def noun_frame(document: Document, noun: Token, /) -> Frame | None:
    """The frame of a noun that reports ("his promise that …", "calls for …", "criticism of …")."""
    owner = first_kid(document, noun, "poss")
    source = owner or _author(document, noun) or _giver(document, noun)
    clauses = [c for c in kids(document, noun, "acl") if first_kid(document, c, "mark", "aux") is not None]
    if clauses:
        return Frame("noun:acl", source, indices(document, clauses))
    after = [p for p in kids(document, noun, "prep") if p.index > noun.index and p.text.lower() != "by"]
    if not after:
        return None
    preposition = after[0]
    content = indices(document, [preposition]) - {preposition.index}
    return Frame("noun:" + preposition.text.lower(), source, content, {preposition.index})


def _author(document: Document, noun: Token) -> Token | None:
    """Who stands after "by" ("claims *by X* that …"), dates left out."""
    for preposition in kids(document, noun, "prep", "agent"):
        if preposition.text.lower() == "by":
            by = first_kid(document, preposition, "pobj")
            return by if by is not None and by.entity not in _TIME_ENTITIES else None
    return None


def _giver(document: Document, noun: Token) -> Token | None:
    """Who acts with the noun: subject of the verb that has it as object ("issued a warning that …")."""
    verb = document.head(noun)
    return subject(document, verb) if noun.dep == "dobj" and verb.pos == "VERB" else None
