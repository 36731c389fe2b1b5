"""Stories: articles about the same event."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import timedelta

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

_Vector = dict[str, float]


def stories(articles: Sequence[Article], /) -> dict[ArticleId, StoryId]:
    """The story of each article, named after its first article.

    Each article joins the story whose centre its headline and lead resemble most (TF-IDF cosine of at least
    ``SAME_STORY``) among those that had news in the last three days, or begins a new one.
    """
    vectors = _tf_idf([Counter(content_stems(f"{a.title}\n{a.text[:LEAD_CHARS]}")) for a in articles])
    found = _Stories()
    order = sorted(range(len(articles)), key=lambda n: (_instant(articles[n]), n))
    return {articles[n].id: found.place(articles[n], vectors[n]) for n in order}


class _Stories:
    """The stories so far, each with its centre, its last news and its name."""

    def __init__(self) -> None:
        self._names: list[StoryId] = []
        self._centres: list[_Vector] = []
        self._last: list[float] = []
        self._by_term: dict[str, list[int]] = defaultdict(list)

    def place(self, article: Article, vector: _Vector) -> StoryId:
        instant = _instant(article)
        keys = sorted(vector, key=lambda t: (-vector[t], t))[:_KEY_TERMS]
        best = max(
            ((_cosine(vector, self._centres[c]), -c) for c in self._near(keys, instant)), default=(0.0, 0)
        )
        if best[0] >= SAME_STORY:
            c = -best[1]
        else:
            c = len(self._names)
            self._names.append(StoryId(article.id))
            self._centres.append({})
            self._last.append(instant)
        self._centres[c] = _merged(self._centres[c], vector)
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
    return math.fsum(weight * b[term] for term, weight in a.items() if term in b)
