"""Schedules in one line of English, and back: "weekdays at 08:00 and 18:30, Europe/Kyiv"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time
from typing import NamedTuple

from .errors import ScheduleError, ScheduleFault
from .schedule import EVERY_DAY, Pause, QuietHours, Schedule, check_schedule, slot_name
from .zones import find_zone

EXAMPLE = "weekdays 08:00, 18:30 Europe/Kyiv"

_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_SHORT = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_NAMED_DAYS: dict[str, frozenset[int]] = {
    **{name: frozenset({n}) for n, day in enumerate(_DAYS) for name in (day, day + "s", day[:3])},
    **{name: frozenset({n}) for name, n in _SHORT.items()},
    **dict.fromkeys(("daily", "day", "days", "everyday"), EVERY_DAY),
    **dict.fromkeys(("weekday", "weekdays", "workday", "workdays"), frozenset(range(5))),
    **dict.fromkeys(("weekend", "weekends"), frozenset({5, 6})),
}
_FILLING = frozenset("and at each every in on the time from o'clock".split())
_CLOCK = r"\d{1,2}(?:[:.h]\d{2})?\s*(?:[ap]\.?m\.?)?|noon|midnight"
_TO = r"\s*(?:-|–|—|\bto\b|\buntil\b|\btill\b|\bthrough\b)\s*"
_DATE = r"\d{4}-\d{2}-\d{2}"
_QUIET = re.compile(
    rf"\b(?:quiet(?:\s+hours)?|silent)\s+(?P<start>{_CLOCK}){_TO}(?P<end>{_CLOCK})(?![\w:])", re.IGNORECASE
)
_PAUSE = re.compile(
    rf"\bpaused?\s+(?P<since>from\s+)?(?P<first>{_DATE})(?:{_TO}(?P<last>{_DATE}))?(?![\w-])", re.IGNORECASE
)
_HALF_DAY = re.compile(r"(?<=\d)\s+(?=[ap]\.?m\b)", re.IGNORECASE)
_SPACED_OFFSET = re.compile(r"(?<=\b(?:utc|gmt))\s+(?=[+-]\d)", re.IGNORECASE)
_DAY_RANGE = re.compile(rf"\b([a-z]+){_TO}([a-z]+)\b", re.IGNORECASE)
# What no schedule can say: these words are no zones, so nobody shall be sent to look for one.
_BEYOND = re.compile(
    r"\b(?:every\s+)?(?:other|second|third|alternate|\d+)\s+(?:day|week|month|hour|minute|year)s?\b"
    r"|\b(?:(?:bi-?)?weekly|fortnightly|monthly|quarterly|yearly|annually|hourly|months?|weeks?|hours?)\b"
    r"|\b(?:except|excluding|unless|without|but|not|first|last|(?:every\s+)?(?:other|second|third|alternate))\b.*",
    re.IGNORECASE,
)
_TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?(?P<half>[ap])?(?:\.?m\.?)?", re.IGNORECASE)


def parse_when(text: str, /, *, zone: str = "UTC") -> Schedule:
    """The schedule that words describe.

    Days ("daily", "weekdays", "mon,wed,fri", "mon-thu"), times of day ("08:00", "7am"), a zone (an IANA name
    or a city), "quiet 22:00-07:00" and "paused 2026-12-24 to 2027-01-02", in any order; only a time is needed.

    Args:
        zone: For words that name none.

    Raises:
        ScheduleError: Something was not understood; the message says what, and gives an example.
    """
    rest, quiet = _quiet_in(text)
    rest, pauses = _pauses_in(rest)
    rest = _SPACED_OFFSET.sub("", _DAY_RANGE.sub(_days_between, _HALF_DAY.sub("", rest)))
    if beyond := _BEYOND.search(rest):
        said = beyond[0].strip()
        raise ScheduleError(
            _advice(f"{said!r} is not understood", EXAMPLE), fault=ScheduleFault.BEYOND, word=said
        )
    runs: list[_Run] = []
    places: list[str] = []
    for word in re.split(r"[\s,;]+", rest.strip(" ,;.")):
        folded = word.casefold()
        if folded in _NAMED_DAYS:
            _run(runs, of_days=True).days.update(_NAMED_DAYS[folded])
        elif folded[:1].isdigit() or folded in {"noon", "midnight"}:
            _run(runs, of_days=False).slots.append(_time(word))
        elif word and folded not in _FILLING:
            places.append(word)
    slots = [slot for run in runs for slot in run.slots]
    if not slots:
        fault = f"No time of day in {text.strip()!r}"
        raise ScheduleError(_advice(fault, "08:00"), fault=ScheduleFault.NO_TIME, word=text.strip())
    _check_runs(runs, " ".join(places))
    return check_schedule(
        Schedule(
            slots=_ascending(slots),
            zone=_zone(places) if places else find_zone(zone),
            weekdays=frozenset[int]().union(*(run.days for run in runs)) or EVERY_DAY,
            quiet=quiet,
            pauses=pauses,
        )
    )


def parse_quiet(text: str, /) -> QuietHours | None:
    """Quiet hours as "22:00-07:00"; None for "none" or "off".

    Raises:
        ScheduleError: It is neither.
    """
    if text.strip().casefold() in {"none", "off", "no", ""}:
        return None
    match = re.fullmatch(rf"\s*(?P<start>{_CLOCK}){_TO}(?P<end>{_CLOCK})\s*", text, re.IGNORECASE)
    if not match:
        raise ScheduleError(
            f"Quiet hours {text!r} are not understood: write them like 22:00-07:00, or none.",
            fault=ScheduleFault.QUIET,
            word=text.strip(),
        )
    return _quiet(match)


def parse_day(text: str, /) -> date:
    """A day as 2026-12-24.

    Raises:
        ScheduleError: It is none.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        advice = f"{text!r} is no day: write it like 2026-12-24."
        raise ScheduleError(advice, fault=ScheduleFault.DAY, word=text.strip()) from error


