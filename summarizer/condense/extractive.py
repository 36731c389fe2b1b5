"""The condenser that only deletes: every word of its lines stands in the article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..document import Document
from ..model import Actor, Statement
from .case import Case, cases
from .folding import contained, follower_tokens, followers, governing
from .line import EMPTY, Line
from .naming import naming
from .relative import relative
from .shapes import NOTHING, Draft, draft, predicate
from .whole import whole


class ExtractiveCondenser:
    """Condenses by deletion; the only other changes are the cue first, and a participle cue made finite.

    Args:
        max_words: The longest line, in words; a quarter more are let through where deletion finds no less.
    """

    def __init__(self, *, max_words: int = 28) -> None:
        self._max_words = max_words

    def condense(self, document: Document, statements: Sequence[Statement], /) -> list[Line]:
        """One line a statement, in the same order; empty where none reads well by itself.

        A participle that goes on with another statement's sentence ("called for talks, emphasizing that …")
        is folded into that statement's line when both fit, and so is a statement inside another one by the
        same actor; their own lines are then empty.
        """
        found = cases(document, statements, self._max_words)
        after = followers(found)
        led = {n for behind in after.values() for n in behind}
        drafts = [
            _draft(case, [found[i] for i in after.get(n, ())], led=n in led) for n, case in enumerate(found)
        ]
        folded = _folded(found, drafts)
        for n, case in enumerate(found):
            if case.statement.actor is not None and not drafts[n].text and n not in folded:
                drafts[n] = _rescued(case)
        folded = _folded(found, drafts)
        return [EMPTY if n in folded else _line(d, n, folded) for n, d in enumerate(drafts)]


def _draft(case: Case, behind: Sequence[Case], *, led: bool) -> Draft:
    if behind and case.lead is not None:
        extra = frozenset[int]().union(*(follower_tokens(c) for c in behind))
        whole = predicate(case, case.lead, extra)
        if whole.text:
            return whole
    above = None if led else governing(case)
    if above is not None:
        opening, between = above
        whole = predicate(case, opening, follower_tokens(case), between)
        if whole.text:
            return whole
    return draft(case)


def _rescued(case: Case) -> Draft:
    """A line that names whom its pronouns mean, or what a clause hangs on, or else the whole sentence."""
    meant = naming(case)
    if meant is not None:
        named = draft(replace(case, naming=meant, who=replace(case.who, named=meant.pronouns)))
        if named.text:
            return named
    called = relative(case)
    return called if called.text else whole(case)


def _folded(found: Sequence[Case], drafts: Sequence[Draft]) -> dict[int, int]:
    """Statements whose words another line of the same actor carries already, with that line's position."""
    carried: dict[int, int] = {}
    printed: dict[Actor | None, list[int]] = {}
    for n, own in enumerate(drafts):
        if own.text:
            printed.setdefault(found[n].statement.actor, []).append(n)
    for n, own in enumerate(drafts):
        tokens = own.tokens or _words(found[n])
        for m in printed.get(found[n].statement.actor, ()):
            other = drafts[m]
            if m == n or m in carried:
                continue
            if contained(tokens, other.tokens) or (own.text == other.text and m < n):
                carried[n] = m
                break
    return carried


def _words(case: Case) -> frozenset[int]:
    spans = case.statement.cue + case.statement.content
    return frozenset(t.index for s in spans for t in case.document.tokens_in(s) if t.pos != "PUNCT")


def _line(own: Draft, number: int, folded: dict[int, int]) -> Line:
    if own is NOTHING or not own.text:
        return EMPTY
    return Line(own.text, own.evidence, tuple(n for n, m in folded.items() if m == number))
