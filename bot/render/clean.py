"""Feed text made safe to show: one place for what no renderer should have to think about.

Escaping for a platform's markup is the renderer's own; this module only decides which characters and
which addresses may reach a reader at all.
"""

from __future__ import annotations

import html
import re
import unicodedata
from urllib.parse import quote, urlsplit

MAX_URL_CHARS = 1000

_JOINERS = "\u200c\u200d"  # ZWNJ and ZWJ: real letters in Persian and Indic scripts, glue in emoji
# Invisible characters that reorder, hide or smuggle text.  Visible format characters (Arabic number
# signs, for instance) are not among them.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
_JOINER_RUN = re.compile(rf"([{_JOINERS}])[{_JOINERS}]+")
_LONE_JOINER = re.compile(rf"(?<!\S)[{_JOINERS}]|[{_JOINERS}](?!\S)")
_PATH_SAFE = "%/:?#[]@!$&'()*+,;=~-._"


def clean(text: str, /) -> str:
    """The text on one line, without control characters, bidi overrides or invisible junk.

    Every run of white space (line and paragraph separators included) becomes one space, and the ends are
    trimmed.  Bidi overrides, isolates and marks, zero-width spaces, tag and format characters go; joiners
    stay only between visible characters, where scripts and emoji need them.  Lone surrogates, which no
    platform can encode, and code points that are not characters become U+FFFD.  Idempotent.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept = "".join(map(_shown, _INVISIBLE.sub("", text)))
    return " ".join(_LONE_JOINER.sub("", _JOINER_RUN.sub(r"\1", kept)).split())


def _shown(char: str) -> str:
    if char.isspace():
        return " "
    category = unicodedata.category(char)
    if category == "Cc":
        return " "
    if category == "Cs" or (category == "Cn" and ord(char) & 0xFFFE == 0xFFFE) or "\ufdd0" <= char <= "\ufdef":
        return "\ufffd"
    return char


def clip(text: str, limit: int, /) -> str:
    """At most ``limit`` code points; a longer text loses its end and says so with "…".

    For labels (names, roles, headlines) only: bullets and evidence are never clipped.
    """
    return text if len(text) <= limit else text[: cut_point(text, limit - 1)].rstrip() + "…"


def cut_point(text: str, limit: int, /) -> int:
    """The last place at or before ``limit`` (at least 1) where no combined character is torn.

    Combining marks, variation selectors, joiners and skin tones stay with what they belong to; ``limit``
    itself when that leaves no place.
    """
    if limit >= len(text):
        return limit
    whole = (at for at in range(limit, 0, -1) if not _extends(text[at]) and text[at - 1] not in _JOINERS)
    return next(whole, limit)


def _extends(char: str) -> bool:
    return (
        char in _JOINERS
        or unicodedata.category(char) in ("Mn", "Mc", "Me")
        or "\U0001f3fb" <= char <= "\U0001f3ff"
    )


def safe_url(url: str | None, /) -> str | None:
    """The address in plain ASCII when a reader may be sent there, else None.

    Only ``http`` and ``https`` with a host and without a user name (``https://bank.example@evil.example``)
    pass.  What is not allowed in an address is percent-encoded, quotes and ``< > |`` included, so that no
    markup can end inside it; hosts are IDNA-encoded.  Addresses over ``MAX_URL_CHARS``, counted as they
    stand in HTML, are refused: messages have limits, and half an address is none.
    """
    if not url:
        return None
    try:
        parts = urlsplit(clean(url))
        port = f":{parts.port}" if parts.port is not None else ""
        if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
            return None
        host = _host(parts.hostname)
        tail = parts.path + (f"?{parts.query}" if parts.query else "")
        rest = quote(tail + (f"#{parts.fragment}" if parts.fragment else ""), safe=_PATH_SAFE)
    except ValueError:  # malformed brackets or port, a host that IDNA refuses, a character without UTF-8
        return None
    safe = f"{parts.scheme}://{host}{port}{rest}"
    return safe if len(html.escape(safe)) <= MAX_URL_CHARS else None


def _host(name: str) -> str:
    if ":" in name:
        return f"[{name}]" if re.fullmatch(r"[0-9a-f:.]+", name) else _refuse(name)
    host = name.encode("idna").decode("ascii")
    return host if re.fullmatch(r"[A-Za-z0-9._-]+", host) else _refuse(name)


def _refuse(name: str) -> str:
    raise ValueError(f"not a host name: {name!r}")
