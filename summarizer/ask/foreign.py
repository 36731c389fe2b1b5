"""Questions in other languages: who is named is understood, and of the rest only what stands in the archive."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ..model import Actor, ActorId, ActorKind, Query
from ..text.words import FUNCTION_WORDS
from .names import TOKEN, NameIndex, fold
from .question import ASKING, REPORTING, Name, Understood, names_among
from .tongues import ASKED, BELONGING, ENGLISH_TOO, MARKERS, OFFICES, SMALL, TELLING, WHO, english_times
from .window import Window, find_window

_FOREIGN = TELLING | SMALL | MARKERS
_ENGLISH = (FUNCTION_WORDS | ASKING | REPORTING) - _FOREIGN
_WAS = frozenset("hat haben hatte hatten will wollte ist sind soll wird halt".split())
_POSSESSIVE = ("'s", "’s", "'", "’")


def parse_foreign(
    question: str, index: NameIndex, /, *, now: datetime, speaking: frozenset[ActorId]
) -> Understood | None:
    """What a question in another language asks for; None for one in English.

    Somebody is asked about only where he alone can be the one who speaks: one name, with nothing before it but
    words that ask and what he is.  Words of the topic are ``Understood.words``: whoever answers keeps those
    that he finds.  Nothing is kept of a question before.
    """
    window = find_window(question, now)
    if not _is_foreign(question, window.rest, index, speaking):
        return None
    window = find_window(english_times(question), now)
    tokens = TOKEN.findall(window.rest)
    folded = [fold(t) for t in tokens]
    names = _names(tokens, folded, index, speaking)
    named = {i for n in names for i in range(n.start, n.end)}
    begin = next((i for i in range(len(folded)) if i not in named and _begins_topic(folded, i)), len(folded))
    if folded and folded[0] in WHO:
        begin = 0
    front = [n for n in names if n.start < begin]
    subject = [i for i in range(begin) if i not in named and folded[i] not in _FOREIGN]
    if not front and not subject:
        return _asked((), 0, tokens, folded, names, index, window)
    if len(front) != 1 or not _speaks(front[0], tokens, folded, subject):
        return Understood(Query(since=window.since, until=window.until), foreign=True)
    who = tuple(sorted((index.actors[a] for a in front[0].who), key=lambda actor: actor.id))
    return _asked(who, front[0].end, tokens, folded, names, index, window)


def _asked(
    who: tuple[Actor, ...],
    start: int,
    tokens: Sequence[str],
    folded: Sequence[str],
    names: Sequence[Name],
    index: NameIndex,
    window: Window,
) -> Understood:
    """A query by somebody, or anybody, about what stands from a token on."""
    topical = [n for n in names if n.start >= start and len(n.who) == 1]
    named = {i for n in names for i in range(n.start, n.end)}
    words = tuple(
        tokens[i]
        for i in range(start, len(tokens))
        if i not in named and len(folded[i]) > 1 and folded[i] not in _FOREIGN | FUNCTION_WORDS | OFFICES
    )
    topic = tuple(_known_as(index.actors[a]) for n in topical for a in n.who)
    actors = who if len(who) == 1 else ()
    query = Query(actors, topic, window.since, window.until)
    return Understood(query, who if len(who) > 1 else (), foreign=True, words=words)


def _is_foreign(question: str, rest: str, index: NameIndex, speaking: frozenset[ActorId]) -> bool:
    tokens = TOKEN.findall(rest)
    folded = [fold(t) for t in tokens]
    named = {i for n in _names(tokens, folded, index, speaking) for i in range(n.start, n.end)}
    words = [w for i, w in enumerate(folded) if i not in named]
    english = sum(w in _ENGLISH for w in words)
    if "¿" in question:
        return True
    if sum(not any("a" <= c <= "z" for c in w) and w.isalpha() for w in words) > english:
        return True
    if any(w in TELLING for w in words) and sum(w in _FOREIGN - FUNCTION_WORDS for w in words) > english:
        return True
    if folded[:1] == ["was"] and len(folded) > 1 and folded[1] in _WAS:
        return not english
    proving = _FOREIGN - FUNCTION_WORDS - ENGLISH_TOO
    return not english and all(w in _FOREIGN for w in words) and any(w in proving for w in words)


def _begins_topic(folded: Sequence[str], i: int) -> bool:
    """Whether what follows is spoken about; in "про що", "sobre qué" it is asked for."""
    return folded[i] in MARKERS and not (folded[i + 1 : i + 2] and folded[i + 1] in ASKED)


def _names(
    tokens: Sequence[str], folded: Sequence[str], index: NameIndex, speaking: frozenset[ActorId]
) -> list[Name]:
    """Names; a small word is one only in capital letters ("UN", but "un")."""
    return [
        n
        for n in names_among(folded, index, speaking)
        if n.end - n.start > 1 or folded[n.start] not in _FOREIGN or tokens[n.start].isupper()
    ]


def _speaks(name: Name, tokens: Sequence[str], folded: Sequence[str], subject: Sequence[int]) -> bool:
    """Whether the one who is named is the subject: not in "Roe's spokesman", "the president of Ruritania"."""
    before = [i for i in subject if i < name.start]
    behind = folded[name.end : name.end + 1]
    titled = not before or (before == [name.start - 1] and folded[before[0]] in OFFICES)
    owns = tokens[name.end - 1].endswith(_POSSESSIVE)
    if any(w in BELONGING for w in behind):
        return False
    # "Roe Jr", "Roe Stiftung"
    longer = any(i == name.end and tokens[i][0].isupper() for i in subject)
    return titled and not owns and not longer


def _known_as(actor: Actor) -> str:
    """The word by which English articles call somebody."""
    return actor.name.split()[-1] if actor.kind is ActorKind.PERSON else actor.name
