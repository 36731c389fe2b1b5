"""Dates in questions, asked on Wednesday 14 May 2025 at noon."""

from datetime import UTC, datetime

import pytest

from summarizer.ask.window import find_window

NOW = datetime(2025, 5, 14, 12, tzinfo=UTC)


def days(question: str):
    window = find_window(question, NOW)
    return tuple(None if at is None else f"{at:%Y-%m-%d}" for at in (window.since, window.until))


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("since Tuesday", ("2025-05-13", None)),
        ("since Wednesday", ("2025-05-14", None)),
        ("on Wednesday", ("2025-05-14", "2025-05-15")),
        ("last Wednesday", ("2025-05-07", "2025-05-08")),
        ("on 12 May", ("2025-05-12", "2025-05-13")),
        ("on May 12th, 2024", ("2024-05-12", "2024-05-13")),
        ("on 2025-05-12", ("2025-05-12", "2025-05-13")),
        ("after 12 May", ("2025-05-13", None)),
        ("before 12 May", (None, "2025-05-12")),
        ("until Monday", (None, "2025-05-13")),
        ("between 10 and 12 May", ("2025-05-10", "2025-05-13")),
        ("between Monday and Tuesday", ("2025-05-12", "2025-05-14")),
        ("yesterday evening", ("2025-05-13", "2025-05-14")),
        ("today", ("2025-05-14", "2025-05-15")),
        ("last week", ("2025-05-05", "2025-05-12")),
        ("this week", ("2025-05-12", "2025-05-19")),
        ("in April", ("2025-04-01", "2025-05-01")),
        ("since June", ("2024-06-01", None)),
        ("in December 2023", ("2023-12-01", "2024-01-01")),
        ("last month", ("2025-04-01", "2025-05-01")),
        ("last year", ("2024-01-01", "2025-01-01")),
        ("in 2022", ("2022-01-01", "2023-01-01")),
        ("in the last 3 days", ("2025-05-11", "2025-05-14")),
    ],
)
def test_a_phrase_becomes_a_window(phrase: str, expected: tuple[str | None, str | None]) -> None:
    """Begin and end (exclusive), and nothing of the phrase is left in the question."""
    window = find_window(f"What did Roe say {phrase}?", NOW)
    assert days(f"What did Roe say {phrase}?") == expected
    assert window.rest.split() == ["What", "did", "Roe", "say", "?"]


@pytest.mark.parametrize(
    "question", ["What may Roe say?", "What did Roe say on the march?", "Roe on 30 February?"]
)
def test_what_is_no_date_is_left_alone(question: str) -> None:
    """A verb, a march, a day that does not exist."""
    window = find_window(question, NOW)
    assert (window.since, window.until, window.rest) == (None, None, question)
