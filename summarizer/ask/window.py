"""Dates in a question: "since Tuesday", "on 12 May", "last week"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_WHEN = (
    r"(?:the\s+)?(?:(?:last|past|this)\s+)?"
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday|today|week|month|year|"
    r"\d+\s+(?:hours?|days?|weeks?|months?)|\d{4}-\d{2}-\d{2}|"
    rf"{_DAY}\s+(?:of\s+)?{_MONTH}(?:\s+\d{{4}})?|{_MONTH}\s+{_DAY}(?:,?\s+\d{{4}})?)"
    r"(?:\s+(?:morning|evening|night))?"
)
_PHRASE = re.compile(
    rf"\b(?P<how>since|after|from|on|until|till|before|in\s+(?=the\s+(?:last|past)\b|the\s+\d|(?:last|past)\b))\s*"
    rf"(?P<when>{_WHEN})\b|\b(?P<bare>yesterday|today|last\s+week|this\s+week|last\s+month|this\s+month)\b",
    re.IGNORECASE,
)
_END = frozenset({"until", "till", "before"})
_ONE_DAY = re.compile(r"week|month|year|hour", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when (aware UTC, the end exclusive; None for open), and the question without the words."""

    since: datetime | None
    until: datetime | None
    rest: str


def find_window(question: str, now: datetime, /) -> Window:
    """The window a question asks for; weekdays and dates without a year lie in the past of ``now``."""
    match = _PHRASE.search(question)
    start = _instant(match["when"] or match["bare"], now) if match else None
    if match is None or start is None:
        return Window(None, None, question)
    how, phrase = (match["how"] or "").lower().strip(), match["when"] or match["bare"]
    rest = f"{question[: match.start()]} {question[match.end() :]}"
    if how in _END:
        return Window(None, start, rest)
    if how in ("on", "") and not _ONE_DAY.search(phrase):
        return Window(start, start + timedelta(days=1), rest)
    return Window(start, None, rest)


def _instant(phrase: str, now: datetime) -> datetime | None:
    import dateparser

    plain = re.sub(r"^(?:the\s+)?(?:last|past|this)\s+|^the\s+", "", phrase.strip().lower())
    if re.match(r"\d+\s+(?:hour|day|week|month)", plain):
        plain = f"{plain} ago"
    elif plain in ("week", "month", "year"):
        plain = f"1 {plain} ago"
    found = dateparser.parse(
        plain,
        languages=["en"],
        settings={"PREFER_DATES_FROM": "past", "RELATIVE_BASE": now.replace(tzinfo=None)},
    )
    if found is None:
        return None
    found = found.replace(tzinfo=now.tzinfo)
    return found if "hour" in plain else found.replace(hour=0, minute=0, second=0, microsecond=0)
