"""A feed's bytes to its entries, or a value that says why not; for any bytes, and in bounded time."""

from __future__ import annotations

import re
import zlib

from ..guard import redacted
from ..loaded import Refused
from . import refusals
from .convert import converted
from .decoding import decode_feed
from .engine import run_feedparser
from .jsonfeed import parse_json_feed
from .prolog import read_prolog
from .values import ParsedFeed

MAX_UNPACKED_BYTES = 20_000_000
FEED_TYPES = frozenset(
    "application/rss+xml application/atom+xml application/rdf+xml application/feed+json application/json "
    "application/xml text/xml application/x-cdf application/octet-stream application/x-rss+xml text/rss "
    "application/rss text/x-opml binary/octet-stream".split()
)
_GZIP = b"\x1f\x8b"
# Without one of these tags feedparser finds no feed, so there is no need to let it look.
_FEED_TAG = re.compile(r"<(?:[A-Za-z_][\w.-]{0,60}:)?(?:item|entry|channel|feed|rss|rdf)\b", re.IGNORECASE)
_HTML_TAG = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


def parse_feed(
    data: bytes, /, *, url: str = "", content_type: str = "", charset: str | None = None
) -> ParsedFeed | Refused:
    """Read RSS 0.9x to 2.0, RDF, Atom, CDF or JSON Feed.

    Never raises, whatever the bytes are; reads no file and asks no network.  A feed that is broken in places
    comes with what could be read and says so in ``problems``.

    Args:
        url: Where it came from, for its relative links; without one the feed's own address serves.
        content_type: As the server said, without parameters; only JSON is taken from it.
        charset: As the server said.
    """
    source = redacted(url) if url else "the feed"
    problems: tuple[str, ...] = ()
    if data.startswith(_GZIP):
        unpacked = _unpacked(data)
        if unpacked is None:
            return refusals.too_big_unpacked(source, MAX_UNPACKED_BYTES)
        data, problems = unpacked, (refusals.UNPACKED,)
    decoded = decode_feed(data, charset=charset)
    problems += decoded.problems
    text = decoded.text.strip()
    if not text:
        return refusals.empty(source)
    if text[0] in "{[" or (text[0] != "<" and "json" in content_type):
        return parse_json_feed(text, url=url, source=source, problems=problems)
    return _parse_xml(text, url, source, problems)


def _parse_xml(text: str, url: str, source: str, problems: tuple[str, ...]) -> ParsedFeed | Refused:
    prolog = read_prolog(text, source=source)
    if isinstance(prolog, Refused):
        return prolog
    if not _FEED_TAG.search(prolog.body):
        return refusals.no_feed(source, _what(text))
    raw = run_feedparser(prolog, url=url)
    if not raw.is_feed:
        return refusals.no_feed(source, _what(text))
    return converted(raw, url=url, problems=problems)


def _what(text: str) -> str:
    if "<opml" in text[:10_000].lower():
        return "a list of feeds (OPML), which can be imported"
    if _HTML_TAG.search(text[:100_000]):
        return "a web page"
    return "something else" if text.startswith("<") else "plain text"


def _unpacked(data: bytes) -> bytes | None:
    """What is inside gzip, as far as it is sound; None when it is too much."""
    packer = zlib.decompressobj(wbits=31)
    try:
        found = packer.decompress(data, MAX_UNPACKED_BYTES + 1)
    except zlib.error:
        return data
    return None if len(found) > MAX_UNPACKED_BYTES else found
