"""The shapes of a line: predicate, fronted content, direct speech, content by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ..document import Document
from ..model import Spans
from .body import Body, body, bridge, content_tokens, extension, has_finite_verb, without_holes
from .case import Case
from .clauses import is_clause, is_whole
from .continuation import continuation
from .cue import Lead, cue_tokens, is_claim_noun
from .fitting import fit
from .guard import check
from .lexicon import DISCOURSE, POINTS_AT, TAKES_CLAUSE
from .line import count_words
from .opening import opening_of, says_something_else, without_reporter
from .quoting import choose, units
from .substance import is_thin
from .surface import closed, finish, is_balanced, join, lower_first, strip_marks

_MIN_WORDS = 3
_QUOTED_SHARE = 0.6
_LOOSE_START = re.compile(
    r"^\W*(?:\w+ )?(?:all|some|none|most|many|both) of wh(?:ich|om)\b|^\w+ (?:why|how),", re.IGNORECASE
)
_PREPOSITIONS = ("In ", "By ", "After ", "With ", "On ", "At ")  # "In defending himself offered" is no cue
_LEANING = (
    "But, ",
    "And, ",
    "Who ",
    "Which ",
    "Whom ",
    "Whose ",
    "And ",
    "But ",
    "Or ",
    "To ",
)  # the head of none is in the line


@dataclass(frozen=True, slots=True)
class Draft:
    """A line with the tokens that it was made of."""

    text: str
    tokens: frozenset[int] = frozenset()
    evidence: Spans = ()


NOTHING = Draft("")


def draft(case: Case, /) -> Draft:
    """The line of one statement by itself."""
    own = case.lead
    if own is None:
        return _content_alone(case) if _stands_alone(case) else NOTHING
    around = body(case.document, case.statement, own.verb)
    if _is_speech(case, around):
        spoken = _speech(case, own, around)
        if spoken.text or case.document.tokens[_first_word(case, around)].quoted:
            return spoken  # else a clause with much in quotation marks: "It was “a stone where …”"
    whole = not around.left or _own_clause(case.document, own, around)
    return predicate(case, own) if whole else _fronted(case, own, around)


def predicate(
    case: Case, own: Lead, extra: frozenset[int] = frozenset(), between: frozenset[int] = frozenset(), /
) -> Draft:
    """Cue first, content behind it: "Stressed that a truce must be agreed upon".

    Args:
        extra: Tokens of participles that go on with the predicate.
        between: Tokens of the predicate when it is not the statement's own.
    """
    document = case.document
    around = body(document, case.statement, own.verb)
    own = without_reporter(document, own)
    right = strip_marks(document, without_holes(document, case.statement, around.right))
    if not right or (around.after and document.tokens[around.right[-1]].text == ":"):
        return NOTHING
    opening = frozenset(own.tokens)
    if not between:
        opening |= bridge(document, case.statement, own, right)
        right = [*right, *sorted(extension(document, own, right))]
    if own.verb.lemma.lower() == "call" and document.tokens[right[0]].tag == "TO" and len(opening) == 1:
        return NOTHING  # "called to resign": it is not said who is to do it
    kept = opening | between | frozenset(right) | extra
    core = opening | (extra if between else frozenset())
    more = frozenset() if extra else frozenset(continuation(document, right))

    def render(tokens: frozenset[int]) -> str:
        text = finish(join(document, tokens - more, {**own.inflected, **case.forms(tokens)}))
        rest = tokens & more
        return f"{text}: {join(document, rest)}" if rest else text

    if more:
        spelled_out = _fitted(case, kept | more, core | more, render, own=own)
        if spelled_out.text:
            return spelled_out
    return _fitted(case, kept, core, render, own=own)


def _own_clause(document: Document, own: Lead, around: Body) -> bool:
    """True when the verb has its "that" clause behind it: what stands in front is no part of it."""
    first = document.tokens[around.right[0]] if around.right else None
    if first is None or first.dep != "mark" or first.text.lower() != "that":
        return False
    return document.head(document.head(first)).index == own.verb.index


def _stands_alone(case: Case) -> bool:
    cue = cue_tokens(case.document, case.statement)
    if all(t.pos == "PUNCT" for t in cue) or any(t.text.lower() == "according" for t in cue):
        return True
    verbal = any(t.pos in {"VERB", "AUX"} for t in cue)
    return not verbal and is_claim_noun(case.document, case.statement)


def _is_speech(case: Case, around: Body) -> bool:
    """True when the content is direct speech rather than a clause that quotes a few words."""
    words = [case.document.tokens[i] for i in around.all if case.document.tokens[i].pos != "PUNCT"]
    quoted = [t for t in words if t.quoted]
    if not words or len(quoted) < _QUOTED_SHARE * len(words):
        return _opens_with_sentence(case, around)
    if around.left or not around.right:
        return True
    first = case.document.tokens[around.right[0]]
    before = case.document.tokens[first.index - 1].text
    return (first.quoted and before in {",", ":"}) or bool(around.after)


def _opens_with_sentence(case: Case, around: Body) -> bool:
    """True for a quoted sentence with some reported words behind it: “The dam holds,” she said, and left."""
    found = units(case.document, [case.document.tokens[i] for i in around.all])
    return (
        bool(found)
        and _first_word(case, around) in found[0].tokens
        and is_clause(case.document, found[0].tokens)
    )


def _first_word(case: Case, around: Body) -> int:
    return next((i for i in around.all if case.document.tokens[i].pos != "PUNCT"), -1)


def _speech(case: Case, own: Lead, around: Body) -> Draft:
    document = case.document
    found_opening = opening_of(document, own, frozenset(around.all))
    if found_opening is None or own.verb.lemma.lower() in POINTS_AT:
        return NOTHING
    opening, told = found_opening
    if case.naming is not None:
        opening = f"{opening} about {case.naming.name}"
    content = [document.tokens[i] for i in around.all]
    for budget in case.budgets:
        found = choose(document, units(document, content), budget - count_words(opening), case.who)
        if found is not None:
            text, tokens = found
            return checked(case, f"{opening}: {text}", {*own.tokens, *told, *tokens})
        if len(content) <= budget - count_words(opening):
            break  # it is not for want of room
    return NOTHING


def _content_alone(case: Case) -> Draft:
    """The content without a cue: "according to Roe, …", a quotation by itself."""
    document = case.document
    content = content_tokens(document, case.statement)
    words = [t for t in content if t.pos != "PUNCT"]
    if words and sum(t.quoted for t in words) >= _QUOTED_SHARE * len(words):
        about = f"About {case.naming.name}: " if case.naming is not None else ""
        found = choose(document, units(document, content), case.max_words - count_words(about), case.who)
        return checked(case, about + found[0], found[1]) if found else NOTHING
    number = document.sentence_number(words[0]) if words else 0
    kept = strip_marks(document, [t.index for t in content if document.sentence_number(t) == number])
    cut = next((n for n in range(1, len(kept)) if kept[n] > kept[n - 1] + 1), len(kept))
    if has_finite_verb(document, kept[:cut]):
        kept = strip_marks(document, kept[:cut])  # "A paid more, according to Roe; B paid less": one is enough
    if kept and document.tokens[kept[0]].dep == "mark" and document.tokens[kept[0]].text.lower() == "that":
        kept = kept[1:]
    if not has_finite_verb(document, kept):
        return NOTHING
    return _fitted(
        case, frozenset(kept), frozenset(kept[:1]), lambda k: finish(join(document, k, case.forms(k)))
    )


def _fronted(case: Case, own: Lead, around: Body) -> Draft:
    """Content in front of the cue or around it: "Talks, Roe insisted, must begin"."""
    document = case.document
    number = document.sentence_number(own.verb)
    near = [i for i in around.left if document.sentence_number(document.tokens[i]) == number]
    left, right = strip_marks(document, near or around.left), strip_marks(document, around.right)
    if left and (document.tokens[left[0]].pos == "CCONJ" or _joins(document, left)):
        left = strip_marks(document, left[1:])  # "But a driver fled": what it opposes is in another line
    found = opening_of(document, own, frozenset(around.all))
    if not left or found is None or not has_finite_verb(document, left + right):
        return NOTHING
    if says_something_else(document, own, frozenset(around.all)):
        return NOTHING
    opening, told = found
    aside = any(c.dep == "mark" and c.text.lower() == "as" for c in document.children(own.verb))
    takes = own.verb.lemma.lower() in TAKES_CLAUSE or bool(told)
    pause = "," if right and _adverbial(document, left) else ""

    def render(tokens: frozenset[int]) -> str:
        front = [i for i in tokens if i in left]
        forms = case.forms(tokens)
        text = join(document, front, forms)
        if right:
            text = f"{text}{pause} {join(document, [i for i in tokens if i in right], forms)}"
        if aside:
            return finish(text)
        small = lower_first(text, document.tokens[min(front)]) if front else text
        return finish(f"{opening} {small}" if takes else f"{opening}: {small}")

    return _fitted(case, frozenset([*left, *right]), frozenset(left[:1]), render, {*own.tokens, *told})


def _joins(document: Document, left: Sequence[int]) -> bool:
    """True for a "however" with its comma, which leans on the sentence before."""
    word = document.tokens[left[0]]
    comma = len(left) > 1 and document.tokens[left[1]].text == ","
    return comma and word.text.lower() in DISCOURSE and word.pos == "ADV"


def _adverbial(document: Document, left: Sequence[int]) -> bool:
    inside = set(left)
    top = next((document.tokens[i] for i in left if document.tokens[i].head not in inside), None)
    return top is None or top.dep not in {"nsubj", "nsubjpass", "csubj"}


def _fitted(
    case: Case,
    kept: frozenset[int],
    core: frozenset[int],
    render: Callable[[frozenset[int]], str],
    also: Iterable[int] = (),
    own: Lead | None = None,
) -> Draft:
    left = fit(
        case.document,
        kept,
        core,
        render=render,
        who=case.who,
        dropped=_dropped_names(case, kept),
        budgets=case.budgets,
    )
    if left is None:
        return NOTHING
    text = render(left)
    if case.document.tokens[max(left)].quoted and (max(left) < max(kept) or _runs_on(case.document, max(left))):
        text = closed(text)
    return checked(case, text, {*left, *also}, own)


def _runs_on(document: Document, last: int) -> bool:
    """True for a last word that ends its sentence: the speaker may go on, the reader took it alone."""
    return last + 1 == document.sentence(document.tokens[last]).last


def _dropped_names(case: Case, kept: frozenset[int]) -> frozenset[int]:
    """People named in the line's sentence who are neither in the line nor its source."""
    document = case.document
    if all(document.tokens[i].pos == "PRON" for i in case.source):
        return frozenset()  # "he said he": a name before it is most likely his own
    sentence = document.sentence(document.tokens[min(kept)])
    used = kept | case.source
    return frozenset(
        t.index for t in document.of_sentence(sentence) if t.entity == "PERSON" and t.index not in used
    )


