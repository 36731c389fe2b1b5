"""Where one report ends and the next begins within a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..document import Document, Token
from .candidates import Candidate
from .subjects import is_denied_cleft

Reports = Callable[[Candidate], float]

_SURE_CUE = 0.4
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
