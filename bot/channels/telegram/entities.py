"""What stands in a message: Telegram counts offsets in UTF-16 code units."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

Payload = Mapping[str, Any]


class Marked(NamedTuple):
    """A piece of a message that Telegram has marked.

    Attributes:
        start, end: Half-open, in UTF-16 code units.
    """

    kind: str
    text: str
    start: int
    end: int
    entity: Payload


def text_of(message: Payload, /) -> str:
    """The words of a message, or under its picture or file."""
    return str(message.get("text") or message.get("caption") or "")


def marked(message: Payload, /) -> Iterator[Marked]:
    """Every marked piece of a message, in order; pieces that lie outside of it are left out."""
    units = text_of(message).encode("utf-16-le")
    for entity in _entities(message):
        start, length = entity.get("offset"), entity.get("length")
        if (
            isinstance(start, int)
            and isinstance(length, int)
            and 0 <= 2 * start < 2 * (start + length) <= len(units)
        ):
            text = units[2 * start : 2 * (start + length)].decode("utf-16-le", "replace")
            yield Marked(str(entity.get("type", "")), text, start, start + length, entity)


def links(message: Payload, /) -> tuple[str, ...]:
    """Addresses in a message, each once, in order; those hidden behind words too."""
    found: dict[str, None] = {}
    for piece in marked(message):
        if piece.kind == "text_link":
            found[str(piece.entity.get("url", ""))] = None
        elif piece.kind == "url":
            found[piece.text if "://" in piece.text else f"https://{piece.text}"] = None
    return tuple(link for link in found if link)


def without_mentions(message: Payload, /, *, username: str, bot: str) -> tuple[str, bool]:
    """The words without the bot's name, and whether it was named."""
    text = text_of(message)
    if not _entities(message):
        # Some servers do not mark what clients send as plain text.
        named = re.compile(rf"(?<![\w@.])@{re.escape(username)}(?!\w)", re.IGNORECASE)
        rest, count = named.subn(" ", text) if username else (text, 0)
        return (_tidy(rest) if count else text), bool(count)
    units = text.encode("utf-16-le")
    spans = [(p.start, p.end) for p in marked(message) if _names(p, username, bot)]
    for start, end in reversed(spans):
        units = units[: 2 * start] + " ".encode("utf-16-le") + units[2 * end :]
    rest = units.decode("utf-16-le", "replace")
    return (_tidy(rest) if spans else rest), bool(spans)


def _names(piece: Marked, username: str, bot: str) -> bool:
    if piece.kind == "mention":
        return bool(username) and piece.text.casefold() == f"@{username}".casefold()
    return piece.kind == "text_mention" and str((piece.entity.get("user") or {}).get("id", "")) == bot


def _entities(message: Payload) -> list[Payload]:
    found = message.get("entities" if message.get("text") else "caption_entities")
    return [e for e in found if isinstance(e, Mapping)] if isinstance(found, list) else []


def _tidy(text: str) -> str:
    """Where a name was cut out, no two spaces and none before a comma."""
    return re.sub(r"\s+([,.?!:;])", r"\1", re.sub(r"[ \t]{2,}", " ", text)).strip(" ,:")
