"""What a feed says, in our words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of a feed, as the feed shows it now.

    Attributes:
        id: What the feed calls it; "" without one.  Feeds change, repeat and reuse these: see ``entries``.
        url: Absolute, http or https; "" when the entry links to nothing of the web.
        title: Plain, on one line, without control characters and bidirectional overrides.
        byline: The authors' names as the feed writes them, plain, on one line.
        published_at: As the feed says, which may lie in the future; None without a date that can be read.
        text: Plain; paragraphs are separated by blank lines.
        updated_at: When it was last changed, as the feed says; None when it does not say so, or names the
            instant of publication.
    """

    id: str = ""
    url: str = ""
    title: str = ""
    byline: str = ""
    published_at: datetime | None = None
    text: str = ""
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed that was read, in part at least.

    Attributes:
        site_url: The page that the feed belongs to; absolute, or "".
        feed_url: Where the feed says that it lives; absolute, or "".
        entries: In the feed's order, none left out.
        language: A tag such as "en-gb", or "".
        kind: "rss", "atom", "cdf" or "json".
        problems: What is wrong with the feed, as sentences; empty for a sound one.
    """

    title: str = ""
    site_url: str = ""
    feed_url: str = ""
    entries: tuple[FeedEntry, ...] = ()
    language: str = ""
    kind: str = ""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedLink:
    """Where a feed may be.

    Attributes:
        declared: The page says that it is one; else it only looks like one, or is a usual place.
    """

    url: str
    title: str = ""
    declared: bool = False


@dataclass(frozen=True, slots=True)
class FeedOutline:
    """A feed in an OPML list."""

    url: str
    title: str = ""
    site_url: str = ""


@dataclass(frozen=True, slots=True)
class FeedList:
    """An OPML list.

    Attributes:
        feeds: In the list's order, each address once.
        problems: Entries of the list that are no feeds, as sentences.
    """

    feeds: tuple[FeedOutline, ...] = ()
    title: str = ""
    problems: tuple[str, ...] = ()
