"""Which of many spans hold a place, without asking each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from ..model import Span


class Covering:
    """Numbered spans, sorted once.

    Args:
        spans: In any order; they may overlap, and several may have one number.
    """

    def __init__(self, spans: Iterable[tuple[int, Span]], /) -> None:
        self._spans = sorted((span, number) for number, span in spans)
        self._starts = [span.start for span, _ in self._spans]
        self._furthest = list(accumulate((span.end for span, _ in self._spans), max))

    def around(self, span: Span, /) -> list[tuple[int, Span]]:
        """Numbers and spans that cover the whole of a span, by number."""
        found = []
        i = bisect_right(self._starts, span.start) - 1
        while i >= 0 and self._furthest[i] >= span.end:
            outer, number = self._spans[i]
            if outer.covers(span):
                found.append((number, outer))
            i -= 1
        return sorted(found)
