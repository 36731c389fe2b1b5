"""Lists of feeds as OPML, the format in which feed readers exchange them (http://opml.org/spec2.opml)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import quoteattr

from ..loaded import Refused
from . import refusals
from .decoding import decode_feed
from .links import absolute
from .plain import one_line
from .prolog import read_prolog
from .values import FeedList, FeedOutline

_MAX_OUTLINES = 100_000
_MAX_PROBLEMS = 100


def read_opml(data: bytes, /, *, source: str = "the list") -> FeedList | Refused:
    """The feeds in an OPML file, also in a broken one; folders are opened and their names are not kept.

    Only addresses of the web are feeds; outlines with another address are reported, those without are folders
    or notes.
    """
    decoded = decode_feed(data)
    if not decoded.text.strip():
        return refusals.empty(source)
    prolog = read_prolog(decoded.text, source=source)
    if isinstance(prolog, Refused):
        return prolog
    root = _tree(prolog.document())
    if root is None or not any(True for _ in _elements(root, {"opml", "outline"})):
        return refusals.bad_opml(source, "it has no outlines")
    feeds: dict[str, FeedOutline] = {}
    problems: list[str] = list(decoded.problems)
    for count, outline in enumerate(_elements(root, {"outline"})):
        if count >= _MAX_OUTLINES:
            problems.append(f"Only the first {_MAX_OUTLINES} outlines were read.")
            break
        feed, problem = _outline(outline)
        if problem and len(problems) < _MAX_PROBLEMS:
            problems.append(problem)
        if feed:
            feeds.setdefault(feed.url, feed)
    title = next((one_line(str(e.text or "")) for e in _elements(root, {"title"})), "")
    return FeedList(tuple(feeds.values()), title, tuple(problems))


def write_opml(feeds: Iterable[FeedOutline], /, *, title: str = "Newsdesk") -> str:
    """An OPML 2.0 document that reads back the same."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', '<opml version="2.0">']
    lines += ["<head>", f"<title>{_escaped(one_line(title))}</title>", "</head>", "<body>"]
    for feed in feeds:
        name = quoteattr(one_line(feed.title) or feed.url)
        site = f" htmlUrl={quoteattr(feed.site_url)}" if feed.site_url else ""
        titled = f" title={quoteattr(one_line(feed.title))}" if feed.title else ""
        lines.append(f'<outline type="rss" text={name}{titled} xmlUrl={quoteattr(feed.url)}{site}/>')
    return "\n".join([*lines, "</body>", "</opml>", ""])


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _tree(document: str) -> Any:  # noqa: ANN401  # lxml has no types
    """The tree of as much as can be read; it resolves no entity and asks no network."""
    from lxml import etree

    parser = etree.XMLParser(
        recover=True, resolve_entities="internal", no_network=True, load_dtd=False, huge_tree=True
    )
    try:
        return etree.fromstring(document.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _elements(root: Any, names: set[str]) -> Iterator[Any]:  # noqa: ANN401  # the same
    for element in root.iter():
        tag = element.tag
        if isinstance(tag, str) and tag.rpartition("}")[2].lower() in names:
            yield element


def _outline(element: Any) -> tuple[FeedOutline | None, str | None]:  # noqa: ANN401  # the same
    """A feed, or what is wrong with it; neither for a folder or a note."""
    said = {str(name).lower(): str(value) for name, value in element.attrib.items()}
    name = one_line(said.get("title") or said.get("text") or "", limit=200)
    address = said.get("xmlurl") or (
        said.get("url", "") if said.get("type", "").lower() in {"rss", "atom"} else ""
    )
    if not address.strip():
        if said.get("type", "").lower() in {"rss", "atom"}:
            return None, f"{name or 'An outline without a name'}: it has no address."
        return None, None
    url = absolute(address)
    if not url:
        return None, f"{name or 'An outline'}: {one_line(address, limit=100)!r} is no address of the web."
    title = "" if name in {url, address} else name
    return FeedOutline(url, title, absolute(said.get("htmlurl"))), None
