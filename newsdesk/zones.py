"""Time zones by the names that people give them: IANA names, old ones, and cities."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import UTC, datetime
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from .errors import ScheduleError, ScheduleFault

# "localtime" is whatever the machine says, "Factory" a zone of nobody.
_NO_ZONES = frozenset({"localtime", "Factory", "posixrules"})
# What people call the clocks of a region: each is one offset, while the region's clocks may change.
_ABBREVIATIONS = {
    "America/New_York": "est edt",
    "America/Chicago": "cst cdt",
    "America/Denver": "mst mdt",
    "America/Los_Angeles": "pst pdt",
    "America/Anchorage": "akst akdt",
    "America/Halifax": "ast adt",
    "Pacific/Honolulu": "hst",
    "Europe/London": "bst",
    "Europe/Berlin": "cest",
    "Europe/Kyiv": "eest",
    "Europe/Moscow": "msk",
    "Asia/Jerusalem": "idt",
    "Asia/Kolkata": "ist",
    "Asia/Tokyo": "jst",
    "Asia/Seoul": "kst",
    "Asia/Singapore": "sgt",
    "Australia/Sydney": "aest aedt",
    "Pacific/Auckland": "nzst nzdt",
}
# What zones were called before.
_RETIRED = {
    "Europe/Kiev": "Europe/Kyiv",
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Rangoon": "Asia/Yangon",
    "Asia/Saigon": "Asia/Ho_Chi_Minh",
}
_CITY_FOR = {short: city for city, words in _ABBREVIATIONS.items() for short in words.split()}
_OFFSET = re.compile(r"(?:(?:utc|gmt|z)_?)?(?P<sign>[+\-−–])_?(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?h?")
# Large cities that are not the city of their zone.
_CITIES = {
    "Africa/Casablanca": "marrakesh rabat",
    "Africa/Johannesburg": "cape_town durban pretoria",
    "Africa/Lagos": "abuja",
    "America/Chicago": "austin dallas houston minneapolis new_orleans san_antonio st_louis",
    "America/Los_Angeles": "las_vegas portland san_diego san_francisco san_jose seattle",
    "America/New_York": "atlanta boston charlotte miami philadelphia washington washington_dc",
    "America/Sao_Paulo": "brasilia rio rio_de_janeiro",
    "America/Toronto": "ottawa quebec",
    "America/Edmonton": "calgary",
    "Asia/Jerusalem": "haifa tel-aviv tel_aviv",
    "Asia/Kolkata": "bangalore bengaluru chennai delhi hyderabad mumbai new_delhi",
    "Asia/Riyadh": "jeddah mecca",
    "Asia/Dubai": "abu_dhabi",
    "Asia/Ho_Chi_Minh": "hanoi",
    "Asia/Karachi": "islamabad lahore",
    "Asia/Shanghai": "beijing guangzhou shenzhen",
    "Asia/Tokyo": "kyoto osaka",
    "Asia/Yangon": "naypyidaw",
    "Australia/Sydney": "canberra",
    "Europe/Berlin": "bonn cologne dresden frankfurt hamburg leipzig munich stuttgart",
    "Europe/Istanbul": "ankara izmir",
    "Europe/Kyiv": "dnipro kharkiv lviv odesa odessa",
    "Europe/London": "birmingham cardiff edinburgh glasgow manchester",
    "Europe/Madrid": "barcelona seville valencia",
    "Europe/Moscow": "saint_petersburg st_petersburg",
    "Europe/Paris": "lyon marseille strasbourg",
    "Europe/Rome": "florence milan naples turin",
    "Europe/Warsaw": "cracow gdansk krakow wroclaw",
    "Europe/Zurich": "basel bern geneva",
    "Pacific/Auckland": "wellington",
}


@cache
def zone_info(name: str, /) -> ZoneInfo:
    """The zone of an IANA name; each is read once.

    Raises:
        ScheduleError: There is no such zone; the message names the nearest.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ScheduleError(_unknown(name), fault=ScheduleFault.ZONE, word=name) from error


def find_zone(words: str, /) -> str:
    """The IANA name that people mean by words: a name in any case, old ones too, or a city.

    Raises:
        ScheduleError: Nothing, or more than one zone, is called so, or it is an offset like "UTC+2" or "EST";
            the message says what to write.
    """
    wanted = _folded(words)
    if exact := _names().get(wanted):
        return exact
    zones = _cities().get(wanted, ())
    if len(zones) == 1 and wanted not in _CITY_FOR:
        return zones[0]
    if city := _CITY_FOR.get(wanted):
        fault = f"{words!r} is a fixed offset, not a place: write a city, like {city}."
    elif offset := _OFFSET.fullmatch(wanted):
        fault = _of_offset(words, offset)
    elif zones:
        fault = f"{words!r} may be any of {', '.join(zones)}; write one of them."
    else:
        fault = _unknown(words)
    raise ScheduleError(fault, fault=ScheduleFault.ZONE, word=words)


