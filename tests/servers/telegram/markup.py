"""Telegram's HTML, read as its server reads it (td/telegram/MessageEntity.cpp), with its error texts."""

from __future__ import annotations

import re
from typing import Any

TAGS = {
    "a": "text_link",
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ENTITY = re.compile(r"&(#x[0-9a-fA-F]+|#[0-9]+|[a-zA-Z]+);?")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+))?""")


class BadMarkup(Exception):
    """The markup is refused; the message is Telegram's."""


def parse(source: str, /) -> tuple[str, list[dict[str, Any]]]:
    """The text and its entities, offsets in UTF-16 code units.

    Raises:
        BadMarkup: As Telegram says it, without "Bad Request: ".
    """
    text, entities, at = "", [], 0
    opened: list[tuple[str, dict[str, str], int]] = []
    while at < len(source):
        char = source[at]
        if char == "&":
            decoded, at = _entity(source, at)
            text += decoded
        elif char != "<":
            text += char
            at += 1
        elif source.startswith("</", at):
            at = _close(source, at, opened, text, entities)
        else:
            name, attributes, at = _open(source, at)
            opened.append((name, attributes, utf16(text)))
    if opened:
        raise BadMarkup(
            f"can't parse entities: Can't find end tag corresponding to start tag \"{opened[-1][0]}\""
        )
    entities.sort(key=lambda e: (e["offset"], -e["length"]))
    return text, entities


def utf16(text: str, /) -> int:
    """Length in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _offset(source: str, at: int) -> int:
    return len(source[:at].encode())


def _entity(source: str, at: int) -> tuple[str, int]:
    found = _ENTITY.match(source, at)
    if not found:
        return "&", at + 1
    name = found[1]
    if name.startswith("#"):
        code = int(f"0{name[1:]}", 16) if name[1] == "x" else int(name[1:])
        return (chr(code), found.end()) if 0 < code < 0x10FFFF else ("&", at + 1)
    # An entity that it does not know is shown as it stands.
    return (_NAMED[name], found.end()) if name in _NAMED else ("&", at + 1)


def _open(source: str, at: int) -> tuple[str, dict[str, str], int]:
    begin, at = at, at + 1
    start = at
    while at < len(source) and not source[at].isspace() and source[at] != ">":
        at += 1
    unclosed = BadMarkup(f"can't parse entities: Unclosed start tag at byte offset {_offset(source, begin)}")
    if at >= len(source):
        raise unclosed
    name = source[start:at].lower()
    if name not in TAGS:
        raise BadMarkup(
            f'can\'t parse entities: Unsupported start tag "{name}" at byte offset {_offset(source, begin)}'
        )
    attributes: dict[str, str] = {}
    while at < len(source) and source[at] != ">":
        if source[at].isspace():
            at += 1
            continue
        found = _ATTRIBUTE.match(source, at)
        if not found or not found[1]:
            raise unclosed
        attributes[found[1].lower()] = _unescaped((found[2] or "").strip("\"'"))
        at = found.end()
    if at >= len(source):
        raise unclosed
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise BadMarkup(
            'can\'t parse entities: Tag "span" must have class "tg-spoiler" '
            f"at byte offset {_offset(source, begin)}"
        )
    return name, attributes, at + 1


def _unescaped(value: str) -> str:
    text, at = "", 0
    while at < len(value):
        if value[at] == "&":
            decoded, at = _entity(value, at)
            text += decoded
        else:
            text += value[at]
            at += 1
    return text


def _close(
    source: str,
    at: int,
    opened: list[tuple[str, dict[str, str], int]],
    text: str,
    entities: list[dict[str, Any]],
) -> int:
    begin, end = at, source.find(">", at)
    if not opened:
        raise BadMarkup(f"can't parse entities: Unexpected end tag at byte offset {_offset(source, begin)}")
    if end < 0:
        raise BadMarkup(f"can't parse entities: Unclosed end tag at byte offset {_offset(source, begin)}")
    name, (expected, attributes, offset) = source[at + 2 : end].strip().lower(), opened.pop()
    if name and name != expected:
        raise BadMarkup(
            f"can't parse entities: Unmatched end tag at byte offset {_offset(source, begin)}, "
            f'expected "</{expected}>", found "</{name}>"'
        )
    length = utf16(text) - offset
    if length:
        entity: dict[str, Any] = {"type": TAGS[expected], "offset": offset, "length": length}
        if expected == "a":
            if not attributes.get("href", "").startswith(("http://", "https://", "tg://", "mailto:")):
                return end + 1  # a link that leads nowhere is no link
            entity["url"] = attributes["href"]
        if expected == "blockquote" and "expandable" in attributes:
            entity["type"] = "expandable_blockquote"
        entities.append(entity)
    return end + 1
