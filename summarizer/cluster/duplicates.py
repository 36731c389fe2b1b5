"""Wire copies: articles that carry another article's text under another headline or lead.

Sampled word shingles with an inverted index (Broder 1997): cost grows with the words read and with the
copies found, not with the square of the archive.
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence

from ..model import Article, ArticleId
from ..text.words import words

SHINGLE_WORDS = 6
SAMPLE_ONE_IN = 3
COPY_CONTAINMENT = 0.5
_MAX_POSTINGS = 64


def wire_copies(articles: Sequence[Article], /) -> dict[ArticleId, ArticleId]:
    """Each article's original: the earliest article whose text it shares; itself when it is one.

    Two articles are copies when at least half of the shorter one's sampled shingles stand in the other, so
    that a new lead or a cut tail hides nothing.  Undated articles come after dated ones, in the order given.
    """
    ordered = sorted(
        range(len(articles)),
        key=lambda n: (
            (at := articles[n].published_at) is None,
            at.timestamp() if at else 0.0,
            n,
        ),
    )
    postings: dict[int, list[int]] = defaultdict(list)
    sizes: dict[int, int] = {}
    original: dict[ArticleId, ArticleId] = {}
    for n in ordered:
        sample = sampled_shingles(articles[n].text)
        shared = Counter(m for s in sample for m in postings.get(s, ()))
        best = max(
            ((count / max(1, min(sizes[m], len(sample))), -m) for m, count in shared.items()), default=(0.0, 0)
        )
        article = articles[n]
        if best[0] >= COPY_CONTAINMENT:
            original[article.id] = original[articles[-best[1]].id]
        else:
            original[article.id] = article.id
        sizes[n] = len(sample)
        for s in sample:
            if len(postings[s]) < _MAX_POSTINGS:
                postings[s].append(n)
    return original


def sampled_shingles(text: str, /) -> frozenset[int]:
    """Hashes of about a third of the text's six-word shingles, the same third for every text."""
    tokens = [w.casefold() for w in words(text)]
    hashes = (
        zlib.crc32(" ".join(tokens[i : i + SHINGLE_WORDS]).encode())
        for i in range(max(1, len(tokens) - SHINGLE_WORDS + 1))
    )
    return frozenset(h for h in hashes if h % SAMPLE_ONE_IN == 0)
