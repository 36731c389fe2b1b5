"""Wire copies: articles that carry another article's text under another headline or lead.

Sampled word shingles with an inverted index (Broder 1997): cost grows with the words read and with the
copies found, not with the square of the archive.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from ..model import Article, ArticleId
from ..text.words import words

SHINGLE_WORDS = 6
SAMPLE_ONE_IN = 3
COPY_CONTAINMENT = 0.5
# An article meets at most so many earlier ones through one shingle: a footer that all share costs no square.
_MAX_POSTINGS = 64
_PAIRS_AT_A_TIME = 1_000_000
_BASE = np.uint64(0x9E3779B97F4A7C15)

Sample = NDArray[np.uint64]
_Ints = NDArray[np.int64]


def wire_copies(
    articles: Sequence[Article], /, *, samples: Sequence[Sample] | None = None
) -> dict[ArticleId, ArticleId]:
    """Each article's original: the earliest article whose text it shares; itself when it is one.

    Two articles are copies when at least half of the shorter one's sampled shingles stand in the other, so
    that a new lead or a cut tail hides nothing.  Undated articles come after dated ones, in the order given.

    Args:
        samples: What ``sampled_shingles`` gives for each article's text, when the caller has it already.
    """
    if samples is None:
        samples = [sampled_shingles(a.text) for a in articles]
    order = sorted(range(len(articles)), key=lambda n: (*_instant(articles[n]), n))
    nearest = _nearest(order, samples)
    original: dict[ArticleId, ArticleId] = {}
    for n in order:
        article = articles[n]
        original[article.id] = original[articles[nearest[n]].id] if n in nearest else article.id
    return original


def sampled_shingles(text: str, /) -> Sample:
    """Distinct hashes of about a third of the text's six-word shingles, the same third for every text.

    A text of fewer words is one shingle.
    """
    tokens = [zlib.crc32(w.encode()) for w in words(text.casefold())]
    tokens += [0] * (SHINGLE_WORDS - len(tokens))
    hashed = np.array(tokens, dtype=np.uint64)
    count = len(tokens) - SHINGLE_WORDS + 1
    shingles = np.zeros(count, dtype=np.uint64)
    for n in range(SHINGLE_WORDS):
        shingles = shingles * _BASE + hashed[n : n + count]
    # The high bits depend on all of the words' bits.
    mixed = shingles ^ (shingles >> np.uint64(32))
    return np.unique(mixed[mixed * _BASE >> np.uint64(33) & np.uint64(0xFFFF) < 0x10000 // SAMPLE_ONE_IN])


def _instant(article: Article) -> tuple[bool, float]:
    at = article.published_at
    return at is None, at.timestamp() if at else 0.0


def _nearest(order: Sequence[int], samples: Sequence[Sample]) -> dict[int, int]:
    """The earlier article that each copy shares most with; the first given of equals."""
    sizes = np.array([len(samples[n]) for n in order], dtype=np.int64)
    numbers = np.array(order, dtype=np.int64)
    best: dict[int, tuple[float, int]] = {}
    for later, earlier, shared in _overlaps([samples[n] for n in order], sizes):
        shares = shared / np.maximum(1, np.minimum(sizes[later], sizes[earlier]))
        copies = shares >= COPY_CONTAINMENT
        for n, m, share in zip(
            numbers[later[copies]].tolist(),
            numbers[earlier[copies]].tolist(),
            shares[copies].tolist(),
            strict=True,
        ):
            best[n] = max(best.get(n, (0.0, 0)), (share, -m))
    return {n: -m for n, (_, m) in best.items()}


def _overlaps(samples: Sequence[Sample], sizes: _Ints) -> Iterator[tuple[_Ints, _Ints, _Ints]]:
    """Pairs of a later and an earlier article with how many shingles they share, some pairs at a time."""
    if not samples:
        return
    hashes = np.concatenate(samples)
    owners = np.repeat(np.arange(len(samples)), sizes)
    by_hash = np.argsort(hashes, kind="stable")
    hashes, owners = hashes[by_hash], owners[by_hash]
    starts = np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1]))) if len(hashes) else by_hash
    group = np.repeat(starts, np.diff([*starts, len(hashes)]))
    # Each holder of a shingle meets those before it, the first few of them where they are many.
    meets = np.minimum(np.arange(len(hashes)) - group, _MAX_POSTINGS)
    holders = np.flatnonzero(meets)
    holders = holders[np.argsort(owners[holders], kind="stable")]
    for block in _blocks(owners[holders], meets[holders]):
        rows = holders[block]
        counts = meets[rows]
        nth = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        pairs = np.repeat(owners[rows], counts) * len(samples) + owners[np.repeat(group[rows], counts) + nth]
        found, shared = np.unique(pairs, return_counts=True)
        yield found // len(samples), found % len(samples), shared


def _blocks(owners: _Ints, meets: _Ints) -> Iterator[slice]:
    """Runs of rows with all rows of an owner together, of about so many pairs each."""
    total = np.cumsum(meets)
    ends = np.flatnonzero(np.diff(owners, append=-1)) + 1
    begin = 0
    for end in ends.tolist():
        if total[end - 1] - (total[begin - 1] if begin else 0) >= _PAIRS_AT_A_TIME or end == len(owners):
            yield slice(begin, end)
            begin = end
