"""Lines that say too little, and reported speech that is cut or completed so that it says enough."""

from __future__ import annotations

import pytest

from summarizer.condense.extractive import ExtractiveCondenser

from .test_extractive import line
from .texts import document, statement

THIN = {
    "yes": ("Roe said yes.", "Roe", "said", "yes"),
    "their luck": ("Sailors lamented their luck.", "Sailors", "lamented", "their luck"),
    "knows how": ("Roe has shown she knows how.", "Roe", "has shown", "she knows how"),
    "how somebody fared": (
        "Roe was unable to turn the harbour into a park.", "Roe", "was unable to turn",
        "the harbour into a park"),
    "no subject": (
        "These ferries, Roe explained, were old and slow in winter.", "Roe", "explained",
        "were old and slow in winter"),
    "with whom but not about what": ("Roe largely agreed with Doe.", "Roe", "largely agreed with", "Doe"),
    "a question": (
        "But has Roe called for a second bridge over the river?", "Roe", "has | called for",
        "a second bridge over the river"),
    "what a plan would do": (
        "The gap between what Roe says her plan would do and its cost is wide.", "Roe", "says",
        "her plan would do"),
    "half a mark": (
        "Roe says flood was an 'intentional act", "Roe", "says", "flood was an 'intentional act"),
    "a source without what it says": (
        "Roe cited preliminary figures.", "Roe", "cited", "preliminary figures"),
    "other object": (
        "The ferry left, she added the words in chalk.", "she", "added", "The ferry left"),
}  # fmt: skip


def test_more_than_what() -> None:
    """The "more" stands between cue and content: only the whole sentence has it."""
    text = "Roe speaks more often about floods than about fires."
    assert line(text, "Roe", "speaks | about", "floods than about fires").text == text[:-1]


@pytest.mark.parametrize("row", THIN.values(), ids=list(THIN))
def test_says_too_little(row: tuple[str, str, str, str]) -> None:
    """No line."""
    assert not line(*row)


SAYS = {
    "an act with an object": ("Roe called for a ceasefire.", "Roe", "called for", "a ceasefire",
                              "Called for a ceasefire"),
    "expletive it": (
        "Roe said that it was too early to tell whether the dam would hold.", "Roe", "said",
        "that it was too early to tell whether the dam would hold",
        "Said that it was too early to tell whether the dam would hold"),
    "that is no determiner": (
        "Roe recognized that imitation is the best form of flattery.", "Roe", "recognized",
        "that imitation is the best form of flattery",
        "Recognized that imitation is the best form of flattery"),
    "on whom it is called": (
        "Roe called on Doe to reopen the harbour.", "Roe", "called", "to reopen the harbour",
        "Called on Doe to reopen the harbour"),
    "figures of something": (
        "Roe cited figures on floods in 2024.", "Roe", "cited", "figures on floods in 2024",
        "Cited figures on floods in 2024"),
    "what was cited": ("Roe cited the storm.", "Roe", "cited", "the storm", "Cited the storm"),
    "has since": (
        "Roe has backed the harbour since the great flood.", "Roe", "has backed",
        "the harbour since the great flood", "Has backed the harbour since the great flood"),
    "forced to admit": (
        "Doe forced Roe to admit that the dam was never tested.", "Roe", "to admit",
        "that the dam was never tested", "Admitted that the dam was never tested"),
}  # fmt: skip


@pytest.mark.parametrize("row", SAYS.values(), ids=list(SAYS))
def test_says_enough(row: tuple[str, str, str, str, str]) -> None:
    """The line as an editor wrote it."""
    assert line(*row[:4]).text == row[4]


def test_refused_to_admit_is_no_admission() -> None:
    """Only what somebody was brought to do has been done."""
    text = "Doe asked Roe to admit that the dam was never tested."
    assert not line(text, "Roe", "to admit", "that the dam was never tested")


def test_reported_speech_is_cut_before_a_second_clause() -> None:
    """The first of two reported clauses is the line when both are too long."""
    text = "Roe said that the dam would hold through the winter; she would open the new harbour in the spring."
    content = text.removeprefix("Roe said ").removesuffix(".")
    assert line(text, "Roe", "said", content, max_words=12).text == (
        "Said that the dam would hold through the winter"
    )


def test_what_the_same_actor_says_inside_what_it_says() -> None:
    """A cue below another one of the same actor is that actor's own."""
    text = "Roe said the dam would hold, though she noted that the harbour floods in every spring."
    marked = [
        statement(text, "Roe", "said", "the dam would hold", name="Roe"),
        statement(text, "she", "noted", "that the harbour floods in every spring", name="Roe"),
    ]
    found = ExtractiveCondenser().condense(document(text), marked)
    assert found[1].text == "Noted that the harbour floods in every spring"


def test_an_estimate_is_not_about_its_institute() -> None:
    """The "it" of an estimate is the plan that was named before."""
    assert not line("The institute estimates it would cost four billion crowns.", "The institute", "estimates",
                    "it would cost four billion crowns")  # fmt: skip


def test_two_sentences_without_a_stop() -> None:
    """Only the first of two sentences that the page ran together is the line."""
    text = (
        "Roe said she would raise the tolls on all ferries to the old harbour and widen the northern docks "
        "The council will open a second harbour in the spring of next year."
    )
    content = text.removeprefix("Roe said ").removesuffix(".")
    assert line(text, "Roe", "said", content).text in {
        "",
        "Said she would raise the tolls on all ferries to the old harbour and widen the northern docks",
    }
