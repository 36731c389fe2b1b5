"""Which blocks of a page are the article: those whose words an extractor kept, in the page's own order.

The extractor only points; the words come from the page.  So what it loses or tidies inside a paragraph is
not lost to the reader, and every character keeps its raw place.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from .block import Block

_ANCHOR_CHARS = 40
_SHINGLE_CHARS = 12
_MIN_SHARE = 0.6
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_NO_KEY = re.compile(r"[\s\x00-\x1f\x7f]+")


def kept(blocks: Sequence[Block], extracted: str, /) -> list[Block]:
    """The blocks that the extracted text consists of, in document order.

    Long blocks that occur in it are anchors, of which the longest ascending series counts; what lies
    between two anchors on the page is looked for between the same two in the extract.
    """
    target = _key(extracted)
    keys = [_key(block.text) for block in blocks]
    anchors = _ascending(
        [(i, at) for i, k in enumerate(keys) if len(k) >= _ANCHOR_CHARS and (at := target.find(k)) >= 0]
    )
    chosen = {i for i, _ in anchors}
    previous_block, previous_end = -1, 0
    for block, at in [*anchors, (len(blocks), len(target))]:
        between = range(previous_block + 1, block)
        chosen.update(_between(keys, between, target[previous_end:at]))
        previous_block, previous_end = block, at + (len(keys[block]) if block < len(keys) else 0)
    return [blocks[i] for i in sorted(chosen)]


def _between(keys: Sequence[str], numbers: range, gap: str) -> list[int]:
    """Blocks found in a gap of the extract, one after the other."""
    found, position = [], 0
    for i in numbers:
        if position >= len(gap):
            break
        at = gap.find(keys[i], position) if keys[i] else -1
        if at >= 0:
            found.append(i)
            position = at + len(keys[i])
        elif len(keys[i]) >= _ANCHOR_CHARS and _share(keys[i], gap[position:]) >= _MIN_SHARE:
            found.append(i)
    return found


def _share(key: str, text: str) -> float:
    """Share of a block's character shingles that a text holds; an extractor may have lost a piece inside."""
    shingles = [key[i : i + _SHINGLE_CHARS] for i in range(0, len(key) - _SHINGLE_CHARS + 1, 4)]
    return sum(s in text for s in shingles) / len(shingles)


def _ascending(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Longest subsequence whose second members strictly ascend."""
    tails: list[int] = []
    tail_pairs: list[int] = []
    before = [-1] * len(pairs)
    for n, (_, at) in enumerate(pairs):
        place = bisect_left(tails, at)
        before[n] = tail_pairs[place - 1] if place else -1
        tails[place : place + 1] = [at]
        tail_pairs[place : place + 1] = [n]
    series: list[tuple[int, int]] = []
    n = tail_pairs[-1] if tail_pairs else -1
    while n >= 0:
        series.append(pairs[n])
        n = before[n]
    return series[::-1]


def _key(text: str) -> str:
    """A text without what extractors change: white space, invisible signs, compositions."""
    bare = _NO_KEY.sub("", text)
    return bare if bare.isascii() else _BEYOND_ASCII.sub(lambda m: _folded(m.group()), bare)


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", char) if unicodedata.category(c)[0] not in "CMZ")
