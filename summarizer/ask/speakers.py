"""Whose statements are asked for by words that go on with a question: "Roe on ferries", "Roe's reaction"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..actors.lexicon import OFFICES
from ..model import Actor, ActorId, ActorKind
from ..text.words import FUNCTION_WORDS
from .names import HONORIFICS, TOKEN, NameIndex, fold
from .question import (
    BELONGING,
    TOPIC_BEGINS,
    Name,
    according_to,
    is_topical,
    names_among,
    topic_words,
)

_ANNOUNCING = frozenset("on about regarding concerning".split())
_ARTICLES = frozenset("the a an".split())
_BEGINNINGS = _ARTICLES | frozenset("so please also then and or".split())
_JOINING = frozenset("and or".split())
_SMALL = FUNCTION_WORDS | _JOINING
_POSSESSIVE = ("'s", "’s", "'", "’")


@dataclass(frozen=True, slots=True)
class Called:
    """Who is asked about.

    Attributes:
        groups: For everybody who is named, whom the name may mean.
        topic: What their statements are to be about; empty when nothing is said of it.
        unknown: Words that name or describe somebody who is not known; else "".
    """

    groups: tuple[tuple[Actor, ...], ...] = ()
    topic: tuple[str, ...] = ()
    unknown: str = ""


def called(
    words: str, index: NameIndex, speaking: frozenset[ActorId], /, *, led: bool, bodies: bool
) -> Called | None:
    """Who is asked about; None when the words are a topic.

    A person who stands at the head is asked about.  An organisation or a country is so only where nothing
    else can be meant ("NATO on ferries", "NATO's reaction"), as one is spoken about as often as it speaks.

    Args:
        led: "What about" or "and" stands before, so that a capital letter at the beginning means a name.
        bodies: An organisation or a country that stands alone is asked about too.
    """
    phrase = _Phrase.of(words, index, speaking)
    if not phrase.place:
        return None
    described = _described(phrase, index, speaking)
    if described:
        return Called((described,), phrase.topic)
    if not phrase.names:
        unknown = _unknown_alone(phrase, led=led)
        return Called(unknown=unknown, topic=phrase.topic) if unknown else None
    if unknown := _unknown_beside(phrase, index):
        return Called(unknown=unknown, topic=phrase.topic)
    run = _joined(phrase)
    behind = [i for i in range(run[-1].end, phrase.place.stop) if phrase.folded[i] not in _SMALL]
    groups = tuple(_sorted(name.who, index) for name in run)
    people = any(actor.kind in (ActorKind.PERSON, ActorKind.GROUP) for group in groups for actor in group)
    if not _leads(phrase, people=people, alone=not behind):
        return None
    topic = tuple(phrase.tokens[i] for i in behind if is_topical(phrase.folded[i], announced=False))
    if not (people or phrase.announced or (bodies and not behind) or _reacts(phrase, run[-1], behind)):
        return None
    return Called(groups, topic + phrase.topic)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words, taken apart.

    Attributes:
        place: The tokens among which the speaker is named, without an article in front.
        others: Those of them that are no name and no small word.
        topic: What stands outside of it.
        announced: Nothing but a speaker can stand there: before "on", behind "according to".
    """

    tokens: Sequence[str]
    folded: Sequence[str]
    place: range
    names: Sequence[Name]
    others: Sequence[int]
    topic: tuple[str, ...]
    definite: bool
    announced: bool

    @classmethod
    def of(cls, words: str, index: NameIndex, speaking: frozenset[ActorId], /) -> _Phrase:
        tokens = TOKEN.findall(words)
        folded = [fold(t) for t in tokens]
        source = according_to(folded)
        start = 0 if source is None else source
        begins = TOPIC_BEGINS - {"of"}
        stop = next((i for i in range(start, len(folded)) if folded[i] in begins), len(folded))
        before = tokens[: start - 1 - (folded[start - 1] == "to")] if source is not None else []
        topic = topic_words(" ".join([*before, *tokens[stop:]]))
        definite = False
        while start < stop and folded[start] in _BEGINNINGS:
            definite = definite or folded[start] in _ARTICLES
            start += 1
        names = [
            Name(n.start + start, n.end + start, n.who)
            for n in names_among(folded[start:stop], index, speaking)
        ]
        named = {i for n in names for i in range(n.start, n.end)}
        others = [i for i in range(start, stop) if i not in named and folded[i] not in _SMALL]
        announced = source is not None or (stop < len(folded) and folded[stop] in _ANNOUNCING)
        return cls(tokens, folded, range(start, stop), names, others, topic, definite, announced)

    def words(self) -> str:
        return " ".join(self.tokens[i] for i in self.place)

    def is_capital(self, i: int) -> bool:
        """Whether a token is written as a name of a person is: not in small letters, and no abbreviation."""
        return self.tokens[i][0].isupper() and not self.tokens[i].isupper()

    def offices(self) -> list[int]:
        return [i for i in self.others if self.folded[i] in OFFICES]


