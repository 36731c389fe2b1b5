"""A content as its sentence has it, where a reader of spans ended a little late or early."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..document import Document, Token
from ..model import Span, Statement
from .clauses import is_clause


def tidied(document: Document, statement: Statement, /) -> Statement:
    """The statement without scraps at either end of its content, and with its last phrase complete.

    The same object where there is nothing to mend.  A scrap stands in a sentence without source, cue or other
    content: a mark by itself, or words that are neither all direct speech nor the whole of their sentence and
    have no finite verb with its subject.
    """
    return _completed(document, _without_scraps(document, statement))


def _without_scraps(document: Document, statement: Statement) -> Statement:
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


def _completed(document: Document, statement: Statement) -> Statement:
    """With what the last word cannot do without: the noun of an adjective, the object of a preposition.

    Up to the next mark, and never into source or cue.  A last "and" goes.
    """
    tokens = [t for s in statement.content for t in document.tokens_in(s)]
    if not tokens:
        return statement
    last = tokens[-1]
    if last.pos == "CCONJ" and len(tokens) > 1:
        return _ended(statement, tokens[-2].end)
    end = last.index
    while (further := _needed(document, document.tokens[end])) > end:
        end = further
    added = document.tokens[last.index + 1 : end + 1]
    own = statement.source + statement.cue
    taken = any(s.start < t.end and t.start < s.end for t in added for s in own)
    split = any(t.pos == "PUNCT" or t.quoted != last.quoted for t in added)
    if not added or taken or split or len(added) > _MOST_ADDED:
        return statement
    return _ended(statement, added[-1].end)


_MOST_ADDED = 8
_BEFORE_NOUN = frozenset({"det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "case"})


def _needed(document: Document, last: Token) -> int:
    """The index up to which the phrase of the last word goes; its own where it ends with it."""
    head = document.head(last)
    if last.dep in _BEFORE_NOUN and head.index > last.index:
        return head.index
    if last.dep in {"prep", "agent"} or last.tag == "TO":
        objects = [c for c in document.children(last) if c.dep in {"pobj", "pcomp"} and c.index > last.index]
        return document.subtree(objects[-1])[-1].index if objects else last.index
    return last.index


def _ended(statement: Statement, end: int) -> Statement:
    """With the end of its last span moved."""
    kept = [s for s in statement.content if s.start < end]
    return replace(statement, content=(*kept[:-1], Span(kept[-1].start, end)))


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
    return partial and not all(t.quoted for t in words) and not is_clause(document, [t.index for t in piece])
