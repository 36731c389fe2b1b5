"""What people write on Slack, as plain text: Slack's own marks decoded, the links in it collected.

Source: https://docs.slack.dev/messaging/formatting-message-text/#retrieving-messages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_MARK = re.compile(r"<([^<>\n]+)>")
_ADDRESS = re.compile(r"https?://[^\s<>|\"]+", re.IGNORECASE)
_SHARED = ("original_url", "from_url", "title_link")
_AFTER = ".,;:!?)]}'»”"  # belongs to the sentence, not to the address
_MAX_DEPTH = 12  # of blocks; deeper ones are no message of Slack's


@dataclass(frozen=True, slots=True)
class Plain:
    """Decoded text, and the addresses in it in the order of their appearance."""

    text: str
    links: tuple[str, ...] = ()


def decode(text: str, /, *, bot: str = "") -> Plain:
    """Text without marks; a mention of the bot vanishes, one of a channel without a name stays as it is.

    An address that people wrote themselves stays an address, one behind words gives way to the words.

    Args:
        bot: The bot's user id.
    """
    links: list[str] = []
    parts: list[str] = []
    end = 0
    for mark in _MARK.finditer(text):
        parts.append(_between(text[end : mark.start()], links))
        parts.append(_marked(mark[1], links, bot=bot))
        end = mark.end()
    parts.append(_between(text[end:], links))
    return Plain("".join(parts).strip(), tuple(dict.fromkeys(links)))


def links_of(message: Mapping[str, Any], /) -> tuple[str, ...]:
    """Every address in a message: in its text, in its blocks and in what it shares."""
    shared = [
        str(attachment[key])
        for attachment in _dicts(message.get("attachments"))
        for key in _SHARED
        if attachment.get(key)
    ]
    found = (*decode(str(message.get("text") or "")).links, *_in_blocks(message.get("blocks")), *shared)
    return tuple(dict.fromkeys(link for link in found if _ADDRESS.match(link)))


def mentions(text: str, user: str, /) -> bool:
    """Whether somebody is mentioned."""
    return bool(user) and re.search(rf"<@{re.escape(user)}(?:\|[^<>]*)?>", text) is not None


def _marked(mark: str, links: list[str], *, bot: str) -> str:
    target, _, label = mark.partition("|")
    label = unescape(label)
    match target[0]:
        case "@":
            return "" if bot and target == f"@{bot}" else f"@{label.lstrip('@')}" if label else target
        case "#":
            return f"#{label.lstrip('#')}" if label else f"<{target}>"
        case "!":
            return label or "@" + target[1:].partition("^")[0]
    address = unescape(target)
    if not _ADDRESS.match(address):
        return label or address.removeprefix("mailto:").removeprefix("tel:")
    links.append(address)
    return label if label and label.rstrip("/") not in address else address


def _between(text: str, links: list[str]) -> str:
    plain = unescape(text)
    links += (found.rstrip(_AFTER) for found in _ADDRESS.findall(plain))
    return plain


def unescape(text: str, /) -> str:
    """The three characters that Slack writes as entities; nothing else is one."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _in_blocks(value: object, depth: int = 0) -> Iterator[str]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _in_blocks(item, depth + 1)
    elif isinstance(value, dict):
        if value.get("type") == "link" and isinstance(value.get("url"), str):
            yield value["url"]
        for item in value.values():
            if isinstance(item, list | dict):
                yield from _in_blocks(item, depth + 1)


def _dicts(value: object) -> Iterable[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
