"""Pronouns, nominals, quotations, go-betweens: who is meant, and when nobody is."""

from __future__ import annotations

import pytest

from summarizer.model import ActorKind
from summarizer.syntax.spacy_parser import SpacyParser

from .reading import read, who


def test_he_is_the_last_speaker(parser: SpacyParser) -> None:
    text = "‹Martin Oakley› said the quay would reopen. ‹He› said the work had taken a year."
    assert who(parser, text) == ["Martin Oakley", "Martin Oakley"]


def test_she_is_the_woman_though_a_man_spoke_last(parser: SpacyParser) -> None:
    text = "Helen Marsh opened the meeting. ‹Martin Oakley› greeted her. ‹She› said the quay would reopen."
    assert who(parser, text)[1] == "Helen Marsh"


def test_he_is_nobody_when_two_men_are_equally_near(parser: SpacyParser) -> None:
    text = "Martin Oakley and Peter Marsh walked along the quay. ‹He› said the work had taken a year."
    assert who(parser, text) == [""]


def test_he_is_not_the_man_whom_he_tells(parser: SpacyParser) -> None:
    text = "Martin Oakley came to the quay. ‹He› told Peter Marsh that the work had taken a year."
    assert who(parser, text) == ["Martin Oakley"]


def test_he_after_a_spokesman_without_a_name_is_the_spokesman(parser: SpacyParser) -> None:
    text = "Martin Oakley bought the mill in May. ‹A spokesman› confirmed the sale. ‹He› was calm."
    assert who(parser, text)[1] in ("", "A spokesman")


def test_who_is_named_in_the_words_is_not_their_speaker(parser: SpacyParser) -> None:
    text = "Martin Oakley praised Peter Marsh on Monday. ‹He› said Marsh had saved the quay."
    assert who(parser, text) == ["Martin Oakley"]


def test_whom_he_would_meet_is_not_he_who_answers(parser: SpacyParser) -> None:
    text = (
        "‹Martin Oakley› spoke to reporters on Monday.\n\n“The quay is safe. The gates are shut.”\n\n"
        "Asked whether he would meet Peter Marsh, ‹he› answered that he saw no reason to."
    )
    assert who(parser, text)[1] != "Peter Marsh"


def test_the_president_of_a_state_is_not_that_of_a_commission(parser: SpacyParser) -> None:
    text = (
        "Harbour Commission President Helen Marsh arrived. ‹The Finnish president› said the talks would go on."
    )
    assert who(parser, text) != ["Helen Marsh"]


def test_a_ministry_is_a_body_of_its_own_and_it_goes_on(parser: SpacyParser) -> None:
    text = "‹The Finnish defence ministry› denied the report. ‹It› said the ships had left."
    assert who(parser, text) == ["Finnish defence ministry", "Finnish defence ministry"]


def test_the_leaders_are_the_leaders_who_spoke_before(parser: SpacyParser) -> None:
    text = "‹European leaders› met on Monday. ‹The leaders› said the quay was safe."
    assert who(parser, text) == ["European leaders", "European leaders"]


def test_i_in_a_quotation_is_its_speaker(parser: SpacyParser) -> None:
    text = "“‹I› believe the quay is safe,” ‹Helen Marsh› said."
    assert who(parser, text) == ["Helen Marsh", "Helen Marsh"]


def test_i_outside_quotations_is_nobody(parser: SpacyParser) -> None:
    assert who(parser, "Helen Marsh called. ‹I› think the quay is safe.") == [""]


def test_who_is_the_noun_before_it(parser: SpacyParser) -> None:
    text = "The letter reached Helen Marsh, ‹who› said the quay was safe."
    assert who(parser, text) == ["Helen Marsh"]


def test_who_goes_past_the_town_to_the_person(parser: SpacyParser) -> None:
    text = "Helen Marsh, 59, of Ashton, ‹who› said the quay was safe, left early."
    assert who(parser, text) == ["Helen Marsh"]


def test_a_nominal_is_whom_the_article_presents_so(parser: SpacyParser) -> None:
    text = "Mayor Helen Marsh and Governor Martin Oakley met. ‹The governor› said the quay was safe."
    assert who(parser, text) == ["Martin Oakley"]


def test_a_nominal_of_another_state_is_not_he(parser: SpacyParser) -> None:
    text = "Finnish President Antti Virta arrived. ‹The Swedish president› said the talks would go on."
    assert who(parser, text) != ["Antti Virta"]


def test_a_nominal_that_two_people_fit_is_nobody(parser: SpacyParser) -> None:
    text = "Senator Helen Marsh and Senator Martin Oakley met. ‹The senator› said the quay was safe."
    assert who(parser, text) == [""]


def test_the_vice_president_is_not_the_president(parser: SpacyParser) -> None:
    text = "Vice President Martin Oakley arrived. ‹The president› said the quay was safe."
    assert who(parser, text) != ["Martin Oakley"]


@pytest.mark.parametrize("source", ["a senior official", "three officials", "aides"])
def test_a_source_without_a_name_is_unnamed_and_described(parser: SpacyParser, source: str) -> None:
    actor = read(parser, f"The deal was signed on Monday, ‹{source}› said.").actors[0]
    assert actor is not None
    assert (actor.kind, actor.name) == (ActorKind.UNNAMED, source)


@pytest.mark.parametrize(
    ("source", "name"),
    [("European leaders", "European leaders"), ("The international community", "International community"),
     ("Both sides", "Both sides")],
)  # fmt: skip
def test_a_collective_is_a_group(parser: SpacyParser, source: str, name: str) -> None:
    actor = read(parser, f"‹{source}› called for a ceasefire.").actors[0]
    assert actor is not None
    assert (actor.kind, actor.name) == (ActorKind.GROUP, name)


def test_an_abbreviation_is_the_body_that_it_abbreviates(parser: SpacyParser) -> None:
    text = "The International Harbour Safety Agency (IHSA) met on Monday. The ‹IHSA› said the quay was safe."
    assert who(parser, text) == ["International Harbour Safety Agency"]


def test_a_report_speaks_for_its_maker(parser: SpacyParser) -> None:
    text = "‹A Harbour Safety Agency report› found cracks in the quay. ‹The report› said they were deep."
    assert who(parser, text) == ["Harbour Safety Agency", "Harbour Safety Agency"]


def test_a_campaign_is_not_its_candidate(parser: SpacyParser) -> None:
    actor = read(parser, "Helen Marsh was ill. ‹The Marsh campaign› said she would be back.").actors[0]
    assert actor is not None
    assert actor.kind is ActorKind.ORG


def test_who_is_cited_is_credited_and_the_agency_only_passes_on(parser: SpacyParser) -> None:
    text = "The quay will close, according to ‹Reuters›, citing harbour officials."
    resolved = read(parser, text)
    assert resolved.actors[0] is not None
    assert resolved.actors[0].name == "harbour officials"
    assert resolved.via[0] is not None
    assert resolved.via[0].name == "Reuters"


def test_who_is_told_is_not_the_speaker(parser: SpacyParser) -> None:
    assert who(parser, "‹Helen Marsh› told the Harbour Post that the quay was safe.") == ["Helen Marsh"]


def test_two_runs_give_the_same(parser: SpacyParser) -> None:
    text = "‹Martin Oakley› met Peter Marsh. ‹He› said ‹the senator› was late."
    assert read(parser, text) == read(parser, text)
