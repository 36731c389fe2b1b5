"""What a button carries: a word that names who answers it, and a little data.

Telegram keeps 64 bytes; what is longer is kept in a memo (``newsdesk.ports.Talks``) and the button carries the
memo's number.
"""

from __future__ import annotations

MAX_BYTES = 64
MAX_DIGITS = 16
_SEPARATOR = ":"


def pack(name: str, /, *values: str | int) -> str:
    """``pack("ev", 12, 3)`` is "ev:12:3".

    Raises:
        ValueError: A value but the last holds a colon, or the whole is longer than 64 bytes.
    """
    parts = [name, *(str(v) for v in values)]
    if any(_SEPARATOR in part for part in parts[:-1]):
        raise ValueError("only the last value of a button may hold a colon")
    data = _SEPARATOR.join(parts)
    if len(data.encode()) > MAX_BYTES:
        raise ValueError(f"a button carries at most {MAX_BYTES} bytes")
    return data


def name_of(data: str, /) -> str:
    """The word in front."""
    return data.partition(_SEPARATOR)[0]


def values_of(data: str, /, *, at_most: int = 8) -> tuple[str, ...]:
    """The values; the last one keeps its colons."""
    rest = data.partition(_SEPARATOR)[2]
    return tuple(rest.split(_SEPARATOR, at_most - 1)) if rest else ()


def number_in(value: str, /) -> int | None:
    """The number that a button carries; None when it is none, as in data that somebody has forged."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < MAX_DIGITS else None
