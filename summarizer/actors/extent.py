"""How far a name goes: what the parser cut off or took too much of."""

from __future__ import annotations

from ..document import Document, Token
from ..model import ActorKind
from .first_names import PRONOUN_OF
from .lexicon import BODIES, GROUPS, HONORIFICS, NOT_PEOPLE, OFFICES, PARTICLES, PEOPLE, SHORT_TITLES, SUFFIXES
from .names import fold
from .places import is_place

_NICKNAMING = frozenset(
    """little lying crazy crooked sleepy big old young poor dear mad saint team camp candidate citizen great
    good bad mama papa uncle aunt brother sister new super former then anti pro non ex
    """.split()
)

_NOUN_PLACES = frozenset(["nsubj", "nsubjpass", "pobj", "dobj"])

_HYPHENS = ("-", "‐", "‑")

_PLACES = frozenset(
    "georgia virginia carolina victoria florence sofia regina chelsea charlotte lorraine".split()
)

_FIRST_NAMES = PRONOUN_OF.keys() - _PLACES

CALENDAR = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april june july august
    september october november december mon tue wed thu fri sat sun jan feb mar apr jun jul aug sep sept oct
    nov dec
    """.split()
)


def is_title(token: Token, /) -> bool:
    """True for an honorific or a word of office."""
    word = token.text.casefold()
    return word in HONORIFICS or word in SHORT_TITLES or (fold(word) in OFFICES and word not in PRONOUN_OF)


def in_name(document: Document, i: int, /) -> bool:
    """True for a word that can belong to a person's name."""
    token = document.tokens[i]
    word = token.text
    if _glued(document, i):
        return True
    if word.casefold() in PARTICLES:
        return True
    if word[0].isupper() and token.dep in _NOUN_PLACES:
        return True  # "Hale" is no verb where it is a subject, whatever its tag
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


def _glued(document: Document, i: int) -> bool:
    """True for a hyphen within a name and what follows it without a space ("Ki-moon")."""
    tokens = document.tokens
    if i == 0 or tokens[i - 1].end != tokens[i].start:
        return False
    if tokens[i].text in _HYPHENS:
        return i + 1 < len(tokens) and tokens[i + 1].start == tokens[i].end and tokens[i - 1].text[0].isupper()
    return (
        tokens[i - 1].text in _HYPHENS
        and tokens[i].text.isalpha()
        and i > 1
        and tokens[i - 2].text[0].isupper()
    )


def _goes_on(document: Document, i: int) -> bool:
    """True for a surname that the parser left out of the first name before it ("Olena", then "Marchenko")."""
    token, before = document.tokens[i], document.tokens[i - 1]
    name = token.tag == "NNP" and token.text.istitle() and token.entity in ("", "DATE", "ORDINAL", "CARDINAL")
    word = fold(token.text)
    other = word in CALENDAR or word in BODIES or word in NOT_PEOPLE or is_title(token)
    return name and before.head == i and not other


def _first_name_before(document: Document, first: int, taken: bytearray) -> bool:
    """True for a first name that the parser left out in front of a surname ("Rakel", then "Oakley")."""
    if first == 0 or taken[first - 1]:
        return False
    token, name = document.tokens[first - 1], document.tokens[first]
    word = fold(token.text)
    if token.tag != "NNP" or token.entity or token.head != name.index or token.dep != "compound":
        return False
    if fold(name.text) in PRONOUN_OF or len(word) < 3 or not token.text.istitle():
        return False
    other = CALENDAR | BODIES | NOT_PEOPLE | GROUPS | PEOPLE | _NICKNAMING
    return (
        not word.endswith(("ing", "ed", "ly"))
        and word not in other
        and not is_title(token)
        and not is_place(token.text)
    )


def _belongs(document: Document, i: int) -> bool:
    """True for what a name cannot end before: a hyphen's other side, and "Leyen" after "von der"."""
    token, before = document.tokens[i], document.tokens[i - 1]
    particle = before.text in PARTICLES and (token.text in PARTICLES or token.pos == "PROPN")
    return particle or _glued(document, i)


def repaired(
    document: Document, first: int, last: int, kind: ActorKind, taken: bytearray, /
) -> tuple[int, int, ActorKind]:
    """Range and kind of a name, with what belongs to it and without what does not."""
    tokens = document.tokens
    if (
        kind is not ActorKind.PERSON
        and last - first > 1
        and is_title(tokens[first])
        and tokens[first].text.istitle()
    ):
        word = tokens[first].text.casefold()
        if word in HONORIFICS or word in SHORT_TITLES or fold(tokens[first + 1].text) in PRONOUN_OF:
            first, kind = first + 1, ActorKind.PERSON
    alone = last - first == 1 and last < len(tokens) and not taken[last]
    if alone and kind is ActorKind.COUNTRY and fold(tokens[first].text) in _FIRST_NAMES:
        kind = ActorKind.PERSON if _goes_on(document, last) else kind
    if kind is ActorKind.PERSON and last - first == 1 and _first_name_before(document, first, taken):
        first -= 1
    if kind is ActorKind.PERSON:
        if alone and _goes_on(document, last):
            last += 1
        while last < len(tokens) and not taken[last] and _belongs(document, last):
            last += 1
        if last < len(tokens) and fold(tokens[last].text) in SUFFIXES:
            last += 1
    if kind is not ActorKind.PERSON:
        first, last, kind = _whole_body(document, first, last, kind, taken)
    if kind is ActorKind.COUNTRY and last - first == 1 and last < len(tokens) and tokens[first].text.isupper():
        after = tokens[last]
        if after.pos == "PROPN" and after.text.isupper() and len(after.text) > 3:  # "USA TODAY" is no country
            last, kind = last + 1, ActorKind.ORG
    return first, last, kind


def _cap(document: Document, i: int, taken: bytearray) -> bool:
    """True for a capitalised word of the same noun phrase that no name has yet."""
    token = document.tokens[i]
    return not taken[i] and token.text[0].isupper() and (token.pos == "PROPN" or token.entity != "")


def _whole_body(
    document: Document, first: int, last: int, kind: ActorKind, taken: bytearray
) -> tuple[int, int, ActorKind]:
    """A body's name with what the parser cut off: "Harbour/Quay", "Court" "for the Sixth Circuit"."""
    tokens = document.tokens

    def glued(left: int) -> bool:
        mark = left + 1
        inside = left >= 0 and mark + 1 < len(tokens) and tokens[mark].text == "/"
        close = inside and tokens[left].end == tokens[mark].start and tokens[mark].end == tokens[mark + 1].start
        return close and all(tokens[i].text[0].isupper() and tokens[i].pos == "PROPN" for i in (left, mark + 1))

    while first >= 2 and not any(taken[first - 2 : first]) and glued(first - 2):
        first, kind = first - 2, ActorKind.ORG
        while first and _cap(document, first - 1, taken) and tokens[first - 1].head < last:
            first -= 1
    while last + 1 < len(tokens) and not any(taken[last : last + 2]) and glued(last - 1):
        last, kind = last + 2, ActorKind.ORG
        while last < len(tokens) and _cap(document, last, taken):
            last += 1
    court = any(t.text == "Court" for t in tokens[first:last])
    if court and [t.text for t in tokens[last : last + 2]] == ["for", "the"]:
        end = last + 2
        while end < len(tokens) and (_cap(document, end, taken) or tokens[end].text == "of"):
            end += 1
        last = end if end > last + 2 else last
    return first, last, kind
