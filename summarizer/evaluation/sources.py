"""Whether two sources are the same words, and what kind of words a source is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from ..model import Span, Spans
from .words import PRONOUNS, Words

_SENTENCE_START = re.compile(r"(?:^|[.!?:\n][\"'’”)\]]*)\s*[\"'‘“(\[]*$")


class SourceKind(StrEnum):
    """What the words of a source are; tells where a reader errs."""

    NAMED = "named"
    PRONOUN = "pronoun"
    NOMINAL = "nominal"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Source:
    """A source in numbers of words.

    Attributes:
        words: Empty when it is elided.
        head: None when it is elided.
    """

    words: frozenset[int]
    head: int | None

    @classmethod
    def of(cls, text: Words, spans: Spans, /) -> Source:
        """The source that stands at the spans."""
        return cls(text.numbers(spans), text.head(spans))


def same_source(text: Words, one: Source, other: Source, /) -> bool:
    """True when both are elided, share their head, hold each other's, or are headed by one word twice.

    A pronoun is only the same as itself: "he" here and "he" there may be two people.
    """
    if not one.words or not other.words or one.head is None or other.head is None:
        return not one.words and not other.words
    if one.head == other.head or (one.head in other.words and other.head in one.words):
        return True
    key = text.key(one.head)
    return key == text.key(other.head) and key not in PRONOUNS


def kind_of(text: Words, spans: Spans, /) -> SourceKind:
    """Named when the first noun group or one between its commas ends in a name, by its capitals.

    A capital that only begins a sentence says nothing; then the same word elsewhere in the text decides.
    """
    head = text.head(spans)
    if not text.numbers(spans) or head is None:
        return SourceKind.NONE
    if text.key(head) in PRONOUNS:
        return SourceKind.PRONOUN
    groups = [Span(a, b) for span in spans for a, b in _groups(text.text, span)]
    named = _is_name(text, head) or any(_is_full_name(text, group) for group in groups[1:])
    return SourceKind.NAMED if named else SourceKind.NOMINAL


def _groups(text: str, span: Span) -> list[tuple[int, int]]:
    """The stretches between the commas of a span."""
    return [(span.start + m.start(), span.start + m.end()) for m in re.finditer(r"[^,]+", text[slice(*span)])]


def _is_full_name(text: Words, group: Span) -> bool:
    """A first and a last name and nothing else: ", Jane Roe,"."""
    words = [text[n] for n in sorted(text.numbers((group,)))]
    return 1 < len(words) <= 4 and all(w[:1].isupper() for w in words)


def _is_name(text: Words, head: int) -> bool:
    word = text[head]
    if not word[:1].isupper():
        return False
    if not _SENTENCE_START.search(text.text[max(0, text.span(head).start - 8) : text.span(head).start]):
        return True
    elsewhere = [m.start() for m in re.finditer(rf"\b{re.escape(word)}\b", text.text, re.IGNORECASE)]
    if any(text.text[at].islower() for at in elsewhere):
        return False
    inside = any(not _SENTENCE_START.search(text.text[max(0, at - 8) : at]) for at in elsewhere)
    return inside or not word.endswith("s") or word.isupper()
