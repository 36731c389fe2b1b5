"""Stories: articles about the same event."""

from __future__ import annotations

import math
import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from ..model import Article, ArticleId, StoryId
from ..text.words import content_stems

LEAD_CHARS = 600
SAME_STORY = 0.3
WINDOW = timedelta(days=3)
# Articles meet by their rarest words and a story is known by its commonest: cost grows with the articles of
# three days, not with the archive.
_KEY_TERMS = 12
_CENTRE_TERMS = 60
_MAX_DOCUMENT_SHARE = 0.5

# Sketches tell most of the unlike articles apart at a hundredth of the cost of a cosine.
_SKETCH = 512
_ROUNDING = 1e-3

_Vector = dict[str, float]
_Sketch = NDArray[np.float32]


def stories(
    articles: Sequence[Article], /, *, leads: Sequence[Sequence[str]] | None = None
) -> dict[ArticleId, StoryId]:
    """The story of each article, named after its first article.

    Each article joins the story whose centre its headline and lead resemble most (TF-IDF cosine of at least
    ``SAME_STORY``) among those that had news in the last three days, or begins a new one.

    Args:
        leads: What ``lead_stems`` gives for each article, when the caller has it already.
    """
    if leads is None:
        leads = [lead_stems(a) for a in articles]
    vectors = _tf_idf([Counter(lead) for lead in leads])
    found = _Stories()
    order = sorted(range(len(articles)), key=lambda n: (_instant(articles[n]), n))
    return {articles[n].id: found.place(articles[n], vectors[n]) for n in order}


def lead_stems(article: Article, /) -> list[str]:
    """The content stems of an article's headline and lead."""
    return content_stems(f"{article.title}\n{article.text[:LEAD_CHARS]}")


class _Stories:
    """The stories so far, each with its centre, its last news and its name."""

    def __init__(self) -> None:
        self._names: list[StoryId] = []
        self._centres: list[_Vector] = []
        self._sketches = np.zeros((64, _SKETCH), dtype=np.float32)
        self._last: list[float] = []
        self._by_term: dict[str, list[int]] = defaultdict(list)

    def place(self, article: Article, vector: _Vector) -> StoryId:
        instant = _instant(article)
        keys = sorted(vector, key=lambda t: (-vector[t], t))[:_KEY_TERMS]
        sketch = _sketch(vector)
        near = self._alike(sketch, np.array(self._near(keys, instant), dtype=np.int64))
        best = max(((_cosine(vector, self._centres[c]), -c) for c in near), default=(0.0, 0))
        if best[0] >= SAME_STORY:
            c = -best[1]
        else:
            c = len(self._names)
            self._names.append(StoryId(article.id))
            self._centres.append({})
            self._last.append(instant)
            if c == len(self._sketches):
                self._sketches = np.concatenate((self._sketches, np.zeros_like(self._sketches)))
        self._centres[c] = _merged(self._centres[c], vector)
        self._sketches[c] = _sketch(self._centres[c])
        self._last[c] = max(self._last[c], instant)
        for term in keys:
            if c not in self._by_term[term][-1:]:
                self._by_term[term].append(c)
        return self._names[c]

    def _near(self, keys: Sequence[str], instant: float) -> list[int]:
        """Stories that share a key term and had news inside the window; older ones are forgotten."""
        oldest = instant - WINDOW.total_seconds()
        near: set[int] = set()
        for term in keys:
            alive = [c for c in self._by_term.get(term, ()) if self._last[c] >= oldest]
            self._by_term[term] = alive
            near.update(alive)
        return sorted(near)

    def _alike(self, sketch: _Sketch, candidates: NDArray[np.int64]) -> list[int]:
        """Those of the candidates that may reach ``SAME_STORY``."""
        if not len(candidates):
            return []
        (used,) = np.nonzero(sketch)
        bounds = self._sketches[np.ix_(candidates, used)] @ sketch[used]
        near: list[int] = candidates[bounds >= SAME_STORY - _ROUNDING].tolist()
        return near


def _sketch(vector: _Vector) -> _Sketch:
    """Weights summed by a hash of their terms: the product of two sketches is never below that of vectors."""
    buckets = [zlib.crc32(term.encode()) % _SKETCH for term in vector]
    return np.bincount(buckets, list(vector.values()), minlength=_SKETCH).astype(np.float32)


def _instant(article: Article) -> float:
    return article.published_at.timestamp() if article.published_at else 0.0


def _tf_idf(counts: Sequence[Counter[str]]) -> list[_Vector]:
    """Unit vectors; terms that half of the articles share are left out."""
    frequency = Counter(term for c in counts for term in c)
    total = len(counts)
    common = max(2.0, _MAX_DOCUMENT_SHARE * total)
    return [
        _unit(
            {
                t: (1 + math.log(n)) * math.log(1 + total / frequency[t])
                for t, n in c.items()
                if frequency[t] <= common
            }
        )
        for c in counts
    ]


def _unit(vector: _Vector) -> _Vector:
    norm = math.sqrt(math.fsum(w * w for w in vector.values()))
    return {t: w / norm for t, w in vector.items()} if norm else {}


def _merged(centre: _Vector, vector: _Vector) -> _Vector:
    """The centre with one more article in it, as a unit vector of its heaviest terms."""
    summed = {
        t: centre.get(t, 0.0) + vector.get(t, 0.0) for t in [*centre, *(t for t in vector if t not in centre)]
    }
    heaviest = sorted(summed, key=lambda t: (-summed[t], t))[:_CENTRE_TERMS]
    return _unit({t: summed[t] for t in heaviest})


def _cosine(a: _Vector, b: _Vector) -> float:
    return math.fsum([a[term] * b[term] for term in a.keys() & b.keys()])
