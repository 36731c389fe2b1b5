"""The condenser that only deletes: every word of its lines stands in the article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..document import Document, Token
from ..model import Spans, Statement
from .body import Body, body, bridge, content_tokens, has_finite_verb
from .continuation import continuation
from .cue import Lead, cue_tokens, cue_verb, is_claim_noun, lead
from .dangling import Speaker, speaker
from .fitting import fit
from .lexicon import TAKES_CLAUSE
from .line import EMPTY, Line
from .quoting import choose, units
from .surface import finish, is_balanced, join, lower_first, strip_marks

_MIN_WORDS = 3
_QUOTED_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class _Case:
    """What is needed over and over while one statement is condensed."""

    document: Document
    statement: Statement
    who: Speaker
    max_words: int


class ExtractiveCondenser:
    """Condenses by deletion; the only other changes are the cue first, and a participle cue made finite.

    Args:
        max_words: The longest line, in words.
    """

    def __init__(self, *, max_words: int = 28) -> None:
        self._max_words = max_words

    def condense(
        self, document: Document, statements: Sequence[Statement], /
    ) -> list[Line]:
        """One line a statement, in the same order; empty where none reads well by itself.

        A participle that goes on with another statement's sentence ("called for talks, emphasizing that …")
        is folded into that statement's line when both fit; its own line is then empty.
        """
        cases = [
            _Case(document, s, speaker(document, s), self._max_words)
            for s in statements
        ]
        leads = [_lead(c) for c in cases]
        followers = _followers(cases, leads)
        lines: list[Line] = []
        folded: set[int] = set()
        for n, case in enumerate(cases):
            line = _with_followers(
                case, leads[n], [(i, cases[i], leads[i]) for i in followers.get(n, ())]
            )
            folded.update(line.folded)
            lines.append(line)
        return [EMPTY if n in folded else line for n, line in enumerate(lines)]


def _lead(case: _Case) -> Lead | None:
    verb = cue_verb(case.document, case.statement)
    return lead(case.document, case.statement, verb) if verb is not None else None


def _followers(
    cases: Sequence[_Case], leads: Sequence[Lead | None]
) -> dict[int, list[int]]:
    """For each statement the participles that go on with its predicate, said by the same actor."""
    found: dict[int, list[int]] = {}
    for n, own in enumerate(leads):
        if own is None or own.governor is None:
            continue
        for m, other in enumerate(leads):
            if (
                m != n
                and other is not None
                and own.governor.index in {other.verb.index, *other.tokens}
            ):
                if (
                    cases[m].statement.actor == cases[n].statement.actor
                    and own.verb.index > other.verb.index
                ):
                    found.setdefault(m, []).append(n)
                break
    return found


def _with_followers(
    case: _Case, own: Lead | None, followers: Sequence[tuple[int, _Case, Lead | None]]
) -> Line:
    if own is not None and followers:
        extra: set[int] = set()
        for _, other, other_lead in followers:
            assert other_lead is not None
            extra |= _follower_tokens(other, other_lead)
        line = _line(case, own, frozenset(extra))
        if line:
            return Line(line.text, line.evidence, tuple(n for n, _, _ in followers))
    return _line(case, own, frozenset())


def _follower_tokens(case: _Case, own: Lead) -> set[int]:
    """The participle's clause as it stands, with the comma before it."""
    around = body(case.document, case.statement, own.verb)
    tokens = (
        set(own.tokens)
        | set(bridge(case.document, case.statement, own, around.right))
        | set(around.right)
    )
    comma = min(tokens) - 1
    if comma >= 0 and case.document.tokens[comma].text == ",":
        tokens.add(comma)
    return tokens


def _line(case: _Case, own: Lead | None, extra: frozenset[int]) -> Line:
    if own is None:
        return _content_line(case) if _stands_alone(case) else EMPTY
    around = body(case.document, case.statement, own.verb)
    if _is_speech(case, own, around):
        return _speech_line(case, own, around)
    if around.left and not extra:
        return _fronted_line(case, own, around)
    if around.right:
        return _predicate_line(case, own, around, extra)
    return _later_line(case, own, around)


def _stands_alone(case: _Case) -> bool:
    cue = cue_tokens(case.document, case.statement)
    verbal = any(
        t.pos in {"VERB", "AUX"} and t.text.lower() != "according" for t in cue
    )
    nominal = any(t.pos in {"NOUN", "PROPN", "ADJ"} for t in cue)
    return not verbal and (not nominal or is_claim_noun(case.document, case.statement))


def _is_speech(case: _Case, own: Lead, around: Body) -> bool:
    """True when the content is direct speech rather than a clause that quotes a few words."""
    words = [
        case.document.tokens[i]
        for i in around.all
        if case.document.tokens[i].pos != "PUNCT"
    ]
    quoted = [t for t in words if t.quoted]
    if not words or len(quoted) < _QUOTED_SHARE * len(words):
        return False
    if around.left or not around.right:
        return True
    first = case.document.tokens[around.right[0]]
    before = case.document.tokens[first.index - 1].text
    return first.quoted and before in {",", ":"} or bool(around.after)


def _speech_line(case: _Case, own: Lead, around: Body) -> Line:
    document = case.document
    opening = finish(join(document, own.tokens, own.inflected))
    content = [document.tokens[i] for i in around.all]
    found = choose(
        document, units(document, content), case.max_words - len(own.tokens), case.who
    )
    if found is None:
        return EMPTY
    text, tokens = found
    return _checked(case, f"{opening}: {text}", {*own.tokens, *tokens})


