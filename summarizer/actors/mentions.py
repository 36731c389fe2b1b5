"""Named mentions: the parser's entities, repaired, and the capitalised names that it missed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..document import Document, Token
from ..model import ActorKind
from .extent import CALENDAR, in_name, is_title, repaired
from .first_names import PRONOUN_OF
from .lexicon import BODIES, GROUPS, HONORIFICS, NOT_PEOPLE, OFFICES, PARTICLES, PEOPLE, SHORT_TITLES
from .names import fold

_BRACKETED = re.compile(r"[A-Z]-.*")  # "R-Ky.", what American papers put behind a lawmaker
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
        subject: True for the subject of a verb.
        echo: "he" or "she" when that pronoun follows in the sentence before anybody else is named.
    """

    first: int
    last: int
    head: int
    words: tuple[str, ...]
    kind: ActorKind
    pronoun: str = ""
    titled: bool = False
    honorific: bool = False
    subject: bool = False
    echo: str = ""


def find_mentions(document: Document, /) -> tuple[Mention, ...]:
    """All names of an article's prose, in text order; they never overlap."""
    taken = bytearray(len(document.tokens))
    found: list[Mention] = []
    for entity in document.entities:
        kind = _KINDS.get(entity.label)
        end = document.tokens[entity.last - 1]
        if kind is None or (kind is ActorKind.GROUP and (_adjective(end) or _one_member(document, end))):
            continue
        for first, last in _pieces(document, entity.first, entity.last, kind):
            _add(document, first, last, kind, found, taken)
    for first, last in _runs(document, taken):
        _add(document, first, last, ActorKind.UNKNOWN, found, taken)
    _labels(document, found, taken)
    _repeats(document, found, taken)
    found.sort(key=lambda m: m.first)
    ends = [m.first for m in found[1:]] + [len(document.tokens)]
    return tuple(
        replace(m, echo=_echo(document, m, end)) for m, end in zip(found, ends[: len(found)], strict=True)
    )


def _echo(document: Document, mention: Mention, end: int) -> str:
    sentence = document.sentence(document.tokens[mention.first])
    for token in document.tokens[mention.last : min(sentence.last, end)]:
        word = token.text.casefold()
        if word in ("he", "his", "him", "himself"):
            return "he"
        if word in ("she", "her", "hers", "herself"):
            return "she"
    return ""


def _labels(document: Document, found: list[Mention], taken: bytearray) -> None:
    """Speakers of a transcript: a capitalised word before a colon that starts more than one sentence."""
    tokens = document.tokens
    starts = []
    for sentence in document.sentences:
        i = sentence.first + (not tokens[sentence.first].text[0].isalnum())
        if i + 1 < sentence.last and tokens[i + 1].text == ":" and tokens[i].text.isupper() and not taken[i]:
            starts.append(i)
    words = Counter(tokens[i].text for i in starts)
    for i in starts:
        if len(tokens[i].text) > 2 and words[tokens[i].text] > 1 and not tokens[i].text.endswith("."):
            _add(document, i, i + 1, ActorKind.PERSON, found, taken)


def _repeats(document: Document, found: list[Mention], taken: bytearray) -> None:
    """Capitalised words that the parser took for common ones though they name somebody elsewhere."""
    known = {fold(m.words[-1]): m.kind for m in found if m.kind in (ActorKind.PERSON, ActorKind.ORG)}
    for token in document.tokens:
        if taken[token.index] or not token.text[0].isupper() or len(token.text) < 4:
            continue
        if token.pos not in ("NOUN", "PROPN", "ADJ", "VERB", "X", "INTJ") or is_title(token):
            continue
        first = token.index == document.sentence(token).first
        if fold(token.text) in known and (
            not first or token.dep in ("nsubj", "dep", "ROOT") or token.text.isupper()
        ):
            _add(document, token.index, token.index + 1, known[fold(token.text)], found, taken)


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
    begin = -1
    for i in range(first, last + 1):
        if i < last and (in_name(document, i) if kind is ActorKind.PERSON else not _slipped_verb(tokens[i])):
            if begin < 0 and not (kind is ActorKind.PERSON and is_title(tokens[i])):
                begin = i
        elif begin >= 0:
            end = i
            while end > begin and not tokens[end - 1].text[0].isalnum():
                end -= 1
            if end > begin:
                yield begin, end
            begin = -1


def _slipped_verb(token: Token) -> bool:
    """True for a verb that the parser took into a body's name ("Oakley told Harbour Wire")."""
    return token.tag in ("VBD", "VBZ", "MD") and token.text.islower()


def _adjective(token: Token) -> bool:
    """True for "Russian" in "Russian troops": it names nobody."""
    return token.pos == "ADJ" or token.dep in ("amod", "compound", "nmod")


def _one_member(document: Document, token: Token) -> bool:
    """True for "the Republican" who speaks: one person described, and no party."""
    one = fold(token.text) in OFFICES and token.tag in ("NN", "NNP") and token.dep in ("nsubj", "nsubjpass")
    return one and any(c.text.casefold() == "the" for c in document.children(token))


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
            while start < i and is_title(tokens[start]):
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
        and fold(token.text) not in CALENDAR
    )


def _joins(document: Document, i: int, last: int, taken: bytearray) -> bool:
    word = document.tokens[i].text
    return (word == "-" or word.casefold() in PARTICLES) and i + 1 < last and _proper(document, i + 1, taken)


def _add(
    document: Document, first: int, last: int, kind: ActorKind, found: list[Mention], taken: bytearray
) -> None:
    """Put the name at tokens ``[first, last)`` down, range and kind repaired, unless one is there already."""
    if any(taken[first:last]):
        return
    first, last, kind = repaired(document, first, last, kind, taken)
    words = _words(document, first, last)
    if not words or len(words[0]) < 2 or _BRACKETED.fullmatch(words[0]):
        return
    title, pronoun = title_before(document, first)
    honorific = title in HONORIFICS
    for i in range(first, last):
        taken[i] = 1
    tokens = document.tokens
    roots = [i for i in range(first, last) if not first <= tokens[i].head < last or tokens[i].head == i]
    head = roots[-1] if roots else last - 1
    found.append(
        Mention(
            first, last, head, words, _kind(words, kind, title, honorific=honorific), pronoun, bool(title),
            honorific, tokens[head].dep == "nsubj",
        )
    )  # fmt: skip


def _words(document: Document, first: int, last: int) -> tuple[str, ...]:
    """The written words: hyphens glue their neighbours ("Ban Ki-moon")."""
    if first >= last:
        return ()
    text = document.article.text[document.tokens[first].start : document.tokens[last - 1].end]
    return tuple(text.split())


def _kind(words: tuple[str, ...], kind: ActorKind, title: str, *, honorific: bool) -> ActorKind:
    folded = [fold(w) for w in words]
    bodily = any(w in BODIES or w in GROUPS for w in folded) or folded[-1] in NOT_PEOPLE
    if honorific and not bodily:
        return ActorKind.PERSON
    if kind is ActorKind.PERSON:
        return (
            ActorKind.ORG
            if bodily and len(words) > 1 and (folded[0] not in PRONOUN_OF or folded[-1] in NOT_PEOPLE)
            else kind
        )
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
