"""Whose words a poll, a study or a ruling has, and which body "the agency" is."""

from __future__ import annotations

import pytest

from summarizer.actors.names import one_letter_off
from summarizer.syntax.spacy_parser import SpacyParser

from .reading import who


def test_a_new_study_is_the_one_named_behind_it(parser: SpacyParser) -> None:
    text = "‹A new study› finds that eels sleep. The University of Ashton study took ten years."
    assert who(parser, text) == ["University of Ashton"]


def test_a_study_that_is_not_new_may_be_any(parser: SpacyParser) -> None:
    text = "‹A study› once found that eels sleep. The University of Ashton study took ten years."
    assert who(parser, text) == [""]


def test_the_poll_is_the_one_just_spoken_of(parser: SpacyParser) -> None:
    text = "A Harbour Times opinion poll was taken in May. ‹The poll› found that few agreed."
    assert who(parser, text) == ["Harbour Times"]


def test_the_poll_after_two_polls_is_nobodys(parser: SpacyParser) -> None:
    text = (
        "A Harbour Times poll was taken in May. An Ashton Post poll followed. ‹The poll› found that few agreed."
    )
    assert who(parser, text) == [""]


def test_the_poll_after_a_poll_of_nobody_is_nobodys(parser: SpacyParser) -> None:
    text = "A Harbour Times poll was taken in May. Another poll followed. ‹The poll› found that few agreed."
    assert who(parser, text) == [""]


def test_a_study_by_a_universitys_people_is_the_universitys(parser: SpacyParser) -> None:
    text = "‹A study by researchers at Harbour University› found that eels sleep."
    assert who(parser, text) == ["Harbour University"]


def test_a_ruling_is_its_courts(parser: SpacyParser) -> None:
    text = "‹The Harbour Court› met on Monday. ‹The court› set a date. ‹The ruling› said nets were legal."
    assert who(parser, text) == ["Harbour Court"] * 3


def test_the_bank_is_the_company_just_named(parser: SpacyParser) -> None:
    text = "Shares of Harbour Holdings fell on Monday. ‹The bank› said it would cut jobs."
    assert who(parser, text) == ["Harbour Holdings"]


@pytest.mark.parametrize(
    "text",
    [
        "Harbour Holdings sued Ashton Holdings on Monday. ‹The bank› said it would cut jobs.",
        "Ashton University met in May. ‹The bank› said it would cut jobs.",
        "Harbour Holdings met. It rained. It snowed. The sun came out. ‹The bank› said it would cut jobs.",
    ],
)
def test_the_bank_is_nobody_when_two_fit_or_none_or_it_is_long_ago(parser: SpacyParser, text: str) -> None:
    assert who(parser, text) == [""]


def test_the_newspaper_is_a_newspaper(parser: SpacyParser) -> None:
    text = "The merger of Harbour Holdings was reported by the Ashton Courier. ‹The newspaper› named no price."
    assert who(parser, text) == ["Ashton Courier"]


def test_the_city_of_a_name_is_that_city(parser: SpacyParser) -> None:
    assert who(parser, "‹The city of Phoenix› demanded an answer.") == ["Phoenix"]


def test_a_panel_of_a_court_is_that_court(parser: SpacyParser) -> None:
    assert who(parser, "‹A three-judge panel of the Supreme Court› said no.")[0].endswith("Supreme Court")


def test_two_names_with_a_stroke_are_one_body(parser: SpacyParser) -> None:
    assert who(parser, "‹A Reuters/Ipsos poll› found that few agreed.") == ["Reuters/Ipsos"]


@pytest.mark.parametrize(
    ("a", "b", "off"),
    [("bornsten", "bornstein", True), ("bornstein", "bornsteen", True), ("marsh", "marsh", False),
     ("bornstein", "cornstein", False), ("hale", "hadley", False)],
)  # fmt: skip
def test_one_letter_off(a: str, b: str, off: bool) -> None:
    assert one_letter_off(a, b) is off
    assert one_letter_off(b, a) is off
