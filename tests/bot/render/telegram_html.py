"""A strict reader of Telegram's HTML: what it does not allow is an error, as it is for the Bot API."""

from __future__ import annotations

import re
from typing import NamedTuple

_TOKEN = re.compile(
    r"<(?P<close>/)?(?P<tag>[a-z]+)(?P<attributes>[^<>]*)>|&(?P<entity>lt|gt|amp|quot);|(?P<text>[^<>&]+)"
)
_ATTRIBUTES = {
    "b": r"",
    "i": r"",
    "s": r"",
    "a": r' href="(https?://(?:[^"<>&\s]|&amp;)+)"',
    "blockquote": r"( expandable)?",
    "code": r"",
}
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


class Parsed(NamedTuple):
    """The text that is left, and the markup as (tag, attribute, text it covers)."""

    text: str
    markup: list[tuple[str, str, str]]


def parse(html: str) -> Parsed:
    """Read a message.

    Raises:
        AssertionError: A tag or entity that is not allowed, not closed, or nested but for bold in a quotation.
    """
    text, at, markup = "", 0, []
    opened: list[tuple[str, str, int]] = []
    while at < len(html):
        token = _TOKEN.match(html, at)
        assert token, f"not allowed at {at}: {html[at : at + 30]!r}"
        at = token.end()
        if token["text"]:
            text += token["text"]
        elif token["entity"]:
            text += _ENTITIES[token["entity"]]
        elif token["close"]:
            assert opened, f"closes nothing: {token[0]}"
            tag, value, start = opened.pop()
            assert (tag, "") == (token["tag"], token["attributes"]), f"{token[0]} closes {tag}"
            assert text[start:], f"empty {token[0]}"
            markup.append((tag, value, text[start:]))
        else:
            tag = token["tag"]
            inside = [outer for outer, _, _ in opened]
            assert not inside or (inside == ["blockquote"] and tag == "b"), f"{token[0]} inside {inside}"
            allowed = re.fullmatch(_ATTRIBUTES[tag], token["attributes"])
            assert allowed, f"attributes of {token[0]}"
            value = (allowed[1] or "") if allowed.re.groups else ""
            opened.append((tag, value.replace("&amp;", "&"), len(text)))
    assert not opened, f"never closed: {opened}"
    return Parsed(text, markup)
