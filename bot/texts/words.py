"""The words of one language: sentences by key, and days, times and lists as its readers write them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, time
from functools import cached_property
from string import Formatter
from typing import TYPE_CHECKING, TypeAlias
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from babel import Locale

# A text, or its plural forms by CLDR category.
Entry: TypeAlias = "str | Mapping[str, str]"

# British: "11 May 2025", as the clock of 24 hours goes with.
_LOCALES = {"en": "en_GB"}
# The long form of Ukrainian ends in "р.", whose full stop a sentence would double.
_DAYS = {"uk": "d MMMM y"}
_EVERY_DAY = frozenset(range(7))
_WORKING_DAYS = frozenset(range(5))
_FORMATTER = Formatter()


class Words:
    """The words of one language.

    Attributes:
        language: Its code: "uk".
    """

    def __init__(self, language: str, texts: Mapping[str, Entry], /, *, spare: Words | None = None) -> None:
        self.language = language
        self._texts = texts
        self._spare = spare

    def __call__(self, key: str, /, **values: str | int) -> str:
        """A sentence with its values in place; ``n`` chooses among plural forms.

        What this language lacks, a key or the value for a name in it, comes from the spare language.

        Raises:
            KeyError: There is none either.
        """
        entry = self._texts.get(key)
        if entry is not None and (text := filled(self._form(entry, values), values)) is not None:
            return text
        if self._spare is None:
            raise KeyError(key)
        return self._spare(key, **values)

    def _form(self, entry: Entry, values: Mapping[str, str | int]) -> str:
        if isinstance(entry, str):
            return entry
        number = values.get("n")
        category = self._locale.plural_form(number) if isinstance(number, int) else "other"
        # "other" is asked for where a category is one of fractions or of millions.
        return entry.get(category) or entry.get("other") or [*entry.values()][-1]

    @cached_property
    def _locale(self) -> Locale:
        from babel import Locale

        return Locale.parse(_LOCALES.get(self.language, self.language))

    @property
    def name(self) -> str:
        """What the language calls itself: "українська"."""
        return str(self._locale.languages.get(self.language, self.language))

    def day(self, instant: datetime, zone: str = "UTC", /) -> str:
        """The calendar day of an aware instant in an IANA zone: "11 May 2025"."""
        from babel.dates import format_date

        date = instant.astimezone(ZoneInfo(zone)).date()
        return format_date(date, format=_DAYS.get(self.language, "long"), locale=self._locale)

    def moment(self, instant: datetime, zone: str = "UTC", /) -> str:
        """Day and time of an aware instant in an IANA zone, which is named: "11 May 2025, 08:00 (UTC)"."""
        return f"{self.day(instant, zone)}, {self.time(instant.astimezone(ZoneInfo(zone)))} ({zone})"

    def time(self, moment: time | datetime, /) -> str:
        """Hours and minutes by the clock of 24 hours, as they stand there: "08:00"."""
        return f"{moment:%H:%M}"

    def listed(self, items: Iterable[str], /, *, style: str = "standard") -> str:
        """Several things as a phrase: "a, b and c"; with ``style="or"``: "a, b or c"; "" for none."""
        from babel.lists import format_list

        return format_list([*items], style="or" if style == "or" else "standard", locale=self._locale)

    def weekdays(self, days: Collection[int], /) -> str:
        """Days of the week, Monday is 0: "every day", "weekdays", "Mon, Wed and Fri"."""
        if frozenset(days) >= _EVERY_DAY:
            return self("common.every_day")
        if frozenset(days) == _WORKING_DAYS:
            return self("common.weekdays")
        names = self._locale.days["stand-alone"]["abbreviated" if len(set(days)) > 1 else "wide"]
        return self.listed(names[day] for day in sorted(set(days)))


def filled(template: str, values: Mapping[str, str | int], /) -> str | None:
    """The template with values in place of its names; None when a value is missing.

    Names are plain: what would look into a value ("{n.real}", "{n[0]}", "{n!r}", "{n:>9}") is no name.
    """
    parts: list[str] = []
    for text, name, spec, conversion in _FORMATTER.parse(template):
        parts.append(text)
        if name is None:
            continue
        if name not in values or spec or conversion:
            return None
        parts.append(str(values[name]))
    return "".join(parts)


def placeholders(template: str, /) -> list[str]:
    """The names in a template, as they are written between the braces, in order."""
    return [
        name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
        for _, name, spec, conversion in _FORMATTER.parse(template)
        if name is not None
    ]
