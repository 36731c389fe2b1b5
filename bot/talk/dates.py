"""Days and times in the reader's language, made into those that ``summarizer.ask.window`` reads."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.texts import Words

_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTHS = "january february march april may june july august september october november december".split()
_UNITS = ("hours", "days", "weeks", "months", "years")
_HOW = ("since", "after", "until", "before", "on")
_NAMED = ("yesterday", "today", "before_yesterday")
_SMALL = ("between", "and", "article", "one", "ago", "of", "part_of_day")
_APOSTROPHES = str.maketrans("’ʼ`", "'''")
_TOKEN = re.compile(
    r"\d{4}-\d{2}-\d{2}(?!\d)|\d{1,2}[./]\d{1,2}(?:[./](?:\d{4}|\d{2})?)?(?!\d)|\d+(?:\.|º|-?го\b)?|"
    r"[^\W\d_]+(?:['-][^\W\d_]+)*"
)
_NUMERIC = re.compile(r"(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2})?)?")
_NUMBER = re.compile(r"(\d{1,3})(?:\.|º|-?го)?")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_LONGEST = 4

# What phrases are in English, by the kind of phrase and its words.
_Meanings = Mapping[str, Mapping[tuple[str, ...], str]]


def in_english_window(text: str, words: Words, now: datetime, /) -> str:
    """The same with the first window in it in English: "Roe seit dem 12. Mai" is "Roe since 12 may".

    Days and months count only where a word as "since" stands before them: they may be names elsewhere.
    """
    said = _folded(text)
    if len(said) != len(text):
        return text  # a letter that is several in small: none of our languages has one
    tokens = list(_TOKEN.finditer(said))
    line = _Line([token[0] for token in tokens], _meanings(words), now)
    for start in range(len(tokens)):
        if found := line.window(start):
            english, end = found
            return f"{text[: tokens[start].start()]}{english}{text[tokens[end - 1].end() :]}"
    return text


class _Kind(Enum):
    DATE = auto()  # a day, a month, a year, a weekday
    NAMED = auto()  # "yesterday", "last week"
    SPAN = auto()  # "the last 3 days"
    COUNT = auto()  # "3 days", which are since when only behind "since" or before "ago"


@dataclass(frozen=True, slots=True)
class _Period:
    """A period in English, and the token behind it."""

    kind: _Kind
    english: str
    end: int


@dataclass(frozen=True)
class _Line:
    """The folded words of a line."""

    words: Sequence[str]
    meanings: _Meanings
    now: datetime

    def window(self, start: int, /) -> tuple[str, int] | None:
        """The window that begins at a word, in English, and where it ends."""
        found = self._between(start) or self._by_itself(start) or self._introduced(start)
        if found is None:
            return None
        english, end = found
        part = self._said("part_of_day", end)
        return english, part[1] if part else end

    def _between(self, start: int) -> tuple[str, int] | None:
        begun = self._said("between", start)
        if begun is None:
            return None
        at = self._behind_articles(begun[1])
        first = self._period(at)
        number = _NUMBER.fullmatch(self._word(at))
        english, end = (first.english, first.end) if first else (number[1] if number else "", at + 1)
        joined = self._said("and", end)
        last = self._period(self._behind_articles(joined[1])) if joined else None
        if not english or last is None or {_Kind.DATE} != {last.kind, first.kind if first else _Kind.DATE}:
            return None
        return f"between {english} and {last.english}", last.end

    def _by_itself(self, start: int) -> tuple[str, int] | None:
        """What needs no word in front: "yesterday", "last week", "3 days ago"."""
        at = self._behind_articles(start)
        period = self._ago(at) or self._period(at)
        if period is None or period.kind in (_Kind.DATE, _Kind.COUNT):
            return None
        is_plain = period.kind is _Kind.NAMED and not period.english[0].isdigit()
        return period.english if is_plain else f"in {period.english}", period.end

    def _introduced(self, start: int) -> tuple[str, int] | None:
        """A period behind "since", "until", "on"."""
        how = self._said("how", start)
        if how is None:
            return None
        at = self._behind_articles(how[1])
        period = self._ago(at) or self._period(at)
        if period is None:
            return None
        if period.kind in (_Kind.COUNT, _Kind.SPAN):
            if how[0] not in ("since", "on"):
                return None
            return f"{how[0] if how[0] == 'since' else 'in'} {period.english}", period.end
        return f"{how[0]} {period.english}", period.end

    def _ago(self, start: int) -> _Period | None:
        """Counted back from now: "hace 3 días", "3 дні тому"."""
        before = self._said("ago", start)
        counted = self._count(before[1] if before else start)
        if counted is None:
            return None
        behind = self._said("ago", counted.end)
        if before is None and behind is None:
            return None
        return _Period(_Kind.SPAN, counted.english, behind[1] if behind else counted.end)

    def _period(self, start: int) -> _Period | None:
        return self._named(start) or self._date(start) or self._relative(start) or self._count(start)

    def _named(self, start: int) -> _Period | None:
        named = self._said("day", start)
        if named is None:
            return None
        day = f"{self.now - timedelta(days=2):%Y-%m-%d}" if named[0] == "before_yesterday" else named[0]
        return _Period(_Kind.NAMED, day, named[1])

    def _date(self, start: int) -> _Period | None:
        word = self._word(start)
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", word):
            return _Period(_Kind.DATE, word, start + 1)
        if (numeric := _NUMERIC.fullmatch(word)) and (english := _numeric(*numeric.groups())):
            return _Period(_Kind.DATE, english, start + 1)
        if _YEAR.fullmatch(word):
            return _Period(_Kind.DATE, word, self._behind_year(start + 1))
        day = _NUMBER.fullmatch(word)
        month = self._said("month", self._behind("of", start + 1) if day else start)
        if month is None or (day and not 1 <= int(day[1]) <= 31):
            return None if day else self._weekday(start)
        english = f"{int(day[1])} {month[0]}" if day else month[0]
        at = self._behind("of", month[1])
        if _YEAR.fullmatch(self._word(at)):
            return _Period(_Kind.DATE, f"{english} {self._word(at)}", self._behind_year(at + 1))
        return _Period(_Kind.DATE, english, month[1])

    def _weekday(self, start: int) -> _Period | None:
        """A day of the week: "Montag", "lunes pasado"."""
        day = self._said("weekday", start)
        if day is None:
            return None
        which = self._said("which", day[1])
        return (
            _Period(_Kind.NAMED, f"{which[0]} {day[0]}", which[1])
            if which
            else _Period(_Kind.DATE, day[0], day[1])
        )

    def _relative(self, start: int) -> _Period | None:
        """A time before now: "letzte Woche", "останні 3 дні", "semana pasada"."""
        which = self._said("which", start)
        if which is None:
            unit = self._said("unit", start)
            which = self._said("which", unit[1]) if unit else None
            return _unit(which[0], unit[0], which[1]) if unit and which else None
        if counted := self._count(which[1]):
            return _Period(_Kind.SPAN, counted.english, counted.end) if which[0] == "last" else None
        if day := self._said("weekday", which[1]):
            return _Period(_Kind.NAMED, f"{which[0]} {day[0]}", day[1])
        unit = self._said("unit", which[1])
        return _unit(which[0], unit[0], unit[1]) if unit else None

    def _count(self, start: int) -> _Period | None:
        """So many: "3 Tage", "una semana"; days without a number are none."""
        number = _NUMBER.fullmatch(self._word(start))
        one = None if number else self._said("one", start)
        unit = self._said("unit", one[1] if one else start + 1) if number or one else None
        if unit is None:
            return None
        count = int(number[1]) if number else 1
        return _Period(_Kind.COUNT, _last(count, unit[0]), unit[1])

    def _word(self, at: int) -> str:
        return self.words[at] if at < len(self.words) else ""

    def _said(self, kind: str, at: int) -> tuple[str, int] | None:
        """The longest phrase of a kind that stands at a place, in English, and what comes behind it."""
        for end in range(min(at + _LONGEST, len(self.words)), at, -1):
            if english := self.meanings[kind].get(tuple(self.words[at:end])):
                return english, end
        return None

    def _behind(self, kind: str, at: int) -> int:
        found = self._said(kind, at)
        return found[1] if found else at

    def _behind_articles(self, at: int) -> int:
        return self._behind("article", self._behind("article", at))

    def _behind_year(self, at: int) -> int:
        """Behind the word "year" that follows its number in some languages."""
        unit = self._said("unit", at)
        return unit[1] if unit and unit[0] == "years" else at


def _unit(which: str, unit: str, end: int) -> _Period:
    """A week, a month or a year; a day or an hour is counted back from now."""
    if unit in ("hours", "days"):
        return _Period(_Kind.SPAN, _last(1, unit), end)
    return _Period(_Kind.NAMED, f"{which} {unit[:-1]}", end)


def _last(count: int, unit: str) -> str:
    return f"the last {12 * count} months" if unit == "years" else f"the last {count} {unit}"


def _numeric(day: str, month: str, year: str | None) -> str:
    """A date in figures, of which the day stands first: "12.5.", "12/05/26"."""
    if not 1 <= int(month) <= 12 or not 1 <= int(day) <= 31:
        return ""
    full = f"20{year}" if year and len(year) == 2 else year or ""
    return f"{int(day)} {_MONTHS[int(month) - 1]} {full}".strip()


@cache
def _meanings(words: Words) -> _Meanings:
    from babel import Locale

    locale = Locale.parse(words.language)
    months: dict[tuple[str, ...], str] = {(month,): month for month in _MONTHS}
    weekdays: dict[tuple[str, ...], str] = {(day,): day for day in _DAYS}
    for context in ("format", "stand-alone"):
        weekdays |= {_phrase(locale.days[context]["wide"][n]): day for n, day in enumerate(_DAYS)}
        for width in ("abbreviated", "wide"):
            named = locale.months[context][width]
            months |= {_phrase(named[n].rstrip(".")): month for n, month in enumerate(_MONTHS, 1)}
    months |= dict(zip(_said(words, "brief.say_month_names"), _MONTHS, strict=True))
    weekdays |= dict(zip(_said(words, "brief.say_weekdays"), _DAYS, strict=True))
    for day in _DAYS:
        weekdays |= dict.fromkeys(_said(words, f"subscribe.say_{day}"), day)
    return {
        "how": _table(words, _HOW) | {(english,): english for english in _HOW},
        "which": _table(words, ("last", "this")),
        "unit": _table(words, _UNITS),
        "day": _table(words, _NAMED),
        "month": months,
        "weekday": weekdays,
        **{kind: _table(words, (kind,)) for kind in _SMALL},
    }


def _table(words: Words, keys: Sequence[str]) -> dict[tuple[str, ...], str]:
    return {phrase: key for key in keys for phrase in _said(words, f"brief.say_{key}")}


def _said(words: Words, key: str) -> Iterator[tuple[str, ...]]:
    """The phrases of an entry, folded."""
    return (_phrase(phrase) for phrase in words(key).split(",") if phrase.strip())


def _phrase(text: str) -> tuple[str, ...]:
    return tuple(_folded(text).split())


def _folded(text: str) -> str:
    """Small letters without accents, as many as there were."""
    return "".join(unicodedata.normalize("NFD", c)[0] for c in text.translate(_APOSTROPHES)).lower()
