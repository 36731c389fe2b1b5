"""Claims: the same thing said twice by the same actor, in one article or in several."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from ..model import Act, Statement
from ..text.words import content_stems, first_word, negations, numbers, stem

SAME_CLAIM = 0.6
CONTAINED_CLAIM = 0.8
_MIN_CONTAINED_STEMS = 4
_MAX_POSTINGS = 100
_MAX_CANDIDATES = 20
_NOWHERE: list[int] = []

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
    statements: Sequence[Statement], /, *, keys: Callable[[Act, str], ClaimKey] | None = None
) -> list[Claim]:
    """Group the statements of *one* actor by what their lines claim, in the order of first mention.

    Word overlap alone finds the same topic, not the same claim: lines with other numbers, other negation,
    another act or another kind of verb are never one claim.

    Args:
        keys: ``ClaimKey.of``, or one that remembers.
    """
    keys = keys or ClaimKey.of
    heads: list[ClaimKey] = []
    groups: list[tuple[list[Statement], set[str]]] = []
    postings: dict[str, list[int]] = defaultdict(list)
    exact: dict[ClaimKey, int] = {}
    for statement in statements:
        key = keys(statement.act, statement.gist)
        found = exact.get(key)
        if found is None:
            found = _same(key, heads, postings)
        if found is None:
            found = len(heads)
            heads.append(key)
            groups.append(([], set()))
            for s in key.stems:
                postings[s].append(found)
        exact.setdefault(key, found)
        groups[found][0].append(statement)
        groups[found][1].update(key.stems)
    return [Claim(tuple(sorted(members, key=_print_order)), frozenset(stems)) for members, stems in groups]


def _same(key: ClaimKey, heads: Sequence[ClaimKey], postings: Mapping[str, list[int]]) -> int | None:
    """The first of the nearest claims that a line repeats.

    The nearest share most words with it, by the words that are not in every claim: the cost of an actor with
    thousands of statements stays near linear.  Most lines repeat none, so who is nearest is only worked out
    when there is one that the line may repeat.
    """
    telling = [p for s in key.stems if len(p := postings.get(s, _NOWHERE)) <= _MAX_POSTINGS]
    shared = Counter(chain.from_iterable(telling))
    missing = len(key.stems) - len(telling)
    same = {
        g
        for g, n in shared.items()
        # Lines that share less than this much of the shorter one are never the same claim.
        if n + missing >= SAME_CLAIM * min(len(key.stems), len(heads[g].stems)) and key.same_claim(heads[g])
    }
    if not same:
        return None
    nearest = sorted(shared, key=lambda g: (-shared[g], g))[:_MAX_CANDIDATES]
    return next((g for g in nearest if g in same), None)


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
        contained = (smaller >= _MIN_CONTAINED_STEMS and shared / smaller >= CONTAINED_CLAIM) or (
            self.verb != "" and shared == smaller >= 2
        )
        if contained and (self.numbers <= other.numbers or other.numbers <= self.numbers):
            return True
        return self.numbers == other.numbers and similarity(self.stems, other.stems) >= SAME_CLAIM
