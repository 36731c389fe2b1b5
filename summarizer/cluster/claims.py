"""Claims: the same thing said twice by the same actor, in one article or in several."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..model import Act, Statement
from ..text.words import content_stems, negations, numbers, stem, words

SAME_CLAIM = 0.6
CONTAINED_CLAIM = 0.8
_MIN_CONTAINED_STEMS = 4
_MAX_POSTINGS = 100
_MAX_CANDIDATES = 20

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


def claims(statements: Sequence[Statement], /) -> list[Claim]:
    """Group the statements of *one* actor by what their lines claim, in the order of first mention.

    Word overlap alone finds the same topic, not the same claim: lines with other numbers, other negation,
    another act or another kind of verb are never one claim.
    """
    groups: list[tuple[ClaimKey, list[Statement], set[str]]] = []
    postings: dict[str, list[int]] = defaultdict(list)
    exact: dict[ClaimKey, int] = {}
    for statement in statements:
        key = ClaimKey.of(statement.act, statement.gist)
        found = exact.get(key)
        if found is None:
            found = next((g for g in _nearest(key, postings) if key.same_claim(groups[g][0])), None)
        if found is None:
            found = len(groups)
            groups.append((key, [], set()))
            for s in key.stems:
                postings[s].append(found)
        exact.setdefault(key, found)
        groups[found][1].append(statement)
        groups[found][2].update(key.stems)
    return [Claim(tuple(sorted(members, key=_print_order)), frozenset(stems)) for _, members, stems in groups]


def _nearest(key: ClaimKey, postings: Mapping[str, list[int]]) -> list[int]:
    """The claims that share most words with a line, by the words that are not in every claim.

    Keeps the cost of an actor with thousands of statements near linear.
    """
    telling = [s for s in key.stems if len(postings.get(s, ())) <= _MAX_POSTINGS]
    shared = Counter(g for s in telling for g in postings.get(s, ()))
    return sorted(shared, key=lambda g: (-shared[g], g))[:_MAX_CANDIDATES]


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
        verb = next((stem(w) for w in words(line)), "")
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
