"""Composing a brief: readings in, sections of cited bullets out, every statement accounted for."""

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

MIN_CONFIDENCE = 0.2
_NAMED = frozenset({ActorKind.PERSON, ActorKind.ORG, ActorKind.COUNTRY, ActorKind.GROUP})
_MAX_CITATIONS = 4

Scorers = Sequence[tuple[Scorer, float]]


def compose(
    readings: Sequence[Reading], /, *, spec: BriefSpec | None = None, scorers: Scorers = SCORERS
) -> Brief:
    """A brief of everything in ``readings`` that ``spec`` asks for.

    Wire copies count as one publisher, the same claim is printed once with all its citations, and nobody
    who cannot be named gets a section.
    """
    spec = spec or BriefSpec()
    kept = [r for r in readings if _in_window(r.article, spec)]
    context = brief_context(kept)
    by_actor = _by_actor(kept)
    drafts = [_draft(s, context, spec, scorers) for s in by_actor.values()]
    drafts.sort(key=lambda d: (-d.weight, d.actor.id))
    shown = [d for d in drafts if d.chosen][: spec.max_actors]
    roles = _roles(kept)
    sections = tuple(
        Section(d.actor, roles.get(d.actor.id, ""), tuple(bullet(c, value, context) for c, value in d.chosen))
        for d in shown
    )
    return Brief(sections, _coverage(kept, context, drafts, shown), tuple(r.article for r in kept))


def brief_context(readings: Sequence[Reading], /) -> Context:
    """What every claim in the readings is ranked against."""
    articles = {r.article.id: r.article for r in readings}
    dates = [a.published_at for a in articles.values() if a.published_at]
    terms = Counter(
        stem
        for statements in _by_actor(readings).values()
        for claim in claims([s for s in statements if s.gist])
        for stem in claim.stems
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


def is_fit_to_print(statement: Statement, /) -> bool:
    """True for a sure enough statement of the actor's own that has a line."""
    return (
        statement.gist != ""
        and statement.confidence >= MIN_CONFIDENCE
        and not (statement.reported or statement.silent)
    )


@dataclass(frozen=True, slots=True)
class _Draft:
    """One actor's share of a brief before the number of sections is limited.

    Attributes:
        found: All of the actor's statements.
        withheld, carried: Those without a line of their own, and of these the ones another line carries.
        chosen: The claims to print with their scores, best first; empty when there are none.
    """

    actor: Actor
    found: int
    withheld: int
    carried: int
    chosen: tuple[tuple[Claim, float], ...]

    @property
    def weight(self) -> float:
        return sum(value for _, value in self.chosen)

    @property
    def merged(self) -> int:
        """Statements whose claim a printed bullet carries."""
        return sum(len(claim.statements) - 1 for claim, _ in self.chosen) + self.carried


def _draft(statements: Sequence[Statement], context: Context, spec: BriefSpec, scorers: Scorers) -> _Draft:
    actor = _fullest(s.actor for s in statements if s.actor)
    printable = [s for s in statements if is_fit_to_print(s)]
    wanted = [s for s in printable if spec.deeds or s.act is Act.SAID] if _is_wanted(actor, spec) else []
    scored = [(c, score(c, context, scorers)) for c in claims(wanted)]
    chosen = tuple(select(scored, limit=spec.max_bullets))
    carried = sum(s.carried for s in statements if not is_fit_to_print(s)) if chosen else 0
    withheld = len(statements) - len(printable) - carried
    return _Draft(actor, len(statements), withheld, carried, chosen)


def _coverage(
    readings: Sequence[Reading], context: Context, drafts: Sequence[_Draft], shown: Sequence[_Draft]
) -> Coverage:
    attributed = sum(d.found for d in drafts)
    bullets = sum(len(d.chosen) for d in shown)
    folded = sum(d.merged for d in shown)
    # What a section that was not shown would have carried is left out with it.
    withheld = sum(d.withheld for d in drafts)
    return Coverage(
        articles=len(readings),
        outlets=len({context.articles[i].outlet or i for i in set(context.originals.values())}),
        stories=len(set(stories([r.article for r in readings]).values())),
        duplicates=sum(copy != original for copy, original in context.originals.items()),
        statements=sum(len(r.statements) for r in readings),
        attributed=attributed,
        bullets=bullets,
        folded=folded,
        withheld=withheld,
        left_out=attributed - bullets - folded - withheld,
        replaced=sum(r.replaced for r in readings),
    )


def _by_actor(readings: Sequence[Reading]) -> dict[ActorId, list[Statement]]:
    """Statements of everybody who has a name, in reading order."""
    found: dict[ActorId, list[Statement]] = defaultdict(list)
    for reading in readings:
        for s in reading.statements:
            if s.actor and s.actor.kind in _NAMED:
                found[s.actor.id].append(s)
    return found


def _is_wanted(actor: Actor, spec: BriefSpec) -> bool:
    return actor.id not in spec.muted and (not spec.actors or actor.id in spec.actors)


def _in_window(article: Article, spec: BriefSpec) -> bool:
    return spec.since is None or article.published_at is None or article.published_at >= spec.since


def _fullest(actors: Iterable[Actor]) -> Actor:
    """The form of the name that most statements use; the longest of equals."""
    counted = Counter(actors)
    return max(counted, key=lambda a: (counted[a], len(a.name), a.name))


def _roles(readings: Sequence[Reading]) -> dict[ActorId, str]:
    """Each actor's role in the newest article that gives one; articles without a date are the oldest."""
    found: dict[ActorId, tuple[float, str]] = {}
    for reading in readings:
        at = reading.article.published_at
        instant = at.timestamp() if at else 0.0
        for actor, role in reading.roles.items():
            if role and (actor not in found or instant > found[actor][0]):
                found[actor] = (instant, role)
    return {actor: role for actor, (_, role) in found.items()}


def _citations(statement: Statement, articles: Mapping[ArticleId, Article]) -> list[Citation]:
    article = articles[statement.article]
    return [Citation(article.id, span, article.url, article.revision) for span in statement.evidence]
