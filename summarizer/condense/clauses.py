"""Clauses in a run of tokens: whether it is one, and where it may end early without saying something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from ..document import Document, Token
from .lexicon import DASHES, SPEECH_OVER, TAKES_CLAUSE

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_VERBAL = frozenset({"VERB", "AUX"})
# What may hang on a kept word and still be left out; objects, complements and conditions are not among them.
_LOOSE = frozenset({"conj", "cc", "punct", "relcl", "acl", "advcl", "appos", "parataxis", "ccomp", "intj"})
_TURNS = frozenset(
    """if unless until but although though except yet or nor while whereas not never only provided than when
    so before as without instead rather however""".split()
)
_GOVERNING = SPEECH_OVER | TAKES_CLAUSE  # "the dam holds, they say" is not what the speaker says
_OPEN_ENDED = frozenset({"PRP", "DT", "IN", "TO", "CC", "MD", "WDT", "WP", "PRP$"})  # nothing ends with these
_MIN_KEPT = 5


def is_clause(document: Document, indices: Sequence[int], /) -> bool:
    """True when a finite verb stands in the tokens with its subject, or an imperative heads them."""
    inside = set(indices)
    for i in indices:
        token = document.tokens[i]
        if token.pos not in _VERBAL:
            continue
        if finite(document, token) and _subjects(document, token, inside):
            return True
        if token.tag == "VB" and _heads(token, inside) and not _has(document, token, {"aux"}):
            return True
    return False


def finite(document: Document, verb: Token, /) -> bool:
    """True for a finite verb or one with a finite auxiliary."""
    auxiliaries = [c for c in document.children(verb) if c.dep in {"aux", "auxpass"}]
    return verb.tag in _FINITE or any(c.tag in _FINITE for c in auxiliaries)


def starts_clause(document: Document, indices: Sequence[int], /) -> bool:
    """True when the tokens open with the subject of their main verb, so that only a capital is missing."""
    inside = set(indices)
    words = [i for i in indices if document.tokens[i].pos != "PUNCT"]
    top = next((document.tokens[i] for i in indices if _top(document, i, inside)), None)
    if not words or top is None or not finite(document, top):
        return False
    subjects = _subjects(document, top, inside)
    return any(document.subtree(s)[0].index == words[0] and s.tag not in {"WDT", "WP"} for s in subjects)


def boundaries(
    document: Document, indices: Sequence[int], /, core: AbstractSet[int] = frozenset()
) -> Iterator[int]:
    """How many of the tokens may be kept, the most first.

    Args:
        core: Indices of a cue among them; its verb needs no subject, for that is the actor.

    What is kept is a main clause with its subject and finite verb; what is cut begins at a comma, a
    semicolon or a dash, or at "and" before a clause of its own, does not govern what is kept, and neither
    limits nor opposes it.
    """
    if document.tokens[indices[-1]].text == "?":
        return
    for end in range(len(indices) - 1, _MIN_KEPT - 1, -1):
        if not _breaks(document, indices, end) or document.tokens[indices[end - 1]].tag in _OPEN_ENDED:
            continue
        kept, cut = set(indices[:end]), indices[end:]
        if core <= kept and _closed(document, kept, set(cut), core) and not _turns(document, kept, cut):
            yield end


def _breaks(document: Document, indices: Sequence[int], end: int) -> bool:
    token = document.tokens[indices[end]]
    if token.text in {",", ";"} | DASHES - {"-"} or _runs_on(document, token):
        return True
    clause = (t for t in document.children(document.head(token)) if t.dep == "conj" and t.index > token.index)
    first = next(clause, None)
    inside = set(indices)
    return token.text.lower() == "and" and first is not None and bool(_subjects(document, first, inside))


def _closed(document: Document, kept: set[int], cut: set[int], core: AbstractSet[int]) -> bool:
    """True when one main verb and its subject are kept, and nothing kept hangs on what is cut."""
    tops = [document.tokens[i] for i in kept if _top(document, i, kept) and document.tokens[i].pos != "PUNCT"]
    up = [t for t in (document.tokens[i] for i in kept) if t.head in cut and t.pos != "PUNCT"]
    governing = frozenset[str]() if document.tokens[min(cut)].text == ";" else _GOVERNING
    if any(t.dep != "ccomp" or document.head(t).lemma.lower() in governing for t in up):
        return False
    main = next((t for t in tops if t.pos in _VERBAL and finite(document, t)), None)
    if core:
        main = next((document.tokens[i] for i in sorted(core) if document.tokens[i].pos in _VERBAL), main)
    if main is None or not (core or _subjects(document, main, kept)):
        return False
    hanging = [document.tokens[i] for i in cut if document.tokens[i].head in kept]
    return all(_may_go(document, t, main) for t in hanging)


def _may_go(document: Document, token: Token, main: Token) -> bool:
    """True for what hangs loosely on kept words: no object, and no complement but a second main clause."""
    head = document.head(token)
    if token.dep == "ccomp" and token.quoted and not head.quoted and head.lemma.lower() not in _GOVERNING:
        return True  # a quoted clause that the parser hung on the nearest verb
    if token.dep == "ccomp":
        return document.head(token).index == main.index and (
            token.index < main.index or _breaks_off(document, token)
        )
    first = document.subtree(token)[0].index
    if token.dep == "prep":
        return token.text.lower() == "including" or document.tokens[first - 1].text in DASHES - {"-"}
    if token.pos == "ADJ" and token.index > token.head:
        return document.tokens[first - 1].text == ","  # "…, unsure of their future"
    return token.dep in _LOOSE


def _breaks_off(document: Document, clause: Token) -> bool:
    """True for a second main clause that the parser took for a complement: a semicolon or dash before it."""
    first = document.subtree(clause)[0]
    dashed = first.index > 0 and document.tokens[first.index - 1].text in {";"} | DASHES
    return dashed or _runs_on(document, first)


def _runs_on(document: Document, token: Token) -> bool:
    """True where two sentences have no stop between them: "… of the centers The agency said"."""
    return token.text == "The" and token.index > 0 and document.tokens[token.index - 1].pos == "NOUN"


def _turns(document: Document, kept: set[int], cut: Sequence[int]) -> bool:
    """True when what is cut opens with a condition or a contrast, or joins one to a kept word."""
    words = [document.tokens[i] for i in cut if document.tokens[i].pos != "PUNCT"]
    if not words or words[0].text.lower() in _TURNS:
        return True
    if len(words) > 1 and words[1].text.lower() in _TURNS - {"so"}:
        return True
    if words[0].text.lower() == "because" and any(document.tokens[i].dep == "neg" for i in kept):
        return True  # "did not go, because …" may mean that it went for another reason
    tops = [t for t in words if t.head in kept]
    opposed = any(t.dep == "cc" and t.text.lower() != "and" for t in tops)
    if opposed and any(t.dep == "conj" and t.pos in _VERBAL for t in tops):
        return True
    if any(t.dep == "conj" and document.head(t).pos not in _VERBAL for t in tops):
        return True  # a list, or an object that the parser joined to the wrong word
    return any(
        t.dep == "advcl" and any(x.text.lower() in _TURNS for x in document.subtree(t)[:3]) for t in tops
    )


def is_whole(document: Document, indices: Sequence[int], core: AbstractSet[int], /) -> bool:
    """False for a fragment: a subject without its verb, or a finite verb without the subject that it has.

    Direct speech is not looked at, nor is what hangs on the core (the cue, whose subject is the actor).
    """
    inside = set(indices)
    for i in inside - core:
        token = document.tokens[i]
        if token.quoted:
            continue
        if token.dep in {"nsubj", "nsubjpass"} and token.head not in inside:
            return False
        if i - 1 in inside and _runs_on(document, token):
            return False
        if any(c.tag in {"WP", "WDT"} and c.index not in inside for c in document.children(token)):
            return False  # "what Roe says the plan would do": the object stands in front
        own = {c.index for c in document.children(token) if c.dep in {"nsubj", "nsubjpass"}}
        if token.pos in _VERBAL and finite(document, token) and own and not own & inside:
            return False
    return True


def is_broken(document: Document, indices: Sequence[int], /) -> bool:
    """True when the last words only lead up to a word behind them: "thousands of low-paid” workers"."""
    last = indices[-1]
    return any(
        document.tokens[i].head > last and document.tokens[i].dep in _LEADING_UP for i in indices[-_NEAR:]
    )


_NEAR = 4
_LEADING_UP = frozenset(
    {
        "compound",
        "amod",
        "nmod",
        "det",
        "nsubj",
        "nsubjpass",
        "aux",
        "auxpass",
        "mark",
        "poss",
        "nummod",
        "case",
    }
)


def _top(document: Document, index: int, inside: set[int]) -> bool:
    token = document.tokens[index]
    return token.head == token.index or token.head not in inside


def _heads(token: Token, inside: set[int]) -> bool:
    return token.head == token.index or token.head not in inside


def _subjects(document: Document, verb: Token, inside: set[int]) -> list[Token]:
    return [c for c in document.children(verb) if c.dep in _SUBJECTS and c.index in inside]


def _has(document: Document, verb: Token, deps: set[str]) -> bool:
    return any(c.dep in deps for c in document.children(verb))
