"""Direct speech in a line: whole sentences of it, word for word, each piece in its own marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..document import Document, Token
from ..model import Span
from .clauses import boundaries, is_broken, is_clause, starts_clause
from .dangling import Speaker, dangling
from .line import count_words

_MARKS = frozenset([*'“”"«»„‟', "''", "``"])
_CLOSING = {"“": "”", "«": "»", "„": "“", '"': '"', "‟": "”", "''": "''", "``": "''", "‘": "’"}
_CONTENT_POS = frozenset({"NOUN", "PROPN", "VERB", "NUM", "ADJ"})
_MAX_UNITS = 12
_TELLING = 5  # content words of a fragment that says something
_OPENING = 4  # content words of an opening clause that does
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
    for quotation in _around(document, content):
        inside = [
            t
            for t in content
            if quotation.start <= t.start < quotation.end
            and t.text not in _MARKS
            and not _is_outer(t, quotation)
        ]
        for number in sorted({document.sentence_number(t) for t in inside}):
            tokens = [t for t in inside if document.sentence_number(t) == number]
            if any(t.pos != "PUNCT" for t in tokens):
                found.append(Unit(quotation, tuple(t.index for t in tokens), _complete(tokens)))
    return found


def _around(document: Document, content: Sequence[Token]) -> list[Span]:
    """The quotations that may hold some of the content."""
    if not content:
        return []
    first, last = content[0].start, content[-1].end
    return [q for q in document.quotations if q.start < last and first < q.end]


def _complete(tokens: Sequence[Token]) -> bool:
    return tokens[-1].text[-1] in ".!?"


def choose(
    document: Document, found: Sequence[Unit], budget: int, who: Speaker, /
) -> tuple[str, tuple[int, ...]] | None:
    """The most telling run of whole sentences within a budget of words, as text with marks, and its tokens.

    Where no whole sentence fits, the opening main clause of one, up to a boundary behind which nothing
    changes it.  None when no run fits, or when each refers to something that it does not hold.
    """
    found = found[:_MAX_UNITS]
    best: tuple[float, str, tuple[int, ...]] | None = None
    for first in range(len(found)):
        for last in range(first, len(found)):
            run = found[first : last + 1]
            if last + 1 < len(found) and not (run[-1].complete or _starts_big(document, found[last + 1])):
                continue
            judged = _judged(document, run, budget, who)
            if judged is None:
                break  # too long, and so is whatever begins here and goes on
            if judged[0] > 0 and (best is None or judged[0] - 0.1 * first > best[0]):
                best = (judged[0] - 0.1 * first, *judged[1:])
    if best is None:
        best = _best_opening(document, found, budget, who)
    return None if best is None else (best[1], best[2])


def _judged(
    document: Document, run: Sequence[Unit], budget: int, who: Speaker
) -> tuple[float, str, tuple[int, ...]] | None:
    """How telling a run is, zero for one that does not stand alone; None for one that is too long."""
    text = _render(document, run, several=any(_starts_big(document, u) for u in run[1:]))
    if count_words(text) > budget:
        return None
    tokens = tuple(i for u in run for i in u.tokens)
    trails = document.tokens[tokens[-1]].text in {"...", "…"}
    stands = _stands(document, run[0]) and not is_broken(document, tokens) and not trails
    stands = stands and not dangling(document, tokens, who, frozenset())
    weight = _weight(document, tokens)
    asks = document.tokens[tokens[-1]].text == "?"
    clause = any(is_clause(document, u.tokens) for u in run)
    full = weight >= (3 if asks else 2) if clause else weight >= _TELLING and not asks
    score = weight - _penalty(document, run)
    return (max(score, 0.5) if stands and full else 0.0), text, tokens


def _best_opening(
    document: Document, found: Sequence[Unit], budget: int, who: Speaker
) -> tuple[float, str, tuple[int, ...]] | None:
    """The longest opening clause of any sentence that fits, the first sentence's before the others'."""
    for unit in found:
        for end in boundaries(document, unit.tokens):
            judged = _judged(document, [Unit(unit.quotation, unit.tokens[:end], complete=True)], budget, who)
            if judged is not None and judged[0] >= _OPENING:
                return judged
    return None


def _is_outer(token: Token, quotation: Span) -> bool:
    """True for the single marks around a quotation; inside it the same marks are apostrophes."""
    return (token.text == "‘" and token.start == quotation.start) or (
        token.text == "’" and token.end == quotation.end
    )


def _starts_big(document: Document, unit: Unit) -> bool:
    words = [document.tokens[i].text for i in unit.tokens if document.tokens[i].text[0].isalnum()]
    return bool(words) and (words[0][0].isupper() or words[0][0].isdigit())


def _stands(document: Document, unit: Unit) -> bool:
    """A whole sentence, or one that only its reporter's comma made small: "Roe said “the dam holds”"."""
    return _starts_big(document, unit) or starts_clause(document, unit.tokens)


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
        opening = document.text(Span(quotation.start, quotation.start + 2))
        opening = opening if opening in _CLOSING else opening[:1]
        pieces.append((opening, re.sub(r"\s+", " ", text).strip(), _CLOSING.get(opening, "”")))
    last = len(pieces) - 1
    out = []
    for n, (opening, text, closing) in enumerate(pieces):
        body = _single_marks(text.rstrip(" ,;:–—―-"))
        if not (several and n == last):
            body = _without_stop(body)
        out.append(f"{opening}{body}{closing}")
    return " … ".join(out)


def _single_marks(text: str) -> str:
    """Without a closing single mark whose opening one is in another sentence, and a comma before it."""
    text = re.sub(r",\s?(['’])$", r"\1", text)
    if re.search(r"[.!?]['’]$", text) and not re.search(r"(?:^|\s)['‘]", text):
        return text[:-1]
    return text


def _without_stop(text: str) -> str:
    """Without the full stop of a single sentence; "U.S." and "…" keep theirs."""
    if text.endswith(".") and not text.endswith("..") and not re.search(r"\b[A-Z]\.$", text):
        return text if re.search(r"[.!?]\s", text) else text[:-1]
    return text