def _described(phrase: _Phrase, index: NameIndex, speaking: frozenset[ActorId]) -> tuple[Actor, ...]:
    """Whom a description means: "the Vermont senator", "mayor Reed"; it must name an office."""
    if not phrase.offices():
        return ()
    said = {phrase.folded[i] for i in phrase.others}
    said |= {phrase.folded[i] for n in phrase.names for i in range(n.start, n.end)}
    return _sorted(index.described(frozenset(said), speaking), index)


def _unknown_alone(phrase: _Phrase, *, led: bool) -> str:
    """The words, where they can only mean somebody though they name nobody who is known."""
    others = phrase.others
    if not others:
        return ""
    capitals = [i for i in others if phrase.is_capital(i)]
    if len(capitals) == len(others) and not phrase.definite and (led or len(others) > 1):
        return phrase.words()
    first = phrase.tokens[others[0]]
    reacts = first.endswith(_POSSESSIVE) and not any(
        is_topical(phrase.folded[i], announced=False) for i in others[1:]
    )
    if reacts and len(others) > 1 and others[0] in capitals:
        return re.sub(r"['’]s?$", "", first)
    offices = phrase.offices()
    is_head = bool(offices) and (
        offices[-1] == others[-1] or "of" in phrase.folded[offices[0] : phrase.place.stop]
    )
    titled = bool(offices) and any(i > offices[0] for i in capitals)
    return phrase.words() if (is_head and (phrase.definite or capitals)) or titled else ""


def _unknown_beside(phrase: _Phrase, index: NameIndex) -> str:
    """The words about somebody who is not known beside a name that is: "Roe's spokesman", "Roe and Nobody"."""
    first, last = phrase.names[0], phrase.names[-1]
    is_person = any(index.actors[a].kind is ActorKind.PERSON for a in last.who)
    behind = [i for i in phrase.others if last.end <= i < last.end + 2]
    if any(phrase.folded[i] in BELONGING and (is_person or phrase.folded[i] in OFFICES) for i in behind):
        return phrase.words()
    if not is_person and any(i < first.start for i in phrase.offices()):
        return phrase.words()  # "the mayor of Kyiv"
    for name in phrase.names:  # "Bea Roe" is not Jane Roe
        front = name.start - 1
        is_forename = front in phrase.others and phrase.is_capital(front)
        people = any(index.actors[a].kind is ActorKind.PERSON for a in name.who)
        if is_forename and people and phrase.folded[front] not in OFFICES | HONORIFICS:
            return " ".join(phrase.tokens[front : name.end])
    for i in phrase.others:
        beside = {phrase.folded[j] for j in (i - 1, i + 1) if j in phrase.place}
        if phrase.is_capital(i) and beside & _JOINING:
            return phrase.tokens[i]
    return ""


def _joined(phrase: _Phrase) -> list[Name]:
    """The names at the head that are asked about together: "Roe and Doe", "Roe, Doe and NATO"."""
    run = [phrase.names[0]]
    for name in phrase.names[1:]:
        if not all(word in _JOINING for word in phrase.folded[run[-1].end : name.start]):
            break
        run.append(name)
    return run


def _leads(phrase: _Phrase, *, people: bool, alone: bool) -> bool:
    """Whether the names stand at the head, with nothing before them but what a person is: "mayor Roe"."""
    before = phrase.folded[phrase.place.start : phrase.names[0].start]
    if before:
        return people and "of" not in before and before[-1] in OFFICES | HONORIFICS
    return alone or phrase.announced or not (phrase.definite and people)  # not "the Roe plan"


def _reacts(phrase: _Phrase, name: Name, behind: Sequence[int]) -> bool:
    """True for "NATO's reaction"."""
    owns = phrase.tokens[name.end - 1].endswith(_POSSESSIVE)
    return owns and bool(behind) and not is_topical(phrase.folded[behind[0]], announced=False)


def _sorted(who: frozenset[ActorId], index: NameIndex) -> tuple[Actor, ...]:
    return tuple(sorted((index.actors[a] for a in who), key=lambda actor: actor.id))
