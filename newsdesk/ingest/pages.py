"""Pages of the web to articles."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from .decode import decode
from .fetch import DEFAULT_LIMITS, Fetched, Limits, fetch
from .files import load_text
from .guard import redacted
from .html import load_html
from .loaded import Loaded, Refused
from .metadata import declared_charset
from .transport import Transport


def load_page(page: Fetched, /) -> Loaded | Refused:
    """The article in a fetched page; its id is the page's URL without query and fragment."""
    source = redacted(page.url)
    decoded = decode(page.body, source=source, declared=page.charset or declared_charset(page.body))
    if isinstance(decoded, Refused):
        return decoded
    if page.content_type in {"text/html", "application/xhtml+xml"}:
        return load_html(decoded.text, source=source, url=page.url)
    return load_text(decoded.text, source=source, url=page.url)


def load_url(
    url: str,
    /,
    *,
    allow: frozenset[str] = frozenset(),
    limits: Limits = DEFAULT_LIMITS,
    transport: Transport | None = None,
) -> Loaded | Refused:
    """Fetch and read one article, for code that is not asynchronous (the command line).

    Args:
        allow: Hosts that may live at private addresses, besides those of the limits.
    """
    limits = replace(limits, allow=limits.allow | allow)
    page = asyncio.run(fetch(url, limits=limits, transport=transport))
    return page if isinstance(page, Refused) else load_page(page)