def spell(schedule: Schedule, /) -> str:
    """A schedule in words that :func:`parse_when` reads as the same schedule.

    Without ``quiet_zone``, which is a channel's matter.
    """
    times = [slot_name(slot) for slot in schedule.slots]
    parts = [f"{_spell_days(schedule.weekdays)} at {_listing(times)}", schedule.zone]
    if schedule.quiet:
        parts.append(f"quiet {spell_quiet(schedule.quiet)}")
    for first, last in schedule.pauses:
        if last == date.max:
            parts.append(f"paused from {first}")
        else:
            parts.append(f"paused {first} to {last}")
    return ", ".join(parts)


def spell_quiet(quiet: QuietHours | None, /) -> str:
    """Quiet hours as :func:`parse_quiet` reads them."""
    return f"{slot_name(quiet.start)}-{slot_name(quiet.end)}" if quiet else "none"


def _spell_days(weekdays: frozenset[int]) -> str:
    for name in ("daily", "weekdays", "weekends"):
        if weekdays == _NAMED_DAYS[name]:
            return name
    return _listing([f"{_DAYS[n].title()}s" for n in sorted(weekdays)])


def _listing(words: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


class _Run(NamedTuple):
    """Days without a time between them, or times without a day between them."""

    days: set[int]
    slots: list[time]


def _run(runs: list[_Run], *, of_days: bool) -> _Run:
    """The last run, if it is one of days (or of times); else a new one."""
    if not runs or bool(runs[-1].days) is not of_days:
        runs.append(_Run(set(), []))
    return runs[-1]


def _check_runs(runs: Sequence[_Run], zone: str) -> None:
    """Refuse what would be every time on every day, although some times are said of some days only."""
    named = [run.days for run in runs if run.days]
    uneven = len(runs) % 2 == 1
    if uneven and runs[0].slots:  # times on either side of the days: the first ones may be meant for every day
        named.append(set(EVERY_DAY))
    if len(runs) <= 2 or all(days == named[0] for days in named):
        return
    lines = ["weekdays 08:00", "Saturdays 10:00"]
    if not uneven:
        pairs = zip(runs[::2], runs[1::2], strict=True)
        lines = [_spell_run(a.days or b.days, a.slots or b.slots, zone) for a, b in pairs]
    advice = f"make {len(lines)} subscriptions{', like' if uneven else ''}: {'; '.join(lines)}"
    raise ScheduleError(
        f"A subscription has the same times on all its days; {advice}.", fault=ScheduleFault.UNEVEN
    )


def _spell_run(days: set[int], slots: list[time], zone: str) -> str:
    times = _listing([slot_name(slot) for slot in slots])
    return f"{_spell_days(frozenset(days))} {times} {zone}".rstrip()


def _quiet(match: re.Match[str]) -> QuietHours:
    quiet = QuietHours(_time(match["start"]), _time(match["end"]))
    if quiet.start == quiet.end:
        fault = f"Quiet hours that begin and end at {slot_name(quiet.start)} are none, or all day"
        raise ScheduleError(
            f"{fault}: write them like 22:00-07:00, or leave them away.", fault=ScheduleFault.QUIET
        )
    return quiet


def _quiet_in(text: str) -> tuple[str, QuietHours | None]:
    match = _QUIET.search(text)
    if match:
        return _without(text, match), _quiet(match)
    if re.search(r"\bquiet\b", text, re.IGNORECASE):
        raise ScheduleError(
            _advice(f"The quiet hours in {text.strip()!r} are not understood", "quiet 22:00-07:00"),
            fault=ScheduleFault.QUIET,
        )
    return text, None


def _pauses_in(text: str) -> tuple[str, tuple[Pause, ...]]:
    pauses = []
    while match := _PAUSE.search(text):
        first = parse_day(match["first"])
        if match["last"]:
            pauses.append(Pause(first, parse_day(match["last"])))
        else:
            pauses.append(Pause(first, date.max if match["since"] else first))
        text = _without(text, match)
    if re.search(r"\bpaused?\b", text, re.IGNORECASE):
        raise ScheduleError(
            _advice(f"The pause in {text.strip()!r} is not understood", "paused 2026-12-24 to 2027-01-02"),
            fault=ScheduleFault.PAUSE,
        )
    return text, tuple(pauses)


def _without(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]} {text[match.end() :]}"


