"""Named mentions: the parser's entities, repaired, and the capitalised names that it missed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..document import Document, Token
from ..model import ActorKind
from .first_names import PRONOUN_OF
from .lexicon import BODIES, GROUPS, HONORIFICS, OFFICES, PARTICLES, PEOPLE, SHORT_TITLES, SUFFIXES
from .names import fold

_KINDS = {
    "PERSON": ActorKind.PERSON,
    "ORG": ActorKind.ORG,
    "GPE": ActorKind.COUNTRY,
    "NORP": ActorKind.GROUP,
    "FAC": ActorKind.ORG,
    "LOC": ActorKind.ORG,
    "PRODUCT": ActorKind.ORG,
    "WORK_OF_ART": ActorKind.ORG,
    "LAW": ActorKind.ORG,
    "EVENT": ActorKind.ORG,
}
_CALENDAR = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april june july august
    september october november december mon tue wed thu fri sat sun jan feb mar apr jun jul aug sep sept oct nov dec
    """.split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where somebody is named.

    Attributes:
        first: First token of the name itself, titles and articles left out.
        last: One past its last token.
        head: The token on which the rest of the sentence hangs.
        kind: What the name looks like; COUNTRY stands for every place with a government.
        pronoun: What an honorific gives away ("Mrs."), else "".
        titled: True when a title or honorific stands before it.
    """

    first: int
    last: int
    head: int
    words: tuple[str, ...]
    kind: ActorKind
    pronoun: str = ""
    titled: bool = False
    honorific: bool = False


def find_mentions(document: Document, /) -> tuple[Mention, ...]:
    """All names of an article's prose, in text order; they never overlap."""
    taken = bytearray(len(document.tokens))
    found: list[Mention] = []
    for entity in document.entities:
        kind = _KINDS.get(entity.label)
        if kind is None:
            continue
        for first, last in _pieces(document, entity.first, entity.last, kind):
            _add(document, first, last, kind, found, taken)
    for first, last in _runs(document, taken):
        _add(document, first, last, ActorKind.UNKNOWN, found, taken)
    return tuple(sorted(found, key=lambda m: m.first))


def title_before(document: Document, first: int, /) -> tuple[str, str]:
    """The honorific or office just before a token: (its word folded, the pronoun that it gives away)."""
    if first == 0:
        return "", ""
    before = document.tokens[first - 1]
    if document.sentence_number(before) != document.sentence_number(document.tokens[first]):
        return "", ""
    word = before.text.casefold()
    if word in HONORIFICS and (before.text[0].isupper()):
        return word, HONORIFICS[word]
    if word in SHORT_TITLES or fold(word) in OFFICES:
        return word, ""
    return "", ""


def _pieces(document: Document, first: int, last: int, kind: ActorKind) -> Iterator[tuple[int, int]]:
    """Token ranges of an entity without possessives, articles, titles and glued-on verbs."""
    tokens = document.tokens
    if kind is not ActorKind.PERSON:
        while first < last and tokens[first].text.casefold() in ("the", "a", "an", "'s", "’s"):
            first += 1
        while last > first and (tokens[last - 1].tag == "POS" or not tokens[last - 1].text[0].isalnum()):
            last -= 1
        if first < last:
            yield first, last
        return
    start = None
    for i in range(first, last + 1):
        good = i < last and _in_name(document, i)
        if good and start is None and not _is_title(tokens[i]):
            start = i
        if start is not None and not good:
            end = i
            while end > start and not tokens[end - 1].text[0].isalnum():
                end -= 1
            if end > start:
                yield start, end
            start = None


def _is_title(token: Token) -> bool:
    word = token.text.casefold()
    return word in HONORIFICS or word in SHORT_TITLES or (fold(word) in OFFICES and word not in PRONOUN_OF)


def _in_name(document: Document, i: int) -> bool:
    token = document.tokens[i]
    word = token.text
    if word in ("-", "‐", "."):
        return True
    if word.casefold() in PARTICLES:
        return True
    return word[0].isupper() and token.tag not in (
        "VBZ",
        "VBD",
        "VBP",
        "VBG",
        "VBN",
        "POS",
        "MD",
        "IN",
        "PRP",
        "DT",
    )


