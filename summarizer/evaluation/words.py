"""A text as evaluation sees it: runs of letters and digits, and which of them heads a source.

No parser: a figure must not depend on the version of a model.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from ..model import Span, Spans

_WORD = re.compile(r"\w+(?:['’]\w+)*(?:\.\w+)*")
# Where the first noun group of a source ends at the latest.
_GROUP_END = re.compile(
    r"""
    ,|;|\(|\s[-–—]
    |\b(?:of|for|in|at|from|with|on|who|whom|which|that|to|by|as|whose|including|representing
        |among|against|about|under|near|during)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ARTICLES = frozenset({"the", "a", "an"})
PRONOUNS = frozenset(
    """i me my he him his she her hers it its we us our they them their you your who whom whose which
    that this these those one some many others all both another""".split()
)


class Words:
    """The words of a text, by number."""

    def __init__(self, text: str, /) -> None:
        self.text = text
        self._spans = [Span(*m.span()) for m in _WORD.finditer(text)]
        self._starts = [s.start for s in self._spans]
        self._ends = [s.end for s in self._spans]

    def numbers(self, spans: Spans, /) -> frozenset[int]:
        """The words that share a character with one of the spans."""
        return frozenset(n for span in spans for n in self._touched(span))

    def head(self, spans: Spans, /) -> int | None:
        """The word that a source is about: the last of its first noun group; None where there is no word.

        "the president of Finland" and "Jane Roe, the mayor" are headed by "president" and "Roe".
        """
        for span in sorted(spans):
            for end in self._group_ends(span):
                # One character beyond: a possessive mark may follow the group.
                inside = [
                    n for n in self._inside(Span(span.start, end + 1)) if self[n].lower() not in _ARTICLES
                ]
                if inside:
                    return inside[-1]
            touched = self._touched(span)
            if touched:
                return touched[-1]
        return None

    def span(self, number: int, /) -> Span:
        """Where the word stands."""
        return self._spans[number]

    def __getitem__(self, number: int) -> str:
        return self.text[slice(*self._spans[number])]

    def key(self, number: int, /) -> str:
        """The word in lower case without a possessive ending."""
        return re.sub(r"['’]s$", "", self[number]).lower()

    def _group_ends(self, span: Span) -> Iterator[int]:
        for cut in _GROUP_END.finditer(self.text[slice(*span)]):
            yield span.start + cut.start()
        yield span.end

    def _inside(self, span: Span) -> range:
        return range(bisect_left(self._starts, span.start), bisect_right(self._ends, span.end))

    def _touched(self, span: Span) -> range:
        return range(bisect_right(self._ends, span.start), bisect_left(self._starts, span.end))
