"""What makes a claim worth a line: small scorers, each 0 to 1, and the weights they are summed with.

A scorer is a function of a claim and its context; to rank otherwise, pass another list.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..cluster.claims import Claim
from ..model import Act, Article, ArticleId
from ..text.words import first_word, stem

HALF_LIFE = timedelta(days=2)
_FULL_STEMS = 9
_FULL_OUTLETS = 4

_FIRM = frozenset(
    stem(w)
    for w in """proposed demanded called urged rejected refused denied accused blamed warned threatened vowed
    promised pledged insisted offered agreed accepted announced confirmed admitted apologised
    apologized condemned criticised criticized endorsed opposed supported stressed maintained
    challenged outlined""".split()
)
_SLIGHT = frozenset(
    stem(w)
    for w in """noted added recalled recounted pointed quipped joked remarked described referred thanked greeted
    wondered mentioned""".split()
)


@dataclass(frozen=True, slots=True)
class Context:
    """What the claims of one brief are ranked against.

    Attributes:
        articles: By id.
        originals: Each article's original, itself unless it is a wire copy.
        terms: How often a stem occurs in all claims of the brief; what many speak about is the news.
        newest: The latest publication instant, or None when nothing is dated.
    """

    articles: Mapping[ArticleId, Article]
    originals: Mapping[ArticleId, ArticleId]
    terms: Counter[str]
    newest: datetime | None


Scorer = Callable[[Claim, Context], float]


def outlets(claim: Claim, context: Context, /) -> float:
    """Independent publishers that carry the claim, logarithmic, full at four."""
    return min(1.0, math.log2(publishers(claim, context)) / math.log2(_FULL_OUTLETS))


def publishers(claim: Claim, context: Context, /) -> int:
    """Distinct outlets of the claim's articles, wire copies counted once; at least 1."""
    ids = {context.originals.get(s.article, s.article) for s in claim.statements}
    return max(1, len({context.articles[i].outlet or i for i in ids}))


def position(claim: Claim, context: Context, /) -> float:
    """1 for the first words of an article, falling to 0 at its end: news puts first what matters."""
    return max(
        1 - s.evidence[0].start / max(1, len(context.articles[s.article].text)) for s in claim.statements
    )


def recency(claim: Claim, context: Context, /) -> float:
    """1 for the newest article, half after two days; 0.5 where nothing is dated."""
    dated = [at for s in claim.statements if (at := context.articles[s.article].published_at)]
    if not dated or context.newest is None:
        return 0.5
    age = context.newest - max(dated)
    return float(0.5 ** (age / HALF_LIFE))


def substance(claim: Claim, _: Context, /) -> float:
    """How much the line says, full at nine content words."""
    return min(1.0, len(claim.stems) / _FULL_STEMS)


def centrality(claim: Claim, context: Context, /) -> float:
    """How much of the line is about what the other claims are about."""
    if not claim.stems:
        return 0.0
    return math.fsum(min(1.0, (context.terms[s] - 1) / 4) for s in claim.stems) / len(claim.stems)


def firmness(claim: Claim, _: Context, /) -> float:
    """Demands, refusals and offers before asides."""
    verb = stem(first_word(claim.lead.gist))
    return 1.0 if verb in _FIRM else 0.0 if verb in _SLIGHT else 0.5


def certainty(claim: Claim, _: Context, /) -> float:
    """The reader's own confidence in the best of the statements."""
    return max(s.confidence for s in claim.statements)


def spoken(claim: Claim, _: Context, /) -> float:
    """1 for what was said, 0 for what was done: a deed never outranks a word of the same actor."""
    return 1.0 if claim.lead.act is Act.SAID else 0.0


SCORERS: tuple[tuple[Scorer, float], ...] = (
    (outlets, 1.5),
    (recency, 1.0),
    (position, 0.3),
    (substance, 1.2),
    (centrality, 0.6),
    (firmness, 0.6),
    (certainty, 0.8),
    (spoken, 10.0),
)


def score(claim: Claim, context: Context, /, scorers: Sequence[tuple[Scorer, float]] = SCORERS) -> float:
    """The weighted sum of all scorers."""
    return sum(weight * scorer(claim, context) for scorer, weight in scorers)
