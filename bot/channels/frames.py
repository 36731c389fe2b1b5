"""Frames around messages in a file: which delivery it was, and whether all of it is there.

A frame says how many bytes its message has, so no message can pass for the end of its frame, and one that a
crash has torn is found at the end of the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsdesk.model import Delivery

_HEADER = re.compile(
    rb"^==== newsdesk (?P<key>\S+) channel (?P<channel>\d+), part \d+ of \d+(?:, replaces \S+)?, "
    rb"(?P<size>\d+) bytes ====\n",
    re.MULTILINE,
)
_START = b"==== newsdesk "
# Of a frame, in bytes; a header that says more is somebody's text.
LARGEST = 4 << 20


@dataclass(frozen=True, slots=True)
class Frames:
    """What a file holds.

    Attributes:
        complete: (key, channel) of every frame that is whole, in order; twice for one that was written twice.
        torn_at: Where a frame begins that ends with the file before it is whole; None when there is none.
    """

    complete: tuple[tuple[str, int], ...]
    torn_at: int | None = None


def frame(delivery: Delivery, /) -> bytes:
    """A delivery's message with a header line, its key in it, and a closing line."""
    body = delivery.message.body.encode(errors="replace") + b"\n"
    edits = f", replaces {delivery.edits}" if delivery.edits else ""
    header = (
        f"==== newsdesk {delivery.key} channel {delivery.channel}, "
        f"part {delivery.part} of {delivery.parts}{edits}, {len(body)} bytes ====\n"
    )
    return header.encode(errors="replace") + body + _closing(delivery.key.encode(errors="replace"))


def frames(content: bytes, /, *, cut: bool = False) -> Frames:
    """The frames of a file; what stands between them belongs to somebody else and is passed over.

    Args:
        cut: It is only the end of a file, and may begin within a message: what looks like a frame and begins in
            the first ``LARGEST`` bytes may be the text of that message, and is no frame.
    """
    complete: list[tuple[str, int]] = []
    at = LARGEST if cut else 0
    while header := _HEADER.search(content, at):
        closing = _closing(header["key"])
        end = header.end() + int(header["size"])
        if end - header.start() > LARGEST:
            at = header.end()
        elif content[end : end + len(closing)] == closing:
            complete.append((header["key"].decode(errors="replace"), int(header["channel"])))
            at = end + len(closing)
        elif len(content) < end + len(closing) and _could_be(content[end:], closing):
            return Frames(tuple(complete), header.start())
        else:  # somebody edited the file
            at = header.end()
    return Frames(tuple(complete), _torn_header(content, at))


def _closing(key: bytes) -> bytes:
    return b"==== end of " + key + b" ====\n\n"


def _could_be(rest: bytes, closing: bytes) -> bool:
    return closing.startswith(rest)


def _torn_header(content: bytes, at: int) -> int | None:
    """Where the last line begins, when it is the beginning of a header."""
    start = max(content.rfind(b"\n") + 1, at)
    last = content[start:]
    return start if last and (last.startswith(_START) or _START.startswith(last)) else None
