"""Questions that go on with the one before: "and about NATO?", "what about Putin?", "and since Monday?"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from ..model import Actor, ActorId, ActorKind, Query
from .names import TOKEN, NameIndex, fold_all
from .question import Understood, asks_by_itself, parse_question, topic_words
from .window import find_window

_GOING_ON = re.compile(
    r"\s*(?P<joined>(?:(?:and|but|also|so|ok|okay|or)\b[\s,]*)*)"
    r"(?P<what>(?:what|how)\s+(?:about|of)\b)?\s*(?P<about>(?:about|on|regarding|concerning)\b)?\s*",
    re.IGNORECASE,
)


def continued(
    question: str,
    index: NameIndex,
    /,
    *,
    now: datetime,
    speaking: frozenset[ActorId],
    previous: Query | None,
) -> Understood:
    """What a question asks for in a conversation; it keeps of the query before what it does not name.

    "And about NATO?" keeps actor and window, "what about Putin?" topic and window, "and since Monday?" actor
    and topic; a pronoun keeps actor and window.  After "what about", people are whose statements are asked
    for, and everything else is what they are about.  A question that stands by itself keeps nothing.

    Args:
        previous: None at the beginning of a conversation.
    """
    alone = parse_question(question, index, now=now, speaking=speaking)
    if previous is None:
        return alone
    window = find_window(question, now)
    lead = _GOING_ON.match(window.rest)
    begins = lead[0] if lead else ""
    rest = window.rest[len(begins) :].strip(" \t\n?!.,;")
    kept = _with_window(alone.query, previous)
    if alone.pronoun:
        actors = previous.actors
        return Understood(replace(kept, actors=actors), pronoun="" if actors else alone.pronoun)
    announced = bool(lead and (lead["what"] or lead["about"]))
    joined = bool(lead and lead["joined"] and not lead["what"])
    if asks_by_itself(rest, announced=announced):
        return _gone_on(alone, kept, previous) if joined else alone
    if not rest:
        same = replace(kept, actors=previous.actors, topic=previous.topic)
        return Understood(same) if begins.strip() or window.since or window.until else alone
    topical = replace(kept, actors=previous.actors, topic=topic_words(rest))
    who = () if lead and lead["about"] else _meant(rest, index, speaking)
    people = [a for a in who if a.kind in (ActorKind.PERSON, ActorKind.GROUP)]
    if who and (people or joined or not previous.actors):
        said = replace(kept, topic=previous.topic, actors=who if len(who) == 1 else ())
        return Understood(said, choice=who if len(who) > 1 else ())
    return Understood(topical)


def _with_window(query: Query, previous: Query) -> Query:
    """The query in its own window, or else in the one before."""
    if query.since or query.until:
        return query
    return replace(query, since=previous.since, until=previous.until)


def _gone_on(alone: Understood, kept: Query, previous: Query) -> Understood:
    """What a whole question asks for that still goes on with the one before: "And what did Roe say?"."""
    if alone.choice or alone.unknown:
        return replace(alone, query=replace(kept, topic=kept.topic or previous.topic))
    actors = kept.actors or (previous.actors if not kept.topic else ())
    return replace(alone, query=replace(kept, actors=actors, topic=kept.topic or previous.topic))


def _meant(words: str, index: NameIndex, speaking: frozenset[ActorId]) -> tuple[Actor, ...]:
    """Whom words mean that are a name and nothing else."""
    folded = fold_all(words)
    length, who = index.find(folded, 0) if folded else (0, frozenset())
    if length < len(folded) or len(folded) > len(TOKEN.findall(words)):
        return ()
    return tuple(sorted((index.actors[a] for a in (who & speaking) or who), key=lambda actor: actor.id))