def _runs(document: Document, taken: bytearray) -> Iterator[tuple[int, int]]:
    """Runs of proper nouns that the parser gave no entity."""
    tokens = document.tokens
    for sentence in document.sentences:
        i = sentence.first
        while i < sentence.last:
            if not _proper(document, i, taken):
                i += 1
                continue
            start = i
            while i < sentence.last and (
                _proper(document, i, taken) or _joins(document, i, sentence.last, taken)
            ):
                i += 1
            while start < i and _is_title(tokens[start]):
                start += 1
            while start < i and not tokens[i - 1].text[0].isalnum():
                i -= 1
            if start < i:
                yield start, i
            i = max(i, start) + 1


def _proper(document: Document, i: int, taken: bytearray) -> bool:
    token = document.tokens[i]
    return (
        not taken[i]
        and token.pos == "PROPN"
        and token.text[0].isupper()
        and not token.entity.startswith(("DATE", "TIME"))
        and fold(token.text) not in _CALENDAR
    )


def _joins(document: Document, i: int, last: int, taken: bytearray) -> bool:
    word = document.tokens[i].text
    return (word == "-" or word.casefold() in PARTICLES) and i + 1 < last and _proper(document, i + 1, taken)


def _add(
    document: Document, first: int, last: int, kind: ActorKind, found: list[Mention], taken: bytearray
) -> None:
    tokens = document.tokens
    if any(taken[first:last]):
        return
    if (
        kind is not ActorKind.PERSON
        and last - first > 1
        and _is_title(tokens[first])
        and tokens[first].text[0].isupper()
    ):
        rest = [tokens[i] for i in range(first + 1, last)]
        if tokens[first].text.casefold() in (HONORIFICS.keys() | SHORT_TITLES.keys()) or PRONOUN_OF.get(
            fold(rest[0].text)
        ):
            first, kind = first + 1, ActorKind.PERSON
    if last < len(tokens) and fold(tokens[last].text) in SUFFIXES and kind is ActorKind.PERSON:
        last += 1
    words = _words(document, first, last)
    if not words:
        return
    title, pronoun = title_before(document, first)
    honorific = title in HONORIFICS
    kind = _kind(words, kind, title, honorific)
    for i in range(first, last):
        taken[i] = 1
    head = next((i for i in range(last - 1, first - 1, -1) if not first <= tokens[i].head < last), last - 1)
    root = [i for i in range(first, last) if not first <= tokens[i].head < last]
    head = root[-1] if root else next((i for i in range(first, last) if tokens[i].head == i), head)
    found.append(Mention(first, last, head, words, kind, pronoun, bool(title), honorific))


def _words(document: Document, first: int, last: int) -> tuple[str, ...]:
    """The written words: hyphens glue their neighbours ("Ban Ki-moon")."""
    if first >= last:
        return ()
    text = document.article.text[document.tokens[first].start : document.tokens[last - 1].end]
    return tuple(text.split())


def _kind(words: tuple[str, ...], kind: ActorKind, title: str, honorific: bool) -> ActorKind:
    folded = [fold(w) for w in words]
    bodily = any(w in BODIES or w in GROUPS for w in folded)
    if honorific and not bodily:
        return ActorKind.PERSON
    if kind is ActorKind.PERSON:
        return ActorKind.ORG if bodily and folded[0] not in PRONOUN_OF else kind
    if kind in (ActorKind.ORG, ActorKind.UNKNOWN, ActorKind.COUNTRY):
        if title in SHORT_TITLES and not bodily and len(words) <= 4:
            return ActorKind.PERSON
        if (
            2 <= len(words) <= 4
            and folded[0] in PRONOUN_OF
            and not bodily
            and all(w[0].isupper() for w in words)
        ):
            return ActorKind.PERSON if not any(w in PEOPLE for w in folded[1:]) else kind
    return kind
