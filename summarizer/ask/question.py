"""A question in plain words → whose statements, about what, since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from ..model import Actor, ActorId, Query
from ..text.words import FUNCTION_WORDS, SPEECH_WORDS
from .names import TOKEN, NameIndex, fold
from .window import Window, find_window

# What comes after one of these is the topic: names in it are spoken of, they do not speak.
TOPIC_BEGINS = frozenset("about on regarding concerning of over for against to that if with".split())
ASKING = frozenset(
    """what how why who whom whose when where which did does do has have had is was were are will would can
    could should the a an and so please tell me us show give list""".split()
)
# Behind "who" these only ask, where "blamed" and "denied" are what is asked for.
_SAYING = SPEECH_WORDS | frozenset(
    """speaks spoken speaking talking commented commenting discuss discusses discussed mentions mentioning
    responded reacted replied""".split()
)
REPORTING = _SAYING | frozenset(
    """respond responded reply replied answer answered describe described call called react reacted defend
    defended justify justified promise promised warn warned demand demanded criticise criticize criticized
    accuse accused attack attacked want wants wanted find found conclude concluded write wrote portray
    predict recall propose proposed suggest suggested urge urged reject rejected deny denied admit praise
    praised feel feels see sees agree agreed need needs add adds blame blamed plan plans like likes hope
    hopes fear""".split()
)
# These mean nothing wherever they stand.
_VAGUE = frozenset(
    "anything something everything nothing anyone anybody someone somebody everyone everybody nobody".split()
)
_EMPTY_WORDS = _VAGUE | frozenset(
    """find know news latest recently lately
    position stance opinion reaction response comment comments explanation criticism praise view views
    words quote quotes known idea ideas hope take thoughts defense defence regarding concerning description
    assessment wrong handle around back against work works thing things people""".split()
)


_PRONOUNS = frozenset("he she they it".split())
# Behind a name these make another actor of it: "Putin's spokesman", "the Trump campaign".
BELONGING = frozenset(
    """spokesman spokeswoman spokesperson adviser advisers advisor advisors aide aides minister ministry
    office team campaign administration government party lawyer lawyers attorney wife husband son daughter
    brother sister deputy ally allies chief staff doctor ambassador envoy army military embassy successor
    predecessor""".split()
)
_NO_VERBS = frozenset("the a an and so please".split())
_NO_NAME = FUNCTION_WORDS | _EMPTY_WORDS | ASKING


@dataclass(frozen=True, slots=True)
class Understood:
    """A question's query.

    Attributes:
        choice: Whom the asker has to choose from when a name is ambiguous; else empty.  Who is named beside it
            is in the query.
        unknown: Words that name or describe somebody who says nothing in what is searched; else "".
        pronoun: A pronoun that no question before explains; else "".
        foreign: It is in another language than English.
        words: Of a question in another language, those that its statements may hold or not.
    """

    query: Query
    choice: tuple[Actor, ...] = ()
    unknown: str = ""
    pronoun: str = ""
    foreign: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a question: from which token to which, and whom it may mean."""

    start: int
    end: int
    who: frozenset[ActorId]


def parse_question(
    question: str,
    index: NameIndex,
    /,
    *,
    now: datetime,
    speaking: frozenset[ActorId],
    previous: tuple[Actor, ...] = (),
) -> Understood:
    """What a question asks for.

    The actor is the one in the place of a speaker: before "say", "on" or "about", or after "according to".
    Names elsewhere belong to the topic ("What did Roe say about Doe?").

    Args:
        now: Aware UTC; relative dates count from it.
        speaking: Actors with statements in what is searched; a surname prefers them to the registry's.
        previous: Whom the question before was about: "she" in this one.
    """
    window = find_window(question, now)
    tokens = TOKEN.findall(window.rest)
    folded = [fold(t) for t in tokens]
    names = names_among(folded, index, speaking)
    head, colon, _ = window.rest.partition(": ")
    place = _speaker_place(folded, tokens, len(TOKEN.findall(head)) if colon else 0)
    if place and all(folded[i] in _PRONOUNS for i in place):
        return _pronoun(folded, tokens, place, window, previous)
    asked = [n for n in names if place.start <= n.start < place.stop]
    if any(folded[i] in BELONGING for n in asked[:1] for i in range(n.end, place.stop)):
        asked = []  # "Putin's spokesman" is not Putin
    words = [i for i in place if folded[i] not in _NO_NAME]
    described = (
        index.described(frozenset(folded[i] for i in words), speaking) if len(words) > 1 else frozenset()
    )
    if asked and not described:
        groups = [n.who for n in (asked if _joined(asked, folded) else asked[:1])]
        taken = {i for n in asked[: len(groups)] for i in range(n.start, n.end)}
    else:
        groups = [described or index.described(frozenset(folded[i] for i in words), speaking)] if words else []
        taken = set(words)
    topic = _topic(folded, tokens, place, taken)
    unknown = " ".join(tokens[i] for i in words) if words and not any(groups) else ""
    found = tuple(tuple(sorted((index.actors[a] for a in g), key=lambda a: a.id)) for g in groups)
    choice = next((g for g in found if len(g) > 1), ())
    actors = tuple(g[0] for g in found if len(g) == 1)
    return Understood(Query(actors, topic, window.since, window.until), choice, unknown)


