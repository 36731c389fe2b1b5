"""Lines of printed pages to flowing text: paragraphs whole again, running heads and page numbers out.  Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from statistics import quantiles
from typing import TypeVar

from .lines import ends_sentence

_T = TypeVar("_T")
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"(?:(?:page|seite|p\.)\s*)?[-–—\s]*\d{1,4}[-–—\s]*(?:(?:/|of|von)\s*\d{1,4})?", re.IGNORECASE
)
_HYPHEN = re.compile(r"[a-zà-ÿ][-\u00ad\u2010]$")
_BULLET = re.compile(r"^(?:[•●▪■◦‣·*–—-]|\d{1,2}[.)])\s")
_EDGE_LINES = 2
_MIN_REPEATS = 3
_SHORT = 0.8
_MAX_HEADING_CHARS = 60


def flowing(pages: Sequence[Sequence[str]], /) -> str:
    """Paragraphs with an empty line between them.

    A line ends its paragraph when an empty one follows, when it ends a sentence well before the margin, or when
    the next begins with a bullet.  A word broken at a line's end by a hyphen is one word again if it goes on in
    small letters.
    """
    clean = [[" ".join(line.split()) for line in page] for page in pages]
    heads = _running(clean)
    lines = [line for page in clean for line in _without_edges(page, heads)]
    margin = _margin(lines)
    paragraphs: list[str] = []
    going_on = False
    for line in lines:
        if not line:
            # A page ends in the middle of a sentence more often than a paragraph does.
            going_on = going_on and _is_open(paragraphs[-1])
            continue
        if going_on and not _BULLET.match(line):
            paragraphs[-1] = _joined(paragraphs[-1], line)
        else:
            paragraphs.append(line)
        going_on = len(line) >= margin * _SHORT or not (ends_sentence(line) or _is_heading(line))
    return "\n\n".join(paragraphs)


def _is_open(paragraph: str) -> bool:
    return len(paragraph) > _MAX_HEADING_CHARS and not ends_sentence(paragraph)


def _is_heading(line: str) -> bool:
    """Short, and a new sentence would begin: a headline or a name in a table, not the end of prose."""
    return line[:1].isupper() and len(line) < _MAX_HEADING_CHARS and not line.endswith((",", ";", ":", "-"))


def _joined(before: str, line: str) -> str:
    if _HYPHEN.search(before) and line[:1].islower():
        return before[:-1] + line
    return f"{before.rstrip(chr(0xAD))} {line}"


def _margin(lines: Sequence[str]) -> float:
    """How long a full line is: nine in ten are no longer."""
    lengths = [len(line) for line in lines if line]
    return quantiles(lengths, n=10)[-1] if len(lengths) > 1 else float(sum(lengths))


def _running(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Lines, with figures made equal, that stand at the edge of three pages and of a third of all."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_key(line) for line in _edges([line for line in page if line])})
    return frozenset(k for k, n in counts.items() if n >= max(_MIN_REPEATS, len(pages) / 3))


def _without_edges(page: Sequence[str], heads: frozenset[str]) -> Sequence[str]:
    full = [n for n, line in enumerate(page) if line]
    gone = {n for n in _edges(full) if _key(page[n]) in heads or _NUMBER.fullmatch(page[n])}
    return [line for n, line in enumerate(page) if n not in gone]


def _edges(items: Sequence[_T]) -> set[_T]:
    return {*items[:_EDGE_LINES], *items[-_EDGE_LINES:]}


def _key(line: str) -> str:
    return _DIGITS.sub("#", line).casefold()
