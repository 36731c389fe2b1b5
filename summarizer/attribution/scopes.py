"""Where one report ends and the next begins within a sentence."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import pairwise

from ..document import Document, Sentence, Token
from .candidates import Candidate
from .subjects import is_denied_cleft
from .trees import first_kid, kids

Reports = Callable[[Candidate], float]

_SURE_CUE = 0.4
_INDEPENDENT = frozenset({"ROOT", "ccomp", "conj", "parataxis", "dep"})
_OPEN = frozenset({"if", "unless", "whether"})
_NOBODY = frozenset({"neither", "nobody", "none", "no", "not", "nor"})
_CHARGES = frozenset({"accuse", "acquit", "blame", "charge", "suspect"})
_PARTICIPLES = frozenset({"advcl", "acl", "conj", "dep"})


def separate(document: Document, found: Sequence[Candidate], reports: Reports, /) -> None:
    """Take trailing participles out of the content before them; changes ``content`` and sources in place.

    In "X said the talks had failed, adding that …" a parser hangs "adding" on "failed": its words would
    count as said by the talks, and once more as what X said.
    """
    sure = [c for c in found if reports(c) >= _SURE_CUE]
    by_sentence: dict[int, list[Candidate]] = {}
    for candidate in sure:
        by_sentence.setdefault(document.sentence_number(candidate.word), []).append(candidate)
    for group in by_sentence.values():
        for participle in group:
            if _trails(document, participle.word):
                _rehome(document, participle, group)


def part(document: Document, found: Sequence[Candidate], reports: Reports, /) -> None:
    """End contents at a semicolon between clauses that each report; changes ``content`` in place.

    In "X said that it fell; Y said that it stood" a parser may hang the first clause on the second cue.
    """
    by_sentence: dict[int, list[Candidate]] = {}
    for candidate in found:
        if reports(candidate) >= _SURE_CUE and _is_own_clause(document, candidate):
            by_sentence.setdefault(document.sentence_number(candidate.word), []).append(candidate)
    for number, group in by_sentence.items():
        clauses = _clauses(document, document.sentences[number])
        reporting = {n for n, clause in enumerate(clauses) for c in group if c.word.index in clause}
        for candidate in group if len(reporting) > 1 else ():
            candidate.content &= _reach(clauses, reporting, candidate.word.index)


def _clauses(document: Document, sentence: Sentence) -> list[range]:
    """A sentence cut at its semicolons, those within quotation marks aside."""
    marks = [t.index for t in document.of_sentence(sentence) if t.text == ";" and not t.quoted]
    return [range(a, b) for a, b in pairwise([sentence.first, *marks, sentence.last])]


def _reach(clauses: Sequence[range], reporting: Collection[int], at: int) -> set[int]:
    """Tokens of the clause that holds a cue and of those beside it up to the next one that reports."""
    own = next(n for n, clause in enumerate(clauses) if at in clause)
    first, last = own, own
    while first > 0 and first - 1 not in reporting:
        first -= 1
    while last + 1 < len(clauses) and last + 1 not in reporting:
        last += 1
    return set(range(clauses[first].start, clauses[last].stop))


def _is_own_clause(document: Document, candidate: Candidate) -> bool:
    """True for a verb with its own subject that is no subordinate ("…; that Y said …")."""
    word = candidate.word
    if candidate.frame == "according":
        return True
    if word.dep not in _INDEPENDENT or not kids(document, word, "nsubj"):
        return False
    return first_kid(document, word, "mark") is None


def _trails(document: Document, word: Token) -> bool:
    if word.tag != "VBG" or word.dep not in _PARTICIPLES or word.index == 0:
        return False
    return document.tokens[_left_edge(document, word) - 1].text in {",", "”", '"', "—", "-", "–"}


def _left_edge(document: Document, word: Token) -> int:
    edge = word.index
    while edge and document.tokens[edge - 1].head == word.index and document.tokens[edge - 1].dep == "advmod":
        edge -= 1
    return edge


def _rehome(document: Document, participle: Candidate, group: Sequence[Candidate]) -> None:
    before = [c for c in group if c.word.index < participle.word.index and participle.word.index in c.content]
    if not before:
        return
    host = max(before, key=lambda c: c.word.index)
    participle.source, participle.phrase = host.source, host.phrase
    participle.content -= host.phrase
    inside = {t.index for t in document.subtree(participle.word)}
    for candidate in before:
        candidate.content -= inside


def is_supposed(document: Document, word: Token, /) -> bool:
    """True when the word stands in a condition or an open question: nobody is told to have said it."""
    for clause in (word, *document.ancestors(word)):
        if any(c.dep == "mark" and c.text.lower() in _OPEN for c in document.children(clause)):
            return True
        if clause.dep in {"ccomp", "relcl", "ROOT"}:
            return False
    return False


def is_nobody(document: Document, candidate: Candidate, /) -> bool:
    """True when the source says that there is none ("neither A nor B", "nobody", "it was not A who")."""
    if candidate.source is None or not candidate.phrase:
        return False
    if is_denied_cleft(document, candidate.source):
        return True
    first = document.tokens[min(candidate.phrase)]
    numbered = any(document.tokens[i].tag == "CD" and i == first.index + 1 for i in candidate.phrase)
    if first.text.lower() not in _NOBODY or numbered:
        return False
    return first is candidate.source or first.dep in {"det", "preconj", "neg", "cc", "advmod"}


def is_charged(document: Document, word: Token, /) -> bool:
    """True within what somebody is accused of ("accused X of saying …"): the charge says it, not X."""
    for clause in (word, *document.ancestors(word)):
        if clause.dep == "pcomp" and document.head(document.head(clause)).lemma.lower() in _CHARGES:
            return True
        if clause.dep in {"ccomp", "relcl", "ROOT"}:
            return False
    return False
