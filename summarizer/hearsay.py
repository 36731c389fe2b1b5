"""Statements inside statements: who only reports what another one is said to have said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from .model import Span, Spans, Statement


def reported_by_others(statements: Sequence[Statement], /) -> frozenset[int]:
    """Positions of statements that stand whole inside what another actor says.

    "Roe said that Doe had agreed": that Doe agreed is Roe's claim.  An outlet that only passes the words on
    (``via``) is no such other actor.
    """
    return frozenset(
        inner for outer, inner in _nested(statements) if statements[inner].via != statements[outer].actor
    )


def handed_on(statements: Sequence[Statement], /) -> frozenset[int]:
    """Positions of statements by an outlet or agency whose content is another one's statement, via them.

    That statement stands inside theirs ("Reuters reported that Roe had resigned"), or has the very same words
    ("Roe resigned, Doe said, according to Reuters").
    """
    outer = {outer for outer, inner in _nested(statements) if statements[inner].via == statements[outer].actor}
    passed = {(s.content, s.via) for s in statements if s.via is not None}
    return frozenset(
        outer | {n for n, s in enumerate(statements) if s.content and (s.content, s.actor) in passed}
    )


def _nested(statements: Sequence[Statement]) -> Iterator[tuple[int, int]]:
    """Pairs (outer, inner) of statements by different, known actors; both share a sentence."""
    of_sentence: dict[Span, list[int]] = defaultdict(list)
    for n, statement in enumerate(statements):
        for sentence in statement.evidence:
            of_sentence[sentence].append(n)
    for inner, statement in enumerate(statements):
        parts = (*statement.source, *statement.cue, *statement.content)
        for outer in of_sentence[statement.evidence[0]] if statement.evidence else ():
            other = statements[outer]
            if other.actor and other.actor != statement.actor and parts and _holds(other.content, parts):
                yield outer, inner


def _holds(content: Spans, parts: Spans) -> bool:
    return all(any(c.covers(p) for c in content) for p in parts)