# A single mark that opens and is not closed: half of a headline's quotation.
OPEN_SINGLE = re.compile(r"(?:^|\s)['‘](?=\w)(?!\d0s|em\b|til)(?!.*\w[.,!?]?['’](?:\W|$))")


# Markup that stands in a text as it is, cut off within a tag: "900 candles for <", "for the harbour</b".
_OPEN_TAG = re.compile(r"<(?:[/!a-zA-Z][^<>]*)?$")


def checked(case: Case, text: str, tokens: Iterable[int], own: Lead | None = None, /) -> Draft:
    """The text as a line made of the tokens; nothing where it is none to print or the guard objects."""
    used = frozenset(tokens)
    fits = _MIN_WORDS <= count_words(text) <= case.most_words
    if not fits or not is_balanced(text) or text.startswith(_LEANING) or _LOOSE_START.search(text):
        return NOTHING
    if OPEN_SINGLE.search(text) or _OPEN_TAG.search(text):
        return NOTHING
    own = own or case.lead
    if own is not None and text.startswith(_PREPOSITIONS):
        return NOTHING
    core = frozenset(own.tokens) if own is not None else frozenset[int]()
    if not is_whole(case.document, sorted(used), core) or is_thin(case.document, used, own):
        return NOTHING
    numbers = sorted({case.document.sentence_number(case.document.tokens[i]) for i in used})
    named = [case.naming.sentence] if case.naming is not None and case.naming.pronouns & used else []
    evidence = tuple(sorted({*named, *(case.document.sentences[n].span for n in numbers)}))
    if check(text, " ".join(case.document.text(s) for s in evidence)):
        return NOTHING  # deletion took away more than words: "nor is it clear", "allegedly fled"
    return Draft(text, used, evidence)
