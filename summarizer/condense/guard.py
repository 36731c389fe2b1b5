"""The evidence guard: what a line says must stand in the sentences that it cites.

Pure and without a language model, so that it judges the output of one.  It is made to refuse: a right line
refused costs a plainer one, a wrong line let through costs the reader's trust.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from ..text.words import stem
from .guard_roles import swapped
from .guard_words import DATES, Word, plain, quotations_in, words_of

_NOVEL_SHARE = 0.1
_SCOPE = 7


class Breach(StrEnum):
    """What a line can do wrong."""

    QUOTATION = "quotation"
    NAME = "name"
    NUMBER = "number"
    DATE = "date"
    NEGATION_ADDED = "negation added"
    NEGATION_LOST = "negation lost"
    MODALITY = "modality"
    AGENT = "agent"
    NOVELTY = "novelty"


@dataclass(frozen=True, slots=True)
class Violation:
    """One breach and the words that commit it."""

    breach: Breach
    words: str

    def __str__(self) -> str:
        return f"{self.breach}: {self.words}"


def check(line: str, evidence: str, /) -> tuple[Violation, ...]:
    """What the line says that its evidence does not; empty when it may be printed.

    Args:
        line: One line of a brief, the actor's name not in front.
        evidence: The whole sentences that it cites, in text order.
    """
    told, proof = words_of(line), _proof(evidence)
    return (
        *_quotations(line, evidence),
        *_missing(told, proof),
        *_added(told, proof),
        *_lost(told, proof),
        *(Violation(Breach.AGENT, w) for w in swapped(told, proof)),
        *_novel(told, proof),
    )


@lru_cache(maxsize=64)
def _proof(evidence: str) -> list[Word]:
    """Sentences of several statements are looked at once."""
    return words_of(evidence)


def _quotations(line: str, evidence: str) -> list[Violation]:
    source = _COMMA.sub("", plain(evidence))
    found = []
    for quotation in quotations_in(line):
        words = _COMMA.sub("", quotation).strip(" ,.;:")
        if words and words not in source:
            found.append(Violation(Breach.QUOTATION, quotation))
    marks = line.count("“") + line.count("”") + line.count('"')
    if marks % 2 or line.count("“") > line.count("”") + line.count('"'):
        found.append(Violation(Breach.QUOTATION, "unbalanced marks"))
    return found


_COMMA = re.compile(r",(?=\s?'(?:\W|$))")  # the editor's comma inside a quotation within a quotation


def _missing(told: Sequence[Word], proof: Sequence[Word]) -> list[Violation]:
    """Names, numbers and dates of the line that the evidence lacks."""
    names = {w.low for w in proof} | {part for w in proof for part in w.low.split("'")}
    numbers = {w.key for w in proof if w.is_number}
    found = []
    for word in told:
        if word.is_number:
            if word.key not in numbers:
                found.append(Violation(Breach.NUMBER, word.text))
        elif word.low in DATES and (word.text[0].isupper() or word.low.startswith(("to", "yes"))):
            if word.low not in names and not (word.initial and word.low in {"may", "march"}):
                found.append(Violation(Breach.DATE, word.text))
        elif word.is_name and word.low not in names:
            found.append(Violation(Breach.NAME, word.text))
    return found


def _polarity(word: Word) -> str:
    """One name for "didn't", "not" and "cannot"; "refused" and "denied" are themselves."""
    low = word.text.casefold()
    return "not" if low in {"not", "cannot"} or low.endswith("n't") else word.key


def _added(told: Sequence[Word], proof: Sequence[Word]) -> list[Violation]:
    """Negations and hedges that the line has and the evidence has not, or not so often."""
    negators = Counter(_polarity(w) for w in told if w.is_negator) - Counter(
        _polarity(w) for w in proof if w.is_negator
    )
    known = {w.low for w in proof if w.is_hedge} | {
        h for w in proof for end, h in _SHORT.items() if w.low.endswith(end)
    }
    hedges = {w.low for w in told if w.is_hedge and not _calendar(w)} - known
    return [
        *(Violation(Breach.NEGATION_ADDED, key) for key in negators),
        *(Violation(Breach.MODALITY, key) for key in sorted(hedges)),
    ]


_SHORT = {"'ll": "will", "'d": "would", "won't": "will", "can't": "can", "cannot": "can", "couldn't": "could",
          "wouldn't": "would", "shouldn't": "should", "mustn't": "must"}  # fmt: skip


def _calendar(word: Word) -> bool:
    return word.text == "May" and not word.initial


def _lost(told: Sequence[Word], proof: Sequence[Word]) -> list[Violation]:
    """Negations and hedges of the evidence that are gone although what they govern is kept.

    A governed word counts as let loose when the line has it free of negators more often than the evidence.
    """
    found = []
    for breach, governs in ((Breach.NEGATION_LOST, _denies), (Breach.MODALITY, _hedges)):
        scopes = [(w, _scope(proof, n)) for n, w in enumerate(proof) if governs(proof, n)]
        governed = {proof[i].key for _, s in scopes for i in s}
        if not governed:
            continue
        kept = {w.key for w in told}
        ours, theirs = _free(told, governs), _free(proof, governs)
        for word, scope in scopes:
            loose = [proof[i] for i in scope if ours[proof[i].key] > theirs[proof[i].key]]
            present = [proof[i] for i in scope if proof[i].key in kept]
            if loose and (loose[0] is present[0] or (len(loose) > 1 and breach is Breach.NEGATION_LOST)):
                found.append(Violation(breach, " ".join([word.text, *(w.text for w in loose)])))
    return found


def _denies(words: Sequence[Word], n: int) -> bool:
    """True for a negator; "not only" and "not just" deny nothing."""
    after = words[n + 1].low if n + 1 < len(words) else ""
    return words[n].is_negator and after not in {"only", "just", "merely", "necessarily"}


def _hedges(words: Sequence[Word], n: int) -> bool:
    return words[n].is_hedge and not _calendar(words[n])


def _free(words: Sequence[Word], governs: Callable[[Sequence[Word], int], bool]) -> Counter[str]:
    """How often each content word stands outside every such scope."""
    bound = {i for n in range(len(words)) if governs(words, n) for i in _scope(words, n)}
    return Counter(w.key for i, w in enumerate(words) if w.is_content and i not in bound)


def _scope(words: Sequence[Word], at: int) -> list[int]:
    """Positions of the first few content words behind a negator or a hedge, within its clause."""
    scope: list[int] = []
    for i in range(at + 1, min(len(words), at + 1 + _SCOPE)):
        if words[i].breaks or (scope and words[i].low in _CLAUSE_BREAKS):
            break
        if words[i].is_content:
            scope.append(i)
    return scope[:3]


_CLAUSE_BREAKS = frozenset({"but", "and", "although", "while", "because", "which", "who", "that", "if", "when"})


def _novel(told: Sequence[Word], proof: Sequence[Word]) -> list[Violation]:
    """Content words without a counterpart: none to speak of may be new, whatever their inflection."""
    content = [w for w in told if w.is_content and not w.is_number and not w.is_hedge]
    spelled = {w.low for w in proof}
    new = [w for w in content if w.low not in spelled]
    if new:
        known = {k for w in proof for k in _forms(w)} | {"say"}  # the weakest speech act there is
        new = [w for w in new if not _forms(w) & known]
    allowed = int(len(content) * _NOVEL_SHARE)
    return [Violation(Breach.NOVELTY, " ".join(w.text for w in new))] if len(new) > allowed else []


@lru_cache(maxsize=1 << 15)
def _of_verb(low: str) -> str:
    return stem(_IRREGULAR.get(low, low))


def _forms(word: Word) -> frozenset[str]:
    """The stem of a word, and of the verb that it is an irregular form of."""
    return frozenset({word.key, _of_verb(word.low)})


_IRREGULAR = {
    form: lemma
    for lemma, forms in {
        "say": "said says saying", "tell": "told tells telling", "think": "thought", "hold": "held",
        "meet": "met", "make": "made", "know": "knew known", "seek": "sought", "find": "found",
        "give": "gave given", "take": "took taken", "write": "wrote written", "speak": "spoke spoken",
        "break": "broke broken", "leave": "left", "begin": "began begun", "bring": "brought", "see": "saw seen",
        "send": "sent", "withdraw": "withdrew withdrawn", "win": "won", "fight": "fought", "sing": "sang sung",
        "swear": "swore sworn", "lead": "led", "pay": "paid", "feel": "felt", "go": "went gone", "come": "came",
        "choose": "chose chosen", "rise": "rose risen", "fall": "fell fallen", "keep": "kept", "stand": "stood",
    }.items()
    for form in [lemma, *forms.split()]
}  # fmt: skip
