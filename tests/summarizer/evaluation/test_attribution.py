"""Figures for source and content, on texts small enough to count by hand."""

import pytest

from summarizer.evaluation.attribution import AttributionScores, score_attributions
from summarizer.evaluation.figures import Agreement
from summarizer.evaluation.sources import SourceKind
from summarizer.model import ArticleId
from tests.summarizer.evaluation.marked import labelled, said

TEXT = "Jane Roe said the old bridge would close. Tom Hale said “the ferry is late” again."
ROE = said(TEXT, "Jane Roe", "the old bridge would close")
HALE = said(TEXT, "Tom Hale", "“the ferry is late”")


def report(*predicted, gold=(ROE, HALE), text=TEXT):
    return score_attributions([labelled(text, *gold)], {ArticleId("one"): predicted})


def test_the_gold_itself_is_right():
    figures = report(ROE, HALE)
    assert figures.all.attr == Agreement(2, 2, 2)
    assert (figures.all.attr.precision, figures.all.attr.recall, figures.all.attr.f) == (100.0, 100.0, 100.0)
    assert figures.all.content == Agreement(9, 9, 9)
    assert figures.all.source_accuracy == 100.0
    assert figures.unread == ()


def test_nothing_predicted_is_nought_and_not_an_error():
    figures = report()
    assert figures.all.attr == Agreement(0, 0, 2)
    assert (figures.all.attr.precision, figures.all.attr.f, figures.all.source_accuracy) == (0.0, 0.0, None)


def test_a_text_without_a_prediction_counts_as_missed_and_is_named():
    figures = score_attributions([labelled(TEXT, ROE)], {})
    assert figures.all.attr == Agreement(0, 0, 1)
    assert figures.unread == ("one",)


def test_half_of_the_words_are_enough_for_a_span_and_fewer_are_not():
    """Three of five words and three of six in the union: 0.6 and 0.5; two of five: 0.4."""
    assert report(said(TEXT, "Jane Roe", "bridge would close")).all.span.right == 1
    assert report(said(TEXT, "Jane Roe", "bridge would close. Tom")).all.span.right == 1
    assert report(said(TEXT, "Jane Roe", "would close")).all.span.right == 0


def test_punctuation_is_no_word():
    with_marks = said(TEXT, "Tom Hale", "the ferry is late")
    assert report(with_marks).all.content == Agreement(4, 4, 9)
    assert report(said(TEXT, "Tom Hale", "”")).all.span.predicted == 0


def test_a_wrong_source_is_a_right_span_and_a_wrong_attribution():
    figures = report(said(TEXT, "Tom Hale", "the old bridge would close"), HALE)
    assert figures.all.span.right == 2
    assert figures.all.attr.right == 1
    assert figures.all.source_accuracy == 50.0
    assert figures.all.atok == Agreement(4, 9, 9)


def test_a_quotation_in_two_pieces_is_one_right_at_most_but_its_words_are_right():
    figures = report(
        said(TEXT, "Jane Roe", "the old bridge"), said(TEXT, "Jane Roe", "would close"), gold=(ROE,)
    )
    assert figures.all.attr == Agreement(1, 2, 1)
    assert figures.all.atok == Agreement(5, 5, 5)


def test_an_elided_source_matches_only_an_elided_one_and_is_not_judged():
    elided = said(TEXT, "", "the old bridge would close")
    assert report(elided, gold=(elided,)).all.attr.right == 1
    assert report(elided, gold=(elided,)).all.source_accuracy is None
    assert report(ROE, gold=(elided,)).all.attr.right == 0
    assert report(elided, gold=(ROE,)).all.source_accuracy == 0.0


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("Mayor Jane Roe", "Jane Roe", True),
        ("Roe", "Mayor Jane Roe, who is ill,", True),
        ("the mayor of Dunholm", "mayor", True),
        ("Dunholm", "the mayor of Dunholm", False),
        ("Roe’s", "Mayor Jane Roe, who is ill,", True),
        ("he", "who", False),
    ],
)
def test_sources_agree_by_their_head(ours, theirs, same):
    text = "Mayor Jane Roe, who is ill, said he would go. Roe’s aide told the mayor of Dunholm that it rained."
    figures = report(said(text, ours, "it rained"), gold=(said(text, theirs, "it rained"),), text=text)
    assert figures.all.attr.right == same


