"""Ranking and choosing claims."""

from collections import Counter

from summarizer.cluster.claims import claims
from summarizer.model import Act, Article, ArticleId
from summarizer.rank.scorers import Context, publishers, score, substance
from summarizer.rank.select import select

from ..values import actor, statement

ROE = actor("Jane Roe")


def made(*lines: str):
    return claims([statement(ROE, line, at=1000 * n) for n, line in enumerate(lines)])


def context(*outlets: str) -> Context:
    articles = {
        ArticleId(str(n)): Article(ArticleId(str(n)), "x" * 900, outlet=o) for n, o in enumerate(outlets)
    }
    return Context(articles, {i: i for i in articles}, Counter(), None)


def test_a_second_line_on_the_same_thing_gives_way() -> None:
    """The third best claim is chosen when the second repeats the first in part."""
    first, second, third = made(
        "Demanded new steel hinges for the eastern barrier",
        "Demanded new steel hinges for the western lock gates",
        "Warned of a dry summer in the hills",
    )
    chosen = select([(first, 3.0), (second, 2.7), (third, 2.65)], limit=2)
    assert [c for c, _ in chosen] == [first, third]


def test_what_every_claim_mentions_does_not_make_two_alike() -> None:
    """A name that stands in all claims is no repetition."""
    first, second, third = made(
        "Proposed talks between Ansel and Borland in spring",
        "Blamed Ansel and Borland for the flood",
        "Thanked Ansel and Borland",
    )
    chosen = select([(first, 3.0), (second, 2.9), (third, 2.5)], limit=2)
    assert [c for c, _ in chosen] == [first, second]


def test_the_order_of_equals_is_that_of_the_text() -> None:
    """Ties never depend on hashing."""
    found = made("Said the tide is high", "Said a lamp is lit", "Said no ship is due")
    assert [c for c, _ in select([(c, 1.0) for c in reversed(found)], limit=3)] == found


def test_outlets_count_once_each() -> None:
    """Two articles of one outlet are one publisher."""
    lines = [statement(ROE, "Said the barrier will reopen soon", article=str(n)) for n in range(3)]
    (claim,) = claims(lines)
    assert publishers(claim, context("Wire", "Wire", "Post")) == 2


def test_a_fuller_line_scores_higher() -> None:
    """Substance grows with content words and ends at one."""
    short, long = made(
        "Said yes to hinges", "Demanded steel hinges, deep piles, wide locks, tall lamps, long quays"
    )
    assert 0 < substance(short, context("Wire")) < substance(long, context("Wire")) <= 1


def test_a_deed_scores_below_any_word() -> None:
    """Whatever else speaks for it."""
    (word,) = claims([statement(ROE, "Said yes", article="0", confidence=0.2)])
    (deed,) = claims(
        [statement(ROE, "Ordered steel hinges and deep piles for nine locks", article="0", act=Act.DID)]
    )
    assert score(deed, context("Wire")) < score(word, context("Wire"))
