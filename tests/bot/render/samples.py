"""A small brief in our own words, for expected output that is written out in full."""

from __future__ import annotations

from datetime import UTC, datetime

from summarizer.model import (
    Act,
    Actor,
    ActorId,
    ActorKind,
    Article,
    ArticleId,
    Brief,
    Bullet,
    Citation,
    Coverage,
    Section,
    Span,
    Status,
)

MAYOR = Actor(ActorId("~ada-holm"), "Ada Holm", ActorKind.PERSON)
PORT = Actor(ActorId("~port"), "Port & Pier <Union>", ActorKind.ORG)

ARTICLES = (
    Article(
        ArticleId("seeds/unrelated.txt"),
        "Not cited.",
        title="Not cited",
    ),
    Article(
        ArticleId("seeds/ferry.txt"),
        "…",
        title="Ferry line to close in June",
        outlet="Harbour Wire",
        url="https://wire.example/ferry?id=7&from=rss",
        published_at=datetime(2025, 5, 11, 23, 30, tzinfo=UTC),
    ),
    Article(ArticleId("notes/2025/council minutes.txt"), "…"),
)


def cite(number: int, start: int = 0) -> Citation:
    """A citation of one of the articles above."""
    article = ARTICLES[number]
    return Citation(article.id, Span(start, start + 10), article.url)


SAID = Bullet(
    "Promised that no pier would be sold before the council had voted", MAYOR, Act.SAID, (cite(1),), outlets=2
)
CHANGED = Bullet(
    'Now calls the plan "a bad joke"', MAYOR, Act.SAID, (cite(2), cite(1, 40), cite(2, 90)), Status.CHANGED
)
DID = Bullet("Ordered a review of the <lease> & the fares", MAYOR, Act.DID, (cite(2),))
OLD = Bullet("Warned @harbour of a strike *soon*", PORT, Act.SAID, (cite(1, 80),), Status.REPEATED)

BRIEF = Brief(
    (Section(MAYOR, "Mayor of Eastport", (SAID, CHANGED, DID)), Section(PORT, "", (OLD,))),
    Coverage(articles=3, outlets=1, stories=2, statements=9, attributed=6, bullets=4, folded=1, withheld=2),
    ARTICLES,
)