def test_a_name_at_another_place_is_the_same_and_a_pronoun_is_not():
    text = "Roe spoke. The ferry, Roe said, was late. He left. The road, he said, was open."
    late = said(text, ", Roe", "The ferry", "was late")
    assert report(said(text, "Roe", "The ferry", "was late"), gold=(late,), text=text).all.attr.right == 1
    shut = said(text, ", he", "The road", "was open")
    assert report(said(text, "He", "The road", "was open"), gold=(shut,), text=text).all.attr.right == 0


def test_what_is_quoted_is_direct_whatever_the_prediction_left_out():
    """A mark right outside of the span makes it direct; a prediction follows the gold that it overlaps."""
    bare = said(TEXT, "Tom Hale", "the ferry is late")
    assert report(gold=(bare,)).direct.attr.gold == 1
    longer = said(TEXT, "Tom Hale", "said “the ferry is late” again")
    figures = report(ROE, longer)
    assert figures.direct.attr == Agreement(1, 1, 1)
    assert figures.indirect.attr == Agreement(1, 1, 1)


def test_what_overlaps_no_gold_is_grouped_by_its_own_words():
    figures = report(HALE, gold=(ROE,))
    assert figures.direct.attr == Agreement(0, 1, 0)
    assert figures.indirect.attr == Agreement(0, 0, 1)


def test_articles_add_up_and_publishers_are_kept_apart():
    texts = [
        labelled(TEXT, ROE, name="one", publisher="Wire"),
        labelled(TEXT, ROE, name="two", publisher="Post"),
        labelled(TEXT, HALE, name="three"),
    ]
    figures = score_attributions(texts, {ArticleId("one"): [ROE], ArticleId("three"): [HALE]})
    assert figures.all.attr == Agreement(2, 2, 3)
    assert {name: s.attr for name, s in figures.publishers.items()} == {
        "Post": Agreement(0, 0, 1),
        "Wire": Agreement(1, 1, 1),
    }


def test_figures_are_rounded_once_to_one_decimal():
    one = AttributionScores(attr=Agreement(1, 3, 3), sources=3, sources_right=2)
    both = one + AttributionScores(attr=Agreement(1, 1, 3))
    assert (both.attr.precision, both.attr.recall, both.attr.f) == (50.0, 33.3, 40.0)
    assert one.source_accuracy == 66.7


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("Ann Lee", SourceKind.NAMED),
        ("the mayor’s aide, Tom Hale,", SourceKind.NAMED),
        ("Moscow", SourceKind.NAMED),
        ("She", SourceKind.PRONOUN),
        ("who", SourceKind.PRONOUN),
        ("the Finnish minister", SourceKind.NOMINAL),
        ("two officials", SourceKind.NOMINAL),
        ("Analysts at Quill & Partners", SourceKind.NOMINAL),
        ("", SourceKind.NONE),
    ],
)
def test_kinds_of_sources(source, kind):
    text = (
        "Ann Lee and the mayor’s aide, Tom Hale, left Moscow. She met the Finnish minister, who met two "
        "officials. Analysts at Quill & Partners, which Moscow owns, said the road was open."
    )
    figures = report(gold=(said(text, source, "the road was open"),), text=text)
    assert [k for k, s in figures.kinds.items() if s.attr.gold] == [kind]


def test_a_capital_that_only_begins_a_sentence_is_no_name():
    text = "The officials met. Officials said the road was open."
    gold = said(text, "Officials", "the road was open")
    assert report(gold=(gold,), text=text).kinds[SourceKind.NOMINAL].attr.gold == 1
