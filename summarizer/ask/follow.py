"""Questions that go on with the one before: "and about NATO?", "what about Putin?", "and since Monday?"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from ..model import ActorId, Query
from .names import NameIndex
from .question import Understood, asks_by_itself, parse_question, says_source, topic_words
from .speakers import called
from .window import find_window

_GOING_ON = re.compile(
    r"\s*(?P<joined>(?:(?:and|but|also|so|ok|okay|or)\b[\s,]*)*)"
    r"(?P<what>(?:what|how)\s+(?:about|of)\b)?\s*(?P<about>(?:about|on|regarding|concerning)\b)?\s*",
    re.IGNORECASE,
)

# "And the attack?": a thing, though the word may also be what somebody does.
_THING = re.compile(r"(?:the|an?|this|that|his|her|its|their)\s+\w+", re.IGNORECASE)


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
    for, and everything else is what they are about; so are people at the head of words without a lead
    ("Roe on ferries"), which keep nothing but the topic when they name none.  A question that stands by itself
    keeps nothing.  A name that nobody bears is never a reason to go on with somebody else: it is ``unknown``,
    and the query then says what would be asked for if the words were a topic.

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
    announced = bool(lead and (lead["what"] or lead["about"])) or bool(_THING.fullmatch(rest))
    joined = bool(lead and lead["joined"] and not lead["what"])
    if asks_by_itself(rest, announced=announced):
        return _gone_on(alone, kept, previous) if joined else alone
    if not rest:
        same = replace(kept, actors=previous.actors, topic=previous.topic)
        return Understood(same) if begins.strip() or window.since or window.until else alone
    only_about = bool(lead and lead["about"]) and not says_source(rest)
    bodies = joined or not previous.actors
    who = None if only_about else called(rest, index, speaking, led=bool(begins.strip()), bodies=bodies)
    topical = replace(kept, actors=previous.actors, topic=topic_words(rest) or previous.topic)
    if who is None:
        return Understood(topical)
    if who.unknown:
        return Understood(topical, unknown=who.unknown)
    base = kept if begins.strip() or not who.topic else alone.query
    choice = next((group for group in who.groups if len(group) > 1), ())
    actors = tuple(group[0] for group in who.groups if len(group) == 1)
    return Understood(replace(base, actors=actors, topic=who.topic or previous.topic), choice)


def is_asking(words: str, /) -> bool:
    """Whether words that name nobody are a question: "and the toll?", not "see you at the harbour"."""
    rest = words.strip()
    lead = _GOING_ON.match(rest)
    begins = lead[0].strip() if lead else ""
    return rest.endswith(("?", "\uff1f")) or bool(begins) or asks_by_itself(rest, announced=True)


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
