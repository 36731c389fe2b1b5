"""Composing a brief: readings in, sections of cited bullets out, every figure counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .cluster.claims import Claim, claims
from .cluster.duplicates import wire_copies
from .cluster.stories import stories
from .model import (
    Act,
    Actor,
    ActorId,
    ActorKind,
    Article,
    ArticleId,
    Brief,
    BriefSpec,
    Bullet,
    Citation,
    Coverage,
    Reading,
    Section,
    Statement,
)
from .rank.scorers import SCORERS, Context, Scorer, publishers, score
from .rank.select import select

_NAMED = frozenset({ActorKind.PERSON, ActorKind.ORG, ActorKind.COUNTRY, ActorKind.GROUP})
MIN_CONFIDENCE = 0.2
_MAX_CITATIONS = 4


def compose(
    readings: Sequence[Reading],
    /,
    *,
    spec: BriefSpec | None = None,
    scorers: Sequence[tuple[Scorer, float]] = SCORERS,
) -> Brief:
    """A brief of everything in ``readings`` that ``spec`` asks for.

    Wire copies count as one publisher, the same claim is printed once with all its citations, and nobody
    who cannot be named gets a section.
    """
    spec = spec or BriefSpec()
    kept = [r for r in readings if _in_window(r.article, spec)]
    context = brief_context(kept)
    found = [s for r in kept for s in r.statements]
    by_actor: dict[ActorId, list[Statement]] = defaultdict(list)
    for s in found:
        if s.actor and _wanted(s.actor, spec):
            by_actor[s.actor.id].append(s)
    drafts = [d for statements in by_actor.values() if (d := _draft(statements, kept, context, spec, scorers))]
    drafts.sort(key=lambda d: -d.weight)
    sections = tuple(d.section for d in drafts[: spec.max_actors])
    coverage = Coverage(
        articles=len(kept),
        outlets=len({context.articles[i].outlet or i for i in set(context.originals.values())}),
        stories=len(set(stories([r.article for r in kept]).values())),
        duplicates=sum(copy != original for copy, original in context.originals.items()),
        statements=len(found),
        attributed=sum(s.actor is not None and s.actor.kind in _NAMED for s in found),
        bullets=sum(len(s.bullets) for s in sections),
        folded=sum(d.folded for d in drafts),
        withheld=sum(d.withheld for d in drafts),
        replaced=sum(r.replaced for r in kept),
    )
    return Brief(sections, coverage, tuple(r.article for r in kept))


def brief_context(readings: Sequence[Reading], /) -> Context:
    """What every claim in the readings is ranked against."""
    articles = {r.article.id: r.article for r in readings}
    dates = [a.published_at for a in articles.values() if a.published_at]
    terms = Counter(
        stem for r in readings for c in claims([s for s in r.statements if s.gist]) for stem in c.stems
    )
    return Context(articles, wire_copies(list(articles.values())), terms, max(dates, default=None))


def bullet(claim: Claim, value: float, context: Context, /) -> Bullet:
    """The claim as a line, citing the sentence it was condensed from first, then other publishers' ones."""
    lead = claim.lead
    if lead.actor is None:
        raise ValueError("a bullet needs an actor")
    citations = [*_citations(lead, context.articles)]
    cited = {context.originals.get(lead.article, lead.article)}
    for other in claim.statements[1:]:
        original = context.originals.get(other.article, other.article)
        if original not in cited and len(citations) < _MAX_CITATIONS:
            cited.add(original)
            citations.append(_citations(other, context.articles)[0])
    return Bullet(
        text=lead.gist,
        actor=lead.actor,
        act=lead.act,
        citations=tuple(citations),
        outlets=publishers(claim, context),
        score=round(value, 4),
    )


@dataclass(frozen=True, slots=True)
class _Draft:
    section: Section
    weight: float
    folded: int
    withheld: int


def _draft(
    statements: Sequence[Statement],
    readings: Sequence[Reading],
    context: Context,
    spec: BriefSpec,
    scorers: Sequence[tuple[Scorer, float]],
) -> _Draft | None:
    printable = [
        s
        for s in statements
        if s.gist and not s.reported and s.confidence >= MIN_CONFIDENCE and (spec.deeds or s.act is Act.SAID)
    ]
    grouped = claims(printable)
    chosen = select([(c, score(c, context, scorers)) for c in grouped], limit=spec.max_bullets)
    if not chosen:
        return None
    bullets = tuple(bullet(c, value, context) for c, value in chosen)
    actor = _fullest(s.actor for s in statements if s.actor)
    section = Section(actor, _role(actor.id, readings), bullets)
    return _Draft(
        section=section,
        weight=sum(b.score for b in bullets),
        folded=len(printable) - len(grouped),
        withheld=sum(s.reported or not (s.gist or s.carried) for s in statements),
    )


def _wanted(actor: Actor, spec: BriefSpec) -> bool:
    if actor.kind not in _NAMED or actor.id in spec.muted:
        return False
    return not spec.actors or actor.id in spec.actors


def _in_window(article: Article, spec: BriefSpec) -> bool:
    return spec.since is None or article.published_at is None or article.published_at >= spec.since


def _fullest(actors: Iterable[Actor]) -> Actor:
    """The form of the name that most statements use; the longest of equals."""
    counted = Counter(actors)
    return max(counted, key=lambda a: (counted[a], len(a.name)))


def _role(actor: ActorId, readings: Sequence[Reading]) -> str:
    """The role in the newest article that gives one; articles without a date come first."""
    stated = [
        (r.article.published_at.timestamp() if r.article.published_at else 0.0, -n, r.roles[actor])
        for n, r in enumerate(readings)
        if r.roles.get(actor)
    ]
    return max(stated)[2] if stated else ""


def _citations(statement: Statement, articles: Mapping[ArticleId, Article]) -> list[Citation]:
    article = articles[statement.article]
    return [Citation(article.id, span, article.url, article.revision) for span in statement.evidence]
