"""The actor registry that ships, and the gold of what a brief of the samples must hold."""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from summarizer.actors.registry_file import load_registry
from summarizer.model import ActorKind

SEEDS = Path(__file__).parents[2] / "seeds"
REGISTRY = load_registry(SEEDS / "actors.toml")
TEXTS = {p.name: p.read_text(encoding="utf-8") for p in (SEEDS / "articles").glob("*.txt")}
GOLD = tomllib.loads((SEEDS / "expected.toml").read_text(encoding="utf-8"))
ROWS = [*GOLD["point"], *GOLD["wrong"]]


def holders(title: str, of: str, day: date) -> list[str]:
    return [
        e.actor.name
        for e in REGISTRY.entries
        for t in e.titles
        if (t.title, t.of) == (title, of)
        and (t.since is None or t.since <= day)
        and (t.until is None or day <= t.until)
    ]


def owners(word: str) -> list[str]:
    return [
        e.actor.id for e in REGISTRY.entries if word in (e.actor.name, *e.aliases, *e.demonyms, *e.metonyms)
    ]


def test_the_registry_knows_people_states_and_bodies():
    kinds = Counter(e.actor.kind for e in REGISTRY.entries)
    assert kinds[ActorKind.PERSON] >= 80
    assert kinds[ActorKind.COUNTRY] >= 40
    assert kinds[ActorKind.ORG] >= 25
    assert kinds[ActorKind.GROUP] >= 3


@pytest.mark.parametrize(
    ("title", "of", "day", "names"),
    [
        ("president", "ukraine", date(2025, 5, 12), ["Volodymyr Zelenskyy"]),
        ("president", "united-states", date(2025, 1, 19), ["Joe Biden"]),
        ("president", "united-states", date(2025, 1, 21), ["Donald Trump"]),
        ("president", "russia", date(2010, 1, 1), ["Dmitry Medvedev"]),
        ("president", "russia", date(2025, 5, 12), ["Vladimir Putin"]),
        ("chancellor", "germany", date(2025, 5, 1), ["Olaf Scholz"]),
        ("chancellor", "germany", date(2025, 5, 12), ["Friedrich Merz"]),
        ("secretary general", "nato", date(2024, 9, 1), ["Jens Stoltenberg"]),
        ("secretary general", "nato", date(2025, 5, 12), ["Mark Rutte"]),
        ("prime minister", "canada", date(2025, 5, 12), ["Mark Carney"]),
        ("defence minister", "russia", date(2025, 5, 12), ["Andrei Belousov"]),
        ("pope", None, date(2025, 5, 12), ["Pope Leo XIV"]),
    ],
)
def test_an_office_has_its_holder_of_the_day(title, of, day, names):
    assert holders(title, of, day) == names


def test_no_office_of_a_state_or_body_has_two_holders_on_one_day():
    """ "The Ukrainian president" must lead to one person; changes of office may share their day."""
    terms = [(e.actor.name, t) for e in REGISTRY.entries for t in e.titles]
    clashes = [
        (a, b, s.title, s.of)
        for a, s in terms
        for b, t in terms
        if a < b
        and (s.title, s.of) == (t.title, t.of)
        and (s.since or date.min) < (t.until or date.max)
        and (t.since or date.min) < (s.until or date.max)
    ]
    assert clashes == []


@pytest.mark.parametrize(
    ("word", "owner"),
    [
        ("Moscow", "russia"),
        ("Kremlin", "kremlin"),
        ("White House", "white-house"),
        ("Washington", "united-states"),
        ("Brussels", "european-union"),
        ("Downing Street", "united-kingdom"),
        ("Kiev", "ukraine"),
        ("Kyiv", "ukraine"),
        ("Beijing", "china"),
        ("Ankara", "turkey"),
        ("Tehran", "iran"),
        ("Nato", "nato"),
        ("U.N.", "united-nations"),
        ("E.U.", "european-union"),
        ("Volodymyr Zelensky", "volodymyr-zelenskyy"),
        ("Volodymyr Zelenskiy", "volodymyr-zelenskyy"),
    ],
)
def test_a_word_of_the_news_leads_to_its_actor(word, owner):
    assert owners(word) == [owner]


def test_no_metonym_stands_for_a_person():
    assert [
        e.actor.id for e in REGISTRY.entries if e.actor.kind is ActorKind.PERSON and e.metonyms + e.demonyms
    ] == []


def test_every_person_has_a_pronoun():
    people = [e for e in REGISTRY.entries if e.actor.kind is ActorKind.PERSON]
    assert {e.pronoun for e in people} == {"he", "she"}


def test_every_outlet_and_reporter_is_unknown_to_the_registry():
    """They pass words on and are nobody's voice."""
    index = tomllib.loads((SEEDS / "articles" / "articles.toml").read_text(encoding="utf-8"))
    names = {n for a in index["article"] for n in (a["outlet"], *a["byline"].split(" and "))}
    assert [n for n in names if owners(n)] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda r: f"{r['actor']}-{r['text'][:30]}")
def test_gold_points_at_one_place(row):
    assert TEXTS[row["article"]].count(row["text"]) == 1


def test_gold_covers_every_article_but_the_copy_and_contradicts_itself_nowhere():
    assert len(GOLD["point"]) >= 40
    assert set(TEXTS) - {r["article"] for r in GOLD["point"]} == {"2025-05-11-meridian-post-istanbul-offer.txt"}
    places = [(r["actor"], r["article"], r["text"]) for r in ROWS]
    assert len(set(places)) == len(places)


def test_gold_names_actors_by_their_full_name():
    """The registry's name where it has one, else a name that stands in the article."""
    known = {e.actor.name for e in REGISTRY.entries}
    assert [
        r["actor"]
        for r in ROWS
        if r["actor"] not in known and r["actor"].casefold() not in TEXTS[r["article"]].casefold()
    ] == []
