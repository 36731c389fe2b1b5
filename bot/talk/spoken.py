"""Schedules and zones in the reader's own words, made into those that ``newsdesk.when`` reads."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bot.render.clean import clean, clip
from newsdesk.errors import ScheduleError, ScheduleFault
from newsdesk.zones import find_zone, name_today, zone_choices, zone_names

if TYPE_CHECKING:
    from bot.texts import Words

    from .context import Context

_SAID_CHARS = 80
_MOST_WORDS = 20
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()


def in_english(text: str, words: Words, /) -> str:
    """The same with days, cities and small words of a language in English; what is English stays."""
    table = _table(words)
    if not table:
        return text
    known = "|".join(re.escape(said) for said in sorted(table, key=len, reverse=True))
    pattern = rf"(?<![\w/])(?:{known})(?![\w/])"
    return re.sub(pattern, lambda m: table[" ".join(m[0].casefold().split())], text, flags=re.IGNORECASE)


def zone_meant(text: str, words: Words, /) -> str:
    """The zone of a name or city, in the reader's language too.

    Raises:
        ScheduleError: It is none, or several are called so.
    """
    return find_zone(in_english(text, words).strip())


def near_zones(text: str, words: Words, /) -> tuple[str, ...]:
    """Zones that may have been meant by what is none."""
    return zone_choices(in_english(text, words).strip())


def advice(ctx: Context, error: ScheduleError, /, *, example: str = "") -> tuple[str, ...]:
    """What was not understood of a schedule and what to write instead, in the reader's language."""
    said = clip(clean(_own_words(ctx.text, error.word, ctx.words)), _SAID_CHARS)
    fault = ctx.tell(f"subscribe.fault_{error.fault.value}", word=said)
    lines = [fault]
    if error.fault is ScheduleFault.ZONE and (near := near_zones(error.word, ctx.words)):
        lines.append(ctx.tell("subscribe.near", zones=ctx.words.listed(near, style="or")))
    lines.append(ctx.tell("subscribe.example", example=example or ctx.tell("subscribe.line")))
    return tuple(lines)


def _own_words(text: str, english: str, words: Words) -> str:
    """The words of a text that were taken for English ones; these, when there are none such."""
    said = text.split()[:_MOST_WORDS]
    if not _table(words) or " ".join(english.casefold().split()) in " ".join(said).casefold():
        return english
    runs = ((i, j) for j in range(1, len(said) + 1) for i in range(j))
    own = (" ".join(said[i:j]).strip(" ,;") for i, j in sorted(runs, key=lambda run: run[1] - run[0]))
    return next((run for run in own if in_english(run, words) == english), english)


@cache
def _table(words: Words) -> dict[str, str]:
    """Phrases in small letters, and what each is in English."""
    if words.language == "en":
        return {}
    from babel import Locale

    locale = Locale.parse(words.language)
    table: dict[str, str] = {}
    for key, english in (
        ("filling", "at"),
        ("daily", "daily"),
        ("weekdays", "weekdays"),
        ("weekends", "weekends"),
    ):
        table |= dict.fromkeys(_phrases(words(f"subscribe.say_{key}")), english)
    table |= dict.fromkeys(_phrases(words("subscribe.say_quiet")), "quiet")
    table |= dict.fromkeys(_phrases(words("subscribe.say_to")), "to")
    for number, day in enumerate(_DAYS):
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                table[locale.days[context][width][number].casefold().rstrip(".")] = day
        table |= dict.fromkeys(_phrases(words(f"subscribe.say_{day}")), day)
    known = {name.casefold(): name for name in zone_names()}
    for name, of in locale.time_zones.items():
        if "city" in of and name.casefold() in known:
            table.setdefault(" ".join(of["city"].casefold().split()), name_today(known[name.casefold()]))
    return {said: english for said, english in table.items() if len(said) > 1 or not said.isascii()}


def _phrases(listed: str) -> list[str]:
    return [" ".join(phrase.casefold().split()) for phrase in listed.split(",")]
