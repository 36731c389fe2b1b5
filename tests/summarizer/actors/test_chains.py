"""Chains: who said it, who passed it on, and who only wrote it down."""

from __future__ import annotations

from dataclasses import replace

import pytest

from summarizer.actors.registry import Registry
from summarizer.actors.resolve import Resolved, resolve
from summarizer.hearsay import handed_on, reported_by_others
from summarizer.model import Article, ArticleId, Attribution, Span, Statement
from summarizer.syntax.spacy_parser import SpacyParser

Parts = tuple[str, str, str]


def chain(
    parser: SpacyParser, text: str, *parts: Parts, byline: str = "", outlet: str = ""
) -> tuple[Resolved, list[Statement]]:
    """Attributions given as (source, cue, content), each part the words themselves."""
    article = Article(ArticleId("a"), text, byline=byline, outlet=outlet)
    document = parser.parse([article])[0]

    def spans(words: str) -> tuple[Span, ...]:
        return (Span(text.index(words), text.index(words) + len(words)),) if words else ()

    given = [Attribution(spans(part[0]), spans(part[1]), spans(part[2])) for part in parts]
    resolved = resolve(document, given, Registry())
    sentences = tuple(s.span for s in document.sentences)
    statements = [
        Statement(article.id, actor, a.act, a.source, a.cue, a.content, sentences, 0.9, via=via)
        for a, actor, via in zip(given, resolved.actors, resolved.via, strict=True)
    ]
    return resolved, statements


def names(resolved: Resolved) -> list[tuple[str, str]]:
    """(actor, via) of each attribution."""
    return [
        (a.name if a else "", v.name if v else "") for a, v in zip(resolved.actors, resolved.via, strict=True)
    ]


def test_what_an_agency_reports_that_somebody_said_is_his_via_the_agency(parser: SpacyParser) -> None:
    resolved, statements = chain(
        parser,
        "Reuters reported that Tom Hale said the bridge was safe.",
        ("Reuters", "reported", "that Tom Hale said the bridge was safe"),
        ("Tom Hale", "said", "the bridge was safe"),
    )
    assert names(resolved) == [("Reuters", ""), ("Tom Hale", "Reuters")]
    assert handed_on(statements) == {0}
    assert reported_by_others(statements) == frozenset()


@pytest.mark.parametrize("whole", [True, False], ids=["his cue inside", "the very same words"])
def test_said_according_to_an_agency_is_his_via_the_agency(parser: SpacyParser, whole: bool) -> None:
    resolved, statements = chain(
        parser,
        "The bridge is safe, Tom Hale said, according to Reuters.",
        ("Tom Hale", "said", "The bridge is safe"),
        ("Reuters", "according to", "The bridge is safe, Tom Hale said" if whole else "The bridge is safe"),
    )
    assert names(resolved)[0] == ("Tom Hale", "Reuters")
    assert handed_on(statements) == {1}
    assert reported_by_others(statements) == frozenset()


def test_what_a_paper_was_told_is_not_the_papers(parser: SpacyParser) -> None:
    resolved, statements = chain(
        parser,
        "Helen Marsh told the Harbour Post that Tom Hale had promised a bridge.",
        ("Helen Marsh", "told the Harbour Post", "that Tom Hale had promised a bridge"),
        ("Tom Hale", "promised", "a bridge"),
    )
    assert [name for name, _ in names(resolved)] == ["Helen Marsh", "Tom Hale"]
    assert reported_by_others(statements) == {1}


def test_who_is_cited_speaks_and_the_agency_passes_on(parser: SpacyParser) -> None:
    resolved, _ = chain(
        parser,
        "Tom Hale will resign, Reuters reported, citing two officials.",
        ("Reuters", "reported", "Tom Hale will resign"),
    )
    assert names(resolved) == [("two officials", "Reuters")]


def test_two_actors_with_the_same_words_pass_nothing_on(parser: SpacyParser) -> None:
    """Only reporting cues hand words on."""
    resolved, statements = chain(
        parser,
        "The bridge is safe, Tom Hale said, and the Harbour Agency agreed.",
        ("Tom Hale", "said", "The bridge is safe"),
        ("the Harbour Agency", "agreed", "The bridge is safe"),
    )
    assert [via for _, via in names(resolved)] == ["", ""]
    assert handed_on(statements) == frozenset()


@pytest.mark.parametrize("byline", ["Jane Roe", "By Jane Roe and Tom Hale", "Ann Poe, Jane Roe"])
def test_who_wrote_the_article_is_not_credited_with_it(parser: SpacyParser, byline: str) -> None:
    resolved, _ = chain(
        parser,
        "The bridge is safe, Jane Roe reports.",
        ("Jane Roe", "reports", "The bridge is safe"),
        byline=byline,
    )
    assert names(resolved) == [("", "")]


def test_a_namesake_of_the_writers_first_name_is_credited(parser: SpacyParser) -> None:
    resolved, _ = chain(
        parser,
        "The bridge is safe, Jane Roe said.",
        ("Jane Roe", "said", "The bridge is safe"),
        byline="Jane Doe",
    )
    assert names(resolved) == [("Jane Roe", "")]


def test_an_outlet_is_not_credited_with_its_own_reporting(parser: SpacyParser) -> None:
    text = "The bridge is safe, Reuters has learned."
    part = ("Reuters", "has learned", "The bridge is safe")
    assert names(chain(parser, text, part, outlet="Reuters")[0]) == [("", "")]
    assert names(chain(parser, text, part, outlet="Harbour Post")[0]) == [("Reuters", "")]


def test_an_outlet_that_speaks_for_itself_is_credited(parser: SpacyParser) -> None:
    resolved, _ = chain(
        parser,
        "Reuters apologised for the mistake.",
        ("Reuters", "apologised", "for the mistake"),
        outlet="Reuters",
    )
    assert names(resolved) == [("Reuters", "")]


def test_the_same_words_are_handed_on_only_by_whom_they_came_through(parser: SpacyParser) -> None:
    _, statements = chain(
        parser,
        "The bridge is safe, Tom Hale said, according to Reuters.",
        ("Tom Hale", "said", "The bridge is safe"),
        ("Reuters", "according to", "The bridge is safe"),
    )
    assert handed_on([replace(statements[0], via=None), statements[1]]) == frozenset()
