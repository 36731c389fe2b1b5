"""Since when, in the words of every language."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.talk.dates import in_english_window
from bot.texts import words
from summarizer.ask.window import find_window

NOW = datetime(2026, 5, 14, 15, tzinfo=ZoneInfo("Europe/Kyiv"))  # a Thursday


def day(n, month=5, year=2026):
    return datetime(year, month, n, tzinfo=NOW.tzinfo)


MONDAY, TWELFTH = (day(11), None), (day(12), None)
ON_TWELFTH = (day(12), day(13))
LAST_WEEK, THIS_WEEK = (day(4), day(11)), (day(11), day(18))
THREE_DAYS = datetime(2026, 5, 11, 15, tzinfo=NOW.tzinfo)


@pytest.mark.parametrize(
    ("language", "said", "window"),
    [
        ("uk", "з понеділка", MONDAY),
        ("uk", "від вівторка", TWELFTH),
        ("uk", "із середи", (day(13), None)),
        ("uk", "з четверга", (day(14), None)),
        ("uk", "з п’ятниці", (day(8), None)),
        ("uk", "з п'ятниці", (day(8), None)),
        ("uk", "із суботи", (day(9), None)),
        ("uk", "з неділі", (day(10), None)),
        ("uk", "починаючи з 12 травня", TWELFTH),
        ("uk", "З 12-го травня 2026 року", TWELFTH),
        ("uk", "з 12.05.", TWELFTH),
        ("uk", "з 12.05.2026", TWELFTH),
        ("uk", "з 12.5", TWELFTH),
        ("uk", "12 травня", (None, None)),
        ("uk", "у травні", (day(1), day(1, 6))),
        ("uk", "в грудні 2025", (day(1, 12, 2025), day(1, 1))),
        ("uk", "після 12 травня", (day(13), None)),
        ("uk", "до понеділка", (None, day(12))),
        ("uk", "з учора", (day(13), None)),
        ("uk", "вчора ввечері", (day(13), day(14))),
        ("uk", "з позавчора", TWELFTH),
        ("uk", "минулого тижня", LAST_WEEK),
        ("uk", "з минулого тижня", (day(4), None)),
        ("uk", "цього тижня", THIS_WEEK),
        ("uk", "з минулої п’ятниці", (day(8), None)),
        ("uk", "між 10 і 12 травня", (day(10), day(13))),
        ("uk", "since Monday", MONDAY),
        ("de", "seit Montag", MONDAY),
        ("de", "seit dem 12. Mai", TWELFTH),
        ("de", "seit 12. Mai", TWELFTH),
        ("de", "ab dem 12.05.2026", TWELFTH),
        ("de", "vom 12.5.", TWELFTH),
        ("de", "seit letzter Woche", (day(4), None)),
        ("de", "seit letztem Freitag", (day(8), None)),
        ("de", "letzte Woche", LAST_WEEK),
        ("de", "in der letzten Woche", LAST_WEEK),
        ("de", "diese Woche", THIS_WEEK),
        ("de", "gestern Abend", (day(13), day(14))),
        ("de", "seit vorgestern", TWELFTH),
        ("de", "vorgestern", ON_TWELFTH),
        ("de", "am 12. Mai", ON_TWELFTH),
        ("de", "seit März", (day(1, 3), None)),
        ("de", "im März 2025", (day(1, 3, 2025), day(1, 4, 2025))),
        ("de", "vor dem 12. Mai", (None, day(12))),
        ("de", "bis zum 12. Mai", (None, day(13))),
        ("de", "nach dem 12. Mai", (day(13), None)),
        ("de", "zwischen dem 10. und dem 12. Mai", (day(10), day(13))),
        ("de", "seit 2025", (day(1, 1, 2025), None)),
        ("es", "desde el lunes", MONDAY),
        ("es", "desde el 12 de mayo", TWELFTH),
        ("es", "desde el 12 de mayo de 2026", TWELFTH),
        ("es", "a partir del 12/05/2026", TWELFTH),
        ("es", "desde el miercoles", (day(13), None)),
        ("es", "desde el sábado", (day(9), None)),
        ("es", "desde ayer", (day(13), None)),
        ("es", "anteayer", ON_TWELFTH),
        ("es", "antes de ayer", ON_TWELFTH),
        ("es", "antes del 12 de mayo", (None, day(12))),
        ("es", "después del 12 de mayo", (day(13), None)),
        ("es", "hasta el lunes", (None, day(12))),
        ("es", "la semana pasada", LAST_WEEK),
        ("es", "desde la semana pasada", (day(4), None)),
        ("es", "esta semana", THIS_WEEK),
        ("es", "el lunes pasado", (day(11), day(12))),
        ("es", "en mayo", (day(1), day(1, 6))),
        ("es", "entre el 10 y el 12 de mayo", (day(10), day(13))),
        ("en", "since 12.05.2026", TWELFTH),
        ("en", "since Monday", MONDAY),
        ("en", "since 12 May", TWELFTH),
        ("en", "last week", LAST_WEEK),
        ("en", "between 10 and 12 May", (day(10), day(13))),
    ],
)
def test_a_window_is_understood_and_taken_out_of_the_line(language, said, window):
    found = find_window(in_english_window(f"Ada Holm {said}", words(language), NOW), NOW)
    assert (found.since, found.until) == window
    left = "Ada Holm" if any(window) else f"Ada Holm {said}"
    assert " ".join(found.rest.split()) == left


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("uk", "за останні 3 дні"),
        ("uk", "3 дні тому"),
        ("uk", "останні три дні, тобто за 3 дні"),
        ("de", "in den letzten 3 Tagen"),
        ("de", "seit 3 Tagen"),
        ("de", "vor 3 Tagen"),
        ("es", "en los últimos 3 días"),
        ("es", "desde hace 3 días"),
        ("es", "hace 3 días"),
        ("en", "in the last 3 days"),
    ],
)
def test_days_are_counted_back_from_now(language, said):
    assert find_window(in_english_window(said, words(language), NOW), NOW).since == THREE_DAYS


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("uk", "Марта Серпень"),
        ("uk", "з міста Києва"),
        ("de", "Michael Vorgesternhaus"),
        ("de", "Mai Thi Nguyen-Kim"),
        ("de", "von der Leyen"),
        ("de", "seit dem 45. Mai"),
        ("de", "Angela März über die Woche"),
        ("es", "Julio Iglesias"),
        ("es", "El Salvador"),
        ("es", "Domingo Pérez"),
        ("es", "hasta mañana"),
    ],
)
def test_names_and_what_is_not_understood_stay_as_they_were_written(language, said):
    assert in_english_window(said, words(language), NOW) == said


def test_the_day_before_yesterday_is_one_of_the_readers_zone():
    late = datetime(2026, 5, 14, 22, 30, tzinfo=UTC).astimezone(NOW.tzinfo)
    assert in_english_window("seit vorgestern", words("de"), late) == "since 2026-05-13"
