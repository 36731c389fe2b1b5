"""Dates in a question: "since Tuesday", "on 12 May", "last week", "between 10 and 12 May"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

_MONTHS = "january february march april may june july august september october november december".split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = (
    rf"\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+\d{{4}})?|"
    rf"{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}})?"
)
_PERIOD = (
    rf"(?:the\s+)?(?:last|past|previous)\s+\d+\s+(?:hour|day|week|month)s?|(?:last|this|past)\s+(?:week|month|year)|"
    rf"(?:the\s+)?(?:last\s+|past\s+|this\s+)?(?:{'|'.join(_WEEKDAYS)})|{_DATE}|{_MONTH}\s+\d{{4}}|yesterday|today|"
    rf"{'|'.join(_MONTHS)}|(?:19|20)\d{{2}}"
)
_PART_OF_DAY = r"(?:\s+(?:morning|afternoon|evening|night))?"
_PHRASE = re.compile(
    rf"\bbetween\s+(?P<first>{_PERIOD}|\d{{1,2}})\s+and\s+(?P<last>{_PERIOD}){_PART_OF_DAY}\b|"
    rf"\b(?P<how>since|after|from|on|in|during|over|within|until|till|by|before)\s+(?P<when>{_PERIOD}){_PART_OF_DAY}\b|"
    rf"\b(?P<bare>yesterday|today|(?:last|this|past)\s+(?:week|month|year|{'|'.join(_WEEKDAYS)})){_PART_OF_DAY}\b",
    re.IGNORECASE,
)

_Period = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when (aware UTC, the end exclusive; None for open), and the question without the words."""

    since: datetime | None
    until: datetime | None
    rest: str


def find_window(question: str, now: datetime, /) -> Window:
    """The window a question asks for; weekdays and dates without a year are the latest that have begun.

    "after" begins when the period has ended, "since" when it begins; "until" includes it, "before" does not.
    """
    match = _PHRASE.search(question)
    bounds = _bounds(match, now) if match else None
    if match is None or bounds is None:
        return Window(None, None, question)
    return Window(*bounds, f"{question[: match.start()]} {question[match.end() :]}")


def _bounds(match: re.Match[str], now: datetime) -> tuple[datetime | None, datetime | None] | None:
    if match["last"]:
        last = _period(match["last"], now)
        # "between 10 and 12 May": the month stands with the second day.
        text = (
            re.sub(r"\d{1,2}", match["first"], match["last"], count=1)
            if match["first"].isdigit()
            else match["first"]
        )
        first = _period(text, now)
        return (first[0], last[1]) if first and last else None
    period = _period(match["when"] or match["bare"], now)
    if period is None:
        return None
    begin, end = period
    match (match["how"] or "in").lower():
        case "since" | "from":
            return begin, None
        case "after":
            return end, None
        case "until" | "till" | "by":
            return None, end
        case "before":
            return None, begin
    return begin, end


def _period(phrase: str, now: datetime) -> _Period | None:
    """Begin and end (exclusive) of what the words name, in the zone of ``now``."""
    words = re.sub(r"^the\s+", "", phrase.strip().lower())
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if counted := re.fullmatch(r"(?:last|past|previous)\s+(\d+)\s+(hour|day|week|month)s?", words):
        days = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30}[counted[2]]
        return now - timedelta(days=days * int(counted[1])), now + timedelta(seconds=1)
    if unit := re.fullmatch(r"(last|this|past)\s+(week|month|year)", words):
        return _unit(unit[2], today, before=unit[1] != "this")
    name = words.split()[-1]
    if name in _WEEKDAYS:
        back = (today.weekday() - _WEEKDAYS.index(name)) % 7
        return _day(today - timedelta(days=back or 7 * words.startswith(("last", "past"))))
    if words in ("today", "yesterday"):
        return _day(today - timedelta(days=words == "yesterday"))
    if month := re.fullmatch(rf"({_MONTH})(?:\s+(\d{{4}}))?", words):
        return _month(month[1], month[2], today)
    if re.fullmatch(r"\d{4}", words):
        return today.replace(year=int(words), month=1, day=1), today.replace(
            year=int(words) + 1, month=1, day=1
        )
    return _date(words, now)


def _date(words: str, now: datetime) -> _Period | None:
    import dateparser

    found = dateparser.parse(
        words,
        languages=["en"],
        settings={
            "PREFER_DATES_FROM": "past",
            "RELATIVE_BASE": now.replace(tzinfo=None),
            "REQUIRE_PARTS": ["day", "month"],
        },
    )
    if found is None:
        return None
    return _day(found.replace(tzinfo=now.tzinfo, hour=0, minute=0, second=0, microsecond=0))


def _day(begin: datetime) -> _Period:
    return begin, begin + timedelta(days=1)


def _unit(unit: str, today: datetime, *, before: bool) -> _Period:
    """This week, month or year, or the one before; weeks begin on Monday."""
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + 7 * before)
        return monday, monday + timedelta(days=7)
    if unit == "year":
        begin = today.replace(year=today.year - before, month=1, day=1)
        return begin, begin.replace(year=begin.year + 1)
    first = today.replace(day=1)
    if before:
        first = (first - timedelta(days=1)).replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1)


def _month(name: str, year: str | None, today: datetime) -> _Period | None:
    number = next((n for n, m in enumerate(_MONTHS, 1) if m.startswith(name.rstrip(".")[:3])), 0)
    if not number:
        return None
    in_year = int(year) if year else today.year - (number > today.month)
    first = today.replace(year=in_year, month=number, day=1)
    return first, (first + timedelta(days=32)).replace(day=1)
