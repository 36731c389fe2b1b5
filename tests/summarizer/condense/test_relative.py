"""What a relative clause calls the words in front of it."""

import pytest

from .test_extractive import line

CALLED = {
    "called": (
        "The council voted for the harbour toll, which Mayor Jane Roe called a gift to smugglers, on Monday.",
        "Mayor Jane Roe", "called", "a gift to smugglers", "Called the harbour toll a gift to smugglers"),
    "described as": (
        "The dockers read the new contract, which Jane Roe described as an insult to the port.", "Jane Roe",
        "described", "as an insult to the port", "Described the new contract as an insult to the port"),
    "the as in the cue": (
        "The dockers read the new contract, which Jane Roe described as an insult to the port.", "Jane Roe",
        "described as", "an insult to the port", "Described the new contract as an insult to the port"),
}  # fmt: skip
SILENT = {
    "a pronoun in what is spoken of": (
        "The council voted for his toll, which Mayor Jane Roe called a gift to smugglers, on Monday.",
        "Mayor Jane Roe", "called", "a gift to smugglers"),
    "another verb": (
        "The council voted for the toll, which Jane Roe wanted to see doubled.", "Jane Roe", "wanted",
        "to see doubled"),
}  # fmt: skip


@pytest.mark.parametrize("row", CALLED.values(), ids=list(CALLED))
def test_what_it_hangs_on_stands_behind_the_verb(row: tuple[str, str, str, str, str]) -> None:
    """The words keep their forms; only their order changes."""
    assert line(*row[:4]).text == row[4]


@pytest.mark.parametrize("row", SILENT.values(), ids=list(SILENT))
def test_no_line_is_made_of_half_a_clause(row: tuple[str, str, str, str]) -> None:
    """A name for nobody knows what is no line."""
    assert not line(*row).text.startswith(("Called", "Wanted"))


def test_what_is_only_supposed_was_not_said() -> None:
    """An author's "say" or "suppose" at the head of a sentence makes what follows a thought of theirs."""
    text = "Suppose Norway demanded that the ferries stop at every island before noon."
    assert not line(text, "Norway", "demanded", "that the ferries stop at every island before noon")
