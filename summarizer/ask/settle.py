"""What a question means is settled by what the archive holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..actors.lexicon import OFFICES
from ..model import Query
from .names import TOKEN, NameIndex, fold
from .question import ASKING, BELONGING, REPORTING, TOPIC_BEGINS, Understood, topic_words

_ARTICLES = frozenset("the a an please any".split())
_SOMEBODY = frozenset("he she they him her them his their".split())
_POSSESSIVE = ("'s", "’s", "'", "’")


def settled(
    understood: Understood, question: str, names: NameIndex, /, *, finds: Callable[[Query], bool]
) -> Understood:
    """The same question with what only the archive can tell.

    A description of several ("the mayor") means the one of them who spoke about all of the topic, where nobody
    else of them spoke about it.  Words that name nobody, and ask nothing either, are a topic when each of them
    is found; also those on which the one who was asked about before said nothing.  Of a question in another
    language, those words remain that are found.

    Args:
        question: In the asker's words.
        finds: Whether a query has an answer.
    """
    query = understood.query
    if understood.foreign and not understood.choice:
        return _with_found_words(understood, finds)
    if understood.choice and not query.actors and query.topic and _is_described(understood, question, names):
        spoke = [actor for actor in understood.choice if finds(replace(query, actors=(actor,)))]
        only = replace(query, actors=tuple(spoke))
        firm = len(spoke) == 1 and all(finds(replace(only, topic=(word,))) for word in query.topic)
        return Understood(only) if firm else understood
    topic = () if understood.choice else _bare(question, understood.unknown or question, names)
    if topic and (understood.unknown or (query.actors and not finds(query))):
        tried = replace(query, actors=(), topic=topic)
        if all(finds(replace(tried, topic=(word,))) for word in topic) and finds(tried):
            return Understood(tried)
    return understood


def _with_found_words(understood: Understood, finds: Callable[[Query], bool]) -> Understood:
    """A question without the words that nobody who is asked about used."""
    query = understood.query
    found = tuple(word for word in understood.words if finds(replace(query, topic=(word,))))
    whole = replace(query, topic=(*query.topic, *found))
    return replace(understood, query=whole if found and finds(whole) else query)


def _is_described(understood: Understood, question: str, names: NameIndex) -> bool:
    """Whether no name in the question is borne by those whom it may mean."""
    folded = [fold(t) for t in TOKEN.findall(question)]
    meant = {actor.id for actor in understood.choice}
    return not any(meant & names.find(folded, i)[1] for i in range(len(folded)))


def _bare(question: str, unknown: str, names: NameIndex) -> tuple[str, ...]:
    """The topic of a question that is nothing but words: "sanctions", "the ceasefire?"; else empty."""
    tokens = TOKEN.findall(unknown)
    folded = [fold(t) for t in tokens]
    asked = [fold(t) for t in TOKEN.findall(question)]
    asking = ASKING - _ARTICLES
    if not asking.isdisjoint(asked) or not (REPORTING | TOPIC_BEGINS).isdisjoint(asked):
        return ()
    if not (OFFICES | BELONGING | _SOMEBODY).isdisjoint(asked) or any(t.endswith(_POSSESSIVE) for t in tokens):
        return ()
    if any(names.find(folded, i)[0] for i in range(len(folded))):
        return ()
    return topic_words(unknown)
