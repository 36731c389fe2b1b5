"""A content without the scraps of a neighbouring sentence that its reader took along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..document import Document, Token
from ..model import Span, Statement
from .clauses import is_clause


def tidied(document: Document, statement: Statement, /) -> Statement:
    """The statement without scraps at either end of its content; the same one where there are none.

    A scrap stands in a sentence without source, cue or other content: a mark by itself, or words that are
    neither direct speech nor the whole of their sentence and have no finite verb with its subject.
    """
    pieces = _by_sentence(document, statement)
    anchors = _sentences(document, statement)
    kept = pieces
    while len(kept) > 1 and _is_scrap(document, kept[-1], anchors):
        kept = kept[:-1]
    while len(kept) > 1 and _is_scrap(document, kept[0], anchors):
        kept = kept[1:]
    if len(kept) == len(pieces):
        return statement
    whole = Span(kept[0][0].start, kept[-1][-1].end)
    spans = (Span(max(s.start, whole.start), min(s.end, whole.end)) for s in statement.content)
    return replace(statement, content=tuple(s for s in spans if s.start < s.end))


def _by_sentence(document: Document, statement: Statement) -> list[list[Token]]:
    found: dict[int, list[Token]] = {}
    for span in statement.content:
        for token in document.tokens_in(span):
            found.setdefault(document.sentence_number(token), []).append(token)
    return [found[number] for number in sorted(found)]


def _sentences(document: Document, statement: Statement) -> frozenset[int]:
    """Numbers of the sentences with a word of source or cue."""
    spans = statement.source + statement.cue
    return frozenset(document.sentence_number(t) for s in spans for t in document.tokens_in(s))


def _is_scrap(document: Document, piece: Sequence[Token], anchors: frozenset[int]) -> bool:
    if document.sentence_number(piece[0]) in anchors:
        return False
    words = [t for t in piece if any(c.isalnum() for c in t.text)]
    if not words:
        return True
    sentence = [t for t in document.of_sentence(document.sentence(piece[0])) if t.pos != "PUNCT"]
    partial = len(words) < len(sentence)
    return partial and not any(t.quoted for t in words) and not is_clause(document, [t.index for t in piece])
