"""Actor registries: what a file may say, and every fault it is told about."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from summarizer.actors.registry import Registry, RegistryEntry, Title
from summarizer.actors.registry_file import load_registry, registry_from_toml
from summarizer.errors import RegistryError
from summarizer.model import Actor, ActorId, ActorKind

RURITANIA = """
[[actor]]
id = "ruritania"
kind = "country"
name = "Ruritania"
demonyms = ["Ruritanian", "Ruritanians"]
metonyms = ["Strelsau"]
"""

ELPHBERG = """
[[actor]]
id = "rudolf-elphberg"
kind = "person"
name = "Rudolf Elphberg"
aliases = ["Rudolph Elphberg"]
pronoun = "he"
titles = [{ title = "king", of = "ruritania", since = 1894-07-04, until = 1897-01-31 }, { title = "prince" }]
"""


def faults(text: str) -> list[str]:
    """The lines of the error that the text raises, without the indent."""
    with pytest.raises(RegistryError) as caught:
        registry_from_toml(text)
    return [line.strip() for line in str(caught.value).splitlines()]


def test_every_field_of_an_entry_is_read() -> None:
    """All that a table says arrives in the values, in the file's order."""
    assert registry_from_toml(RURITANIA + ELPHBERG) == Registry(
        (
            RegistryEntry(
                Actor(ActorId("ruritania"), "Ruritania", ActorKind.COUNTRY),
                pronoun="it",
                demonyms=("Ruritanian", "Ruritanians"),
                metonyms=("Strelsau",),
            ),
            RegistryEntry(
                Actor(ActorId("rudolf-elphberg"), "Rudolf Elphberg", ActorKind.PERSON),
                aliases=("Rudolph Elphberg",),
                pronoun="he",
                titles=(
                    Title("king", ActorId("ruritania"), date(1894, 7, 4), date(1897, 1, 31)),
                    Title("prince", None, None, None),
                ),
            ),
        )
    )


@pytest.mark.parametrize(
    ("kind", "pronoun"), [("person", "they"), ("org", "it"), ("country", "it"), ("group", "they")]
)
def test_the_usual_pronoun_follows_the_kind(kind: str, pronoun: str) -> None:
    """Who gives no pronoun gets the one that offends nobody."""
    entry = registry_from_toml(f'[[actor]]\nid = "a"\nkind = "{kind}"\nname = "A"').entries[0]
    assert entry.pronoun == pronoun


def test_an_empty_text_is_an_empty_registry() -> None:
    """A registry may know nobody."""
    assert registry_from_toml("# nobody yet\n") == Registry()


NO_DATE = "must be a date such as 2025-01-20, without quotation marks"
FAULTY = [
    (
        RURITANIA + 'alias = ["Elphberg lands"]\n',
        "actor 1 ('ruritania'): unknown key 'alias'; did you mean 'aliases'?",
    ),
    (RURITANIA + "weather = 3\n", "actor 1 ('ruritania'): unknown key 'weather'"),
    ("[[actors]]\n", "top level: unknown key 'actors'; did you mean 'actor'?"),
    ('[actor]\nid = "a"\n', "top level: 'actor' must be written as [[actor]] tables"),
    (RURITANIA * 2, "id 'ruritania' is used by 2 entries"),
    (
        RURITANIA.replace('"country"', '"state"'),
        "actor 1 ('ruritania'): kind 'state' is unknown; use 'person', 'org', 'country' or 'group'",
    ),
    (RURITANIA.replace('kind = "country"', ""), "actor 1 ('ruritania'): 'kind' is missing"),
    (RURITANIA.replace('name = "Ruritania"', ""), "actor 1 ('ruritania'): 'name' is missing"),
    (RURITANIA.replace('id = "ruritania"', ""), "actor 1: 'id' is missing"),
    (
        RURITANIA.replace('id = "ruritania"', 'id = "Ruritania!"'),
        "actor 1 ('Ruritania!'): id 'Ruritania!' must be a slug such as 'jane-doe': a-z, 0-9 and hyphens",
    ),
    (
        RURITANIA.replace('id = "ruritania"', 'id = "~ruritania"'),
        "actor 1 ('~ruritania'): id '~ruritania' must be a slug such as 'jane-doe': a-z, 0-9 and hyphens",
    ),
    (
        RURITANIA.replace('name = "Ruritania"', 'name = " Ruritania"'),
        "actor 1 ('ruritania'): 'name' must be a text without white space around it, not ' Ruritania'",
    ),
    (
        RURITANIA.replace('["Strelsau"]', '"Strelsau"'),
        "actor 1 ('ruritania'): 'metonyms' must be a list of texts, not 'Strelsau'",
    ),
    (
        RURITANIA.replace('["Strelsau"]', '["Strelsau", "Strelsau"]'),
        "actor 1 ('ruritania'): 'metonyms' lists 'Strelsau' twice",
    ),
    (
        RURITANIA + 'pronoun = "her"\n',
        "actor 1 ('ruritania'): pronoun 'her' is unknown; use 'he', 'she', 'they' or 'it'",
    ),
    (
        RURITANIA + ELPHBERG.replace("until = 1897-01-31", "until = 1893-01-31"),
        "actor 2 ('rudolf-elphberg'): title 1: ends on 1893-01-31, before it begins on 1894-07-04",
    ),
    (
        RURITANIA + ELPHBERG.replace("since = 1894-07-04", 'since = "1894-07-04"'),
        f"actor 2 ('rudolf-elphberg'): title 1: 'since' {NO_DATE}",
    ),
    (
        RURITANIA + ELPHBERG.replace("until = 1897-01-31", "until = 1897-01-31T00:00:00Z"),
        f"actor 2 ('rudolf-elphberg'): title 1: 'until' {NO_DATE}",
    ),
    (
        RURITANIA + ELPHBERG.replace('title = "king"', 'title = "King"'),
        "actor 2 ('rudolf-elphberg'): title 1: 'King' must be lower case",
    ),
    (
        RURITANIA + ELPHBERG.replace("until =", "untill ="),
        "actor 2 ('rudolf-elphberg'): title 1: unknown key 'untill'; did you mean 'until'?",
    ),
    (
        RURITANIA + ELPHBERG.replace("titles = [{", 'titles = "king" # [{'),
        "actor 2 ('rudolf-elphberg'): 'titles' must be a list of tables, not 'king'",
    ),
    (
        RURITANIA + ELPHBERG.replace('of = "ruritania"', 'of = "ruritannia"'),
        "actor 'rudolf-elphberg': title 'king' is of 'ruritannia', which is no id; did you mean 'ruritania'?",
    ),
    (
        RURITANIA + ELPHBERG.replace('"Rudolph Elphberg"', '"strelsau"'),
        "'Strelsau' stands for 'ruritania' and 'rudolf-elphberg'; a name may lead to one actor only",
    ),
]


