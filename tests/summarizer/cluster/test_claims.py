"""Which lines of one actor say the same."""

import pytest

from summarizer.cluster.claims import claims

from ..values import actor, statement

ROE = actor("Jane Roe")


def grouped(*lines: str) -> int:
    return len(claims([statement(ROE, line, at=100 * n) for n, line in enumerate(lines)]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Said the barrier will reopen within nine days",
            "Stressed that the barrier would reopen within nine days",
        ),
        ("Called for an inquiry into the crack", "Called for an inquiry into the crack in the barrier's hinge"),
    ],
)
def test_the_same_claim_is_one(one: str, other: str) -> None:
    """Reporting verbs and small words make no difference."""
    assert grouped(one, other) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Said the barrier will reopen in 9 days", "Said the barrier will reopen in 12 days"),
        ("Said the barrier will reopen this week", "Said the barrier will not reopen this week"),
        ("Accepted the offer of talks on the barrier", "Rejected the offer of talks on the barrier"),
        ("Said the repair is paid for", "Said the divers were brave"),
    ],
)
def test_another_number_negation_verb_or_subject_is_another_claim(one: str, other: str) -> None:
    """The same topic is not the same claim."""
    assert grouped(one, other) == 2


def test_the_surest_line_leads() -> None:
    """The statement that the reader is surest of gives the line."""
    sure = statement(ROE, "Said the barrier will reopen within nine days", confidence=0.9)
    unsure = statement(ROE, "Said the barrier will reopen within nine days or so", confidence=0.5)
    (claim,) = claims([unsure, sure])
    assert claim.lead is sure
