"""Descriptions that stand for somebody named, and those that must not."""

from __future__ import annotations

from summarizer.syntax.spacy_parser import SpacyParser

from .reading import read, who


def test_a_line_of_work_with_a_place_is_who_is_spoken_of(parser: SpacyParser) -> None:
    text = "Martin Oakley opened a hotel on Monday. ‹The Boston businessman› said he was proud."
    assert who(parser, text) == ["Martin Oakley"]


def test_a_description_between_two_equals_is_nobody(parser: SpacyParser) -> None:
    text = "Martin Oakley and Peter Marsh opened a hotel. ‹The Boston businessman› said he was proud."
    assert who(parser, text) == [""]


def test_an_age_is_who_is_spoken_of(parser: SpacyParser) -> None:
    text = "Helen Marsh won the race on Monday. ‹The 23-year-old› said she was proud."
    assert who(parser, text) == ["Helen Marsh"]


def test_a_place_behind_an_office_is_no_bar(parser: SpacyParser) -> None:
    text = "Sen. Helen Marsh met Mayor Martin Oakley. ‹The Vermont senator› said the quay was safe."
    assert who(parser, text) == ["Helen Marsh"]


def test_a_senator_of_another_state_is_not_she(parser: SpacyParser) -> None:
    text = "Vermont Senator Helen Marsh spoke on Monday. ‹The Ohio senator› said the quay was safe."
    assert who(parser, text) != ["Helen Marsh"]


def test_the_candidate_of_another_party_is_not_he(parser: SpacyParser) -> None:
    text = "Republican candidate Martin Oakley spoke on Monday. ‹The Democratic candidate› said no."
    assert who(parser, text) != ["Martin Oakley"]


def test_a_possessive_gives_the_sex_away(parser: SpacyParser) -> None:
    text = "Martin Oakley met Helen Marsh on Monday. ‹The Boston businessman› praised his guest."
    assert who(parser, text)[0] != "Helen Marsh"


def test_he_after_the_description_is_the_same(parser: SpacyParser) -> None:
    text = "Martin Oakley opened a hotel. ‹The Boston businessman› said it was full. ‹He› said he was proud."
    assert who(parser, text) == ["Martin Oakley", "Martin Oakley"]


def test_a_president_nobody_names_is_not_who_is_spoken_of(parser: SpacyParser) -> None:
    """An office has one holder, and that need not be who stands nearest."""
    text = "Martin Oakley opened a hotel. ‹The Finnish president› said it was full."
    assert who(parser, text) != ["Martin Oakley"]


def test_the_driver_after_a_driver_is_that_driver(parser: SpacyParser) -> None:
    text = "Helen Marsh saw it all. A taxi driver hit the wall. ‹The Boston driver› said it was dark."
    assert who(parser, text) != ["Helen Marsh"]


def test_he_after_the_official_goes_back_to_how_the_official_came_in(parser: SpacyParser) -> None:
    text = "‹A harbour official› came. ‹The official› looked tired. ‹He› said the quay was safe."
    actors = read(parser, text).actors
    assert actors[2] is None or actors[2].name == "A harbour official"


def test_who_behind_a_post_is_the_candidate_for_it(parser: SpacyParser) -> None:
    text = "She greeted the nominee for president, ‹who› said the quay was safe."
    assert who(parser, text) in (["nominee for president"], [""])


def test_they_are_the_people_of_the_sentence(parser: SpacyParser) -> None:
    text = "‹The Harbour Agency› closed the quay. Fishermen gathered because ‹they› said it was safe."
    assert who(parser, text)[1] != "Harbour Agency"


def test_a_verb_taken_for_the_source_means_its_subject(parser: SpacyParser) -> None:
    assert who(parser, "“The quay is safe,” ‹said› Helen Marsh.") == ["Helen Marsh"]


def test_one_letter_left_out_of_a_long_surname_makes_no_second_person(parser: SpacyParser) -> None:
    text = "Doctor Harald Bornstein spoke. ‹Bornsten› said he was well."
    assert who(parser, text) == ["Harald Bornstein"]


def test_a_short_surname_with_another_letter_is_another_person(parser: SpacyParser) -> None:
    text = "Martin Hales spoke. ‹Ms. Halle› said she was well."
    assert who(parser, text) != ["Martin Hales"]


def test_a_spokeswoman_named_behind_her_house_speaks_as_herself(parser: SpacyParser) -> None:
    resolved = read(parser, "‹A spokeswoman for Harbour Air, Ann Poe,› declined to confirm the merger.")
    assert [a and a.name for a in resolved.actors] == ["Ann Poe"]


def test_whom_a_spokeswoman_speaks_for_is_kept(parser: SpacyParser) -> None:
    resolved = read(parser, "‹Harbour Air spokeswoman Ann Poe› declined to confirm the merger.")
    assert list(resolved.roles.values()) == ["Harbour Air spokeswoman"]
