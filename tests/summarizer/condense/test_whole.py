"""Where deletion gives no line: the sentence as it stands, or with the sentence that explains it."""

import pytest

from summarizer.model import ActorKind

from .test_extractive import line

ALONE = {
    "half a quotation": (
        ("Roe “has made the harbour safe,” Doe said.", "Doe", "said", "“has made the harbour safe,”"),
        "Roe “has made the harbour safe,” Doe said",
    ),
    "a noun for a cue": (
        ("By Roe’s own admission, the bridge is far older than the two dams.", "Roe", "own admission",
         "the bridge is far older than the two dams"),
        "By Roe’s own admission, the bridge is far older than the two dams",
    ),
    "what opposes the sentence before goes": (
        ("But by Roe’s own admission, the bridge is far older than the two dams.", "Roe", "own admission",
         "the bridge is far older than the two dams"),
        "By Roe’s own admission, the bridge is far older than the two dams",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("row", "told"), ALONE.values(), ids=list(ALONE))
def test_the_sentence_as_it_stands(row: tuple[str, str, str, str], told: str) -> None:
    """Word for word, the speaker in it."""
    assert line(*row).text == told


def test_a_possessor_that_the_source_names() -> None:
    """Whose plan it is stands in front of "office"."""
    text = "Jane Roe’s office is defending her plan for the harbour."
    found = line(text, "Jane Roe’s office", "is defending", "her plan for the harbour", kind=ActorKind.ORG)
    assert found.text == text[:-1]


def test_the_sentence_before_comes_along() -> None:
    """What “this” is can be read there, and both sentences are cited."""
    text = "The council closed the old harbour in May. “This costs us our future,” Roe told the Wire."
    found = line(text, "Roe", "told the Wire", "“This costs us our future,”")
    assert found.text == (
        "The council closed the old harbour in May. “This costs us our future,” Roe told the Wire"
    )
    assert [text[a:b] for a, b in found.evidence] == [text[:42], text[43:]]


WITHHELD = {
    "nobody knows whose words stand before": (
        "“The harbour closed in May.” “This costs us our future,” Roe said.", "Roe", "said",
        "“This costs us our future,”"),
    "he may be the one named before": (
        "Tom Hale closed the old harbour in May. “This costs us our future,” he said.", "he", "said",
        "“This costs us our future,”"),
    "the sentence before leans on another one": (
        "They closed it in May. “This costs us our future,” Roe said.", "Roe", "said",
        "“This costs us our future,”"),
    "most of the sentence is the reporter’s": (
        "This decision by Roe to close the harbour destroys what faith in the council there was.", "Roe",
        "decision", "to close the harbour"),
    "an estimate is not about its institute": (
        "The institute estimates it would cost four billion crowns.", "The institute", "estimates",
        "it would cost four billion crowns"),
    "only supposed": (
        "The fleet will sail if Roe says that the storm is over.", "Roe", "says", "that the storm is over"),
    "too little": ("“I love you,” Roe said.", "Roe", "said", "“I love you,”"),
}  # fmt: skip


@pytest.mark.parametrize("row", WITHHELD.values(), ids=list(WITHHELD))
def test_no_line_rather_than_a_misleading_one(row: tuple[str, str, str, str]) -> None:
    assert not line(*row)


def test_what_this_stands_for_is_not_trimmed() -> None:
    """Rather no line than one whose “these two” stand for something else."""
    text = (
        "The council spoke of the old harbour for most of a long and stormy night, as the ferries sailed for "
        "the islands of Marsh and Hale without any of the passengers. “These have no pier,” Roe said."
    )
    assert not line(text, "Roe", "said", "“These have no pier,”", max_words=24)
