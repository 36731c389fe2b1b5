"""Quotation marks: where quotations stand in a paragraph."""

from __future__ import annotations

import re

from ..model import Span

# Opening marks and what closes each; '' and `` are typewriter double marks, as some wires still send them.
_CLOSERS = {"“": '”"', "„": '“”"', "«": "»", "‟": '”"', '"': '"”'}
_MARK = re.compile(r"[“”„«»‟\"]|''|``")
# British style: ‘ opens at the start of a word; of the ’ that follow, apostrophes and all, the one that closes
# stands behind a mark of its sentence, or at the end of a word that is no plural owner (the workers’ vote).
_SINGLE_OPEN = re.compile(r"(?<![\w’])‘(?=\w)")
_SINGLE_CLOSE = re.compile(r"(?<=[.,;:!?…—–])’|(?<=[^\Ws])’(?!\w)|(?<=s)’(?=[.,;:!?)]|\s*$)")
_EMPTY = " \t“”„«»‟‘’\"'`"


def quotations(text: str, paragraph: Span, /) -> tuple[Span, ...]:
    """Quotations of one paragraph, marks included, in text order.

    One without a closing mark runs to the end of the paragraph, as news style has it when the next
    paragraph goes on.  Single marks count only in a paragraph without double ones, where they are the
    outer marks; elsewhere they quote inside a quotation.
    """
    return _double(text, paragraph) or _single(text, paragraph)


def _single(text: str, paragraph: Span) -> tuple[Span, ...]:
    found: list[Span] = []
    position = paragraph.start
    while opened := _SINGLE_OPEN.search(text, position, paragraph.end):
        closed = _SINGLE_CLOSE.search(text, opened.end(), paragraph.end)
        position = closed.end() if closed else paragraph.end
        found.append(Span(opened.start(), position))
    return tuple(found)


def _double(text: str, paragraph: Span) -> tuple[Span, ...]:
    found: list[Span] = []
    opened: re.Match[str] | None = None
    for mark in _MARK.finditer(text, paragraph.start, paragraph.end):
        if opened is None:
            if _normal(mark) in _CLOSERS:
                opened = mark
        elif _normal(mark) in _CLOSERS[_normal(opened)]:
            found.append(Span(opened.start(), mark.end()))
            opened = None
        elif _normal(mark) == _normal(opened):  # opened again before it was closed
            found.append(Span(opened.start(), mark.start()))
            opened = mark
    if opened is not None:
        found.append(Span(opened.start(), paragraph.end))
    return tuple(s for s in found if text[s.start : s.end].strip(_EMPTY))


def is_closed(text: str, quotation: Span, /) -> bool:
    """True when the quotation ends with a closing mark rather than with its paragraph."""
    end = text[quotation.start + 1 : quotation.end]
    return end.endswith(("’", '"', "”", "“", "»", "''"))


def _normal(mark: re.Match[str]) -> str:
    return '"' if mark.group() in ("''", "``") else mark.group()
