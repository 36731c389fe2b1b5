"""Counting, from annotated articles, how often words report in each frame."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..document import Document
from ..model import Span
from .candidates import Candidate


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated attribution as token indices."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]


def gold(document: Document, records: Iterable[dict[str, list[list[int]]]], /) -> list[Gold]:
    """Annotated spans ({"source": [[start, end], …], "cue": …, "content": …}) as token indices."""

    def tokens(spans: list[list[int]]) -> frozenset[int]:
        return frozenset(
            t.index for start, end in spans for t in document.tokens_in(Span(start, end)) if t.text[0].isalnum()
        )

    return [Gold(tokens(r["source"]), tokens(r["cue"]), tokens(r["content"])) for r in records]


def is_right(document: Document, candidate: Candidate, annotated: Sequence[Gold], /) -> bool:
    """True when some annotated attribution has the source and at least half of the content in common."""
    content = {i for i in candidate.content if document.tokens[i].text[0].isalnum()}
    for one in annotated:
        both = len(content & one.content)
        if both and both * 2 >= len(content | one.content) and _same_source(candidate, one):
            return True
    return False


def _same_source(candidate: Candidate, one: Gold) -> bool:
    if candidate.source is None or not one.source:
        return candidate.source is None and not one.source
    return candidate.source.index in one.source


def counted(
    texts: Iterable[tuple[Document, Sequence[Candidate], Sequence[Gold]]], /
) -> dict[str, dict[str, tuple[int, int]]]:
    """By frame and lemma: how many candidates with content were right, and how many there were."""
    counts: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for document, found, annotated in texts:
        for candidate in found:
            if candidate.content:
                frame, lemma = candidate.key
                cell = counts[frame][lemma]
                cell[0] += is_right(document, candidate, annotated)
                cell[1] += 1
    return {f: {lemma: (a, b) for lemma, (a, b) in lemmas.items()} for f, lemmas in counts.items()}
