"""From a question to cited statements, or to an honest reason why there are none."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from ..brief import bullet
from ..cluster.claims import Claim, claims
from ..model import ActorId, Answer, Bullet, Query, Statement
from ..rank.scorers import SCORERS, score
from ..text.words import stem
from .archive import Archive, in_window
from .foreign import parse_foreign
from .question import Understood, parse_question
from .settle import settled
from .silence import nothing_found, obstacle, sentence

MAX_BULLETS = 6
_RANK_WEIGHT = 0.5


def answer(
    question: str,
    archive: Archive,
    /,
    *,
    now: datetime,
    limit: int = MAX_BULLETS,
    previous: Query | None = None,
) -> Answer:
    """Statements by the actor asked about, on the topic asked about, the best match first.

    Args:
        now: Aware UTC; "since Tuesday" counts from it.
        previous: The query before this one in a conversation: whom "she" means.
    """
    understood = parse_foreign(question, archive.names, now=now, speaking=archive.speaking) or parse_question(
        question,
        archive.names,
        now=now,
        speaking=archive.speaking,
        previous=previous.actors if previous else (),
    )
    understood = settled(understood, question, archive.names, finds=lambda query: bool(found(query, archive)))
    articles = sum(in_window(r.article, understood.query) for r in archive.readings)
    return answer_to(understood, archive, question=question, articles=articles, limit=limit)


def answer_to(
    understood: Understood, archive: Archive, /, *, question: str, articles: int, limit: int = MAX_BULLETS
) -> Answer:
    """The answer to a question that is understood already.

    Args:
        articles: How many were searched, for the reason why there is no answer.
    """
    query = understood.query
    if silence := obstacle(understood, articles):
        return Answer(question, query, (), sentence(silence), silence)
    if bullets := _ranked(found(query, archive), archive)[:limit]:
        return Answer(question, query, tuple(bullets))
    silence = nothing_found(understood, articles)
    return Answer(question, query, (), sentence(silence), silence)


def found(query: Query, archive: Archive, /) -> dict[Statement, float]:
    """Statements that answer a query, with their relevance 0 to 1."""
    return archive.search(query, frozenset(stem(t) for t in query.topic))


def _ranked(relevance: dict[Statement, float], archive: Archive) -> list[Bullet]:
    """Best match first; of equal matches, what a brief would put first."""
    by_actor: dict[ActorId, list[Statement]] = defaultdict(list)
    for statement in relevance:
        if statement.actor:
            by_actor[statement.actor.id].append(statement)
    highest = sum(weight for _, weight in SCORERS)

    def value(claim: Claim) -> float:
        best = max(relevance[s] for s in claim.statements)
        return best + _RANK_WEIGHT * score(claim, archive.context) / highest

    valued = [(c, value(c)) for statements in by_actor.values() for c in claims(statements)]
    kept: list[tuple[Claim, float]] = []
    for claim, worth in sorted(valued, key=lambda cv: -cv[1]):
        if not any(_says_less(claim, other) for other, _ in kept):
            kept.append((claim, worth))
    return [bullet(c, v, archive.context) for c, v in kept]


def _says_less(claim: Claim, other: Claim) -> bool:
    """True when the other claim, from the same sentence, holds all of this one's words."""
    return claim.stems <= other.stems and claim.lead.evidence[0] == other.lead.evidence[0]
