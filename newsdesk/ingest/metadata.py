"""What a page says of itself: title, outlet, byline, address, instant of publication, language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from .references import unescaped

_META = re.compile(r"<meta\b[^>]{0,600}>", re.IGNORECASE)
_PROPERTY = re.compile(
    r"\b(property|name|itemprop|content|charset)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE
)
_LD = re.compile(r"<script\b[^>]{0,300}\bld\+json\b[^>]{0,300}>", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_LANGUAGE = re.compile(r"<html\b[^>]*\blang\s*=\s*[\"']?([A-Za-z-]+)", re.IGNORECASE)
_PUBLISHED = (
    "article:published_time",
    "datepublished",
    "date",
    "pubdate",
    "parsely-pub-date",
    "dc.date",
    "dcterms.created",
)
_AUTHORS = ("author", "parsely-author", "byl", "dc.creator", "sailthru.author", "article:author")
_TAG = re.compile(r"<[^<>]{0,500}>")
_ARTICLE_TYPES = ("article", "posting", "webpage", "report")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says of itself.

    Attributes:
        published_at: Aware UTC; midnight when the page gives only a day.
        locked: True when the page declares that its text is not free to read.
        body: The article's text as the page's linked data give it (``articleBody``), without tags; "" for none.
        headline: Of the article, in the linked data; "" for none.
        social_title: What the page shows when it is shared (``og:title``); "" for none.
        authors: Names, in the page's order; from linked data, else from meta tags.
    """

    published_at: datetime | None = None
    language: str = ""
    locked: bool = False
    body: str = ""
    headline: str = ""
    social_title: str = ""
    authors: tuple[str, ...] = ()


def declared_charset(data: bytes, /) -> str | None:
    """The encoding that a page's first kilobyte names (https://html.spec.whatwg.org/#determining-the-character-encoding)."""
    found = _CHARSET.search(data[:1024])
    return found[1].decode("ascii") if found else None


def facts(raw: str, /) -> Facts:
    """Read from meta tags first, then from linked data (schema.org)."""
    head = raw[:200_000]
    said = dict(_metas(head))
    linked = [node for text in _linked_data(raw) for node in _nodes(text)]
    dates = [said.get(key) for key in _PUBLISHED] + [node.get("datePublished") for node in linked]
    language = _LANGUAGE.search(head[:5000])
    return Facts(
        published_at=next((at for d in dates if (at := instant(d))), None),
        language=language[1].lower() if language else "",
        locked=any(str(node.get("isAccessibleForFree")).lower() == "false" for node in linked),
        body=max((_plain(node.get("articleBody")) for node in linked), key=len, default=""),
        headline=next((h for node in linked if (h := _plain(node.get("headline")))), ""),
        social_title=said.get("og:title", ""),
        authors=tuple(_authors(linked)) or tuple(said[k] for k in _AUTHORS if said.get(k, "")),
    )


def instant(said: object, /) -> datetime | None:
    """An ISO 8601 date or time as aware UTC, or None; a time without a zone is taken as UTC."""
    if isinstance(said, datetime):
        at = said
    elif isinstance(said, date):
        at = datetime.combine(said, time())
    elif isinstance(said, str) and said:
        try:
            at = datetime.fromisoformat(said.strip())
        except ValueError:
            return None
    else:
        return None
    try:
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except OverflowError:
        return None


def _authors(linked: Sequence[Mapping[str, object]]) -> Iterator[str]:
    """Names of the first article that has authors: a text, an object with a name, or a list of these."""
    for node in linked:
        said = node.get("author")
        found = [
            name
            for a in (said if isinstance(said, list) else [said])
            if isinstance(name := a.get("name") if isinstance(a, dict) else a, str) and name.strip()
        ]
        if found and "webpage" not in str(node.get("@type", "")).lower():
            yield from map(_plain, found)
            return


def _plain(said: object) -> str:
    return unescaped(_TAG.sub(" ", unescaped(said))) if isinstance(said, str) else ""


def _metas(head: str) -> Iterator[tuple[str, str]]:
    for tag in _META.findall(head):
        said = {k.lower(): unescaped(a or b or c) for k, a, b, c in _PROPERTY.findall(tag)}
        content = said.get("content", "")
        for key in ("property", "name", "itemprop"):
            if key in said and content:
                yield said[key].lower(), content


def _linked_data(raw: str) -> Iterator[str]:
    position = 0
    while begin := _LD.search(raw, position):
        end = _SCRIPT_END.search(raw, begin.end())
        if end is None:
            return
        yield raw[begin.end() : end.start()]
        position = end.end()


def _nodes(text: str) -> Iterator[Mapping[str, object]]:
    """The articles and pages among the objects of a linked-data script; broken scripts have none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return
    stack = [found]
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack.extend(node)
        elif isinstance(node, dict):
            if "@graph" in node:
                stack.append(node["@graph"])
            if any(t in str(node.get("@type", "")).lower() for t in _ARTICLE_TYPES):
                yield node
