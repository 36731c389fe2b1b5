"""Sentences, days and lists in the reader's language."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from bot.texts import Words, languages, words
from bot.texts.words import filled

NOON = datetime(2025, 5, 11, 22, 30, tzinfo=UTC)


def spare():
    return Words("en", {"a.both": "both {x}", "a.spare": "spare", "a.more": "{x} and {y}"})


def test_a_regional_language_is_its_language_and_an_unknown_one_is_english():
    assert [words(c).language for c in ("de-AT", "DE_at", "uk", "fr", "", "../en")] == [
        "de", "de", "uk", "en", "en", "en",
    ]  # fmt: skip


def test_a_language_is_read_once():
    assert words("es") is words("es-MX")


def test_english_comes_first_among_the_languages():
    assert languages()[0] == "en"
    assert words("uk").name == "українська"


def test_values_stand_in_place_of_names_and_are_not_looked_into():
    w = Words("en", {"a.b": "{x}, {{really}}"})
    assert w("a.b", x="{y}") == "{y}, {really}"


@pytest.mark.parametrize("template", ["{x.real}", "{x[0]}", "{x!r}", "{x:>9}", "{}", "{0}"])
def test_a_template_that_looks_into_a_value_is_none(template):
    assert filled(template, {"x": 1}) is None


@pytest.mark.parametrize(
    ("n", "expected"),
    [(1, "1 новина"), (2, "2 новини"), (5, "5 новин"), (11, "11 новин"), (21, "21 новина"), (22, "22 новини")],
)
def test_a_number_chooses_its_plural_form(n, expected):
    w = Words("uk", {"a.news": {"one": "{n} новина", "few": "{n} новини", "many": "{n} новин"}})
    assert w("a.news", n=n) == expected


def test_a_category_that_is_not_written_is_other():
    w = Words("es", {"a.news": {"one": "{n} noticia", "other": "{n} noticias"}})
    assert w("a.news", n=1_000_000) == "1000000 noticias"


def test_what_is_missing_comes_from_the_spare_language():
    w = Words("de", {"a.both": "beide {x}", "a.more": "{x} und {z}"}, spare=spare())
    assert w("a.both", x=1) == "beide 1"
    assert w("a.spare") == "spare"
    assert w("a.more", x=1, y=2) == "1 and 2"


def test_what_nobody_has_is_an_error():
    with pytest.raises(KeyError, match=r"a\.none"):
        Words("de", {}, spare=spare())("a.none")
    with pytest.raises(KeyError, match=r"a\.both"):
        spare()("a.both")


@pytest.mark.parametrize(
    ("language", "day", "listed"),
    [
        ("en", "12 May 2025", "a, b and c"),
        ("uk", "12 травня 2025", "a, b і c"),
        ("de", "12. Mai 2025", "a, b und c"),
        ("es", "12 de mayo de 2025", "a, b y c"),
    ],
)
def test_days_and_lists_are_written_as_readers_write_them(language, day, listed):
    w = words(language)
    assert w.day(NOON, "Europe/Kyiv") == day
    assert w.moment(NOON, "Europe/Kyiv") == f"{day}, 01:30 (Europe/Kyiv)"
    assert w.listed("abc") == listed
    assert w.listed([]) == ""


def test_a_list_of_alternatives():
    assert words("en").listed(["a", "b"], style="or") == "a or b"
    assert words("de").listed(["a", "b"], style="or") == "a oder b"


def test_times_have_24_hours():
    assert [words(c).time(time(8, 5)) for c in languages()] == ["08:05"] * len(languages())
    assert words("en").time(NOON) == "22:30"


def test_days_of_the_week():
    w = words("en")
    assert w.weekdays(range(7)) == "every day"
    assert w.weekdays([0, 1, 2, 3, 4]) == "weekdays"
    assert w.weekdays([6, 0, 2]) == "Mon, Wed and Sun"
    assert w.weekdays([6]) == "Sunday"
    assert words("uk").weekdays({0, 2}) == "пн і ср"