def name_today(name: str, /) -> str:
    """What a zone is called nowadays: Europe/Kyiv for Europe/Kiev; any other name as it is."""
    return _RETIRED.get(name, name)


def zone_choices(words: str, /) -> tuple[str, ...]:
    """The IANA names that words may mean, the likeliest first, at most four: one when they mean just that.

    Of "EST" it is a city of that clock, of a name with a slip of the pen the nearest; none for an offset.
    """
    wanted = _folded(words)
    if city := _CITY_FOR.get(wanted):
        return (city,)
    if exact := _names().get(wanted):
        return (exact,)
    found = _cities().get(wanted, ()) or (() if _OFFSET.fullmatch(wanted) else _near(wanted))
    return tuple(dict.fromkeys(map(name_today, found)))[:4]


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """Every IANA name that this machine knows, sorted, without abbreviations that are one offset, like EST."""
    known = available_timezones() - _NO_ZONES
    return tuple(sorted(name for name in known if name.casefold() not in _CITY_FOR))


def _folded(words: str) -> str:
    return "_".join(words.casefold().replace("_", " ").split())


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {_folded(name): name for name in zone_names()}


@lru_cache(maxsize=1)
def _cities() -> dict[str, tuple[str, ...]]:
    """IANA names by city; names of one and the same zone count once, the shortest stands for them."""
    known = set(zone_names())
    found: dict[str, list[str]] = defaultdict(list)
    for name in zone_names():
        if "/" in name and not name.startswith("Etc/"):
            found[_folded(name.rsplit("/", 1)[1])].append(name)
    for name, cities in _CITIES.items():
        for city in cities.split() if name in known else ():
            found[city].append(name)
    return {city: _distinct(names) for city, names in found.items()}


def _distinct(names: list[str]) -> tuple[str, ...]:
    by_behaviour: dict[tuple[object, ...], str] = {}
    for name in sorted(names, key=lambda n: (n.count("/"), len(n), n)):
        by_behaviour.setdefault(_offsets(name), name)
    return tuple(sorted(by_behaviour.values()))


def _offsets(name: str) -> tuple[object, ...]:
    """What the zone's clocks show in each month around now: zones that agree here are one to a reader."""
    zone = zone_info(name)
    months = (datetime(year, month, 1, tzinfo=UTC) for year in range(2020, 2036) for month in range(1, 13))
    return tuple(m.astimezone(zone).utcoffset() for m in months)


def _of_offset(words: str, offset: re.Match[str]) -> str:
    """What to write instead of an offset; the names of the database have its sign the other way round."""
    hours, minutes, east = int(offset["hours"]), int(offset["minutes"] or 0), offset["sign"] == "+"
    said = f"{words!r} is a fixed offset, which clock changes do not move"
    if not hours and not minutes:
        return f"{said}: write UTC, or a city, like Europe/London."
    if minutes or hours > (14 if east else 12):
        return f"{said}: write a city, like Europe/Kyiv or Asia/Kolkata."
    named = f"Etc/GMT-{hours} is UTC+{hours}" if east else f"Etc/GMT+{hours} is UTC-{hours}"
    return (
        f"{said}: write a city, like Europe/Kyiv; or, if it must be the offset: {named}, its sign is reversed."
    )


def _unknown(words: str) -> str:
    near = _near(_folded(words))
    advice = f"did you mean {' or '.join(near)}?" if near else "write it like Europe/Kyiv or America/New_York."
    return f"There is no time zone {words!r}: {advice}"


def _near(wanted: str) -> tuple[str, ...]:
    from rapidfuzz import fuzz, process

    cities = {city: zones[0] for city, zones in _cities().items() if len(zones) == 1}
    # Never an offset: Etc/GMT+2 is the opposite of what it says.
    spoken = {said: name for said, name in {**_names(), **cities}.items() if "GMT" not in name}
    found = process.extract(wanted, list(spoken), scorer=fuzz.ratio, limit=6, score_cutoff=70)
    return tuple(dict.fromkeys(spoken[match] for match, _, _ in found))[:3]
