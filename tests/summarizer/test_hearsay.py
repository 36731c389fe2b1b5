"""Who only reports what another is said to have said."""

from dataclasses import replace

from summarizer.hearsay import handed_on, reported_by_others
from summarizer.model import ActorKind, ArticleId, Span, Statement

from .values import actor, statement

ROE, DOE, AGENCY = actor("Jane Roe"), actor("John Doe"), actor("Harbour Wire", ActorKind.ORG)
SENTENCE = Span(0, 60)


def said(who, content, source=None, via=None) -> Statement:
    base = statement(who, "x", article=ArticleId("a"))
    return replace(
        base,
        content=(Span(*content),),
        source=(Span(*source),) if source else (),
        evidence=(SENTENCE,),
        via=via,
    )


def test_a_statement_inside_anothers_is_reported() -> None:
    """Roe said that Doe had agreed."""
    assert reported_by_others([said(ROE, (9, 60)), said(DOE, (25, 60), (14, 20))]) == {1}


def test_what_an_agency_passes_on_is_not_hearsay() -> None:
    """The agency's own statement is the one that says nothing new."""
    found = [said(AGENCY, (9, 60)), said(DOE, (25, 60), (14, 20), via=AGENCY)]
    assert reported_by_others(found) == frozenset()
    assert handed_on(found) == {0}


def test_nobodys_statement_reports_nothing() -> None:
    """Without an outer actor there is nobody whose claim it would be."""
    assert reported_by_others([said(None, (9, 60)), said(DOE, (25, 60), (14, 20))]) == frozenset()


def test_ones_own_words_are_not_hearsay() -> None:
    """Roe said that she had promised."""
    assert reported_by_others([said(ROE, (9, 60)), said(ROE, (25, 60), (14, 17))]) == frozenset()
