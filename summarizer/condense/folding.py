"""Statements of one actor that share a line: "called for talks, emphasizing that they must …"."""

from __future__ import annotations

from collections.abc import Sequence

from .body import body, bridge
from .case import Case
from .cue import Lead, lead


def followers(cases: Sequence[Case], /) -> dict[int, list[int]]:
    """For each statement the participles that go on with its predicate, said by the same actor."""
    found: dict[int, list[int]] = {}
    for n, case in enumerate(cases):
        own = case.lead
        if own is None or own.governor is None:
            continue
        for m, other in enumerate(cases):
            if m != n and other.lead is not None and _governs(other, case):
                found.setdefault(m, []).append(n)
                break
    return found


def _governs(first: Case, second: Case) -> bool:
    if first.lead is None or second.lead is None or second.lead.governor is None:
        return False
    above = {a.index for a in second.document.ancestors(second.lead.verb)}
    inside = second.lead.governor.index in first.lead.tokens or first.lead.verb.index in above
    return (
        inside
        and first.statement.actor == second.statement.actor
        and second.lead.verb.index > first.lead.verb.index
    )


def follower_tokens(case: Case, /) -> frozenset[int]:
    """A participle's clause as it stands, with the comma before it."""
    if case.lead is None:
        return frozenset()
    around = body(case.document, case.statement, case.lead.verb)
    tokens = {
        *case.lead.tokens,
        *bridge(case.document, case.statement, case.lead, around.right),
        *around.right,
    }
    comma = min(tokens) - 1
    if comma >= 0 and case.document.tokens[comma].text == ",":
        tokens.add(comma)
    return frozenset(tokens)


def governing(case: Case, /) -> tuple[Lead, frozenset[int]] | None:
    """The predicate that a participle goes on with, by the same source, when no statement has it.

    "The court blocked the sale, citing a threat": the lead of "blocked" and the tokens up to the participle.
    """
    own = case.lead
    if own is None or own.governor is None:
        return None
    document, verb = case.document, own.governor
    source = {t.index for s in case.statement.source for t in document.tokens_in(s)}
    subjects = {c.index for c in document.children(verb) if c.dep in {"nsubj", "nsubjpass"}}
    above = lead(document, case.statement, verb) if subjects & source else None
    if above is None or above.governor is not None or above.verb.index > own.verb.index:
        return None
    joined = {
        t.index
        for c in document.children(verb)
        if c.dep in {"conj", "cc"}
        for t in document.subtree(c)
        if t.index != own.verb.index
    }
    between = {
        t.index
        for t in document.subtree(verb)
        if verb.index < t.index < own.verb.index and t.index not in joined
    }
    tokens = tuple(i for i in above.tokens if i <= verb.index)
    return Lead(verb, tokens), frozenset(between - source)


def contained(own: frozenset[int], other: frozenset[int], /) -> bool:
    """True when a line's words are all in another line: the same claim, said once more inside it."""
    return bool(own) and own < other
