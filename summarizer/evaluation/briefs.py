"""Whether a brief of an article holds what it must, and whether its bullets stand under the right name.

A bullet hits an attribution when what it cites and the content share at least half of the shorter one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..model import ArticleId
from .figures import percent
from .gold import LabelledArticle, Point
from .names import same_actor
from .pairing import covers
from .predictions import Line


@dataclass(frozen=True, slots=True)
class BriefReport:
    """Counts over all articles; deeds are not judged.

    Attributes:
        points_found: Points of which one attribution is hit by a bullet of its actor.
        bullets_right: Bullets that hit an attribution of their actor.
    """

    points: int
    points_found: int
    bullets: int
    bullets_right: int

    @property
    def must_have_recall(self) -> float | None:
        """In percent of the points; None when nothing is a must."""
        return percent(self.points_found, self.points)

    @property
    def bullet_precision(self) -> float | None:
        """In percent of the bullets; None when there is none."""
        return percent(self.bullets_right, self.bullets)


def score_briefs(
    labelled: Iterable[LabelledArticle], briefs: Mapping[ArticleId, Sequence[Line]], /
) -> BriefReport:
    """Compare the brief of each article with its labels; an article without one has an empty brief."""
    points = found = bullets = right = 0
    for article in labelled:
        lines = briefs.get(article.id, ())
        points += len(article.points)
        found += sum(_is_found(point, article, lines) for point in article.points)
        bullets += len(lines)
        right += sum(_is_right(line, article) for line in lines)
    return BriefReport(points, found, bullets, right)


def _is_right(line: Line, article: LabelledArticle) -> bool:
    return any(
        covers(line.cited, content)
        and same_actor(line.name, label.name, label.kind, article.people - {label.name})
        for content, label in zip(article.contents, article.actors, strict=True)
    )


def _is_found(point: Point, article: LabelledArticle, lines: Sequence[Line]) -> bool:
    kind, others = article.kind_of(point.actor), article.people - {point.actor}
    return any(
        same_actor(line.name, point.actor, kind, others)
        and any(covers(line.cited, article.contents[k]) for k in point.gold)
        for line in lines
    )