@pytest.mark.parametrize(("text", "fault"), FAULTY, ids=[f[:60] for _, f in FAULTY])
def test_a_fault_is_named_with_its_entry(text: str, fault: str) -> None:
    """Each fault says where it stands and what would be right."""
    assert faults(text) == ["The actor registry has 1 fault:", fault]


def test_all_faults_are_told_at_once() -> None:
    """Whoever mends a file sees the whole list."""
    text = RURITANIA.replace('"country"', '"realm"') + ELPHBERG.replace('"he"', '"him"').replace(
        "of =", "off ="
    )
    assert faults(text) == [
        "The actor registry has 3 faults:",
        "actor 1 ('ruritania'): kind 'realm' is unknown; use 'person', 'org', 'country' or 'group'",
        "actor 2 ('rudolf-elphberg'): pronoun 'him' is unknown; use 'he', 'she', 'they' or 'it'",
        "actor 2 ('rudolf-elphberg'): title 1: unknown key 'off'; did you mean 'of'?",
    ]


def test_two_spellings_of_one_actor_may_differ_in_case() -> None:
    """ "Nato" beside "NATO" is not a clash: both lead to the same actor."""
    text = '[[actor]]\nid = "nato"\nkind = "org"\nname = "NATO"\naliases = ["Nato"]'
    assert registry_from_toml(text).entries[0].aliases == ("Nato",)


def test_broken_toml_says_where() -> None:
    """The parser's own line and column reach the reader."""
    assert faults('[[actor]]\nid = "a\n') == [
        "The actor registry is not valid TOML: Illegal character '\\n' (at line 2, column 8)."
    ]


def test_a_file_is_read_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    """Editors on Windows write one."""
    path = tmp_path / "actors.toml"
    path.write_text(RURITANIA, encoding="utf-8-sig")
    assert [e.actor.name for e in load_registry(path).entries] == ["Ruritania"]


def test_a_file_that_is_missing_says_so(tmp_path: Path) -> None:
    """The path stands in the message."""
    with pytest.raises(RegistryError) as caught:
        load_registry(tmp_path / "none.toml")
    assert (
        str(caught.value)
        == f"{tmp_path / 'none.toml'}: The actor registry cannot be read: No such file or directory."
    )


def test_a_file_that_is_not_utf8_says_so(tmp_path: Path) -> None:
    """Latin-1 is refused rather than read wrongly."""
    path = tmp_path / "actors.toml"
    path.write_bytes(RURITANIA.replace("Strelsau", "Strelsäu").encode("latin-1"))
    with pytest.raises(RegistryError) as caught:
        load_registry(path)
    assert str(caught.value) == f"{path}: The actor registry is not UTF-8 text; save it as UTF-8."


def test_faults_of_a_file_name_the_file(tmp_path: Path) -> None:
    """With several registries, one knows which to open."""
    path = tmp_path / "actors.toml"
    path.write_text(RURITANIA * 2, encoding="utf-8")
    with pytest.raises(RegistryError) as caught:
        load_registry(path)
    assert str(caught.value) == (
        f"{path}: The actor registry has 1 fault:\n  id 'ruritania' is used by 2 entries"
    )
