"""A "he" who is not the actor gets his name, where there is only one whom he can be."""

import pytest

from summarizer.model import ActorKind

from .test_extractive import line

NAMED = {
    "in the reporter’s words": (
        "Tom Hale resigned in May. The dockers said his plan was a danger to the harbour.", "The dockers",
        "said", "his plan was a danger to the harbour",
        "Said Tom Hale’s plan was a danger to the harbour"),
    "in the speaker’s": (
        "The council heard Tom Hale in May. “He has never seen the harbour,” Jane Roe said.", "Jane Roe",
        "said", "“He has never seen the harbour,”", "Said about Tom Hale: “He has never seen the harbour”"),
}  # fmt: skip
UNCLEAR = {
    "two men": (
        "Tom Hale met John Marsh in May. Jane Roe said his plan was a danger to the harbour.", "Jane Roe",
        "said", "his plan was a danger to the harbour"),
    "a man without a name": (
        "Tom Hale met a driver in May. Jane Roe said his plan was a danger to the harbour.", "Jane Roe",
        "said", "his plan was a danger to the harbour"),
    "nobody of that sex": (
        "Mary Hale resigned in May. Jane Roe said his plan was a danger to the harbour.", "Jane Roe",
        "said", "his plan was a danger to the harbour"),
}  # fmt: skip


@pytest.mark.parametrize("row", NAMED.values(), ids=list(NAMED))
def test_one_person_it_can_be(row: tuple[str, str, str, str, str]) -> None:
    """The sentence with the name is cited too."""
    kind = ActorKind.GROUP if row[1].endswith("dockers") else ActorKind.PERSON
    found = line(*row[:4], kind=kind)
    assert found.text == row[4]
    assert len(found.evidence) == 2


@pytest.mark.parametrize("row", UNCLEAR.values(), ids=list(UNCLEAR))
def test_a_guess_is_no_name(row: tuple[str, str, str, str]) -> None:
    """No name is put for the pronoun."""
    assert "Hale’s plan" not in line(*row).text


def test_the_one_whom_the_story_is_about_is_a_rival() -> None:
    """Mary Hale stands three sentences back, and is no less likely to be meant than the last one named."""
    text = (
        "Mary Hale spoke of the harbour. The council heard it. The dockers left. Ann Marsh agreed with the "
        "dockers. “She has never seen the harbour,” John Roe said."
    )
    found = line(text, "John Roe", "said", "“She has never seen the harbour,”")
    assert "about Ann Marsh" not in found.text


def test_a_name_ends_at_a_dash() -> None:
    """An entity may run on into what a dash adds to the name."""
    text = (
        "Tom Hale — Harbour Academy’s best known pilot — left in May. The dockers said his plan was a danger."
    )
    found = line(text, "The dockers", "said", "his plan was a danger", kind=ActorKind.GROUP)
    assert "Academy’s plan" not in found.text
    assert found.text in {"", "Said Tom Hale’s plan was a danger"}


def test_an_owner_is_nobody_who_acts() -> None:
    """“Harbour” stands behind another name elsewhere in the evidence, and that is no objection."""
    text = (
        "Tom Hale praised the Ferry Board’s harbour map in May. The dockers said his harbour plan was a danger."
    )
    found = line(text, "The dockers", "said", "his harbour plan was a danger", kind=ActorKind.GROUP)
    assert found.text == "Said Tom Hale’s harbour plan was a danger"
