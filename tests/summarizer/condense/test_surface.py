from __future__ import annotations

import pytest

from summarizer.condense.line import count_words
from summarizer.condense.surface import finish, is_balanced, tidy


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("called for talks.", "Called for talks"),
        ("said: “We left.”", "Said: “We left”"),
        ("said: “We left. They stayed.”", "Said: “We left. They stayed.”"),
        ("met leaders of the U.S.", "Met leaders of the U.S."),
        ("eBay left", "eBay left"),
        ("“we left” is what he said", "“we left” is what he said"),
        ("12 ports closed,", "12 ports closed"),
    ],
)
def test_finish(text: str, line: str) -> None:
    assert finish(text) == line


def test_tidy_drops_separators_that_lost_their_phrase() -> None:
    assert tidy("the harbour , , would  open ,.") == "the harbour, would open."


@pytest.mark.parametrize("text", ["“a", "a”", "(a", "a)", '"a', "“a “b”", "''a", "(a]"])
def test_unbalanced(text: str) -> None:
    assert not is_balanced(text)


def test_dashes_and_ellipses_are_no_words() -> None:
    assert count_words("Said: “We left” … “but we – all 12 – stayed”") == 8
