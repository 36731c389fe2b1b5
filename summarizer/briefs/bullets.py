"""From a claim to a bullet, and which statements may become one."""

from __future__ import annotations

from collections.abc import Mapping

from ..cluster.claims import Claim
from ..model import Article, ArticleId, Bullet, Citation, Statement
from ..rank.scorers import Context, publishers

MIN_CONFIDENCE = 0.2
_MAX_CITATIONS = 4


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


def _citations(statement: Statement, articles: Mapping[ArticleId, Article]) -> list[Citation]:
    article = articles[statement.article]
    return [Citation(article.id, span, article.url, article.revision) for span in statement.evidence]
