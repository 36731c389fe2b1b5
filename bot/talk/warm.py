"""What is slow the first time, done before somebody waits for it."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.texts import languages, words
from newsdesk.errors import ScheduleError
from newsdesk.zones import find_zone, zone_choices
from summarizer.ask.window import find_window

from .dates import in_english_window
from .spoken import in_english

_AN_INSTANT = datetime(2026, 5, 14, 12, tzinfo=UTC)
_ZONE = "Europe/Kyiv"


def warm() -> None:
    """Load the cities, the calendar and the parser of dates, in every language; takes a second, and blocks.

    Chats are answered in the event loop: what each of these takes when it is first used, a twentieth to half a
    second, all other chats would wait for too.
    """
    try:
        find_zone("a city that is none")
    except ScheduleError:
        zone_choices("a city that is none")
    for language in languages():
        texts = words(language)
        texts.moment(_AN_INSTANT, _ZONE)
        texts.weekdays(frozenset(range(5)))
        in_english("Kyiv", texts)
        find_window(in_english_window("since 12 May", texts, _AN_INSTANT), _AN_INSTANT)
