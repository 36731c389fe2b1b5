"""Quotation marks: where quotations stand in a paragraph."""

from __future__ import annotations

from ..model import Span

_PAIRS = {"“": "”", "„": "“”", "«": "»", "‟": "”"}
_STRAIGHT = '"'


def quotations(text: str, paragraph: Span, /) -> tuple[Span, ...]:
    """Quotations of one paragraph, marks included, in text order.

    One without a closing mark runs to the end of the paragraph, as news style has it when the next
    paragraph goes on.  Single marks are not counted: they are apostrophes far more often.
    """
    found: list[Span] = []
    opened: int | None = None
    closers = ""
    for i in range(paragraph.start, paragraph.end):
        mark = text[i]
        if opened is None:
            if mark in _PAIRS or mark == _STRAIGHT:
                opened, closers = i, _PAIRS.get(mark, _STRAIGHT) + _STRAIGHT
        elif mark in closers:
            found.append(Span(opened, i + 1))
            opened = None
        elif mark in _PAIRS and mark == text[opened]:  # opened again before it was closed
            found.append(Span(opened, i))
            opened = i
    if opened is not None:
        found.append(Span(opened, paragraph.end))
    return tuple(s for s in found if text[s.start : s.end].strip('"“”„«»‟ '))


def is_closed(text: str, quotation: Span, /) -> bool:
    """True when the quotation ends with a closing mark rather than with its paragraph."""
    return quotation.end - quotation.start > 1 and text[quotation.end - 1] in '"”“»'
