"""Which host a URL leads to."""

from __future__ import annotations

from urllib.parse import urlsplit


def host_of(url: str, /) -> str:
    """Host and port of a URL in lower case; "" for what is no URL."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""
