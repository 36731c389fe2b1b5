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
_MAX_DOCUMENT_SHARE = 0.5


def stories(articles: Sequence[Article], /) -> dict[ArticleId, StoryId]:
    """The story of each article, named after its first article.

    Each article joins the story whose centre its headline and lead resemble most (TF-IDF cosine of at least
    ``SAME_STORY``) among those that had news in the last three days, or begins a new one.
    """
    vectors = _tf_idf([Counter(content_stems(f"{a.title}\n{a.text[:LEAD_CHARS]}")) for a in articles])
    order = sorted(range(len(articles)), key=lambda n: _instant(articles[n]))
    centres: list[Counter[str]] = []
    last_seen: list[float] = []
    index: dict[str, set[int]] = defaultdict(set)
    of: dict[ArticleId, StoryId] = {}
    names: list[StoryId] = []
    for n in order:
        vector, instant = vectors[n], _instant(articles[n])
        near = {c for term in vector for c in index[term] if instant - last_seen[c] <= WINDOW.total_seconds()}
        best = max(((_cosine(vector, centres[c]), -c) for c in near), default=(0.0, 0))
        if best[0] >= SAME_STORY:
            c = -best[1]
        else:
            c = len(centres)
            centres.append(Counter())
            last_seen.append(instant)
            names.append(StoryId(articles[n].id))
        centres[c].update(vector)
        last_seen[c] = max(last_seen[c], instant)
        for term in vector:
            index[term].add(c)
        of[articles[n].id] = names[c]
    return of


def _instant(article: Article) -> float:
    return article.published_at.timestamp() if article.published_at else 0.0


def _tf_idf(counts: Sequence[Counter[str]]) -> list[Counter[str]]:
    frequency = Counter(term for c in counts for term in c)
    total = len(counts)
    common = max(2.0, _MAX_DOCUMENT_SHARE * total)
    return [
        Counter(
            {
                t: (1 + math.log(n)) * math.log(1 + total / frequency[t])
                for t, n in c.items()
                if frequency[t] <= common
            }
        )
        for c in counts
    ]


def _cosine(a: Counter[str], b: Counter[str]) -> float:
    dot = sum(weight * b[term] for term, weight in a.items() if term in b)
    norm = math.sqrt(sum(w * w for w in a.values()) * sum(w * w for w in b.values()))
    return dot / norm if norm else 0.0
