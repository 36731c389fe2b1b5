"""Which body "the agency" or "the bank" means when its name does not say so: the one spoken of just before."""

from __future__ import annotations

from ..document import Document, Token
from ..model import ActorKind
from .cast import Cast, Figure
from .lexicon import BODIES, NOT_PEOPLE
from .names import fold, key
from .nominals import definite, is_plural

_COMPANIES = frozenset(
    """bank company firm corporation airline manufacturer retailer maker giant startup operator studio carmaker
    automaker lender chain insurer brand brewer drugmaker chipmaker supermarket
    """.split()
)
_GROUPS = frozenset(
    """group organization organisation association alliance institute charity nonprofit think-tank thinktank
    watchdog union network coalition federation foundation team club
    """.split()
)
_AGENCIES = frozenset("agency department bureau regulator fund service administration authority".split())
_PRESS = frozenset("newspaper paper magazine publication outlet journal daily weekly broadcaster".split())
GENERIC = _COMPANIES | _GROUPS | _AGENCIES | _PRESS

_PRESS_NAMES = frozenset(
    """times post news journal herald tribune courier echo chronicle gazette globe mail sun star review magazine
    weekly guardian telegraph press observer wire radio television tv register dispatch inquirer mirror today
    """.split()
)
_OFFICIAL_NAMES = frozenset(
    """agency service administration bureau department office authority board commission center centre fund
    """.split()
)
_NO_COMPANIES = (
    _PRESS_NAMES
    | _OFFICIAL_NAMES
    | frozenset(
        """university college school court ministry committee council senate house congress government union
        party foundation association institute parliament police army navy assembly tribunal embassy league club
        team
        """.split()
    )
)
_NO_GROUPS = _PRESS_NAMES | frozenset(
    """university college court ministry senate house congress government party parliament police army navy
    tribunal embassy bank
    """.split()
)
_REACH = 2


def recent_body(document: Document, cast: Cast, head: Token, /) -> int | None:
    """The one body named within two sentences before that the noun can mean, or None.

    Two that fit mean nobody; a place, a law or an event is no body that speaks.
    """
    lemma = fold(head.lemma)
    if lemma not in GENERIC or is_plural(head) or not definite(document, head):
        return None
    if any(c.dep in ("relcl", "appos", "acl", "prep") for c in document.children(head) if c.index > head.index):
        return None
    here = document.sentence_number(head)
    start = document.sentences[max(0, here - _REACH)].first
    found = {cast.of_token[t.index] for t in document.tokens[start : head.index] if t.index in cast.of_token}
    possible = [n for n in sorted(found) if n >= 0 and _may_be(document, cast.figures[n], lemma)]
    return possible[0] if len(possible) == 1 and _is(cast.figures[possible[0]], lemma) else None


def _may_be(document: Document, figure: Figure, lemma: str) -> bool:
    """False for a body of whose name it is plain that it is something else."""
    if figure.actor.kind is not ActorKind.ORG or figure.place:
        return False
    entities = {document.tokens[m.head].entity for m in figure.mentions}
    if not entities & {"ORG", ""} or entities & {"LAW", "EVENT", "WORK_OF_ART", "FAC", "GPE", "LOC"}:
        return False
    words = frozenset(key(figure.actor.name).split())
    if lemma in _PRESS:
        return bool(words & _PRESS_NAMES)
    if words & (NOT_PEOPLE - _PRESS_NAMES):
        return False
    return not words & (_NO_COMPANIES if lemma in _COMPANIES else _NO_GROUPS)


def _is(figure: Figure, lemma: str) -> bool:
    """True when the name says enough: an agency is called so, or goes by its letters."""
    words = frozenset(key(figure.actor.name).split())
    letters = any(len(m.words) == 1 and m.words[0].isupper() for m in figure.mentions)
    return lemma not in _AGENCIES or bool(words & _OFFICIAL_NAMES) or (letters and not words & BODIES)


def part_of(document: Document, cast: Cast, head: Token, /) -> int | None:
    """The named body whose panel, unit or authority is spoken of: "a panel of the Harbour Court"."""
    if fold(head.lemma) not in _PARTS:
        return None
    for child in document.children(head):
        if child.text.casefold() != "of":
            continue
        for inner in document.children(child):
            number = cast.of_token.get(inner.index, -1)
            if inner.dep == "pobj" and number >= 0 and not cast.figures[number].person:
                return number
    return None


_PARTS = frozenset("panel city state town county province district division chamber branch arm unit".split())
