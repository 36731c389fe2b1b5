"""From links to whole reports: sources that the tagger missed, quotations in one piece."""

from __future__ import annotations

from collections.abc import Sequence

from ...document import Document, Token
from ..candidates import Candidate
from ..labels import labelled
from ..quotations import assign
from ..subjects import subject
from ..trees import kids, noun_phrase
from .corrections import corrected
from .decoding import Link
from .report import Report

_TAGGED = "tagged"
_CLEARLY_NONE = 0.9
_LABELLED = 0.95
_QUOTING = 0.5


def reports(document: Document, links: Sequence[Link], /) -> list[Report]:
    """All attributions of a document that have content, in text order of their cues."""
    made = [_report(document, link) for link in links if len(link.cue)]
    found = sorted(_with_labels(document, made), key=lambda r: r.candidate.word.index)
    found = corrected(document, found)
    assign(document, [r.candidate for r in found], lambda c: _QUOTING * _quotes(document, c))
    _complete(document, found)
    return [r for r in found if r.candidate.content]


def _complete(document: Document, found: Sequence[Report]) -> None:
    """A content that ends with a verb gets the objects right behind it; changes contents in place."""
    taken = {i for r in found for i in (*r.candidate.content, *r.candidate.cue, *r.candidate.phrase)}
    for candidate in (r.candidate for r in found if r.candidate.content):
        last = document.tokens[max(candidate.content)]
        verb = document.head(last) if last.dep == "prt" else last
        if verb.pos == "VERB":
            for child in kids(document, verb, "dobj", "prep"):
                words = [t.index for t in document.subtree(child)]
                if words[0] == max(candidate.content) + 1 and taken.isdisjoint(words):
                    candidate.content |= set(words)


def _quotes(document: Document, candidate: Candidate) -> bool:
    """True for a report that holds quoted words already: only such a one may take in whole quotations."""
    return any(document.tokens[i].quoted for i in candidate.content)


def _with_labels(document: Document, found: Sequence[Report]) -> list[Report]:
    """Where a paragraph names its speaker as a label, all of it is that speaker's.

    Transcripts and collections of letters are too rare in news for a tagger to learn them.
    """
    labels = labelled(document)
    inside = {i for label in labels for i in (*label.content, *label.phrase, *label.cue)}
    kept = [r for r in found if r.candidate.word.index not in inside]
    return kept + [Report(label, _as_link(label), inferred=False) for label in labels]


def _as_link(label: Candidate) -> Link:
    at = label.word.index
    contents = [range(min(label.content), max(label.content) + 1)]
    sure = _LABELLED
    return Link(range(at, at + 1), None, contents, sure, sure, sure, sure)


def _report(document: Document, link: Link) -> Report:
    word = head(document, link.cue)
    cue = frozenset(link.cue)
    source, phrase, inferred = None, frozenset[int](), False
    if link.source is not None:
        source, phrase = head(document, link.source), frozenset(link.source)
    elif link.source_score < _CLEARLY_NONE:
        source = _subject(document, link.cue, word)
        if source is not None:
            phrase, inferred = frozenset(noun_phrase(document, source)) - cue, True
    content = {i for c in link.contents for i in c} - cue - phrase
    return Report(Candidate(word, _TAGGED, source, phrase, cue, content), link, inferred)


def _subject(document: Document, cue: range, word: Token) -> Token | None:
    """Who does what a cue says, by grammar."""
    verb = next((document.tokens[i] for i in reversed(cue) if document.tokens[i].pos == "VERB"), None)
    found = subject(document, verb or word)
    return found if found is not None and found.index not in cue else None


def head(document: Document, span: range, /) -> Token:
    """The token that the others hang on: the first one whose head lies outside the span."""
    tokens = document.tokens[span.start : span.stop]
    heads = [t for t in tokens if t.head not in span or t.head == t.index]
    named = [t for t in heads if t.pos not in {"PUNCT", "AUX", "PART", "ADP"}]
    return (named or heads or list(tokens))[0]
