"""What gathering came to: one outcome a feed and one a page, never an exception."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ..model import Feed, Filing


@dataclass(frozen=True, slots=True)
class FeedOutcome:
    """What the check of one feed came to.

    Attributes:
        feed: Its new state; ``feed.error`` says why the check failed.
        entries: How many were new or changed.
        asked: False when its host is left alone for now.
        told: True when its subscribers were told that it fails.
    """

    feed: Feed
    entries: int = 0
    asked: bool = True
    told: bool = False


class PageState(StrEnum):
    """What became of an entry or a URL.

    FILED: the page was filed.  OWN_TEXT: what the feed itself says was filed instead.  REFUSED: kept with the
    reason, never briefed.  WAITS: it is tried again.
    """

    FILED = "filed"
    OWN_TEXT = "own text"
    REFUSED = "refused"
    WAITS = "waits"


@dataclass(frozen=True, slots=True)
class PageOutcome:
    """What became of one entry or URL.

    Attributes:
        url: Without secrets; "" for an entry without one.
        reason: Why it is no page that was filed, as a sentence; "" for one that was.
        retry_at: For one that waits; None when it merely waits for its turn.
    """

    url: str
    title: str
    state: PageState
    filing: Filing | None = None
    reason: str = ""
    retry_at: datetime | None = None
