"""Who made a poll, a study, an article or a ruling: what such a paper says, its maker says."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from ..document import Document, Token
from .cast import NOBODY, Cast
from .nominals import definite, is_plural
from .owners import owner

_FAMILIES = (
    frozenset(["poll", "survey"]),
    frozenset(
        "report study analysis research review paper finding findings assessment audit datum data".split()
    ),
    frozenset(["statement", "communique", "communiqué"]),
    frozenset("article story piece editorial column feature op-ed".split()),
    frozenset("ruling decision opinion verdict judgment judgement".split()),
)
_FAMILY_OF = {word: n for n, words in enumerate(_FAMILIES) for word in words}
RULINGS = _FAMILIES[4]
_ISSUING = frozenset(
    "publish release issue run write print carry post produce conduct commission unveil".split()
)
_FRESH = frozenset(["new", "latest", "recent", "fresh", "major", "exhaustive", "landmark", "sweeping"])
_BROUGHT_IN = frozenset(["a", "an", "another", "one"])
_LEDE = 3
_NEAR = 4


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers of an article whose makers are known.

    Attributes:
        makers: By family of papers, in text order: (token, number in ``Cast.figures``) of each that is called
            somebody's, and ``NOBODY`` for one that is brought in without a maker ("a poll").
    """

    makers: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    def maker(self, document: Document, head: Token, /) -> int | None:
        """Whose paper a noun without an owner is.

        "The poll" is the one spoken of in the last few sentences, when there was only one.  A paper
        that is brought in as new in the opening sentences is the one that is named behind it ("A new study
        finds … The Harbour University study").
        """
        family = _family(head)
        found = self.makers.get(family, []) if family is not None else []
        here = document.sentence_number(head)
        if not definite(document, head):
            behind = [(document.sentence_number(document.tokens[t]), n) for t, n in found if t > head.index]
            makers = {n for at, n in behind if n != NOBODY and at - here <= _NEAR}
            fresh = any(c.text.casefold() in _FRESH for c in document.children(head))
            opening = here < _LEDE and fresh and not is_plural(head)
            return makers.pop() if opening and len(makers) == 1 else None
        before = [(token, number) for token, number in found if token < head.index]
        near = {n for token, n in before if here - document.sentence_number(document.tokens[token]) <= _NEAR}
        return near.pop() if len(near) == 1 and NOBODY not in near else None


def find_papers(document: Document, cast: Cast, /) -> Papers:
    """Collect the papers that the article calls somebody's, or that somebody is said to have issued."""
    makers: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for token in document.tokens:
        if token.pos not in ("NOUN", "PROPN"):
            continue
        family = _family(token)
        if family is None:
            continue
        number = _maker(document, cast, token)
        words = {c.text.casefold() for c in document.children(token)}
        announced = document.sentence_number(token) < _LEDE and words & _FRESH
        if number != NOBODY or (words & _BROUGHT_IN and not announced):
            makers[family].append((token.index, number))
    return Papers(dict(makers))


def _family(token: Token) -> int | None:
    return _FAMILY_OF.get(token.lemma.casefold())


def _maker(document: Document, cast: Cast, token: Token) -> int:
    """The owner ("a Harbour Agency report") or the subject of "published a report"."""
    possessor = owner(document, cast, token)
    if possessor is None and token.dep == "dobj" and document.head(token).lemma in _ISSUING:
        verb = document.head(token)
        possessor = next((c for c in document.children(verb) if c.dep == "nsubj"), None)
    number = cast.of_token.get(possessor.index, NOBODY) if possessor is not None else NOBODY
    return NOBODY if number != NOBODY and cast.figures[number].place else number
