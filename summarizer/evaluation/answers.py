"""Whether answers hold the statements that answer, and nobody else's.

A span hits an attribution when it and the content share at least half of the shorter one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..model import ArticleId, Span, Spans
from .figures import percent
from .gold import NOBODY, LabelledArticle, LabelledQuestion
from .names import same_actor
from .pairing import covers, merged
from .predictions import Reply

FIRST_BULLETS = 10


@dataclass(frozen=True, slots=True)
class AnswerReport:
    """Counts over all questions; they add up over questions.

    Attributes:
        refused: Questions without a single bullet, or without an answer.
        misled: Questions with a bullet that hits what only seems to answer.
        bullets: Bullets among the first ten that cite the question's own article.
        bullets_right: Those that hit an attribution that answers.
        gold: Attributions that answer.
        gold_found: Those hit by a bullet.
        judged: Citations, of whichever labelled article, that hit an attribution with an actor.
        wrong_speaker: Those of somebody else than the question asks about.
    """

    questions: int = 0
    refused: int = 0
    misled: int = 0
    bullets: int = 0
    bullets_right: int = 0
    gold: int = 0
    gold_found: int = 0
    judged: int = 0
    wrong_speaker: int = 0

    def __add__(self, other: AnswerReport) -> AnswerReport:
        return AnswerReport(*(getattr(self, f) + getattr(other, f) for f in self.__slots__))

    @property
    def precision(self) -> float | None:
        """Bullets that are right, in percent."""
        return percent(self.bullets_right, self.bullets)

    @property
    def recall(self) -> float | None:
        """What answers and was found, in percent."""
        return percent(self.gold_found, self.gold)


def question_id(article: str, number: int, /) -> str:
    """The id under which the question of that number about an article is asked and answered."""
    return f"{article}#{number}"


def score_answers(labelled: Iterable[LabelledArticle], answers: Mapping[str, Reply], /) -> AnswerReport:
    """Compare the answer to each labelled question with the attributions that answer it."""
    articles = {article.id: article for article in labelled}
    total = AnswerReport()
    for article in articles.values():
        for number, question in enumerate(article.questions):
            reply = answers.get(question_id(article.id, number), Reply(()))
            total += _score(question, article, reply, articles)
    return total


def _score(
    question: LabelledQuestion,
    article: LabelledArticle,
    reply: Reply,
    articles: Mapping[ArticleId, LabelledArticle],
) -> AnswerReport:
    first = reply.bullets[:FIRST_BULLETS]
    own = [[span for at, span in bullet if at == article.id] for bullet in first]
    shown = [merged(spans) for spans in own if spans]

    def hits(spans: Spans, numbers: Sequence[int]) -> bool:
        return any(covers(spans, article.contents[k]) for k in numbers)

    cited = [(articles[at], span) for bullet in first for at, span in bullet if at in articles]
    speakers = [s for there, span in cited if (s := _speakers(there, span, question, article))]
    return AnswerReport(
        questions=1,
        refused=not reply.bullets,
        misled=any(hits(s, question.misleading) and not hits(s, question.gold) for s in shown),
        bullets=len(shown),
        bullets_right=sum(hits(s, question.gold) for s in shown),
        gold=len(question.gold),
        gold_found=sum(any(covers(s, article.contents[k]) for s in shown) for k in question.gold),
        judged=len(speakers),
        wrong_speaker=sum(not any(s) for s in speakers),
    )


def _speakers(
    there: LabelledArticle, span: Span, question: LabelledQuestion, article: LabelledArticle
) -> list[bool]:
    """Of every attribution that a citation hits: is it the asked actor's?"""
    kind, others = article.kind_of(question.actor), article.people - {question.actor}
    return [
        same_actor(label.name, question.actor, kind, others)
        for content, label in zip(there.contents, there.actors, strict=True)
        if label.name != NOBODY and covers(merged((span,)), content)
    ]
