"""Feeds from files and from the web: bytes under the limits, parsed; or a value that says why not."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .. import disk
from ..fetch import Fetched, Limits, NotModified, visit
from ..guard import redacted
from ..loaded import Refused
from ..refusals import bad_status
from ..transport import Transport
from . import refusals
from .discovery import find_feeds
from .parse import FEED_TYPES, parse_feed
from .values import FeedLink, ParsedFeed

_MAX_TRIED = 12


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed of the web.

    Attributes:
        url: Where it is, after redirects.
        page: The web page that led to it; "" when the address was the feed's own.
        others: Further feeds that the page declares; not looked at.
    """

    url: str
    feed: ParsedFeed
    page: str = ""
    others: tuple[FeedLink, ...] = ()


def is_url(source: str, /) -> bool:
    """True for what can be fetched and followed: http and https."""
    return source.lower().startswith(("http://", "https://"))


def feed_limits(limits: Limits, /) -> Limits:
    """The limits of pages, for feeds, whose content types are many."""
    return replace(limits, types=limits.types | FEED_TYPES)


def feed_sources(sources: Sequence[str], /) -> Iterator[str | Refused]:
    """Sources in order, with folders replaced by the files in them and below, sorted by name."""
    for source in sources:
        if not is_url(source) and Path(source).is_dir():
            yield from disk.walk(source)
        else:
            yield source


def load_feed(source: str, /, *, max_bytes: int, limits: Limits) -> ParsedFeed | Refused:
    """Read one feed from a file or a URL; a file's links are resolved against what the feed says of itself."""
    if is_url(source):
        page = asyncio.run(_fetched(source, limits=feed_limits(limits)))
        return page if isinstance(page, Refused) else parsed(page)
    data = disk.read_file(source, max_bytes=max_bytes)
    return data if isinstance(data, Refused) else parse_feed(data)


async def _fetched(url: str, *, limits: Limits, transport: Transport | None = None) -> Fetched | Refused:
    seen = await visit(url, limits=limits, transport=transport)
    if isinstance(seen.outcome, NotModified):  # nobody asked for that, so it is an answer to nothing
        return bad_status(redacted(url), seen.status)
    return (
        refusals.of_feed(seen.outcome, status=seen.status)
        if isinstance(seen.outcome, Refused)
        else seen.outcome
    )


def parsed(page: Fetched, /) -> ParsedFeed | Refused:
    """The feed in what was fetched."""
    return parse_feed(page.body, url=page.url, content_type=page.content_type, charset=page.charset)


async def find_feed(url: str, /, *, limits: Limits, transport: Transport | None = None) -> FoundFeed | Refused:
    """The feed at an address, or the first one that the page there leads to."""
    limits = feed_limits(limits)
    page = await _fetched(url, limits=limits, transport=transport)
    if isinstance(page, Refused):
        return page
    feed = parsed(page)
    if isinstance(feed, ParsedFeed):
        return FoundFeed(page.url, feed)
    if not page.content_type.endswith("html") and "web page" not in feed.reason:
        return feed
    links = find_feeds(page.body, url=page.url, charset=page.charset)
    for number, link in enumerate(links[:_MAX_TRIED]):
        found = await _fetched(link.url, limits=limits, transport=transport)
        inside = found if isinstance(found, Refused) else parsed(found)
        if isinstance(found, Fetched) and isinstance(inside, ParsedFeed):
            others = tuple(o for o in links[number + 1 :] if o.declared)
            return FoundFeed(found.url, inside, page=page.url, others=others)
    return refusals.no_feed_found(feed.source)
