"""Direct speech in a line: whole sentences of it, word for word, each piece in its own marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..document import Document, Token
from ..model import Span
from .dangling import Speaker, dangling
from .line import count_words

_MARKS = '“”"«»„‟'
_CLOSING = {"“": "”", "«": "»", "„": "“", '"': '"', "‟": "”"}
_CONTENT_POS = frozenset({"NOUN", "PROPN", "VERB", "NUM", "ADJ"})
_MAX_UNITS = 12
_LEANING = frozenset({"and", "but", "so", "or", "because", "then", "well", "oh", "also", "yes", "no", "look"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, or the part of one, inside one quotation.

    Attributes:
        quotation: Which of the document's quotations holds it.
        tokens: Indices, marks left out.
        complete: True when it ends as a sentence does, so that it may stand alone.
    """

    quotation: Span
    tokens: tuple[int, ...]
    complete: bool


def units(document: Document, content: Sequence[Token], /) -> list[Unit]:
    """The quoted sentences of a content, in text order."""
    found: list[Unit] = []
    for quotation in document.quotations:
        inside = [t for t in content if quotation.start <= t.start < quotation.end and t.text not in _MARKS]
        inside = [t for t in inside if t.text not in {"“", "”", "''", "``"}]
        for number in sorted({document.sentence_number(t) for t in inside}):
            tokens = [t for t in inside if document.sentence_number(t) == number]
            if any(t.pos != "PUNCT" for t in tokens):
                found.append(Unit(quotation, tuple(t.index for t in tokens), _complete(tokens)))
    return found


def _complete(tokens: Sequence[Token]) -> bool:
    return tokens[-1].text[-1] in ".!?"


def choose(
    document: Document, found: Sequence[Unit], budget: int, who: Speaker, /
) -> tuple[str, tuple[int, ...]] | None:
    """The most telling run of whole sentences within a budget of words, as text with marks, and its tokens.

    None when no run fits, or when each refers to something that it does not hold.
    """
    best: tuple[float, str, tuple[int, ...]] | None = None
    found = found[:_MAX_UNITS]
    for first in range(len(found)):
        if not _starts_big(document, found[first]):
            continue  # half a sentence does not stand alone
        for last in range(first, len(found)):
            run = found[first : last + 1]
            if last + 1 < len(found) and not (run[-1].complete or _starts_big(document, found[last + 1])):
                continue
            several = any(_starts_big(document, u) for u in run[1:])
            text = _render(document, run, several=several)
            if count_words(text) > budget:
                break
            tokens = tuple(i for u in run for i in u.tokens)
            if dangling(document, tokens, who, frozenset()) or not _clause(document, tokens):
                continue
            score = _weight(document, tokens) - 0.1 * first - _penalty(document, run)
            if best is None or score > best[0]:
                best = (score, text, tokens)
    return None if best is None else (best[1], best[2])


def _starts_big(document: Document, unit: Unit) -> bool:
    words = [document.tokens[i].text for i in unit.tokens if document.tokens[i].text[0].isalnum()]
    return bool(words) and (words[0][0].isupper() or words[0][0].isdigit())


def _clause(document: Document, tokens: Sequence[int]) -> bool:
    """True when a run holds a finite verb, or is long enough to say something without one."""
    return any(document.tokens[i].tag in {"VBD", "VBZ", "VBP", "MD", "VB"} for i in tokens)


def _weight(document: Document, tokens: Sequence[int]) -> float:
    return len({document.tokens[i].lemma.lower() for i in tokens if document.tokens[i].pos in _CONTENT_POS})


def _penalty(document: Document, run: Sequence[Unit]) -> float:
    """Questions and sentences that lean on the one before tell less than their words promise."""
    lost = 0.0
    for n, unit in enumerate(run):
        opening = document.tokens[unit.tokens[0]].text.lower()
        lost += 3 * (document.tokens[unit.tokens[-1]].text == "?")
        lost += 2 * (n == 0 and opening in _LEANING)
    return lost


def _render(document: Document, run: Sequence[Unit], *, several: bool) -> str:
    pieces: list[tuple[str, str, str]] = []
    for quotation in dict.fromkeys(u.quotation for u in run):
        tokens = [i for u in run if u.quotation == quotation for i in u.tokens]
        text = document.text(Span(document.tokens[tokens[0]].start, document.tokens[tokens[-1]].end))
        opening = document.text(Span(quotation.start, quotation.start + 1))
        pieces.append((opening, re.sub(r"\s+", " ", text).strip(), _CLOSING.get(opening, "”")))
    last = len(pieces) - 1
    out = []
    for n, (opening, text, closing) in enumerate(pieces):
        body = text.rstrip(" ,;:–—―-")
        if not (several and n == last):
            body = _without_stop(body)
        out.append(f"{opening}{body}{closing}")
    return " … ".join(out)


def _without_stop(text: str) -> str:
    """Without the full stop of a single sentence; "U.S." and "…" keep theirs."""
    if text.endswith(".") and not text.endswith("..") and not re.search(r"\b[A-Z]\.$", text):
        return text if re.search(r"[.!?]\s", text) else text[:-1]
    return text
