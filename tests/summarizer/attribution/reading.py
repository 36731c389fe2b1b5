"""Attributions as text, so that a test can write out what it expects."""

from typing import NamedTuple

from summarizer.attribution.rules import RulesReader
from summarizer.document import Document
from summarizer.model import Act, Spans


class Read(NamedTuple):
    """One attribution: the words of its source, cue and content, pieces joined by " … "."""

    source: str
    cue: str
    content: str
    act: Act
    confidence: float


def read(document: Document, act: Act = Act.SAID) -> list[Read]:
    """What the rules reader finds of one kind in a document, in its order."""

    def words(spans: Spans) -> str:
        return " … ".join(document.text(s) for s in spans)

    found = RulesReader().read([document])[0]
    return [
        Read(words(a.source), words(a.cue), words(a.content), a.act, a.confidence)
        for a in found
        if a.act is act
    ]


def told(document: Document, cue: str) -> Read:
    """The one attribution whose cue holds the word."""
    hits = [r for r in read(document) if cue in r.cue.split()]
    assert len(hits) == 1, (cue, read(document))
    return hits[0]
