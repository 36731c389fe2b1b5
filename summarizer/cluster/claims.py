"""Claims: the same thing said twice by the same actor, in one article or in several."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from ..model import Act, Statement
from ..text.words import content_stems, first_word, negations, numbers, stem

SAME_CLAIM = 0.6
CONTAINED_CLAIM = 0.8
_MIN_CONTAINED_STEMS = 4
_MAX_POSTINGS = 100
_MAX_CANDIDATES = 20
_ROUNDING = 1e-9

_Postings = dict[str, list[int]]

# Verbs that only report: under one of these the same content is the same claim.  "Rejected a truce" and
# "accepted a truce" share their content and are opposites, so any other verb has to be the same.
_REPORTING = frozenset(
    stem(w)
    for w in """said stated told added noted stressed emphasised emphasized highlighted underlined underscored
    insisted reiterated repeated maintained declared announced explained argued claimed asserted
    affirmed observed remarked commented wrote tweeted posted reported pointed recalled believed
    thinks concluded suggested confirmed acknowledged warned""".split()
)


@dataclass(frozen=True, slots=True)
class Claim:
    """Statements that say the same; the first one is the one to print."""

    statements: tuple[Statement, ...]
    stems: frozenset[str]

    @property
    def lead(self) -> Statement:
        """The statement whose line stands for all."""
        return self.statements[0]


def claims(
    statements: Sequence[Statement],
    /,
    *,
    keys: Callable[[Act, str], ClaimKey] | None = None,
    repeated: Container[ClaimKey] | None = None,
) -> list[Claim]:
    """Group the statements of *one* actor by what their lines claim, in the order of first mention.

    Word overlap alone finds the same topic, not the same claim: lines with other numbers, other negation,
    another act or another kind of verb are never one claim.

    Args:
        keys: ``ClaimKey.of``, or one that remembers.
        repeated: What ``repeated_keys`` gives for these statements, or for more of the actor's.
    """
    made = [(keys or ClaimKey.of)(s.act, s.gist) for s in statements]
    index = _Heads(Counter(chain.from_iterable(k.stems for k in made)))
    members: list[list[Statement]] = []
    stems: list[frozenset[str]] = []
    exact: dict[ClaimKey, int] = {}
    for statement, key in zip(statements, made, strict=True):
        found = exact.get(key)
        if found is None:
            found = index.same(key) if members and (repeated is None or key in repeated) else None
        if found is None:
            found = len(members)
            members.append([])
            stems.append(key.stems)
            index.add(key, known_alone=repeated is not None and key not in repeated)
        exact.setdefault(key, found)
        members[found].append(statement)
        if not key.stems <= stems[found]:
            stems[found] |= key.stems
    return [
        Claim(tuple(sorted(group, key=_print_order)), words)
        for group, words in zip(members, stems, strict=True)
    ]


def repeated_keys(keys: Iterable[ClaimKey], /) -> frozenset[ClaimKey]:
    """Those that are the same claim as another one of the keys; no other can share a claim with any of them."""
    distinct = list(dict.fromkeys(keys))
    index = _Heads(Counter(chain.from_iterable(k.stems for k in distinct)))
    repeated: set[ClaimKey] = set()
    for key in distinct:
        same = index.all_same(key)
        if same:
            repeated.add(key)
            repeated.update(same)
        index.add(key)
    return frozenset(repeated)


class _Heads:
    """The keys that began a claim, to be found again by their stems.

    The claims nearest to a line share most stems with it, by those that are not in every claim, and only some
    of the nearest are looked at: the cost of an actor with thousands of statements stays near linear.

    Most lines repeat no claim.  Two lines that do share so many stems of the shorter one that at least one of
    its rarest is among them (prefix filter: Chaudhuri, Ganti and Kaushik, ICDE 2006); only when that finds a
    claim is it worth knowing which are nearest.
    """

    def __init__(self, frequency: Counter[str]) -> None:
        self._frequency = frequency
        self._keys: list[ClaimKey] = []
        self._postings: dict[str, list[int]] = defaultdict(list)
        self._posted = 0
        self._kinds: dict[tuple[Act, str, bool], tuple[_Postings, _Postings]] = {}

    def add(self, key: ClaimKey, *, known_alone: bool = False) -> None:
        """The next claim begins with this key; one known to be alone counts only for what is nearest."""
        n = len(self._keys)
        self._keys.append(key)
        if known_alone:
            return
        by_any, by_rarest = self._kinds.setdefault(_kind(key), ({}, {}))
        for s in key.stems:
            by_any.setdefault(s, []).append(n)
        for s in self._rarest(key):
            by_rarest.setdefault(s, []).append(n)

    def same(self, key: ClaimKey) -> int | None:
        """The first of the nearest claims that a line repeats."""
        same = self._same(key)
        return next((n for n in self._nearest(key) if n in same), None) if same else None

    def all_same(self, key: ClaimKey) -> list[ClaimKey]:
        """Every key that is the same claim, however near."""
        return [self._keys[n] for n in self._same(key)]

    def _same(self, key: ClaimKey) -> set[int]:
        kind = self._kinds.get(_kind(key))
        if kind is None:
            return set()
        by_any, by_rarest = kind
        maybe = {n for s in self._rarest(key) for n in by_any.get(s, ())}
        maybe.update(n for s in key.stems for n in by_rarest.get(s, ()))
        return {n for n in maybe if key.same_claim(self._keys[n])}

    def _nearest(self, key: ClaimKey) -> list[int]:
        for n in range(self._posted, len(self._keys)):
            for s in self._keys[n].stems:
                self._postings[s].append(n)
        self._posted = len(self._keys)
        telling = (p for s in key.stems if len(p := self._postings.get(s, [])) <= _MAX_POSTINGS)
        shared = Counter(chain.from_iterable(telling))
        return sorted(shared, key=lambda n: (-shared[n], n))[:_MAX_CANDIDATES]

    def _rarest(self, key: ClaimKey) -> list[str]:
        """So many stems that a line which shares enough of them all shares one of these."""
        enough = math.ceil(SAME_CLAIM * len(key.stems) - _ROUNDING)
        return sorted(key.stems, key=lambda s: (self._frequency[s], s))[: len(key.stems) - enough + 1]


def _kind(key: ClaimKey) -> tuple[Act, str, bool]:
    """Lines of different kinds are never the same claim."""
    return key.act, key.verb, key.negated


def similarity(a: frozenset[str], b: frozenset[str], /) -> float:
    """Jaccard similarity of two sets of stems; 0 when both are empty."""
    return len(a & b) / len(a | b) if a or b else 0.0


def _print_order(statement: Statement) -> tuple[float, int]:
    """Sure ones before unsure ones, then the line that says more."""
    return -round(statement.confidence, 1), -len(statement.gist)


@dataclass(frozen=True, slots=True)
class ClaimKey:
    """What makes two lines of one actor the same claim.

    Attributes:
        verb: The stem of the line's first word; "" for one that only reports.
        stems: Of the words that carry meaning, without the verb.
        numbers: Written in digits.
        negated: True for an odd number of negating words.
    """

    act: Act
    verb: str
    stems: frozenset[str]
    numbers: frozenset[str]
    negated: bool

    @classmethod
    def of(cls, act: Act, line: str, /) -> ClaimKey:
        """The key of a line of a brief."""
        verb = stem(first_word(line))
        content = frozenset(content_stems(line)) - {verb}
        verb = "" if verb in _REPORTING or line[:1] in '"“' else verb
        return cls(act, verb, content, numbers(line), negations(line) % 2 == 1)

    def same_claim(self, other: ClaimKey, /) -> bool:
        """True when both say the same; the one that says more may hold the other."""
        if (self.act, self.verb, self.negated) != (other.act, other.verb, other.negated):
            return False
        if self.stems == other.stems:
            return self.numbers == other.numbers
        smaller = min(len(self.stems), len(other.stems))
        shared = len(self.stems & other.stems)
        if shared < SAME_CLAIM * smaller - _ROUNDING:
            return False
        contained = (smaller >= _MIN_CONTAINED_STEMS and shared / smaller >= CONTAINED_CLAIM) or (
            self.verb != "" and shared == smaller >= 2
        )
        if contained and (self.numbers <= other.numbers or other.numbers <= self.numbers):
            return True
        return self.numbers == other.numbers and similarity(self.stems, other.stems) >= SAME_CLAIM
