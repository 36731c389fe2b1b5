"""From a query to cited statements, or to an honest reason why there are none."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ..actors.registry import Registry
from ..brief import brief_context, bullet
from ..cluster.claims import Claim, claims
from ..model import ActorKind, Answer, Article, Bullet, Query, Reading, Statement
from ..rank.scorers import SCORERS, Context, Scorer, score
from ..text.words import content_stems, stem
from .question import name_index, parse_question

MAX_BULLETS = 6
# A line must carry at least this share of the topic's weight (rare words weigh more) to be about it.
MIN_TOPIC_SHARE = 0.5
CONTEXT_WEIGHT = 0.6
_TITLE_WEIGHT = 0.4


@dataclass(frozen=True)
class Archive:
    """Readings made searchable once, for many questions."""

    readings: tuple[Reading, ...]
    registry: Registry
    context: Context
    document_frequency: Counter[str]

    @classmethod
    def of(cls, readings: Sequence[Reading], registry: Registry) -> Archive:
        """Index the readings."""
        frequency = Counter(
            t for r in readings for s in r.statements for t in set(content_stems(_evidence_text(s, r.article)))
        )
        return cls(tuple(readings), registry, brief_context(readings), frequency)


def answer(question: str, archive: Archive, /, *, now: datetime, limit: int = MAX_BULLETS) -> Answer:
    """Statements by the actor asked about, on the topic asked about, the best match first."""
    speaking = frozenset(s.actor.id for r in archive.readings for s in r.statements if s.actor and s.gist)
    index = name_index(archive.readings, archive.registry)
    query, choice = parse_question(question, index, now=now, speaking=speaking)
    if choice:
        names = ", ".join(a.name for a in choice)
        return Answer(
            question, query, (), f"The name is ambiguous: it may mean {names}. Ask with the full name."
        )
    kept = [r for r in archive.readings if _in_window(r.article, query)]
    if not query.actors and not query.topic:
        return Answer(question, query, (), "The question names nobody and no topic that can be looked up.")
    matches = _matches(kept, query, archive)
    grouped = [(c, max(matches[id(s)] for s in c.statements)) for c in _claims_by_actor(kept, matches)]
    bullets = tuple(_ranked(grouped, archive.context, SCORERS)[:limit])
    return Answer(question, query, bullets, None if bullets else abstention(query, len(kept)))


def abstention(query: Query, articles: int, /) -> str:
    """Why there is no answer, in one sentence that says what was searched."""
    who = f" by {query.actors[0].name}" if query.actors else ""
    what = f" on {' '.join(query.topic)}" if query.topic else ""
    when = f" since {query.since:%-d %B %Y}" if query.since else ""
    until = f" before {query.until:%-d %B %Y}" if query.until and not query.since else ""
    return f"No statement{who}{what} found in {articles} article{'s' * (articles != 1)}{when}{until}."


def _matches(readings: Sequence[Reading], query: Query, archive: Archive) -> dict[int, float]:
    """Relevance 0 to 1 of every statement (by identity) that is by the actor and about the topic."""
    wanted = {a.id for a in query.actors}
    terms = {stem(t) for t in query.topic}
    total = sum(len(r.statements) for r in archive.readings) + 1
    weight = {t: math.log(1 + total / (1 + archive.document_frequency[t])) for t in terms}
    full = sum(weight.values())
    found: dict[int, float] = {}
    for reading in readings:
        title = set(content_stems(reading.article.title))
        for s in reading.statements:
            if not s.gist or not s.actor or s.actor.kind in (ActorKind.UNKNOWN, ActorKind.UNNAMED):
                continue
            if wanted and s.actor.id not in wanted:
                continue
            if not terms:
                found[id(s)] = 1.0
                continue
            line = set(content_stems(s.gist))
            around = set(content_stems(_evidence_text(s, reading.article)))
            share = sum(
                weight[t]
                * (
                    1.0
                    if t in line
                    else CONTEXT_WEIGHT
                    if t in around
                    else _TITLE_WEIGHT
                    if t in title
                    else 0.0
                )
                for t in terms
            )
            if share >= MIN_TOPIC_SHARE * full and terms & (line | around):
                found[id(s)] = share / full
    return found


def _claims_by_actor(readings: Sequence[Reading], matches: dict[int, float]) -> list[Claim]:
    by_actor: dict[str, list[Statement]] = {}
    for r in readings:
        for s in r.statements:
            if id(s) in matches and s.actor:
                by_actor.setdefault(s.actor.id, []).append(s)
    return [c for statements in by_actor.values() for c in claims(statements)]


def _ranked(
    grouped: Sequence[tuple[Claim, float]], context: Context, scorers: Sequence[tuple[Scorer, float]]
) -> list[Bullet]:
    highest = sum(weight for _, weight in scorers)
    valued = [(c, relevance + 0.5 * score(c, context, scorers) / highest) for c, relevance in grouped]
    return [bullet(c, value, context) for c, value in sorted(valued, key=lambda v: -v[1])]


def _evidence_text(statement: Statement, article: Article) -> str:
    return " ".join(article.text[s.start : s.end] for s in statement.evidence)


def _in_window(article: Article, query: Query) -> bool:
    if query.since is None and query.until is None:
        return True
    if article.published_at is None:
        return False
    after = query.since is None or article.published_at >= query.since
    return after and (query.until is None or article.published_at < query.until)
