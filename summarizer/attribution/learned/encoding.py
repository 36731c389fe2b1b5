"""Documents as the numbers that the tagger reads, and the windows in which it reads them.

Training and reading share this module: what one does differently, the other would not recognise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...document import Document, Token

Ints = NDArray[np.int64]
Tokenize = Callable[[Sequence[str]], tuple[list[int], list[int]]]
"""Words to word pieces: their ids, and for each piece the position of its word."""

PARTS = tuple("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split())
RELATIONS = tuple(
    """ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj csubjpass
    dative dep det dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass nummod oprd parataxis pcomp pobj
    poss preconj predet prep prt punct quantmod relcl xcomp""".split()
)
SHAPES = ("lower", "title", "upper", "digit", "mark")
_PART = {name: i for i, name in enumerate(PARTS, 1)}
_RELATION = {name: i for i, name in enumerate(RELATIONS, len(PARTS) + 2)}
_SHAPE_BASE = len(PARTS) + len(RELATIONS) + 2
_QUOTED_BASE = _SHAPE_BASE + len(SHAPES)
MOST_PIECES = 64
"""Of one token: a leader of seven hundred dots is one token and would be longer than any window."""
FEATURES = 4
"""Features a token: part of speech, relation to its head, shape, inside quotation marks or not."""
FEATURE_VALUES = _QUOTED_BASE + 2
"""Rows of the one table that holds the vectors of all values of all features."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A document's tokens as word pieces and grammar.

    Attributes:
        ids: Word-piece ids, without marks of beginning or end; shape (pieces,).
        first: Index into ``ids`` of each token's first piece, and the number of pieces; shape (tokens + 1,).
        features: Rows of the feature table; shape (tokens, ``FEATURES``).
        breaks: Token indices at which a paragraph or the text begins or ends, ascending.
        sentences: The same for sentences.
    """

    ids: Ints
    first: Ints
    features: Ints
    breaks: Ints
    sentences: Ints


def encode(document: Document, tokenize: Tokenize, unknown: int, /) -> Encoded:
    """A document as the tagger sees it; a token that has no piece gets the one of unknown words.

    Of a token longer than ``MOST_PIECES`` only the beginning is read.
    """
    words = [t.text for t in document.tokens]
    ids, owners = tokenize(words)
    pieces: list[list[int]] = [[] for _ in words]
    for piece, owner in zip(ids, owners, strict=True):
        pieces[owner].append(piece)
    pieces = [p[:MOST_PIECES] or [unknown] for p in pieces]
    first = np.zeros(len(words) + 1, np.int64)
    np.cumsum([len(p) for p in pieces], out=first[1:])
    starts = [s.first for s in document.sentences]
    new = [
        s.first
        for before, s in zip([None, *document.sentences], document.sentences, strict=False)
        if before is None or before.paragraph != s.paragraph
    ]
    return Encoded(
        ids=np.array([i for p in pieces for i in p], np.int64),
        first=first,
        features=np.array([_features(t) for t in document.tokens], np.int64).reshape(-1, FEATURES),
        breaks=np.array([*new, len(words)], np.int64),
        sentences=np.array([*starts, len(words)], np.int64),
    )


def windows(encoded: Encoded, limit: int, /, *, opening: int | None = None) -> Iterator[tuple[int, int]]:
    """Token ranges of at most ``limit`` pieces that cover the document; a longer token stands alone.

    They end with a paragraph where one ends in their second half, else with a sentence, else anywhere.

    Args:
        opening: Another limit for the first window, so that training cuts a text differently each time.
    """
    first, total = encoded.first, len(encoded.first) - 1
    start, allowed = 0, opening or limit
    while start < total:
        end = int(np.searchsorted(first, first[start] + allowed, side="right")) - 1
        if end < total:
            half = int(np.searchsorted(first, first[start] + allowed // 2))
            end = _last(encoded.breaks, half, end) or _last(encoded.sentences, half, end) or max(end, start + 1)
        yield start, min(end, total)
        start, allowed = min(end, total), limit


def _last(places: Ints, low: int, high: int) -> int | None:
    """The last of the ascending places in (low, high]."""
    at = int(np.searchsorted(places, high, side="right")) - 1
    return int(places[at]) if at >= 0 and places[at] > low else None


def _features(token: Token) -> tuple[int, int, int, int]:
    return (
        _PART.get(token.pos, 0),
        _RELATION.get(token.dep, len(PARTS) + 1),
        _SHAPE_BASE + _shape(token.text),
        _QUOTED_BASE + token.quoted,
    )


def _shape(text: str) -> int:
    if text[0].isdigit():
        return 3
    if not text[0].isalpha():
        return 4
    if text[0].islower():
        return 0
    return 2 if len(text) > 1 and text.isupper() else 1
