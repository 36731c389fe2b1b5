"""Short ways to write the summarizer's values in tests."""

from datetime import UTC, datetime, timedelta

from summarizer.model import Act, Actor, ActorId, ActorKind, Article, ArticleId, Reading, Span, Statement

DAY = datetime(2025, 5, 11, 8, tzinfo=UTC)


def actor(name: str, kind: ActorKind = ActorKind.PERSON) -> Actor:
    """An in-article actor whose id is made of the name."""
    return Actor(ActorId("~" + name.lower().replace(" ", "-")), name, kind)


def statement(
    who: Actor | None,
    gist: str,
    *,
    article: str = "a",
    act: Act = Act.SAID,
    confidence: float = 0.9,
    at: int = 0,
) -> Statement:
    """A statement whose line is ``gist`` and whose evidence begins at ``at``."""
    span = Span(at, at + max(1, len(gist)))
    return Statement(
        article=ArticleId(article),
        actor=who,
        act=act,
        source=(),
        cue=(),
        content=(span,),
        evidence=(span,),
        confidence=confidence,
        gist=gist,
    )


def reading(
    *statements: Statement,
    text: str | None = None,
    hours: float = 0,
    outlet: str = "",
    title: str = "",
    roles: dict[ActorId, str] | None = None,
    name: str | None = None,
) -> Reading:
    """The reading of an article that holds just these statements' lines, one after the other."""
    where = name or (statements[0].article if statements else "a")
    words = text if text is not None else " ".join(s.gist for s in statements)
    article = Article(
        ArticleId(where), words, title=title, outlet=outlet, published_at=DAY + timedelta(hours=hours)
    )
    return Reading(article, statements, roles or {})
