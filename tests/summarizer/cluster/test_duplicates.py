"""Wire copies and stories."""

from datetime import UTC, datetime, timedelta

from summarizer.cluster.duplicates import wire_copies
from summarizer.cluster.stories import stories
from summarizer.model import Article, ArticleId

DAY = datetime(2025, 5, 11, 8, tzinfo=UTC)
WIRE = (
    "The harbour board closed the eastern barrier on Sunday after divers found a crack in its hinge. "
    "Chair Jane Roe said ships would be sent through the western channel until the part is replaced. "
    "The board expects the work to take nine days and to cost about two million crowns, she said."
)


def article(name: str, text: str, *, title: str = "", hours: float = 0, outlet: str = "") -> Article:
    return Article(ArticleId(name), text, title=title, outlet=outlet, published_at=DAY + timedelta(hours=hours))


def test_a_copy_with_another_lead_and_a_cut_tail_is_found() -> None:
    """The earliest article is the original, whatever the order given."""
    copy = article("b", "Divers found a fault, and shipping suffers.\n" + WIRE.rsplit(". ", 1)[0], hours=2)
    other = article("c", "The opera house opens its season with a comedy about two sisters and a lost will.")
    original = article("a", WIRE)
    assert wire_copies([copy, other, original]) == {"a": "a", "b": "a", "c": "c"}


def test_a_quotation_in_common_does_not_make_a_copy() -> None:
    """Two reports of one press conference are two reports."""
    quote = "We will send ships through the western channel until the part is replaced, she said."
    one = article("a", WIRE)
    two = article(
        "b", f"Captains complained of long waits. {quote} " + "The queue reached the lighthouse. " * 9
    )
    assert wire_copies([one, two])["b"] == "b"


def test_nothing_is_a_copy_of_an_empty_or_tiny_text() -> None:
    """Texts of a few words are compared as wholes."""
    assert wire_copies([article("a", "Closed."), article("b", "Open.", hours=1)]) == {"a": "a", "b": "b"}
    assert wire_copies([]) == {}


def test_articles_about_one_event_share_a_story() -> None:
    """Headline and lead decide; another subject is another story."""
    found = stories(
        [
            article("a", WIRE, title="Crack closes eastern barrier"),
            article(
                "b", "A crack in the hinge of the eastern barrier stops ships.", title="Barrier closed", hours=5
            ),
            article("c", "The opera house opens its season with a comedy.", title="Opera season", hours=6),
        ]
    )
    assert found["a"] == found["b"] == "a"
    assert found["c"] == "c"


def test_the_same_words_a_week_later_are_another_story() -> None:
    """A story ends three days after its last news."""
    found = stories([article("a", WIRE), article("b", WIRE, hours=24 * 7)])
    assert found["a"] != found["b"]