def asks_by_itself(words: str, /, *, announced: bool) -> bool:
    """True when words are a question and not merely a name or a topic.

    Args:
        announced: After "about", where "the attack" and "the demand" are topics and no verbs.
    """
    folded = {fold(t) for t in TOKEN.findall(words)}
    asking = not folded.isdisjoint(ASKING - _NO_VERBS)
    return asking or not (announced or folded.isdisjoint(REPORTING))


def says_source(words: str, /) -> bool:
    """True when words name the source of what is asked for: "the toll according to Roe"."""
    return according_to([fold(t) for t in TOKEN.findall(words)]) is not None


def topic_words(words: str, /) -> tuple[str, ...]:
    """The words that an answer must be about, of words that name a topic."""
    return tuple(t for t in TOKEN.findall(words) if is_topical(fold(t), announced=True))


def _pronoun(
    folded: Sequence[str], tokens: Sequence[str], place: range, window: Window, previous: tuple[Actor, ...]
) -> Understood:
    """The question before says whom a pronoun means; without one nobody can tell."""
    topic = _topic(folded, tokens, place, set(place))
    query = Query(previous, topic, window.since, window.until)
    return Understood(query, pronoun="" if previous else tokens[place.start])


def _topic(folded: Sequence[str], tokens: Sequence[str], place: range, taken: set[int]) -> tuple[str, ...]:
    begin = next((i for i in range(place.stop, len(folded)) if folded[i] in TOPIC_BEGINS), len(folded))
    who = _asks_who(folded)
    return tuple(
        t
        for i, t in enumerate(tokens)
        if i not in taken
        and is_topical(folded[i], announced=who or i > begin)
        and not (who and i < begin and folded[i] in _SAYING)
    )


def _asks_who(folded: Sequence[str]) -> bool:
    """True for "Who blamed Roe?": anybody may answer, and the verb belongs to the topic."""
    return len(folded) > 1 and folded[0] == "who" and folded[1] not in ASKING


def _joined(names: Sequence[Name], folded: Sequence[str]) -> bool:
    """True for "Roe and Doe": both are asked about."""
    return all(folded[a.end : b.start] == ["and"] for a, b in pairwise(names))


def names_among(folded: Sequence[str], index: NameIndex, speaking: frozenset[ActorId], /) -> list[Name]:
    """The names among folded tokens, the longest first found; a surname prefers those who speak."""
    found: list[Name] = []
    i = 0
    while i < len(folded):
        length, who = index.find(folded, i)
        if length and (length > 1 or folded[i] not in FUNCTION_WORDS):
            found.append(Name(i, i + length, (who & speaking) or who))
        i += max(1, length)
    return found


def according_to(folded: Sequence[str], /) -> int | None:
    """Where a source is named: behind "according to" or "per"; None without these words."""
    for i in range(len(folded) - 1):
        if folded[i] == "per" or (folded[i] == "according" and folded[i + 1] == "to"):
            return i + 1 + (folded[i] != "per")
    return None


def _speaker_place(folded: Sequence[str], tokens: Sequence[str], colon: int) -> range:
    """The tokens among which the speaker is named."""
    if (source := according_to(folded)) is not None:
        return range(source, len(folded))
    if colon or _asks_who(folded):
        return range(colon)
    start = 0
    while start < len(folded) and folded[start] in ASKING:
        start += 1
    for i in range(start, len(folded)):
        if folded[i] in REPORTING or folded[i] in TOPIC_BEGINS - {"of"}:
            return range(start, i)
        if tokens[i].endswith(("'s", "’s", "'", "’")) and not (set(folded[i + 1 : i + 3]) & BELONGING):
            return range(start, i + 1)
    return range(start, len(folded))


def is_topical(word: str, /, *, announced: bool) -> bool:
    """After "about" every word with a meaning counts; before it, words that only ask do not."""
    if len(word) < 2 or word in FUNCTION_WORDS or word in _VAGUE:
        return False
    return announced or (word not in REPORTING and word not in _EMPTY_WORDS)
