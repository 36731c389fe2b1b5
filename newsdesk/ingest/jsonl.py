"""JSON Lines: one article a line, ``{"id", "text"}`` with optional title, url, outlet, byline, published_at."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from summarizer.model import Article, ArticleId

from . import refusals
from .loaded import Loaded, Outcome, Refused
from .metadata import instant

_MAX_NAME_CHARS = 1000


class BadField(ValueError):
    """A field of the wrong kind; the message is the start of a sentence without its full stop."""


def load_lines(text: str, /, *, source: str, note: Callable[[str], object] = str) -> Iterator[Outcome]:
    """One outcome a line that is not blank, in order; a refusal's source is ``path:line``.

    Lines end with a line feed alone, because JSON strings may hold the other line ends.  A line without an
    id is named ``path:line``.  Offsets refer to the decoded ``text`` string.

    Args:
        note: Told of every line whose time cannot be read; its article is read without one.
    """
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _load_line(line, f"{source}:{number}", note)


def looks_like_lines(text: str, /) -> bool:
    """Whether the first line that is not blank is an object with a text."""
    start = text.lstrip()
    if not start.startswith("{"):
        return False
    try:
        found = json.loads(start.split("\n", 1)[0])
    except (json.JSONDecodeError, RecursionError):
        return False
    except ValueError:  # a number too long to read: the line's refusal says so
        return '"text"' in start
    return isinstance(found, dict) and "text" in found


def _load_line(line: str, place: str, note: Callable[[str], object]) -> Outcome:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        return refusals.bad_line(place, _why(error))
    if not isinstance(found, dict):
        return refusals.bad_line(place, "The line is JSON, but not an object")
    try:
        article = _article(found, place)
    except BadField as problem:
        return refusals.bad_line(place, str(problem))
    refused = _unreadable(article, place)
    if refused is not None:
        return refused
    try:
        article = replace(article, published_at=published(found))
    except BadField as problem:
        note(f"{place}: {problem}. The article was read without a time.")
    return Loaded(article, place=place)


def _why(error: ValueError | RecursionError) -> str:
    """Why a line cannot be parsed; Python reads no whole number of more than some thousand digits."""
    if isinstance(error, json.JSONDecodeError):
        return f"The line is not JSON ({error.msg})"
    if isinstance(error, RecursionError):
        return "The line is not JSON (nested too deeply)"
    return "A number in the line has too many digits to be read"


def _article(found: Mapping[str, object], place: str) -> Article:
    text = found.get("text")
    if not isinstance(text, str):
        raise BadField('The object has no "text"' if text is None else 'Its "text" is not a string')
    return Article(
        id=_name(found.get("id"), place),
        text=text,
        title=string(found, "title"),
        outlet=string(found, "outlet"),
        url=string(found, "url") or None,
        byline=string(found, "byline"),
    )


def _name(said: object, place: str) -> ArticleId:
    if said is None or said == "":
        return ArticleId(place)
    if isinstance(said, bool) or not isinstance(said, str | int):
        raise BadField('Its "id" is not a string')
    name = str(said)
    if len(name) > _MAX_NAME_CHARS or not name.isprintable():
        raise BadField('Its "id" is too long or holds characters that cannot be printed')
    return ArticleId(name)


def string(found: Mapping[str, object], key: str, /) -> str:
    """An optional text field; absent and null are "".

    Raises:
        BadField: It is something else than a text.
    """
    value = found.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadField(f'Its "{key}" is not a string')
    return value.encode("utf-8", "replace").decode("utf-8")


def published(found: Mapping[str, object], /) -> datetime | None:
    """The optional instant ``published_at`` as aware UTC.

    Raises:
        BadField: It is there, but no ISO 8601 date or time.
    """
    said = found.get("published_at")
    at = instant(said)
    if at is None and said not in (None, ""):
        raise BadField('Its "published_at" is not a date or time such as 2025-05-12 or 2025-05-12T09:30:00Z')
    return at


def _unreadable(article: Article, place: str) -> Refused | None:
    if "\0" in article.text:
        return refusals.control_characters(place, "NUL characters")
    if any("\ud800" <= c <= "\udfff" for c in article.text):
        return refusals.control_characters(place, "half a character (an unpaired surrogate)")
    if not article.text:
        return refusals.empty(place)
    return None if any(c.isalnum() for c in article.text) else refusals.wordless(place)
