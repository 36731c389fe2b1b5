"""Descriptions that stand for somebody named: "the Aldan senator", "the striker", "the 43-year-old".

English news varies a name by such words.  They are taken like a pronoun with more to agree with; an office that
the article gives to nobody near is nobody's.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from ..document import Document, Token
from .bodies import nation_of
from .cast import Cast, Figure
from .nominals import definite, gender_of, is_plural, phrase_role
from .roles import Role, office

_OFFICES = frozenset(
    "candidate senator representative legislator governor mayor lawmaker challenger incumbent".split()
)
_LINES_OF_WORK = frozenset(
    """businessman businesswoman billionaire millionaire mogul magnate tycoon entrepreneur developer financier
    politician actor actress singer rapper musician comedian novelist author writer filmmaker artist player
    striker midfielder defender goalkeeper quarterback champion athlete driver native veteran star pitcher
    forward winger golfer swimmer sprinter boxer jockey cyclist skier batsman bowler
    """.split()
)
_PARTIES = {
    "democrat": "democratic", "democratic": "democratic", "republican": "republican", "gop": "republican",
    "conservative": "conservative", "labour": "labour", "liberal": "liberal", "libertarian": "libertarian",
    "socialist": "socialist", "green": "green",
}  # fmt: skip
_CLEAR_PARTY = 0.85
_CLEAR = 0.72


@dataclass(frozen=True, slots=True)
class Epithet:
    """Whom a description may stand for.

    Attributes:
        word: "he" or "she" when the noun or a possessive behind it gives that away, else "".
        figures: Numbers of the persons whom nothing contradicts.
        margin: How clearly one of them has to stand out, 0 to 1.
    """

    word: str
    figures: frozenset[int]
    margin: float


def epithet(document: Document, cast: Cast, head: Token, strangers: Container[str], /) -> Epithet | None:
    """Read a common noun as a description of somebody named; None when it is none.

    Args:
        strangers: Lemmas of the nouns that brought somebody without a name into the text so far: "the driver"
            after "a driver" is that driver.
    """
    if head.quoted or is_plural(head) or head.dep not in ("nsubj", "nsubjpass") or not definite(document, head):
        return None
    if any(c.dep in ("relcl", "appos", "acl", "conj") for c in document.children(head)):
        return None
    word = gender_of(head) or _echo(document, head)
    people = frozenset(n for n, f in enumerate(cast.figures) if f.person)
    if _is_age(document, head):
        return Epithet(word, people, _CLEAR)
    role = phrase_role(document, head)
    if role is None or head.lemma.casefold() in strangers:
        return None
    parties = _parties(role)
    fitting = frozenset(n for n in people if _agrees(cast.figures[n], role, parties))
    if office(role) in _OFFICES and (role.words or role.nation):
        holding = frozenset(n for n in fitting if _bears(cast.figures[n], role))
        return Epithet(word, holding or fitting, _CLEAR_PARTY if parties and not holding else _CLEAR)
    if role.head in _LINES_OF_WORK and _telling(document, head):
        return Epithet(word, fitting, _CLEAR)
    if role.head in _PARTIES and not role.words:
        return Epithet(word, fitting, _CLEAR_PARTY)
    return None


def _is_age(document: Document, head: Token) -> bool:
    """True for "the 43-year-old" without a noun."""
    before = document.tokens[max(0, head.index - 4) : head.index]
    return head.text.casefold() == "old" and any(t.text.casefold() == "year" for t in before)


def _telling(document: Document, head: Token) -> bool:
    """True when more than a bare noun is said: a place, a club, a nation, "former"."""
    return any(
        c.dep in ("amod", "compound", "nmod", "poss") and (c.text[0].isupper() or c.text.casefold() == "former")
        for c in document.children(head)
    )


def _echo(document: Document, head: Token) -> str:
    """The pronoun of a possessive right behind the verb: "The nominee attacked her rival"."""
    stop = document.sentence(head).last
    for token in document.tokens[head.index + 1 : min(stop, head.index + 6)]:
        if token.pos == "PROPN" or token.quoted:
            return ""
        if token.tag == "PRP$" and token.text.casefold() in ("his", "her"):
            return "he" if token.text.casefold() == "his" else "she"
    return ""


def _parties(role: Role) -> frozenset[str]:
    return frozenset(_PARTIES[w] for w in (role.words | {role.head}) if w in _PARTIES)


def _agrees(figure: Figure, role: Role, parties: frozenset[str]) -> bool:
    """False when the article says of somebody what cannot be true of the description's bearer."""
    known = frozenset(p for r in figure.roles for p in _parties(r))
    if parties and known and not parties & known:
        return False
    nations = {r.nation for r in figure.roles if r.nation}
    if role.nation and nations and role.nation not in nations:
        return False
    own = [r for r in figure.roles if office(r) == office(role)]
    return not own or any(_compatible(role, r) for r in own)


def _compatible(role: Role, known: Role) -> bool:
    places, others = _places(role), _places(known)
    return role.former == known.former and (not places or not others or bool(places & others))


def _places(role: Role) -> frozenset[str]:
    return frozenset(
        w
        for w in role.words
        if w not in _PARTIES and w not in ("presidential", "candidate", "u.s", "us") and not nation_of(w)
    )


def _bears(figure: Figure, role: Role) -> bool:
    """True for somebody whom the article presents with the office, or with the party, of the description."""
    return any(office(r) == office(role) for r in figure.roles)
