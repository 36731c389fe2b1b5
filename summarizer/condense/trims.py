"""What may be deleted from a line, in the order in which it goes."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum

from ..document import Document, Token
from .lexicon import DASHES, LOOSE_MARKS, PROTECTED


class Trim(IntEnum):
    """Kinds of deletable phrases; the smaller number goes first."""

    PARENTHESIS = 1
    RELATIVE = 2
    APPOSITION = 3
    ADVERBIAL = 4
    PARTICIPLE = 5
    CONJUNCT = 6
    REASON = 7


def trims(
    document: Document, kept: frozenset[int], core: frozenset[int], /
) -> list[tuple[Trim, frozenset[int]]]:
    """Phrases of a line that may go without changing what was claimed, with the commas that set them off.

    None of them cuts into a quotation, holds a negation, a condition or a quantity that limits, or touches
    the line's core (its cue).  Ordered by kind, then from the end of the line.
    """
    found: dict[frozenset[int], Trim] = {}
    for kind, phrase in _candidates(document, kept):
        inside = phrase & kept
        if not inside or inside & core or inside >= kept - core or not _harmless(document, inside, kept):
            continue
        whole = _with_marks(document, inside, kept)
        found.setdefault(whole, kind)
    return sorted(((k, p) for p, k in found.items()), key=lambda x: (x[0], -max(x[1])))


def _candidates(document: Document, kept: frozenset[int]) -> Iterator[tuple[Trim, frozenset[int]]]:
    yield from _brackets(document, kept)
    for i in sorted(kept):
        token = document.tokens[i]
        kind = _kind(document, token, kept)
        if kind is not None:
            phrase = frozenset(t.index for t in document.subtree(token))
            yield (
                kind,
                phrase | _conjunction(document, token) if kind is Trim.CONJUNCT else phrase,
            )


def _kind(document: Document, token: Token, kept: frozenset[int]) -> Trim | None:
    if token.dep == "relcl" and _set_off(document, token, kept) and _has_wh(document, token):
        return Trim.RELATIVE
    if token.dep == "appos" and _set_off(document, token, kept):
        return Trim.APPOSITION
    if token.dep == "advcl":
        marks = [c.text.lower() for c in document.children(token) if c.dep in {"mark", "advmod"}]
        opening = document.subtree(token)[0].text.lower()
        if opening in LOOSE_MARKS and (opening in marks or not marks):
            return Trim.ADVERBIAL if opening != "because" else Trim.REASON
        if token.tag in {"VBG", "VBN"} and not marks and _set_off(document, token, kept):
            return Trim.PARTICIPLE
    if token.dep == "acl" and token.tag in {"VBG", "VBN"} and _set_off(document, token, kept):
        return Trim.PARTICIPLE
    if token.dep == "conj" and _second_clause(document, token):
        return Trim.CONJUNCT
    return None


def _set_off(document: Document, token: Token, kept: frozenset[int]) -> bool:
    """True when a comma stands right before the phrase and a mark, or the line's end, right after it."""
    phrase = document.subtree(token)
    first, last = phrase[0].index, phrase[-1].index
    if document.tokens[first].text == ",":
        before = True
    else:
        before = first > 0 and document.tokens[first - 1].text in {","} | DASHES
    after = last + 1 >= len(document.tokens) or last + 1 not in kept or document.tokens[last + 1].pos == "PUNCT"
    return before and (after or document.tokens[last].text == ",")


def _has_wh(document: Document, token: Token) -> bool:
    return any(t.tag in {"WDT", "WP", "WP$", "WRB"} for t in document.subtree(token)[:4])


def _second_clause(document: Document, token: Token) -> bool:
    """The last conjunct of "…, and …" when it is a clause with a subject of its own."""
    head = document.head(token)
    if token.pos not in {"VERB", "AUX"} or head.pos not in {"VERB", "AUX"}:
        return False
    joiners = [c.text.lower() for c in document.children(head) if c.dep == "cc" and c.index < token.index]
    own = any(c.dep in {"nsubj", "nsubjpass"} for c in document.children(token))
    return own and joiners[-1:] == ["and"] and not any(c.dep == "conj" for c in document.children(token))


def _conjunction(document: Document, token: Token) -> frozenset[int]:
    head = document.head(token)
    first = document.subtree(token)[0].index
    return frozenset(c.index for c in document.children(head) if c.dep == "cc" and first - 3 <= c.index < first)


def _brackets(document: Document, kept: frozenset[int]) -> Iterator[tuple[Trim, frozenset[int]]]:
    opened: int | None = None
    for i in sorted(kept):
        word = document.tokens[i].text
        if word in {"(", "["}:
            opened = i
        elif word in {")", "]"} and opened is not None:
            yield Trim.PARENTHESIS, frozenset(range(opened, i + 1))
            opened = None
    dashes = [i for i in sorted(kept) if document.tokens[i].text in DASHES - {"-"}]
    if len(dashes) == 2 and not document.tokens[dashes[0]].quoted:
        yield Trim.PARENTHESIS, frozenset(range(dashes[0], dashes[1] + 1))


def _harmless(document: Document, phrase: frozenset[int], kept: frozenset[int]) -> bool:
    tokens = [document.tokens[i] for i in phrase]
    if any(t.text.lower() in PROTECTED for t in tokens):
        return False
    spans = [q for q in document.quotations if any(q.start <= t.start < q.end for t in tokens)]
    for span in spans:
        if any(t.index not in phrase and t.index in kept for t in document.tokens_in(span)):
            return False
    return max(phrase) - min(phrase) + 1 - len(phrase) <= 1 and not _joined_on(document, phrase, kept)


def _joined_on(document: Document, phrase: frozenset[int], kept: frozenset[int]) -> bool:
    """True when "and" or "but" follows: what it joins may have been parsed into the phrase, or out of it."""
    after = [i for i in (max(phrase) + 1, max(phrase) + 2) if i in kept and document.tokens[i].text != ","][:1]
    return bool(after) and document.tokens[after[0]].pos == "CCONJ"


def _with_marks(document: Document, phrase: frozenset[int], kept: frozenset[int]) -> frozenset[int]:
    """The phrase and the comma before it; the one after it too, when both set it off."""
    first, last = min(phrase), max(phrase)
    before, after = first - 1, last + 1
    whole = set(phrase)
    if before in kept and document.tokens[before].text == ",":
        whole.add(before)
        if after in kept and document.tokens[after].text == ",":
            whole.add(after)
    elif after in kept and document.tokens[after].text == "," and before not in kept:
        whole.add(after)
    return frozenset(whole)
