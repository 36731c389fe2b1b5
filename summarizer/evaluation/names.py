"""Whether a printed name means the actor that a label names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..model import ActorKind

# Offices and forms of address are no part of a name.
_TITLES = frozenset(
    """mr mrs ms dr sir president vice former candidate nominee senator sen representative rep governor gov
    secretary minister prime chancellor general gen judge justice king queen pope chairman chairwoman
    spokesman spokeswoman spokesperson mayor director the of state u s""".split()
)
_JUNIOR = frozenset({"jr", "junior"})
_MIN_SHARED = 0.5


def same_actor(predicted: str, name: str, kind: ActorKind, others: Iterable[str] = (), /) -> bool:
    """True when a predicted name means the actor of a label.

    Initials stand for a name of several words.  People need the same surname and a first name that does not
    contradict; other actors share at least half of their words.

    Args:
        kind: Of the labelled actor.
        others: The other people of the article: a surname alone means nobody if one of them bears it too.
    """
    ours, theirs = _words(predicted), _words(name)
    if ours == theirs or _abbreviates(ours, theirs) or _abbreviates(theirs, ours):
        return True
    if kind is not ActorKind.PERSON:
        union = {*ours, *theirs}
        return len({*ours} & {*theirs}) / len(union) >= _MIN_SHARED
    if bool(_JUNIOR & {*ours}) != bool(_JUNIOR & {*theirs}):
        return False
    return _same_person(_without_junior(ours), _without_junior(theirs), [_words(o) for o in others])


def _same_person(ours: list[str], theirs: list[str], others: Iterable[list[str]]) -> bool:
    if not ours or not theirs or ours[-1] != theirs[-1]:
        return False
    if len(ours) == 1:
        return all(other == theirs or other[-1:] != theirs[-1:] for other in others)
    # One of the two may give an initial: "J. Roe".
    return len(theirs) == 1 or ours[0][0] == theirs[0][0]


def _abbreviates(short: list[str], long: list[str]) -> bool:
    return len(short) == 1 and len(long) > 1 and short[0] == "".join(w[0] for w in long)


def _words(name: str) -> list[str]:
    """The words of a name without titles; all of them when it has nothing else."""
    words = re.findall(r"\w+", re.sub("[’']s", "", name.casefold()))
    return [w for w in words if w not in _TITLES] or words


def _without_junior(words: list[str]) -> list[str]:
    return [w for w in words if w not in _JUNIOR]
