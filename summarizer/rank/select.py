"""Choosing a few claims that say different things.

Maximal marginal relevance: Carbonell and Goldstein, SIGIR 1998.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..cluster.claims import Claim, similarity

REDUNDANCY_WEIGHT = 2.0
NEIGHBOURS_CHARS = 400
_NEIGHBOUR_LIKENESS = 0.15


def select(claims: Sequence[tuple[Claim, float]], /, *, limit: int) -> list[tuple[Claim, float]]:
    """At most ``limit`` of the scored claims, the best first, each one less alike to those before it."""
    rest = sorted(claims, key=lambda c: (-c[1], c[0].lead.article, c[0].lead.evidence))
    penalty = [0.0] * len(rest)
    chosen: list[tuple[Claim, float]] = []
    while rest and len(chosen) < limit:
        best = max(range(len(rest)), key=lambda i: rest[i][1] - REDUNDANCY_WEIGHT * penalty[i])
        claim, value = rest.pop(best)
        penalty.pop(best)
        chosen.append((claim, value))
        for i, (other, _) in enumerate(rest):
            penalty[i] = max(penalty[i], _likeness(claim, other))
    return sorted(chosen, key=lambda c: -c[1])


def _likeness(a: Claim, b: Claim) -> float:
    """How much the words overlap; neighbours in one article belong together even in other words."""
    one, other = a.lead, b.lead
    near = one.article == other.article and (
        abs(one.evidence[0].start - other.evidence[0].start) < NEIGHBOURS_CHARS
    )
    return max(similarity(a.stems, b.stems), _NEIGHBOUR_LIKENESS if near else 0.0)
