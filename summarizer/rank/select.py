"""Choosing a few claims that say different things.

Maximal marginal relevance: Carbonell and Goldstein, SIGIR 1998.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

from ..cluster.claims import Claim

REDUNDANCY_WEIGHT = 1.5
NEIGHBOURS_CHARS = 400
_NEIGHBOUR_LIKENESS = 0.2


def select(claims: Sequence[tuple[Claim, float]], /, *, limit: int) -> list[tuple[Claim, float]]:
    """At most ``limit`` of the scored claims, the best first, each one less alike to those before it."""
    rest = sorted(claims, key=lambda c: (-c[1], c[0].lead.article, c[0].lead.evidence))
    rarity = _rarity([c for c, _ in rest])
    penalty = [0.0] * len(rest)
    chosen: list[int] = []
    # A claim is compared with the chosen ones when its turn comes: more of these only lower its worth, so
    # that whoever leads after the comparison leads for good.
    queue = [(-value, n, 0) for n, (_, value) in enumerate(rest)]
    while queue and len(chosen) < limit:
        _, n, compared = queue[0]
        if compared == len(chosen):
            heapq.heappop(queue)
            chosen.append(n)
            continue
        claim, value = rest[n]
        penalty[n] = max(penalty[n], *(_likeness(rest[c][0], claim, rarity) for c in chosen[compared:]))
        heapq.heapreplace(queue, (REDUNDANCY_WEIGHT * penalty[n] - value, n, len(chosen)))
    return sorted((rest[n] for n in chosen), key=lambda c: -c[1])


def _rarity(claims: Sequence[Claim]) -> dict[str, float]:
    """What all of an actor's claims mention (the parties to a war, say) makes no two of them alike."""
    frequency = Counter(chain.from_iterable(c.stems for c in claims))
    return {s: math.log(1 + len(claims) / n) - math.log(2) for s, n in frequency.items()}


def _likeness(a: Claim, b: Claim, rarity: Mapping[str, float]) -> float:
    """Weighted overlap of words, 0 to 1; neighbours in one article belong together even in other words."""
    one, other = a.lead, b.lead
    near = one.article == other.article and (
        abs(one.evidence[0].start - other.evidence[0].start) < NEIGHBOURS_CHARS
    )
    union = math.fsum(rarity[s] for s in a.stems | b.stems)
    overlap = math.fsum(rarity[s] for s in a.stems & b.stems) / union if union else 0.0
    return max(overlap, _NEIGHBOUR_LIKENESS if near else 0.0)