def _days_between(match: re.Match[str]) -> str:
    """The names of the days of a range, "fri-mon" over the week's end; anything else is left as it stands."""
    ends = [_NAMED_DAYS.get(word.casefold(), EVERY_DAY) for word in match.groups()]
    if any(len(end) != 1 for end in ends):
        return match[0]
    (first,), (last,) = ends
    return " ".join(_DAYS[(first + n) % 7] for n in range((last - first) % 7 + 1))


def _time(word: str) -> time:
    folded = "".join(word.casefold().split())
    if folded in {"noon", "midnight"}:
        return time(12 if folded == "noon" else 0)
    match = _TIME.fullmatch(folded)
    if not match or not (match["minute"] or match["half"]):
        raise ScheduleError(
            _advice(f"{word!r} is no time of day", "08:00 or 8am"), fault=ScheduleFault.TIME, word=word
        )
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), match["half"]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif half:
        hour = 24
    if hour > 23 or minute > 59:
        raise ScheduleError(
            _advice(f"{word!r} is no time of day", "00:00 to 23:59"), fault=ScheduleFault.TIME, word=word
        )
    return time(hour, minute)


def _ascending(slots: Sequence[time]) -> tuple[time, ...]:
    for slot in slots:
        if slots.count(slot) > 1:
            twice = slot_name(slot)
            raise ScheduleError(
                f"{twice} is given twice; give each time once.", fault=ScheduleFault.TWICE, word=twice
            )
    return tuple(sorted(slots))


def _zone(words: Sequence[str]) -> str:
    """The zone; when the words hold one and more, those that are too many are not understood."""
    try:
        return find_zone(" ".join(words))
    except ScheduleError as error:
        for n, word in enumerate(words):
            if len(words) > 1 and _is_zone(word):
                others = " ".join((*words[:n], *words[n + 1 :]))
                raise ScheduleError(
                    _advice(f"{others!r} is not understood", EXAMPLE), fault=ScheduleFault.BEYOND, word=others
                ) from error
        raise ScheduleError(
            f"{error} A whole line reads like: {EXAMPLE}", fault=ScheduleFault.ZONE, word=" ".join(words)
        ) from error


def _is_zone(word: str) -> bool:
    try:
        return bool(find_zone(word))
    except ScheduleError:
        return False


def _advice(fault: str, example: str) -> str:
    line = "" if example == EXAMPLE else f"; a whole line: {EXAMPLE}"
    return f"{fault}: write it like {example}{line}."
