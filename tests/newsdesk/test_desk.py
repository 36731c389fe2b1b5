"""The desk remembers what it has read."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from newsdesk.desk import Desk
from summarizer.actors.registry import Registry
from summarizer.model import (
    Act,
    Actor,
    ActorId,
    ActorKind,
    Article,
    ArticleId,
    Reading,
    Span,
    Statement,
)

NOW = datetime(2025, 5, 14, tzinfo=UTC)
ROE = Actor(ActorId("~jane-roe"), "Jane Roe", ActorKind.PERSON)


class LineReader:
    """A reader for which every line of a text is a statement by Jane Roe."""

    registry = Registry()

    def read(self, articles: Iterable[Article], /, *, condense: bool = True) -> Iterator[Reading]:
        for article in articles:
            start, statements = 0, []
            for line in article.text.splitlines():
                span = Span(start, start + len(line))
                statements.append(
                    Statement(
                        article.id, ROE, Act.SAID, (), (), (span,), (span,), 0.9, gist=line if condense else ""
                    )
                )
                start += len(line) + 1
            yield Reading(article, tuple(statements))


def texts(desk: Desk, **which: object) -> list[str]:
    return [b.text for s in desk.brief(None, **which).sections for b in s.bullets]


def test_a_brief_holds_what_was_read() -> None:
    """All of it, or some articles by id."""
    desk = Desk(LineReader())
    list(desk.read([Article(ArticleId("a"), "Said yes to hinges"), Article(ArticleId("b"), "Denied a leak")]))
    assert sorted(texts(desk)) == ["Denied a leak", "Said yes to hinges"]
    assert texts(desk, of=[ArticleId("b")]) == ["Denied a leak"]
    assert texts(desk, of=[ArticleId("none")]) == []


def test_a_later_text_under_the_same_id_replaces_the_earlier() -> None:
    """A correction is read once and the old words are gone, from answers too."""
    desk = Desk(LineReader())
    list(desk.read([Article(ArticleId("a"), "Said the barrier is open")]))
    assert (
        desk.ask("What did Roe say about the barrier?", now=NOW).bullets[0].text == "Said the barrier is open"
    )
    list(desk.read([Article(ArticleId("a"), "Said the barrier is closed")]))
    assert texts(desk) == ["Said the barrier is closed"]
    answer = desk.ask("What did Roe say about the barrier?", now=NOW)
    assert [b.text for b in answer.bullets] == ["Said the barrier is closed"]


def test_statements_alone_are_not_remembered() -> None:
    """Nor do they take the place of what was read for briefs."""
    desk = Desk(LineReader())
    list(desk.read([Article(ArticleId("a"), "Said yes to hinges")]))
    alone = list(desk.read([Article(ArticleId("a"), "Denied a leak")], condense=False))
    assert [(s.content, s.gist) for s in alone[0].statements] == [((Span(0, 13),), "")]
    assert texts(desk) == ["Said yes to hinges"]
    assert len(desk.readings) == 1


def test_nothing_read_is_an_empty_brief_and_an_honest_answer() -> None:
    """No failure."""
    desk = Desk(LineReader())
    assert texts(desk) == []
    assert desk.ask("What did Roe say?", now=NOW).abstained == "Nobody called “Roe” is quoted in 0 articles."
