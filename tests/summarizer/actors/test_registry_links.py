"""When a name of an article is somebody of the registry, and when it must not be."""

from __future__ import annotations

from datetime import date

import pytest

from summarizer.actors.registry import Registry, RegistryEntry, Title
from summarizer.model import Actor, ActorId, ActorKind
from summarizer.syntax.spacy_parser import SpacyParser

from .reading import person, read, state, who

UKRAINE = ActorId("ukraine")
RUSSIA = ActorId("russia")
REGISTRY = Registry(
    (
        state("ukraine", "Ukraine", "Kyiv"),
        state("russia", "Russia", "Moscow"),
        person("volodymyr-zelenskyy", "Volodymyr Zelenskyy", Title("president", UKRAINE, date(2019, 5, 20))),
        person("petro-poroshenko", "Petro Poroshenko",
               Title("president", UKRAINE, date(2014, 6, 7), date(2019, 5, 20))),
        person("vladimir-putin", "Vladimir Putin", Title("president", RUSSIA, date(2012, 5, 7))),
        person("boris-johnson", "Boris Johnson", Title("prime minister", ActorId("united-kingdom"))),
    )
)  # fmt: skip


def linked(parser: SpacyParser, text: str, on: date | None = None) -> list[str]:
    return [a.id if a else "" for a in read(parser, text, registry=REGISTRY, on=on).actors]


@pytest.mark.parametrize("name", ["Volodymyr Zelensky", "Volodymyr Zelenskiy", "Volodymyr Zelenskyy"])
def test_spellings_of_a_full_name_are_one_person(parser: SpacyParser, name: str) -> None:
    assert linked(parser, f"‹{name}› said the talks would go on.") == ["volodymyr-zelenskyy"]


def test_the_registrys_name_is_printed(parser: SpacyParser) -> None:
    assert who(parser, "‹Volodymyr Zelensky› said no.", registry=REGISTRY) == ["Volodymyr Zelenskyy"]


def test_a_surname_alone_links_when_the_persons_state_is_spoken_of(parser: SpacyParser) -> None:
    assert linked(parser, "The talks in Ukraine failed. ‹Zelensky› said they had come too late.") == [
        "volodymyr-zelenskyy"
    ]


def test_a_surname_alone_links_to_nobody_without_such_context(parser: SpacyParser) -> None:
    assert linked(parser, "The bakery closed. ‹Poroshenko› said the rent was too high.") == ["~poroshenko"]


def test_another_first_name_is_another_person(parser: SpacyParser) -> None:
    text = "Ukraine's athletes won. Olena Zelensky trained them. ‹Zelensky› said she was proud."
    assert linked(parser, text) == ["~olena-zelensky"]


def test_a_frequent_surname_alone_links_to_nobody(parser: SpacyParser) -> None:
    assert linked(parser, "In Britain the match was late. ‹Johnson› said the rain had stopped.") == ["~johnson"]


def test_a_first_name_alone_links_to_nobody(parser: SpacyParser) -> None:
    assert linked(parser, "In Ukraine the school reopened. ‹Volodymyr› said the pupils were glad.") == [
        "~volodymyr"
    ]


def test_a_stated_office_that_the_person_never_held_forbids_the_link(parser: SpacyParser) -> None:
    text = "In Russia the fair opened. ‹Pastry chef Putin› said the ovens were cold."
    assert linked(parser, text) != ["vladimir-putin"]


def test_a_namesake_in_another_walk_of_life_is_not_the_registrys_person(parser: SpacyParser) -> None:
    text = "The oven broke on Monday. ‹Village baker Boris Johnson› said the bread would be late."
    assert linked(parser, text) == ["~boris-johnson"]


def test_an_office_means_its_holder_at_the_articles_date(parser: SpacyParser) -> None:
    text = "The ‹Ukrainian president› said the talks would go on."
    assert linked(parser, text, date(2016, 3, 1)) == ["petro-poroshenko"]
    assert linked(parser, text, date(2024, 3, 1)) == ["volodymyr-zelenskyy"]


def test_an_office_means_nobody_in_an_article_without_a_date(parser: SpacyParser) -> None:
    assert "zelenskyy" not in linked(parser, "‹The Ukrainian president› said the talks would go on.")[0]


def test_the_articles_own_president_wins_over_the_registrys(parser: SpacyParser) -> None:
    text = "Ukrainian President Olena Marchenko arrived. ‹The Ukrainian president› said the talks would go on."
    assert linked(parser, text, date(2024, 3, 1)) == ["~olena-marchenko"]


def test_a_former_president_is_not_the_president(parser: SpacyParser) -> None:
    text = "Former Ukrainian President Petro Poroshenko spoke. ‹The Ukrainian president› said no."
    assert linked(parser, text) != ["petro-poroshenko"]


def test_a_capital_that_speaks_is_its_state_and_never_a_person(parser: SpacyParser) -> None:
    text = "Vladimir Putin met his generals. While ‹Moscow› has stated it wants peace, the shelling goes on."
    assert linked(parser, text) == ["russia"]


def test_it_after_a_capital_that_speaks_is_the_state(parser: SpacyParser) -> None:
    assert linked(parser, "‹Moscow› rejected the plan. ‹It› said the terms were unfair.") == [
        "russia",
        "russia",
    ]


def test_a_government_is_its_state(parser: SpacyParser) -> None:
    assert linked(parser, "‹The Russian government› said the terms were unfair.") == ["russia"]


def test_other_names_of_a_body_are_one_body_with_its_own(parser: SpacyParser) -> None:
    """Only the registry knows what letters stand for that are no initials."""
    union = Actor(ActorId("dockers"), "Dockers' Federation", ActorKind.ORG)
    registry = Registry((RegistryEntry(union, ("UHW",)),))
    text = "The ‹UHW› said no. The ‹Dockers' Federation› said so, and the ‹federation› said it would strike."
    assert who(parser, text, registry=registry) == ["Dockers' Federation"] * 3
    assert who(parser, text) == ["UHW", "Dockers' Federation", "Dockers' Federation"]


def test_a_registry_is_indexed_once() -> None:
    """However many articles ask it."""
    assert REGISTRY.index is REGISTRY.index
    assert REGISTRY.index.registry is REGISTRY
