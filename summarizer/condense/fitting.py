"""Trims a set of kept tokens until nothing dangles and the words fit the budget."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..document import Document
from .clauses import boundaries
from .dangling import Speaker, dangling
from .line import count_words
from .surface import closed, is_balanced
from .trims import trims

Render = Callable[[frozenset[int]], str]


def fit(
    document: Document,
    kept: frozenset[int],
    core: frozenset[int],
    /,
    *,
    render: Render,
    who: Speaker,
    dropped: frozenset[int],
    budgets: Sequence[int],
) -> frozenset[int] | None:
    """The tokens of the line after deletion, or None when deletion alone makes no line of them.

    Args:
        kept: What the line holds before.
        core: What must stay (the cue).
        render: From tokens to the line's text; its words are what is counted.
        dropped: Names outside the line that a pronoun in it may have meant.
        budgets: Most words, the next one tried where the one before is too few.
    """
    anchored = _anchored(document, kept, core, who, dropped)
    if anchored is None:
        return None
    fitted = (_fit(document, anchored, core, render, who, dropped, budget) for budget in budgets)
    return next((f for f in fitted if f is not None), None)


def _fit(
    document: Document,
    current: frozenset[int],
    core: frozenset[int],
    render: Render,
    who: Speaker,
    dropped: frozenset[int],
    max_words: int,
) -> frozenset[int] | None:
    while count_words(render(current)) > max_words:
        shorter = next(
            (
                current - phrase
                for _, phrase in trims(document, current, core)
                if not dangling(document, sorted(current - phrase), who, dropped)
            ),
            None,
        )
        if shorter is None:
            return _opening_clause(document, current, core, render, who, dropped, max_words)
        current = shorter
    return current


def _anchored(
    document: Document, kept: frozenset[int], core: frozenset[int], who: Speaker, dropped: frozenset[int]
) -> frozenset[int] | None:
    """Without the phrases that hold a reference to something outside; None when one holds the claim itself."""
    current = kept
    while loose := dangling(document, sorted(current), who, dropped):
        holders = [p for _, p in trims(document, current, core) if any(t.index in p for t in loose)]
        if not holders:
            return None
        current -= min(holders, key=len)
    return current


def _opening_clause(
    document: Document,
    kept: frozenset[int],
    core: frozenset[int],
    render: Render,
    who: Speaker,
    dropped: frozenset[int],
    max_words: int,
) -> frozenset[int] | None:
    """What stands before a boundary behind which nothing changes the claim; None when no boundary will do."""
    order = sorted(kept)
    for end in boundaries(document, order, core):
        short = frozenset(order[:end])
        text = closed(render(short))
        if count_words(text) <= max_words and is_balanced(text):
            return None if dangling(document, order[:end], who, dropped) else short
    return None
