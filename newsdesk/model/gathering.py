"""Feeds, their entries, and articles as they are filed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from summarizer.model import Article, ArticleId

from .ids import EntryId, FeedId, Position


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed and how it fares.

    Attributes:
        url: Where it is fetched; a permanent redirect replaces it.
        interval_s: Between checks; follows how often the feed really changes.
        failures: Checks in a row that brought nothing; 0 for a healthy feed.
        failing_since_at: The first of these.
        error: Why the last check failed, as a sentence for people; "" for a healthy feed.
        told_at: When its subscribers were told that it fails; None while they need not know.
        wanted: False once removed: its articles stay, it is fetched no more.
    """

    id: FeedId
    url: str
    title: str = ""
    site_url: str = ""
    etag: str = ""
    last_modified: str = ""
    added_at: datetime | None = None
    next_check_at: datetime | None = None
    interval_s: int = 1800
    checked_at: datetime | None = None
    changed_at: datetime | None = None
    failures: int = 0
    failing_since_at: datetime | None = None
    error: str = ""
    told_at: datetime | None = None
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class FailingFeed:
    """What subscribers are told of a feed that fails.

    Attributes:
        name: Its title, or its address without anything secret.
        reason: A sentence.
        since_at: When it began; None when that is not known.
        gone: True when it is not tried again.
    """

    name: str
    reason: str
    since_at: datetime | None = None
    gone: bool = False


class EntryState(StrEnum):
    """How far an entry of a feed has come."""

    PENDING = "pending"
    FILED = "filed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry that a feed has not shown before, or shows with another text.

    Attributes:
        key: What makes it the same entry next time, whatever happens to its id (see ``ingest.feeds``).
        fingerprint: Of title and text; another one under the same key is a revision.
        text: The feed's own text, plain; the whole article in some feeds, a teaser in most.
        is_news: False for the backlog of a new feed: filed and searchable, in no brief.
        origin: The site that said all this (``ingest.canonical.site_of``), wherever the feed lives later; ""
            when nobody knows, so that it speaks for no page.
    """

    key: str
    fingerprint: str
    url: str = ""
    title: str = ""
    byline: str = ""
    published_at: datetime | None = None
    text: str = ""
    is_news: bool = True
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry that waits for its article.

    Attributes:
        attempts: Fetches of its page so far.
    """

    id: EntryId
    feed: FeedId
    content: NewEntry
    seen_at: datetime
    state: EntryState = EntryState.PENDING
    attempts: int = 0
    next_try_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """An article as the desk keeps it.

    Attributes:
        key: Its canonical URL, or a digest of its text where it has none; one article a key.
        article: Its id is the desk's, its revision the latest.
        refused: Why the gate kept it out of every brief, as a sentence; "" for an article that is read.
        is_news: False for backlog.
        feeds: Every feed that carried it.
    """

    key: str
    article: Article
    stored_at: datetime
    language: str = ""
    refused: str = ""
    is_news: bool = True
    feeds: frozenset[FeedId] = frozenset()


class FilingOutcome(StrEnum):
    """What filing an article came to."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


class Filing(NamedTuple):
    """Where an article was filed."""

    article: ArticleId
    revision: int
    outcome: FilingOutcome


class Window(NamedTuple):
    """Everything read after one position and up to another, the second one included."""

    after: Position
    until: Position
