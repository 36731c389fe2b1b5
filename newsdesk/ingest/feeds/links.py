"""Addresses as feeds write them: absolute, of the web, or nothing."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

MAX_URL_CHARS = 4096
_UNWANTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def absolute(link: object, /, *, base: str = "") -> str:
    """A link against a base; "" for one that does not lead to the web, or has no base that it needs."""
    if not isinstance(link, str) or len(link) > MAX_URL_CHARS:
        return ""
    written = _UNWANTED.sub("", link).strip().replace(" ", "%20")
    if not written:
        return ""
    try:
        url = urljoin(base, written)
        parts = urlsplit(url)
        if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
            return ""
    except ValueError:
        return ""
    return url


def first_absolute(*links: object, base: str = "") -> str:
    """The first of several links that leads to the web."""
    return next((url for link in links if (url := absolute(link, base=base))), "")
