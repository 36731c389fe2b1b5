"""Claims: the same thing said twice by the same actor, in one article or in several."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ..model import Act, Statement
from ..text.words import content_stems, negations, numbers, stem, words

SAME_CLAIM = 0.6
CONTAINED_CLAIM = 0.8
_MIN_CONTAINED_STEMS = 4

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
    groups: list[tuple[_Key, list[Statement], set[str]]] = []
    postings: dict[str, list[int]] = defaultdict(list)
    for statement in statements:
        key = _Key.of(statement)
        shared = Counter(g for s in key.stems for g in postings[s])
        for g in sorted(shared, key=lambda g: (-shared[g], g)):
            if key.same_claim(groups[g][0]):
                groups[g][1].append(statement)
                groups[g][2].update(key.stems)
                break
        else:
            for s in key.stems:
                postings[s].append(len(groups))
            groups.append((key, [statement], set(key.stems)))
    return [Claim(tuple(sorted(members, key=_print_order)), frozenset(stems)) for _, members, stems in groups]


def similarity(a: frozenset[str], b: frozenset[str], /) -> float:
    """Jaccard similarity of two sets of stems; 0 when both are empty."""
    return len(a & b) / len(a | b) if a or b else 0.0


def _print_order(statement: Statement) -> tuple[float, int]:
    """Sure ones before unsure ones, then the line that says more."""
    return -round(statement.confidence, 1), -len(statement.gist)


@dataclass(frozen=True, slots=True)
class _Key:
    act: Act
    verb: str
    stems: frozenset[str]
    numbers: frozenset[str]
    negated: bool

    @classmethod
    def of(cls, statement: Statement) -> _Key:
        line = statement.gist
        verb = next((stem(w) for w in words(line)), "")
        content = frozenset(content_stems(line)) - {verb}
        verb = "" if verb in _REPORTING or line[:1] in '"“' else verb
        return cls(statement.act, verb, content, numbers(line), negations(line) % 2 == 1)

    def same_claim(self, other: _Key) -> bool:
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
