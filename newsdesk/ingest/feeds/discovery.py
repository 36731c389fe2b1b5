"""From a page to the feeds that it may have; the page is only looked at, nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from .decoding import decode_feed
from .links import absolute
from .plain import one_line, unescape
from .values import FeedLink

# In the order in which they are tried, below the root of the site.
GUESSES = ("/feed", "/rss", "/feed.xml", "/rss.xml", "/atom.xml", "/index.xml", "/feed.json")
_MAX_PAGE_CHARS = 2_000_000
_MAX_FOUND = 50
_TYPES = frozenset(
    "application/rss+xml application/atom+xml application/rdf+xml application/feed+json application/x-rss+xml "
    "application/rss application/atom text/rss text/xml application/xml application/json".split()
)
_TAG = re.compile(r"<(link|a|base)\b((?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>|<!--", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-zA-Z-]{1,30})\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))")
_FEEDLIKE = re.compile(
    r"(?:^|[/._-])(?:rss|atom|feeds?|rdf)(?:[/._?-]|$|\d)|\.(?:rss|atom|rdf)$|[?&](?:feed|format|type)=(?:rss|atom|feed|json)",
    re.IGNORECASE,
)
_NO_FEED = re.compile(r"feed(?:back|ing|er)|\.(?:html?|png|jpe?g|svg|css|js|pdf)$", re.IGNORECASE)
_COMMENTS = re.compile(r"comments?(?:/|\b)", re.IGNORECASE)


def find_feeds(page: bytes, /, *, url: str, charset: str | None = None, guesses: bool = True) -> list[FeedLink]:
    """Addresses at which a page's feeds may be, the likeliest first, each once.

    First those that the page declares (feeds of comments last), then links that look like feeds, then, if
    wanted, the usual paths as guesses.  None of them is known to be a feed until it is fetched.

    Args:
        url: Of the page, after redirects.
    """
    text = decode_feed(page, charset=charset).text[:_MAX_PAGE_CHARS]
    base, declared, linked = url, [], []
    for tag, attributes in _tags(text):
        href = attributes.get("href", "")
        if tag == "base":
            base = absolute(href, base=url) or base
        elif tag == "link" and _is_declared(attributes):
            declared.append((href, attributes.get("title", "")))
        elif tag == "a" and _FEEDLIKE.search(href) and not _NO_FEED.search(href.partition("?")[0]):
            linked.append((href, attributes.get("title", "")))
    declared.sort(key=lambda link: bool(_COMMENTS.search(" ".join(link))))
    usual = [(urljoin(_root(url), path), "") for path in GUESSES] if guesses else []
    found: dict[str, FeedLink] = {}
    for href, title, sure in [
        *((h, t, True) for h, t in declared),
        *((h, t, False) for h, t in linked[:_MAX_FOUND]),
        *((h, t, False) for h, t in usual),
    ]:
        where = absolute(re.sub(r"^feed:(?://)?(?=https?:)|^feed:(?=//)", "", href), base=base).partition("#")[
            0
        ]
        if where and where != url:
            found.setdefault(where, FeedLink(where, one_line(title, limit=200), declared=sure))
    return list(found.values())


def _is_declared(attributes: dict[str, str]) -> bool:
    rel = attributes.get("rel", "").lower().split()
    kind = attributes.get("type", "").partition(";")[0].strip().lower()
    if "feed" in rel:
        return True
    if "alternate" not in rel or "stylesheet" in rel:
        return False
    return kind in _TYPES and (
        kind not in {"application/json", "text/xml", "application/xml"} or "oembed" not in str(attributes)
    )


def _tags(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    at = 0
    unclosed = False  # to look for the end of each unclosed comment anew would take quadratic time
    while (tag := _TAG.search(text, at)) is not None:
        at = tag.end()
        if tag[1] is None:  # a comment: what stands in it is not there
            end = -1 if unclosed else text.find("-->", at)
            unclosed = end < 0
            at = end + 3 if end >= 0 else at
            continue
        found = _ATTRIBUTE.findall(tag[2])
        yield tag[1].lower(), {name.lower(): unescape(a or b or c).strip() for name, a, b, c in reversed(found)}


def _root(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"
