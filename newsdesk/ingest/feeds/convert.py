"""feedparser's dictionaries to our values."""

from __future__ import annotations

import re
from calendar import timegm
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from . import refusals
from .engine import RawFeed
from .links import absolute, first_absolute
from .plain import looks_marked, one_line, paragraphs, plain_text, plain_title, unescape
from .values import FeedEntry, ParsedFeed

_MARKUP = frozenset({"text/html", "application/xhtml+xml", "application/xml", "text/xml", "html", "xhtml"})
_DATES = ("published", "created", "updated")
_FIRST_YEAR = 1971  # what a clock at zero writes is no date
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
_ADDRESS = re.compile(r"\(?<?\b[\w.+-]{1,64}@[\w.-]{1,100}\b>?\)?")


def converted(raw: RawFeed, /, *, url: str, problems: tuple[str, ...] = ()) -> ParsedFeed:
    """What feedparser found, in our values.

    Args:
        url: Where the feed came from; "" for a file, whose base is then what the feed says of itself.
    """
    links = _links(raw.feed)
    feed_url = next((u for rel, u in links if rel == "self" and absolute(u)), "")
    base = url or feed_url or first_absolute(raw.feed.get("link"), *(u for _, u in links))
    site = first_absolute(raw.feed.get("link"), *(u for rel, u in links if rel == "alternate"), base=base)
    entries = tuple(_entry(entry, base=base, version=raw.version) for entry in raw.entries)
    return ParsedFeed(
        title=_title(raw.feed, version=raw.version),
        site_url=site,
        feed_url=absolute(feed_url, base=base),
        entries=entries,
        language=_language(raw.feed),
        kind="atom" if raw.version.startswith("atom") else raw.version if raw.version == "cdf" else "rss",
        problems=(*problems, *_problems(raw, entries)),
    )


def _problems(raw: RawFeed, entries: tuple[FeedEntry, ...]) -> Iterator[str]:
    if raw.cut_short:
        yield refusals.CUT_SHORT
    elif not raw.complete:
        yield refusals.ENDS_EARLY
    if raw.faults:
        yield refusals.faulty_elements(raw.faults)
    dated = [any(_text(entry, name) for name in _DATES) for entry in raw.entries]
    unread = sum(d and e.published_at is None for d, e in zip(dated, entries, strict=True))
    if unread:
        yield refusals.unreadable_dates(unread, len(entries))


def _entry(entry: Mapping[str, Any], *, base: str, version: str) -> FeedEntry:
    return FeedEntry(
        id=one_line(_text(entry, "id")),
        url=_entry_url(entry, base),
        title=_title(entry, version=version),
        byline=_byline(entry),
        published_at=_date(entry),
        text=_entry_text(entry),
        updated_at=_updated(entry),
    )


def _entry_url(entry: Mapping[str, Any], base: str) -> str:
    """The article's page: the origin behind a proxy, the link, another page, or an id that is an address."""
    links = _links(entry)
    pages = [u for rel, u in links if rel in {"alternate", ""}]
    others = [u for rel, u in links if rel in {"related", "via", "enclosure"}]
    guid, link = _text(entry, "id"), _text(entry, "link")
    if link == guid:
        link = ""  # feedparser takes an id for a link where there is none
    return (
        first_absolute(_text(entry, "feedburner_origlink"), link, *pages, base=base)
        or absolute(guid)
        or first_absolute(*others, base=base)
    )


def _links(thing: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Relation and address of each link that has one."""
    found = thing.get("links")
    if not isinstance(found, list):
        return []
    return [
        (str(link.get("rel") or ""), link["href"])
        for link in found
        if isinstance(link, dict) and isinstance(dict.get(link, "href"), str)
    ]


def _title(thing: Mapping[str, Any], *, version: str) -> str:
    value = _text(thing, "title")
    kind = _kind(thing.get("title_detail"), "text/plain")
    if kind in _MARKUP or (not version.startswith("atom") and looks_marked(value)):
        return plain_title(value)
    # A name left over in plain text was escaped twice; a tag there may be what the headline is about.
    return one_line(unescape(value[:20_000]))


def _entry_text(entry: Mapping[str, Any]) -> str:
    """The longest of what the entry says: its content, which may stand in several forms, or its summary."""
    contents = entry.get("content")
    parts = [c for c in contents if isinstance(c, dict)] if isinstance(contents, list) else []
    texts = [_plain(str(dict.get(part, "value") or ""), _kind(part, "text/html")) for part in parts[:5]]
    summary = _text(entry, "summary")
    texts.append(_plain(summary, _kind(entry.get("summary_detail"), "text/html")))
    return max(texts, key=len)


def _plain(value: str, kind: str) -> str:
    if kind in _MARKUP or looks_marked(value):
        return plain_text(value)
    return paragraphs(unescape(value)) if kind.startswith("text/") else ""


def _kind(detail: object, otherwise: str) -> str:
    found = dict.get(detail, "type") if isinstance(detail, dict) else None
    return found if isinstance(found, str) and found else otherwise


def _byline(entry: Mapping[str, Any]) -> str:
    """Names only: addresses of people are nobody's business."""
    authors = entry.get("authors")
    named = [
        dict.get(a, "name") for a in (authors if isinstance(authors, list) else ())[:20] if isinstance(a, dict)
    ]
    names = [_name(n) for n in named if isinstance(n, str)]
    return ", ".join(dict.fromkeys(n for n in names if n)) or _name(_text(entry, "author"))


def _name(written: str) -> str:
    text = plain_title(written[:2000])
    bare = _ADDRESS.sub(" ", text).strip(" ,;:<>()")
    return one_line(bare, limit=200)


def _date(entry: Mapping[str, Any]) -> datetime | None:
    """The instant of publication; of the last change for an entry that names no other."""
    return next((d for d in (_instant(dict.get(_plainly(entry), f"{n}_parsed")) for n in _DATES) if d), None)


def _updated(entry: Mapping[str, Any]) -> datetime | None:
    published, created, updated = (_instant(dict.get(_plainly(entry), f"{n}_parsed")) for n in _DATES)
    return updated if updated not in {published, created} else None


def _plainly(entry: Mapping[str, Any]) -> dict[str, Any]:
    """A plain dictionary: those of feedparser answer for missing keys with others, and warn of it."""
    return entry if isinstance(entry, dict) else dict(entry)


def _instant(parsed: object) -> datetime | None:
    if not isinstance(parsed, tuple) or len(parsed) < 6:
        return None
    try:
        found = datetime.fromtimestamp(timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError, TypeError):
        return None
    return found if _FIRST_YEAR <= found.year < 9999 else None


def _language(feed: Mapping[str, Any]) -> str:
    tag = _text(feed, "language").strip()
    return tag.replace("_", "-").lower() if _LANGUAGE.fullmatch(tag) else ""


def _text(thing: Mapping[str, Any], key: str) -> str:
    value = dict.get(_plainly(thing), key)
    return value if isinstance(value, str) else ""


def joined(names: Iterable[str], /) -> str:
    """Names of authors as a byline."""
    return ", ".join(dict.fromkeys(n for name in names if (n := _name(name))))
