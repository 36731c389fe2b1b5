"""Whether statements are credited to the right actor, given that their words are right.

Each gold attribution is paired with the statement whose content it shares most of (at least half, intersection
over union, in characters); those that nobody found are not judged here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ..model import ActorKind
from .figures import percent
from .gold import NOBODY, ActorLabel, LabelledArticle
from .names import same_actor
from .pairing import MIN_OVERLAP, overlap, pair_up
from .predictions import Credit


class Verdict(StrEnum):
    """How the actor of a statement stands to its label."""

    RIGHT = "right"
    WRONG = "wrong"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class CreditScores:
    """How many statements were credited rightly, wrongly and to nobody."""

    right: int = 0
    wrong: int = 0
    none: int = 0

    @property
    def judged(self) -> int:
        """All of them."""
        return self.right + self.wrong + self.none

    def share(self, verdict: Verdict, /) -> float | None:
        """In percent of the judged; None when there are none."""
        return percent(getattr(self, verdict), self.judged)


@dataclass(frozen=True, slots=True)
class CreditReport:
    """Verdicts on all statements and by the kind of the labelled actor.

    Attributes:
        gold: How many attributions have a labelled actor, found or not.
    """

    all: CreditScores
    kinds: dict[ActorKind, CreditScores]
    gold: int


def score_credits(labelled: Iterable[LabelledArticle], statements: Iterable[Credit], /) -> CreditReport:
    """Judge the actor of every statement whose content is a labelled one."""
    by_article: dict[str, list[Credit]] = {}
    for statement in statements:
        by_article.setdefault(statement.article, []).append(statement)
    verdicts: Counter[tuple[ActorKind, Verdict]] = Counter()
    gold = 0
    for article in labelled:
        gold += sum(a.name != NOBODY for a in article.actors)
        for credit, label in _paired(article, by_article.get(article.id, [])):
            if label.name != NOBODY:
                verdicts[label.kind, _judge(credit, label, article.people)] += 1
    kinds = {kind: CreditScores(*(verdicts[kind, verdict] for verdict in Verdict)) for kind in ActorKind}
    total = CreditScores(*(sum(verdicts[kind, verdict] for kind in ActorKind) for verdict in Verdict))
    return CreditReport(total, kinds, gold)


def _paired(article: LabelledArticle, found: list[Credit]) -> list[tuple[Credit, ActorLabel]]:
    candidates = (
        (share, i, k)
        for i, statement in enumerate(found)
        for k, content in enumerate(article.contents)
        if (share := overlap(statement.content, content)) >= MIN_OVERLAP
    )
    return [(found[i], article.actors[k]) for i, k in pair_up(candidates)]


def _judge(credit: Credit, label: ActorLabel, people: frozenset[str]) -> Verdict:
    """For somebody without a name, naming nobody is right."""
    if label.kind in {ActorKind.UNNAMED, ActorKind.GROUP} and not credit.named:
        return Verdict.RIGHT
    if credit.name is None or credit.kind is ActorKind.UNKNOWN:
        return Verdict.NONE
    is_right = same_actor(credit.name, label.name, label.kind, people - {label.name})
    return Verdict.RIGHT if is_right else Verdict.WRONG
