"""Names of people and bodies: folding, splitting, comparing.  Knows no article."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from .first_names import PRONOUN_OF
from .lexicon import NICKNAMES, PARTICLES, SUFFIXES

_REMEMBERED = 20_000  # words; more than a day's news holds, and it keeps a long run's memory flat
_POSSESSIVE = re.compile(r"['’]s?$")
_ENDING = re.compile(r"(?:iy|yy|iyi|yi|ii|ij|yj|ïy|i|y)$")
_INITIAL = re.compile(r"^\w\.?$")
_NOT_WORD = re.compile(r"[^\w]+")
_SLUG = re.compile(r"[^a-z0-9]+")


@lru_cache(_REMEMBERED)
def fold(word: str, /) -> str:
    """A word for comparing: no accents, case, possessive or full stops ("O’Neill’s" is "o'neill")."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return _POSSESSIVE.sub("", plain.casefold().replace("’", "'")).replace(".", "")


@lru_cache(_REMEMBERED)
def skeleton(word: str, /) -> str:
    """A folded word with the endings that transliterations write differently made the same.

    Only the Slavic adjective ending of long names is touched: Zelensky, Zelenskyy and Zelenskiy become one,
    Harris and Harry stay two.
    """
    folded = fold(word).replace("-", "").replace("'", "")
    if len(folded) >= 6 and re.search(r"[sc]?k(?:iy|yy|iyi|yi|ii|ij|i|y)$", folded):
        return _ENDING.sub("", folded) + "y"
    return folded


def slug(name: str, /) -> str:
    """Lower-case ASCII words joined by hyphens, for ids."""
    return _SLUG.sub("-", unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()).strip(
        "-"
    )


@lru_cache(_REMEMBERED)
def key(name: str, /) -> str:
    """A body's name for comparing: folded, without article and punctuation."""
    words = [w for w in _NOT_WORD.sub(" ", " ".join(fold(w) for w in name.split())).split() if w]
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def initials(name: str, /) -> str:
    """The initials of a body's capitalised words: "iaea"."""
    return "".join(w[0] for w in re.split(r"[\s\-]+", name) if w[:1].isupper() and w != "The").casefold()


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name without titles: words as written, and "jr" and the like apart."""

    words: tuple[str, ...]
    suffix: str = ""

    @classmethod
    def of(cls, words: Sequence[str], /) -> PersonName:
        """Split off a suffix; commas and brackets are dropped."""
        kept = [w for w in words if any(c.isalnum() for c in w)]
        suffix = ""
        while len(kept) > 1 and fold(kept[-1]) in SUFFIXES:
            suffix = fold(kept.pop())
        return cls(tuple(kept), suffix)

    @property
    def core(self) -> tuple[str, ...]:
        """Skeletons of the words that are no initials (unless nothing else is left in front)."""
        return _core(self.words)

    @property
    def first(self) -> str:
        """The folded first name, or "" for a name of one word."""
        core = self.core
        return core[0] if len(core) > 1 and core[0] not in PARTICLES else ""

    @property
    def last(self) -> str:
        """The skeleton of the last word."""
        return self.core[-1] if self.core else ""

    @property
    def text(self) -> str:
        """As printed; a name in capitals is written with small letters."""
        words = [w.title() if len(w) > 2 and w.isupper() else w for w in self.words]
        return (
            " ".join(words)
            + (f" {self.suffix.capitalize()}." if self.suffix in ("jr", "sr") else "")
            + (f" {self.suffix.upper()}" if self.suffix in ("ii", "iii", "iv") else "")
        )


@lru_cache(_REMEMBERED)
def _core(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(skeleton(w) for i, w in enumerate(words) if i == 0 or not _INITIAL.match(w))


@cache
def _nicknames() -> dict[str, frozenset[int]]:
    groups: dict[str, frozenset[int]] = {}
    for number, names in enumerate(NICKNAMES):
        for name in names:
            groups[skeleton(name)] = groups.get(skeleton(name), frozenset()) | {number}
    return groups


def same_first(a: str, b: str, /) -> bool:
    """True when two folded first names may be one person's: equal, an initial, or a usual short form."""
    if a == b or not a or not b:
        return a == b
    if len(a) == 1 or len(b) == 1:
        return a[0] == b[0]
    if a.replace("j", "y") == b.replace("j", "y"):
        return True
    if len(a) == len(b) >= 6 and (a in PRONOUN_OF) != (b in PRONOUN_OF):
        return sum(x != y for x, y in zip(a, b, strict=True)) == 1  # a slip of the pen
    return bool(_nicknames().get(a, frozenset()) & _nicknames().get(b, frozenset()))


def same_person(a: PersonName, b: PersonName, /) -> bool:
    """True when two names of two or more words can be one person's."""
    x, y = a.core, b.core
    if a.suffix != b.suffix:
        return False
    if x == y:
        return True
    if len(x) < 2 or len(y) < 2 or not same_first(x[0], y[0]):
        return False
    shorter, longer = sorted((x[1:], y[1:]), key=len)
    return shorter == longer[-len(shorter) :] or shorter == longer[: len(shorter)]


def one_letter_off(a: str, b: str, /) -> bool:
    """True when two words with the same first letter differ by one letter left out or changed."""
    if a == b or abs(len(a) - len(b)) > 1 or a[:1] != b[:1]:
        return False
    same = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[same + (len(a) >= len(b)) :] == b[same + (len(b) >= len(a)) :]


def is_surname_of(short: PersonName, full: PersonName, /) -> bool:
    """True when a name without first name is the end (or, in double surnames, the start) of a surname."""
    x, y = short.core, full.core
    if not x or (short.suffix and short.suffix != full.suffix):
        return False
    if len(y) == 1:
        return x == y
    rest = y[1:]
    return x == rest[-len(x) :] or x == rest[: len(x)] or x == tuple(w for w in rest if w not in PARTICLES)
