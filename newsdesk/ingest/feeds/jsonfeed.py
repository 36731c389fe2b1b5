"""JSON Feed 1 and 1.1 (https://www.jsonfeed.org/version/1.1/), and what comes near it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from ..loaded import Refused
from . import refusals
from .convert import joined
from .engine import MAX_ENTRIES
from .links import absolute, first_absolute
from .plain import one_line, paragraphs, plain_text
from .values import FeedEntry, ParsedFeed


def parse_json_feed(
    text: str, /, *, url: str = "", source: str, problems: tuple[str, ...] = ()
) -> ParsedFeed | Refused:
    """Read a JSON Feed; what is no object with items is refused."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        return refusals.no_feed(source, "broken JSON")
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or not (items or "jsonfeed" in str(feed.get("version"))):
        return refusals.no_feed(source, "other JSON")
    base = url or first_absolute(feed.get("feed_url"), feed.get("home_page_url"))
    language = _string(feed, "language")
    read = [item for item in items[:MAX_ENTRIES] if isinstance(item, dict)]
    entries = tuple(_entry(item, base) for item in read)
    unread = sum(
        bool(item.get("date_published") or item.get("date_modified")) and entry.published_at is None
        for item, entry in zip(read, entries, strict=True)
    )
    wrong = min(len(items), MAX_ENTRIES) - len(entries)
    return ParsedFeed(
        title=one_line(_string(feed, "title")),
        site_url=absolute(feed.get("home_page_url"), base=base),
        feed_url=absolute(feed.get("feed_url"), base=base),
        entries=entries,
        language=one_line(language, limit=35).replace("_", "-").lower(),
        kind="json",
        problems=(
            *problems,
            *((refusals.CUT_SHORT,) if len(items) > MAX_ENTRIES else ()),
            *((refusals.faulty_elements(wrong),) if wrong else ()),
            *((refusals.unreadable_dates(unread, len(entries)),) if unread else ()),
        ),
    )


def _entry(item: dict[str, Any], base: str) -> FeedEntry:
    identity = item.get("id")
    html, text = _string(item, "content_html"), _string(item, "content_text") or _string(item, "summary")
    authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    published, modified = _date(item.get("date_published")), _date(item.get("date_modified"))
    return FeedEntry(
        id=one_line(str(identity)) if isinstance(identity, str | int) else "",
        url=first_absolute(item.get("url"), item.get("external_url"), base=base) or absolute(identity),
        title=one_line(_string(item, "title")),
        byline=joined(_string(a, "name") for a in authors or () if isinstance(a, dict)),
        published_at=published or modified,
        text=plain_text(html) if html else paragraphs(text),
        updated_at=modified if modified != published else None,
    )


def _string(thing: dict[str, Any], key: str) -> str:
    value = thing.get(key)
    return value if isinstance(value, str) else ""


def _date(value: object) -> datetime | None:
    """RFC 3339, the space for the "T" allowed; without a zone it is read as UTC."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value.strip()[:40])
        aware = found if found.tzinfo else found.replace(tzinfo=UTC)
        return aware.astimezone(UTC) if aware.year > 1970 else None
    except (ValueError, OverflowError):
        return None
