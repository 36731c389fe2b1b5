"""Sentences of our own with hand-marked attributions, and the line that an editor would print for each."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from summarizer.document import Document
from summarizer.model import Act, Actor, ActorId, ActorKind, Article, ArticleId, Span, Spans, Statement
from summarizer.syntax.spacy_parser import SpacyParser

Marked = tuple[str, ...]


@functools.cache
def _parser() -> SpacyParser:
    return SpacyParser()


@functools.cache
def document(text: str) -> Document:
    """The text, parsed by the packaged pipeline."""
    return _parser().parse([Article(ArticleId("t"), text)])[0]


def spans(text: str, words: str, start: int = 0) -> Spans:
    """Where pieces separated by `` | `` stand in the text; empty for no words."""
    found: list[Span] = []
    for piece in filter(None, words.split(" | ")):
        at = text.index(piece, start)
        found.append(Span(at, at + len(piece)))
        start = at + len(piece)
    return tuple(found)


def statement(
    text: str,
    source: str,
    cue: str,
    content: str,
    *,
    name: str = "",
    kind: ActorKind = ActorKind.PERSON,
    act: Act = Act.SAID,
) -> Statement:
    """A statement whose spans are found by their words; a cue such as "said@40" is looked for from 40 on."""
    tree = document(text)
    parts = (spans(text, source), spans(text, cue), spans(text, content))
    evidence = tuple(s.span for s in tree.sentences_of(parts[0] + parts[1] + parts[2]))
    actor = Actor(ActorId("~" + (name or source).lower().replace(" ", "-")), name or source, kind)
    return Statement(ArticleId("t"), actor, act, *parts, evidence, 1.0)


def parsed(marked: Sequence[str]) -> tuple[Document, list[Statement]]:
    """The document and statements of one row: the text, then source, cue, content for each statement."""
    text, *rest = marked
    names = rest[0]
    rows = [rest[i : i + 3] for i in range(0, len(rest), 3)]
    return document(text), [statement(text, s, c, t, name=names) for s, c, t in rows]


TWO_VERBS: Marked = (
    (
        "Ukrainian President Jane Roe welcomed the idea of talks but stressed that a truce must be agreed "
        "upon before any talks could proceed."
    ),
    *("Ukrainian President Jane Roe", "welcomed", "the idea of talks"),
    *(
        "Ukrainian President Jane Roe",
        "stressed",
        "that a truce must be agreed upon before any talks could proceed",
    ),
)
PARTICIPLE: Marked = (
    (
        "In a televised speech, Roe called for a summit in Oslo, Norway, emphasizing that it must take "
        "place without preconditions."
    ),
    *("Roe", "called for", "a summit in Oslo, Norway"),
    *("Roe", "emphasizing", "that it must take place without preconditions"),
)
