"""Walking a sentence's tree: noun phrases, subtrees with holes, and token sets as spans."""

from __future__ import annotations

from collections.abc import Iterable

from ..document import Document, Token
from ..model import Span, Spans

_ENDS_PHRASE = frozenset({"relcl", "acl", "advcl", "punct", "parataxis", "ccomp"})
_NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_EDGE_MARKS = frozenset(",;:.-–—…") | {"--", "..."}


def kids(document: Document, token: Token, /, *deps: str) -> list[Token]:
    """The direct dependents with one of the labels, in text order."""
    return [c for c in document.children(token) if c.dep in deps]


def first_kid(document: Document, token: Token, /, *deps: str) -> Token | None:
    """The first direct dependent with one of the labels."""
    return next((c for c in document.children(token) if c.dep in deps), None)


def indices(document: Document, tokens: Iterable[Token], /) -> set[int]:
    """Indices of all tokens in the subtrees."""
    return {t.index for token in tokens for t in document.subtree(token)}


def noun_phrase(document: Document, head: Token, /) -> range:
    """Token indices of the phrase that a reader would mark for a noun.

    Relative clauses and what follows a comma stay out; an apposition stays in when it gives the name of a
    common noun ("a spokeswoman, Ann Lee").
    """
    first, last = head.index, head.index
    for child in reversed([c for c in document.children(head) if c.index < head.index]):
        left = document.subtree(child)
        if child.dep in _ENDS_PHRASE and child.text not in {"“", '"', "(", "-"}:
            break
        first = min(first, left[0].index)
    for child in document.children(head):
        if child.index < head.index or child.dep == "case":
            last = max(last, child.index) if child.dep == "case" else last
            continue
        if child.dep == "appos":
            if head.pos != "PROPN" and child.entity in _NAMES:
                last = noun_phrase(document, child)[-1]
            break
        if child.dep in {"punct", "cc"} and _goes_on(document, head, child):
            continue
        if child.dep in _ENDS_PHRASE or _is_contrast(document, child):
            break
        last = (
            _clipped_end(document, child)
            if child.dep in {"prep", "conj"}
            else document.subtree(child)[-1].index
        )
    return range(first, last + 1)


def _is_contrast(document: Document, member: Token) -> bool:
    """True for the Y of "X, and not Y": no part of who X is."""
    first = document.subtree(member)[0].index
    return member.dep == "conj" and any(
        t.text.lower() == "not" for t in document.tokens[max(first - 1, 0) : member.index]
    )


def _goes_on(document: Document, head: Token, mark: Token) -> bool:
    """True when a name, a further member or an "including …" follows the comma."""
    after = [c for c in document.children(head) if c.index > mark.index and c.dep not in {"punct", "cc"}]
    return bool(after) and (after[0].dep in {"appos", "conj"} or after[0].text.lower() == "including")


def _clipped_end(document: Document, child: Token) -> int:
    """Last token of a prepositional or coordinated part, relative clauses left out."""
    if child.dep == "conj":
        return noun_phrase(document, child)[-1]
    obj = first_kid(document, child, "pobj")
    return noun_phrase(document, obj)[-1] if obj else document.subtree(child)[-1].index


def runs(document: Document, wanted: Iterable[int], /) -> list[range]:
    """Maximal runs of consecutive token indices, marks at their edges trimmed unless they are all of it."""
    found: list[range] = []
    for i in sorted(wanted):
        if found and found[-1].stop == i:
            found[-1] = range(found[-1].start, i + 1)
        else:
            found.append(range(i, i + 1))
    trimmed = (_trimmed(document, r) for r in found)
    return list(trimmed)


def _trimmed(document: Document, run: range) -> range:
    start, stop = run.start, run.stop
    while start < stop and document.tokens[start].text in _EDGE_MARKS:
        start += 1
    while stop > start and document.tokens[stop - 1].text in _EDGE_MARKS:
        stop -= 1
    return range(start, stop) if start < stop else run


def spans(document: Document, wanted: Iterable[int], /, *, wordless: bool = False) -> Spans:
    """Character spans of the runs of a token set, in text order; runs of marks only when ``wordless``."""
    return tuple(
        Span(document.tokens[r.start].start, document.tokens[r.stop - 1].end)
        for r in runs(document, wanted)
        if wordless or any(document.tokens[i].text[0].isalnum() for i in r)
    )
