"""New, repeated or changed since a channel's last briefs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsdesk.marks import cut, mark, standing
from newsdesk.model import BriefId, BriefKind, BriefRecord, Position, Window
from summarizer.model import Act, Status

from .marking import HOLM, REED, brief, bullet, is_accounted, lines

BRIDGE = "Said the harbour bridge will stay closed until the inspection is over"


def test_incremental_mode_sending_old_items_again() -> None:
    """What the channel has read is folded, and counted."""
    marked = mark(brief(BRIDGE, "Promised a new ferry to the northern islands"), [brief(BRIDGE)])
    assert lines(marked) == [("Promised a new ferry to the northern islands", "new")]
    assert marked.coverage.folded == 3
    assert is_accounted(marked)


def test_the_same_claim_in_other_words_is_repeated() -> None:
    """Two outlets condense one sentence differently."""
    again = "Stated that the harbour bridge will remain closed until the inspection is over"
    assert lines(mark(brief(again), [brief(BRIDGE)])) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Said 12 boats were lost in the storm", "Said 15 boats were lost in the storm"),
        ("Said boats were lost in the storm off the cape", "Said 15 boats were lost in the storm off the cape"),
        ("Said two boats were lost in the winter storm", "Said three boats were lost in the winter storm"),
        ("Said the council will vote on the lease", "Said the council will not vote on the lease"),
        ("Rejected the plan for the northern pier", "Accepted the plan for the northern pier"),
        ("Said talks on the ferry lease resume on Monday", "Said talks on the ferry lease resume on Tuesday"),
        (
            "Said the delegation flies to Oslo for talks on the ferry lease",
            "Said the delegation flies to Bergen for talks on the ferry lease",
        ),
    ],
)
def test_other_numbers_negation_names_or_days_are_a_change(before: str, after: str) -> None:
    """The reader who knows the first line has to see the second."""
    assert lines(mark(brief(after), [brief(before)])) == [(after, "changed")]


def test_a_line_that_says_much_more_is_no_repetition() -> None:
    """The old words stand in it, and so do others."""
    more = BRIDGE + ", the toll doubles, night trains are cancelled and the pilots keep their pay"
    assert lines(mark(brief(more), [brief(BRIDGE)])) == [(more, "changed")]


def test_nobody_repeats_what_somebody_else_said() -> None:
    """The same words of another actor are news."""
    assert lines(mark(brief(bullet(BRIDGE, REED)), [brief(BRIDGE)])) == [(BRIDGE, "new")]


def test_a_deed_is_no_repetition_of_words() -> None:
    """Announcing a thing and doing it are two things."""
    done = bullet("Closed the harbour bridge", HOLM, Act.DID)
    assert [status for _, status in lines(mark(brief(done), [brief("Closed the harbour bridge")]))] == [
        "changed"
    ]


def test_back_to_an_older_figure_is_a_change() -> None:
    """Compared with the newest brief that speaks of it: 12, then 15, and now 12 again."""
    twelve, fifteen = "Said 12 boats were lost in the storm", "Said 15 boats were lost in the storm"
    assert lines(mark(brief(twelve), [brief(fifteen), brief(twelve)])) == [(twelve, "changed")]
    assert lines(mark(brief(fifteen), [brief(fifteen), brief(twelve)])) == []


def test_older_briefs_of_the_chain_count_too() -> None:
    """A line of three briefs ago is still known."""
    other = brief("Promised a new ferry to the northern islands")
    assert lines(mark(brief(BRIDGE), [other, other, brief(BRIDGE)])) == []


def test_without_earlier_briefs_everything_is_new() -> None:
    """And nothing is folded."""
    first = brief(BRIDGE)
    assert mark(first, []) == first


def test_a_withdrawn_line_does_not_count_as_read() -> None:
    """It was struck out; when it is said again, it is news."""
    both = brief(BRIDGE, bullet("Promised a new ferry", REED))
    record = BriefRecord(
        BriefId(1),
        BriefKind.BRIEF,
        "k",
        Window(Position(0), Position(1)),
        both,
        datetime(2025, 5, 1, tzinfo=UTC),
        withdrawn=frozenset({0}),
    )
    assert lines(standing(record)) == [("Promised a new ferry", "new")]
    assert lines(mark(brief(BRIDGE), [standing(record)])) == [(BRIDGE, "new")]


def test_limits_leave_out_the_least_and_say_so() -> None:
    """Two actors, two bullets each, cut to one of each kind."""
    long = brief(bullet("Low", score=1), bullet("Lower", score=0.5), bullet("High", REED, score=9))
    short = cut(long, max_actors=1, max_bullets=1)
    assert lines(short) == [("High", "new")]
    assert short.coverage.left_out == long.coverage.left_out + 2
    assert is_accounted(short)


topics = st.sampled_from(
    ["bridge", "ferry lease", "Bergen pier", "storm boats", "12 boats", "15 boats", "no toll"]
)
verbs = st.sampled_from(["Said", "Rejected", "Accepted", "Denied"])
some_bullets = st.builds(
    lambda v, t, a, act: bullet(f"{v} the {t} for the islands", a, act),
    verbs,
    topics,
    st.sampled_from([HOLM, REED]),
    st.sampled_from(Act),
)
some_briefs = st.lists(some_bullets, max_size=8).map(lambda found: brief(*found))


@settings(max_examples=60, deadline=None)
@given(some_briefs, st.lists(some_briefs, max_size=3), st.integers(1, 3), st.integers(1, 3))
def test_every_statement_keeps_one_fate(now, earlier, actors, bullets) -> None:
    """Marking and cutting move statements between counts and lose none; what was just sent is all folded."""
    marked = mark(now, earlier)
    assert is_accounted(marked)
    assert is_accounted(cut(marked, max_actors=actors, max_bullets=bullets))
    assert all(b.status is not Status.REPEATED for s in marked.sections for b in s.bullets)
    assert lines(mark(now, [now, *earlier])) == []
