"""JSON Lines from other hands, field by field, with the line in every complaint."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeGuard

from ..model import Span, Spans
from .errors import BadRecord

_MARKS_OF_A_FILE = re.compile(r"\.(?:txt|html|md)$")


@dataclass(frozen=True, slots=True)
class Record:
    """A JSON object and where it stands.

    Attributes:
        place: ``path:line``, or who made it.
    """

    place: str
    values: Mapping[str, object]

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def bad(self, reason: str, /) -> BadRecord:
        """An error that names the place."""
        return BadRecord(self.place, reason)

    def text(self, key: str, default: str | None = None, /) -> str:
        """A string; the default for one that is absent or null.

        Raises:
            BadRecord: It is absent without a default, or no string.
        """
        value = self.values.get(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, str):
            raise self.bad(f'"{key}" is {_kind(value)}; it must be a string.')
        return value

    def items(self, key: str, /) -> list[object]:
        """A list.

        Raises:
            BadRecord: It is absent or no list.
        """
        value = self.values.get(key)
        if not isinstance(value, list):
            raise self.bad(f'"{key}" is {_kind(value)}; it must be a list.')
        return value

    def objects(self, key: str, /) -> Iterator[Record]:
        """The objects of a list, each under this place.

        Raises:
            BadRecord: It is no list of objects.
        """
        for number, value in enumerate(self.items(key)):
            if not isinstance(value, dict):
                raise self.bad(f"{key}[{number}] is {_kind(value)}; it must be an object.")
            yield Record(self.place, value)

    def inner(self, key: str, /) -> Record | None:
        """An object, or None for null or nothing.

        Raises:
            BadRecord: It is something else.
        """
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.bad(f'"{key}" is {_kind(value)}; it must be an object or null.')
        return Record(self.place, value)

    def spans(self, key: str, /) -> Spans:
        """Pairs of offsets as they stand, ``[[start, end], …]``; absent is none.

        Raises:
            BadRecord: It is no list of such pairs, or one ends before it begins.
        """
        values = self.items(key) if self.values.get(key) is not None else []
        return tuple(self._span(value, f"{key}[{number}]") for number, value in enumerate(values))

    def span(self, key: str, /) -> Span:
        """One pair of offsets.

        Raises:
            BadRecord: It is none, or it ends before it begins.
        """
        return self._span(self.values.get(key), f'"{key}"')

    def numbers(self, key: str, /, *, below: int) -> tuple[int, ...]:
        """Numbers of attributions; absent is none.

        Raises:
            BadRecord: One is no number, or there is no attribution of that number.
        """
        values = self.items(key) if self.values.get(key) is not None else []
        for value in values:
            if not _is_whole(value) or not 0 <= value < below:
                raise self.bad(f'"{key}" holds {value!r}; the article\'s attributions are 0 to {below - 1}.')
        return tuple(v for v in values if _is_whole(v))

    def _span(self, value: object, name: str) -> Span:
        if isinstance(value, list | tuple) and len(value) == 2 and all(map(_is_whole, value)):
            start, end = value
            if 0 <= start <= end:
                return Span(start, end)
        raise self.bad(f"{name} is {json.dumps(value)[:40]}; it must be [start, end] in code points.")


def read_lines(text: str, /, *, source: str) -> list[Record]:
    """One record a line that is not blank.

    Raises:
        BadRecord: A line is no JSON object.
    """
    records = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = f"{source}:{number}"
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            why = error.msg if isinstance(error, json.JSONDecodeError) else "a number or nesting beyond reason"
            raise BadRecord(place, f"The line is not JSON ({why}). Give one JSON object a line.") from error
        if not isinstance(value, dict):
            raise BadRecord(place, f"The line is {_kind(value)}. Give one JSON object a line.")
        records.append(Record(place, value))
    return records


def stem(article: str, /) -> str:
    """An article's id by its path: the name without folders and without the suffix of a text."""
    return _MARKS_OF_A_FILE.sub("", article.rsplit("/", 1)[-1])


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _kind(value: object) -> str:
    names = {type(None): "missing", bool: "true or false", str: "a string", list: "a list", dict: "an object"}
    return names.get(type(value), "a number")
