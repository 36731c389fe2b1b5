"""Chat destinations in one word: ``console``, ``console:briefs.txt``, ``telegram:-100123:7``, ``slack:C01``."""

from __future__ import annotations

import re

from .errors import WishError
from .model import Address

STANDARD_OUTPUT = "-"

_SHAPES = {
    "telegram": (
        re.compile(r"(-?\d{1,20})(?::(\d{1,20}))?"),
        "telegram:CHATID or telegram:CHATID:TOPIC, in digits",
    ),
    "slack": (re.compile(r"([A-Z][A-Z0-9]{1,30})(?::(\d+\.\d+))?"), "slack:CHANNELID, like slack:C0123456789"),
}


def is_private(address: Address, /) -> bool:
    """Whether a chat is one between the bot and a single person, as its address tells."""
    if address.platform == "telegram":
        return not address.chat.startswith("-")
    return address.platform == "slack" and address.chat.startswith("D")


def parse_address(text: str, /) -> Address:
    """The address that a word means; ``str`` of it means the same address.

    ``console`` is standard output, ``console:FILE`` a file that briefs are added to.

    Raises:
        WishError: There is no such platform, or the rest is no address of it.
    """
    platform, _, rest = text.strip().partition(":")
    platform = platform.casefold()
    if platform == "console":
        return Address("console", rest or STANDARD_OUTPUT)
    if platform not in _SHAPES:
        raise WishError(
            f"{text!r} is no address: write console, console:FILE, telegram:CHATID or slack:CHANNELID."
        )
    shape, example = _SHAPES[platform]
    match = shape.fullmatch(rest)
    if not match:
        raise WishError(f"{text!r} is no address on {platform.title()}: write {example}.")
    return Address(platform, match[1], match[2] or "")
