"""Short pages that only look like walls, and walls that only look like articles."""

import pytest

from newsdesk.ingest.gate import Shown, gate

NEWS = (
    "The city council voted on Monday to close the old bridge until the spring, after engineers found cracks "
    "in two of its pillars. The mayor said that a ferry would run every ten minutes, from both banks."
)


def reason(article, *, whole="", **options):
    found = gate(Shown(article, whole or article, **options), source="p")
    return found.reason if found else ""


def test_a_short_report_passes():
    assert reason(NEWS) == ""


@pytest.mark.parametrize(
    "around",
    [
        "Log in Already a subscriber? Subscribe",
        "We use cookies. Accept all. Reject all.",
        "Privacy policy",
        "404 seats free",
    ],
)
def test_what_stands_around_an_article_does_not_count_against_it(around):
    assert reason(NEWS, whole=f"{around}\n{NEWS}") == ""


def test_a_report_of_denied_access_passes():
    assert reason(NEWS + " Access was denied to reporters, the union said.") == ""


def test_a_long_article_that_quotes_a_paywall_passes():
    assert reason(NEWS * 6 + " Readers saw the words: subscribe to continue reading.") == ""


def test_an_article_that_breaks_off_at_a_paywall_is_a_stub():
    assert "paywall" in reason(NEWS + " Subscribe to continue reading.")
    assert "paywall" in reason(NEWS, locked=True)


def test_a_check_for_robots():
    assert "robots" in reason("", whole="Checking your browser", title="Just a moment...")


@pytest.mark.parametrize(
    "article", ["", "Hello.", "Read more", "Home News Sport Weather Opinion Jobs", "3 . ."]
)
def test_too_little_is_no_article(article):
    assert "No article" in reason(article)


@pytest.mark.parametrize(
    "article", ["Ferries will stop on Friday.", "Bridge\n\nMayor Ann Lee said: “The bridge is safe.”"]
)
def test_a_page_of_one_sentence_is_an_article(article):
    assert reason(article) == ""


@pytest.mark.parametrize(
    ("article", "what"),
    [
        ("Please wait while we check your browser.", "robots"),
        ("You are being redirected to the new page.", "robots"),
        ("We use cookies. Accept all or manage your preferences.", "cookie wall"),
        ("This article is for subscribers. Subscribe to continue reading.", "paywall"),
    ],
)
def test_a_door_of_one_sentence_is_refused_by_name(article, what):
    assert what in reason(article)
