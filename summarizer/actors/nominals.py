"""What a common noun phrase means as a source: "the Ukrainian president", "the agency", "a senior official"."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..document import Document, Token
from ..model import Actor, ActorId, ActorKind
from .bodies import nation_of, state_of
from .cast import Cast
from .lexicon import (
    BODIES,
    FEMALE_NOUNS,
    GROUPS,
    INDEFINITE,
    MALE_NOUNS,
    OFFICES,
    PEOPLE,
    QUANTITIES,
    SHORT_TITLES,
)
from .linking import holders
from .names import fold, key, slug
from .roles import Role, fits, parse_role

Settle = Callable[[Sequence[int]], int | None]

_COLLECTIVES = frozenset(
    "community side sides public opposition west east world media press electorate alliance bloc".split()
)


def is_person_noun(token: Token, /) -> bool:
    """True for a noun that means one person ("minister", "woman")."""
    word = token.text.casefold()
    lemma = fold(token.lemma).rsplit("-", 1)[-1]  # "ex-wife", "co-founder"
    return word in SHORT_TITLES or lemma in OFFICES or lemma in PEOPLE


def is_plural(token: Token, /) -> bool:
    """True for plural nouns."""
    return token.tag in ("NNS", "NNPS")


def definite(document: Document, head: Token, /) -> bool:
    """True when the phrase points back: "the", "that", "this", or a bare title."""
    return any(
        c.dep == "det" and c.text.casefold() in ("the", "that", "this", "those", "these")
        for c in document.children(head)
    )


def phrase_role(document: Document, head: Token, /) -> Role | None:
    """The nominal as a role to compare with stated ones."""
    tokens = [t for t in document.subtree(head) if not _behind(document, head, t)]
    return parse_role(tokens, head=head) if tokens else None


def _behind(document: Document, head: Token, token: Token) -> bool:
    """True for words in clauses and appositions behind the noun."""
    if token.index <= head.index:
        return False
    while token.head != head.index:
        if token.head == token.index:
            return True
        token = document.head(token)
    return token.dep != "prep"


def nominal_figure(document: Document, cast: Cast, head: Token, settle: Settle, /) -> int | None:
    """The figure that a definite person noun means: who the article presents so, else the office's holder.

    Args:
        settle: Chooses between the numbers of figures that all fit, or None.
    """
    if is_plural(head) or not is_person_noun(head) or not definite(document, head):
        return None
    role = phrase_role(document, head)
    if role is None or any(c.dep == "relcl" for c in document.children(head)):
        return None
    fitting = [n for n in cast.presented_as(role) if cast.figures[n].person]
    if role.nation:
        stated = [
            n for n in fitting if any(fits(role, r) and r.nation == role.nation for r in cast.figures[n].roles)
        ]
        fitting = stated or fitting
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        return settle(fitting)
    return _holder(cast, role)


def _holder(cast: Cast, role: Role) -> int | None:
    """The office's one holder at the article's date, when the article names that person."""
    if cast.on is None:
        return None
    ids = {e.actor.id for e in holders(cast.index, role, cast.on, cast.nations)}
    named = [n for actor in sorted(ids) for n in cast.by_id.get(actor, ())]
    return named[0] if len(ids) == 1 and len(named) == 1 else None


def office_holder(document: Document, cast: Cast, head: Token, /) -> Actor | None:
    """The registry's holder of an office whom the article does not name at all; needs the article's date."""
    if cast.on is None or is_plural(head) or not is_person_noun(head) or not definite(document, head):
        return None
    role = phrase_role(document, head)
    if role is None or cast.presented_as(role):
        return None
    found = holders(cast.index, role, cast.on, cast.nations)
    return found[0].actor if len(found) == 1 else None


def describe(document: Document, head: Token, tokens: Sequence[Token], /) -> Actor | None:
    """Somebody without a name: a group that has a description of its own, or an unnamed source.

    None for a noun phrase that points back at something ("the woman") or that is no speaker at all.
    """
    words = [t for t in tokens if t.text not in ('"', "“", "”")]
    while words and (words[0].pos == "PUNCT" or words[0].text.casefold() in ("the", "that", "this")):
        words = words[1:]
    while words and words[-1].tag == "POS":
        words = words[:-1]
    if not words:
        return None
    text = _short(document, words)
    lemma = fold(head.lemma)
    person = lemma in PEOPLE | OFFICES or _is_nationals(head)
    crowd = (is_plural(head) and person) or lemma in GROUPS or fold(head.text) in GROUPS or lemma in QUANTITIES
    named = head.pos == "PROPN" and is_plural(head) and head.text[0].isupper()
    if lemma in _COLLECTIVES or (crowd and _of_a_state(document, head)) or named:
        name = text[:1].upper() + text[1:]
        return Actor(ActorId(f"~group:{slug(name)}"), name, ActorKind.GROUP)
    indefinite = bool(words) and (words[0].text.casefold() in INDEFINITE)
    if crowd or (person and (indefinite or not definite(document, head))):
        return Actor(ActorId(f"~unnamed:{slug(text)}"), text, ActorKind.UNNAMED)
    return None


def _is_nationals(head: Token) -> bool:
    """True for people of a nation or party: "a Democrat", "two Finns"."""
    return head.entity == "NORP" or nation_of(head.text) is not None


def is_stranger(document: Document, cast: Cast, token: Token, /) -> bool:
    """True for a singular noun that brings a person without a name into the text ("a spokesman")."""
    if token.tag != "NN" or token.dep in ("appos", "attr", "compound", "nmod", "amod", "npadvmod"):
        return False
    if fold(token.lemma) in BODIES or any(
        c.dep == "appos" and c.index in cast.of_token for c in document.children(token)
    ):
        return False
    if token.index + 1 in cast.of_token and document.tokens[token.index + 1].head == token.index:
        return False
    if token.dep == "pobj" and not document.children(token):
        return False  # "in person"
    head = document.head(token)
    return not (head.lemma == "as" and token.dep == "pobj")


def gender_of(token: Token, /) -> str:
    """The pronoun that a noun gives away ("spokeswoman" is "she"), else ""."""
    lemma = fold(token.lemma)
    return "she" if lemma in FEMALE_NOUNS else "he" if lemma in MALE_NOUNS else ""


def _of_a_state(document: Document, head: Token) -> bool:
    return any(
        c.dep in ("amod", "compound", "nmod", "poss")
        and (c.entity in ("NORP", "GPE", "LOC", "ORG") or c.text[0].isupper())
        for c in document.children(head)
    )


def _short(document: Document, tokens: Sequence[Token]) -> str:
    """The phrase up to its first comma or clause, at most ten words."""
    end = 1
    while end < len(tokens) and end < 10:
        token = tokens[end]
        if (
            token.text in (",", "(", "—", "–", ";")
            or token.tag in ("WP", "WDT")
            or token.index != tokens[end - 1].index + 1
        ):
            break
        end += 1
    return " ".join(document.article.text[tokens[0].start : tokens[end - 1].end].split())


def body_actor(head: Token, named: Actor | None, /) -> Actor | None:
    """A body called after somebody: "the Roe campaign", "her administration" (``named`` is the owner)."""
    lemma = fold(head.lemma)
    if lemma not in BODIES or named is None:
        return None
    if (
        lemma in ("government", "administration", "authority", "military", "army")
        and named.kind is ActorKind.COUNTRY
    ):
        return named
    name = f"{named.name} {lemma}"
    return Actor(ActorId(f"~{slug(name)}"), name, ActorKind.ORG)


def official_body(document: Document, cast: Cast, head: Token, /) -> Actor | None:
    """A body named by its state: "the Russian defence ministry"; the registry's when it knows that name."""
    if fold(head.lemma) not in BODIES or not definite(document, head) or not nation_in(document, head):
        return None
    front = [t for t in document.subtree(head) if t.index <= head.index and t.pos != "DET"]
    name = " ".join(document.article.text[front[0].start : front[-1].end].split())
    known = cast.index.bodies.get(key(name), [])
    return known[0].actor if len(known) == 1 else Actor(ActorId(f"~{slug(name)}"), name, ActorKind.ORG)


def named_body(document: Document, cast: Cast, head: Token, settle: Settle, /) -> int | None:
    """The body of the article whose own name holds the noun: "the agency" for "the Harbour Agency".

    Args:
        settle: Chooses between the numbers of bodies that all fit, or None.
    """
    lemma = fold(head.lemma)
    if is_plural(head) or not definite(document, head):
        return None
    extra = {fold(c.text) for c in document.children(head) if c.dep in ("amod", "compound")}
    holding = [
        n
        for n, words in cast.bodies_with.get(lemma, ())
        if extra <= words and cast.figures[n].mentions[0].first < head.index
    ]
    return holding[0] if len(holding) == 1 else settle(holding)


def nation_in(document: Document, head: Token, /) -> str:
    """The state named in front of a noun: "the Russian government" gives Russia."""
    for child in document.children(head):
        if child.dep in ("amod", "compound", "nmod", "poss"):
            country = nation_of(child.text) or state_of(child.text)
            if country is not None:
                return country.name
    return ""
