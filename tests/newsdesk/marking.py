"""Small briefs to compare, in our own words."""

from __future__ import annotations

from summarizer.model import (
    Act,
    Actor,
    ActorId,
    ActorKind,
    ArticleId,
    Brief,
    Bullet,
    Citation,
    Coverage,
    Section,
    Span,
)

HOLM = Actor(ActorId("ada-holm"), "Ada Holm", ActorKind.PERSON)
REED = Actor(ActorId("otto-reed"), "Otto Reed", ActorKind.PERSON)


def bullet(text: str, actor: Actor = HOLM, act: Act = Act.SAID, score: float = 1.0) -> Bullet:
    return Bullet(text, actor, act, (Citation(ArticleId("1"), Span(0, 5)),), score=score)


def brief(*lines: str | Bullet) -> Brief:
    """Bullets of Ada Holm, unless a bullet says another actor."""
    bullets = [line if isinstance(line, Bullet) else bullet(line) for line in lines]
    actors = list(dict.fromkeys(b.actor for b in bullets))
    sections = tuple(Section(a, "", tuple(b for b in bullets if b.actor == a)) for a in actors)
    n = len(bullets)
    return Brief(
        sections, Coverage(articles=1, statements=n + 4, attributed=n + 3, bullets=n, folded=2, left_out=1)
    )


def lines(of: Brief) -> list[tuple[str, str]]:
    """(text, status) of every bullet."""
    return [(b.text, b.status.value) for s in of.sections for b in s.bullets]


def is_accounted(of: Brief) -> bool:
    """Every attributed statement has one fate, and the bullets are counted as they stand."""
    c = of.coverage
    fates = c.bullets + c.folded + c.withheld + c.left_out
    return c.attributed == fates and c.bullets == sum(len(s.bullets) for s in of.sections)
