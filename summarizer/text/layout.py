"""Paragraphs and headings of a plain text."""

from __future__ import annotations

import re

from ..document import Paragraph
from ..model import Span

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
_SENTENCE_END = re.compile(r"[.!?…:;,]['’\"”»)\]]*$")
_QUOTATION = re.compile(r"^[“\"«].*[”\"»](?:\s*[-–—―]\s*\S.*)?$")
# A place in capitals, perhaps a date and an agency, a dash: "PORT ANSEL, May 13 (Harbour Wire) — ".
_DATELINE = re.compile(
    r"[A-Z][A-Z.’'-]+(?:[ /][A-Z][A-Z.’'-]+)*(?:,\s+[A-Z][\w. ]{1,20})?(?:,\s+[A-Z][a-z]{2,8}\.?\s+\d{1,2})?"
    r"(?:\s+\([^()\n]{2,40}\))?\s*(?:—|–|--| - )\s*(?=[A-Z“\"‘'])"
)
_MAX_HEADING_WORDS = 24
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_LONGER_WORD_CHARS = 4
_MIN_TITLE_WORDS = 4
_TITLE_SHARE = 0.8
_WRAPPED_LINE_CHARS = range(40, 101)


def paragraphs(text: str, /) -> tuple[Paragraph, ...]:
    """Paragraphs in text order, without the white space around them.

    A paragraph is a line, or a block of lines where the text is wrapped by hand.  It is a heading when it
    is short and ends like one: news headings have no full stop (a headline glued to the next paragraph is
    the commonest cause of a wrong speaker).
    """
    lines = [_trimmed(text, m.start(), m.end()) for m in _LINE.finditer(text)]
    lines = [s for s in lines if s.end > s.start]
    spans = _unwrapped(text, lines)
    blocks = [text[s.start : s.end] for s in spans]
    following = [*blocks, ""][1:]
    return tuple(
        Paragraph(span, len(blocks) > 1 and _is_heading(block, after))
        for span, block, after in zip(spans, blocks, following, strict=True)
    )


def without_dateline(text: str, paragraph: Span, /) -> Span:
    """The paragraph behind its dateline ("KYIV, May 13 (Harbour Wire) — "), which nobody says."""
    dateline = _DATELINE.match(text, paragraph.start, paragraph.end)
    return Span(dateline.end(), paragraph.end) if dateline else paragraph


def is_title_case(line: str, /) -> bool:
    """True when nearly every longer word begins with a capital: a headline, whatever mark it ends with."""
    longer = [w for w in _WORD.findall(line) if len(w) >= _LONGER_WORD_CHARS]
    capitals = sum(w[0].isupper() for w in longer)
    return len(longer) >= _MIN_TITLE_WORDS and capitals >= _TITLE_SHARE * len(longer)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _unwrapped(text: str, lines: list[Span]) -> list[Span]:
    """Join the lines of each block if most of them were broken in mid-sentence."""
    blocks: list[list[Span]] = []
    for line in lines:
        if blocks and len(_BREAK.findall(text[blocks[-1][-1].end : line.start])) == 1:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    broken = [line for block in blocks for line in block[:-1]]
    mid_sentence = sum(
        line.end - line.start in _WRAPPED_LINE_CHARS and not _SENTENCE_END.search(text[line.start : line.end])
        for line in broken
    )
    if len(broken) < 3 or mid_sentence * 2 < len(broken):
        return lines
    return [Span(block[0].start, block[-1].end) for block in blocks]


def _is_heading(line: str, after: str) -> bool:
    if _SENTENCE_END.search(line) or _QUOTATION.search(line) or after[:1].islower():
        return False
    return len(line.split()) <= _MAX_HEADING_WORDS and not line[:1].islower()
