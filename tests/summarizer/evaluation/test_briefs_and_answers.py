"""Must-have points, bullets and answers."""

from dataclasses import replace

from summarizer.evaluation.answers import AnswerReport, score_answers
from summarizer.evaluation.briefs import BriefReport, score_briefs
from summarizer.evaluation.gold import LabelledQuestion, Point
from summarizer.evaluation.predictions import Line, Reply
from summarizer.model import ActorKind, ArticleId
from tests.summarizer.evaluation.marked import article, at

TEXT = "Roe said the bridge is shut. Hale said the ferry is late. Roe added the road is open."
PERSON = ActorKind.PERSON
BASE = article(
    TEXT,
    ("the bridge is shut", "Jane Roe", PERSON),
    ("the ferry is late", "Tom Hale", PERSON),
    ("the road is open", "Jane Roe", PERSON),
)
ONE = ArticleId("one")
FIRST, SECOND, THIRD = at(TEXT, "Roe said the bridge is shut.", "Hale said the ferry is late.", "Roe added the")


POINTS = (Point("Jane Roe", (0, 2)), Point("Tom Hale", (1,)))


def brief(*lines):
    return score_briefs([replace(BASE, points=POINTS)], {ONE: lines})


def test_a_point_is_found_by_one_bullet_of_its_actor():
    figures = brief(Line("Jane Roe", (FIRST,)))
    assert figures == BriefReport(points=2, points_found=1, bullets=1, bullets_right=1)
    assert (figures.must_have_recall, figures.bullet_precision) == (50.0, 100.0)


def test_a_bullet_under_another_name_is_wrong_and_finds_nothing():
    assert brief(Line("Tom Hale", (FIRST,))) == BriefReport(2, 0, 1, 0)


def test_a_bullet_that_cites_too_little_of_a_content_is_wrong():
    """The citation's thirteen characters share three with the content."""
    assert brief(Line("Jane Roe", (THIRD,))) == BriefReport(2, 0, 1, 0)


def test_an_article_without_a_brief_has_found_nothing():
    figures = score_briefs([replace(BASE, points=(Point("Jane Roe", (0,)),))], {})
    assert figures == BriefReport(1, 0, 0, 0)
    assert figures.bullet_precision is None
    assert score_briefs([], {}).must_have_recall is None


def answer(*bullets, gold=(0,), misleading=(2,), actor="Jane Roe"):
    question = LabelledQuestion("What did Roe say about the bridge?", actor, gold, misleading)
    reply = Reply(tuple(tuple((ONE, span) for span in bullet) for bullet in bullets))
    return score_answers([replace(BASE, questions=(question,))], {"one#0": reply})


def test_a_right_answer():
    figures = answer([FIRST])
    assert figures == AnswerReport(
        questions=1, bullets=1, bullets_right=1, gold=1, gold_found=1, judged=1, wrong_speaker=0
    )
    assert (figures.precision, figures.recall) == (100.0, 100.0)


def test_no_bullet_and_no_answer_are_both_refusals():
    assert answer().refused == 1
    question = LabelledQuestion("?", "Jane Roe", (0,), ())
    assert score_answers([replace(BASE, questions=(question,))], {}).refused == 1
    assert answer().precision is None


def test_what_somebody_else_said_is_a_wrong_speaker():
    figures = answer([SECOND])
    assert (figures.bullets_right, figures.judged, figures.wrong_speaker) == (0, 1, 1)


def test_a_trap_counts_once_a_question_and_not_beside_what_answers():
    (road,) = at(TEXT, "the road is open")
    assert answer([road], [road]).misled == 1
    assert answer([FIRST, road]).misled == 0


def test_only_the_first_ten_bullets_count():
    assert answer(*([[SECOND]] * 10), [FIRST]).gold_found == 0
    assert answer(*([[SECOND]] * 9), [FIRST]).gold_found == 1


def test_a_bullet_of_another_article_is_judged_by_its_speaker_alone():
    question = LabelledQuestion("?", "Jane Roe", (0,), ())
    two = replace(BASE, id=ArticleId("two"))
    reply = Reply((((ArticleId("two"), SECOND),), ((ArticleId("three"), SECOND),)))
    figures = score_answers([replace(BASE, questions=(question,)), two], {"one#0": reply})
    assert (figures.bullets, figures.judged, figures.wrong_speaker) == (0, 1, 1)
