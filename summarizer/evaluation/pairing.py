"""One-to-one pairs of what overlaps best, and how far two lists of spans overlap."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Span, Spans

MIN_OVERLAP = 0.5

Pair = tuple[int, int]


def pair_up(candidates: Iterable[tuple[float, int, int]], /) -> list[Pair]:
    """One-to-one pairs, the best first; each candidate is (overlap, predicted, gold).

    Of equal overlaps those with the higher numbers go first: an arbitrary rule, but a fixed one.
    """
    predicted: set[int] = set()
    gold: set[int] = set()
    pairs: list[Pair] = []
    for _, p, g in sorted(candidates, reverse=True):
        if p not in predicted and g not in gold:
            predicted.add(p)
            gold.add(g)
            pairs.append((p, g))
    return pairs


def merged(spans: Iterable[Span], /) -> Spans:
    """The same characters as disjoint spans in text order; empty spans hold none."""
    found: list[Span] = []
    for span in sorted(s for s in spans if s.start < s.end):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


def size(spans: Spans, /) -> int:
    """How many characters disjoint spans hold."""
    return sum(end - start for start, end in spans)


def shared(one: Spans, other: Spans, /) -> int:
    """How many characters are in both; both as ``merged`` returns them."""
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)


def overlap(one: Spans, other: Spans, /) -> float:
    """Intersection over union in characters, 0 to 1; both as ``merged`` returns them."""
    both = shared(one, other)
    return both / (size(one) + size(other) - both) if both else 0.0


def covers(one: Spans, other: Spans, /) -> bool:
    """True when they share at least half of the shorter one; both as ``merged`` returns them."""
    shorter = min(size(one), size(other))
    return shorter > 0 and shared(one, other) >= MIN_OVERLAP * shorter