def _content_line(case: _Case) -> Line:
    """The content without a cue: "according to Roe, …", a quotation by itself."""
    document = case.document
    content = content_tokens(document, case.statement)
    words = [t for t in content if t.pos != "PUNCT"]
    if words and sum(t.quoted for t in words) >= _QUOTED_SHARE * len(words):
        found = choose(document, units(document, content), case.max_words, case.who)
        return _checked(case, found[0], found[1]) if found else EMPTY
    number = document.sentence_number(words[0]) if words else 0
    kept = strip_marks(
        document, [t.index for t in content if document.sentence_number(t) == number]
    )
    if (
        kept
        and document.tokens[kept[0]].dep == "mark"
        and document.tokens[kept[0]].text.lower() == "that"
    ):
        kept = kept[1:]
    if not has_finite_verb(document, kept):
        return EMPTY
    return _fitted(
        case, frozenset(kept), frozenset(kept[:1]), lambda k: finish(join(document, k))
    )


def _predicate_line(
    case: _Case, own: Lead, around: Body, extra: frozenset[int]
) -> Line:
    """Cue first, content behind it: "Stressed that a truce must be agreed upon"."""
    document = case.document
    right = strip_marks(document, around.right)
    if not right:
        return EMPTY
    opening = frozenset(own.tokens) | bridge(document, case.statement, own, right)
    kept = opening | frozenset(right) | extra
    more = continuation(document, case.statement, right) if not extra else ()

    def render(tokens: frozenset[int]) -> str:
        text = finish(join(document, tokens - set(more), own.inflected))
        rest = tokens & set(more)
        return f"{text}: {join(document, rest)}" if rest else text

    if more:
        line = _fitted(case, kept | set(more), opening | set(more), render)
        if line:
            return line
        more = ()
    return _fitted(case, kept, opening, render)


def _fronted_line(case: _Case, own: Lead, around: Body) -> Line:
    """Content in front of the cue or around it: "Talks, Roe insisted, must begin"."""
    document = case.document
    left, right = (
        strip_marks(document, around.left),
        strip_marks(document, around.right),
    )
    if not left:
        return _predicate_line(
            case, own, Body((), around.right, around.after), frozenset()
        )
    number = document.sentence_number(own.verb)
    if any(document.sentence_number(document.tokens[i]) != number for i in left):
        left = [
            i for i in left if document.sentence_number(document.tokens[i]) == number
        ] or left
    if not has_finite_verb(document, left + right):
        return EMPTY
    opening = finish(join(document, own.tokens, own.inflected))
    as_aside = any(
        c.dep == "mark" and c.text.lower() == "as" for c in document.children(own.verb)
    )
    takes = own.verb.lemma.lower() in TAKES_CLAUSE
    pause = "," if right and _adverbial(document, left) else ""

    def render(tokens: frozenset[int]) -> str:
        front = [i for i in tokens if i in left]
        text = join(document, front)
        if right:
            text = f"{text}{pause} {join(document, [i for i in tokens if i in right])}"
        if as_aside:
            return finish(text)
        small = lower_first(text, document.tokens[min(front)]) if front else text
        return finish(f"{opening} {small}" if takes else f"{opening}: {small}")

    return _fitted(
        case, frozenset([*left, *right]), frozenset(left[:1]), render, own.tokens
    )


def _later_line(case: _Case, own: Lead, around: Body) -> Line:
    """Unquoted content in a later sentence: "Roe continued: the bridge …"."""
    return EMPTY


def _adverbial(document: Document, left: Sequence[int]) -> bool:
    inside = set(left)
    top = next(
        (document.tokens[i] for i in left if document.tokens[i].head not in inside),
        None,
    )
    return top is None or top.dep not in {"nsubj", "nsubjpass", "csubj"}


def _fitted(
    case: _Case,
    kept: frozenset[int],
    core: frozenset[int],
    render: object,
    also: Sequence[int] = (),
) -> Line:
    assert callable(render)
    document = case.document
    left = fit(
        document,
        kept,
        core,
        render=render,
        who=case.who,
        dropped=_dropped_names(case, kept),
        max_words=case.max_words,
    )
    return EMPTY if left is None else _checked(case, render(left), {*left, *also})


def _dropped_names(case: _Case, kept: frozenset[int]) -> frozenset[int]:
    """People named in the line's sentence who are neither in the line nor its source."""
    document = case.document
    source = {t.index for s in case.statement.source for t in document.tokens_in(s)}
    sentence = document.sentence(document.tokens[min(kept)])
    return frozenset(
        t.index
        for t in document.of_sentence(sentence)
        if t.entity == "PERSON" and t.index not in kept and t.index not in source
    )


def _checked(case: _Case, text: str, tokens: Sequence[int] | set[int]) -> Line:
    line = Line(
        text,
        _evidence(case.document, [case.document.tokens[i] for i in sorted(tokens)]),
    )
    fine = (
        _MIN_WORDS <= line.words <= case.max_words
        and is_balanced(text)
        and "''" not in text
    )
    return line if fine else EMPTY


def _evidence(document: Document, tokens: Sequence[Token]) -> Spans:
    numbers = sorted({document.sentence_number(t) for t in tokens})
    return tuple(document.sentences[n].span for n in numbers)
