"""What can go wrong at the desk.

NewsdeskError
├── WishError               something was asked for that cannot be had
│   ├── ScheduleError       words or values that make no schedule
│   ├── UnknownWish         there is no such channel, subscription, feed or actor
│   ├── RepairRefused       a repair of the actor registry that is wrong or doubtful
│   │   └── UnknownRepair   there is no such repair; an UnknownWish too
│   └── NotUncertain        the fate of a delivery is known
│       └── UnknownDelivery there is no such delivery; an UnknownWish too
├── StaleBrief              a text that a brief cites was read again before the brief was written
├── StoreError              the database cannot be used
│   ├── StoreUnreadable     it cannot be opened, is damaged, or is no database
│   ├── StoreUnwritable     its file or folder cannot be written, or the disk is full
│   ├── StoreNewer          a newer Newsdesk has changed its schema
│   └── StoreLocked         another process holds it
└── IngestError             something that should have brought an article in did not
    └── TransportFailed     a host cannot be resolved, reached or understood

What is wrong with one article among many is not an exception but a value, ``newsdesk.ingest.loaded.Refused``:
the others are still read.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarizer.model import ArticleId


class NewsdeskError(Exception):
    """Anything that the desk could not do; the message says what happened, without secrets."""


class WishError(NewsdeskError):
    """Something was asked for that cannot be had; the message says what, and what to write instead."""


class UnknownWish(WishError):
    """There is no such channel, subscription, feed or actor; the message says how to see those there are."""


class ScheduleFault(StrEnum):
    """What is wrong with the words of a schedule, for those who say it in another language."""

    OTHER = "other"
    BEYOND = "beyond"  # "every other week"
    NO_TIME = "no_time"
    TIME = "time"
    TWICE = "twice"
    UNEVEN = "uneven"  # some times on some days only
    QUIET = "quiet"
    PAUSE = "pause"
    DAY = "day"
    ZONE = "zone"


class ScheduleError(WishError):
    """Words or values that make no schedule; the message says which, and what to write instead.

    Attributes:
        word: What was not understood; "" when it is all of it.
    """

    def __init__(self, sentence: str, *, fault: ScheduleFault = ScheduleFault.OTHER, word: str = "") -> None:
        super().__init__(sentence)
        self.fault = fault
        self.word = word


class RepairFault(StrEnum):
    """What is wrong with a repair, for those who say it in another language."""

    OTHER = "other"
    SAME = "same"  # one actor twice
    MERGED = "merged"  # an earlier repair has made another of an actor
    TWO_KNOWN = "two_known"  # the registry knows both
    KINDS = "kinds"
    HAS_NAME = "has_name"
    FIRST_NAME = "first_name"
    SHARED_NAME = "shared_name"
    NO_STATEMENT = "no_statement"  # of the actor under that name
    SEVERAL = "several"  # are called so
    BUILT_ON = "built_on"  # by later repairs
    NOTHING = "nothing"  # to undo
    UNDONE = "undone"


class RepairRefused(WishError):
    """A repair of the actor registry that is wrong or doubtful; nothing was changed.

    Attributes:
        doubtful: True when it can be insisted on.
    """

    def __init__(
        self, sentence: str, *, doubtful: bool = False, fault: RepairFault = RepairFault.OTHER
    ) -> None:
        super().__init__(sentence)
        self.doubtful = doubtful
        self.fault = fault


class UnknownRepair(RepairRefused, UnknownWish):
    """There is no such repair, or none at all."""


class NotUncertain(WishError):
    """A delivery that cannot be settled by hand: its fate is known."""


class UnknownDelivery(NotUncertain, UnknownWish):
    """There is no such delivery."""


class StaleBrief(NewsdeskError):
    """A text that a brief cites was read again before the brief was written; compose it anew.

    Attributes:
        articles: Those that were read again.
    """

    def __init__(self, articles: frozenset[ArticleId]) -> None:
        super().__init__(f"Read again meanwhile: {', '.join(sorted(articles))}.")
        self.articles = articles


class StoreError(NewsdeskError):
    """The database cannot be used; the message says which, why and what to do, without its password.

    Attributes:
        database: The file, or the URL without its password.
    """

    def __init__(self, database: str, reason: str) -> None:
        super().__init__(f"database {database}: {reason}")
        self.database = database
        self.reason = reason


class StoreUnreadable(StoreError):
    """It cannot be opened, is damaged, or is no database."""


class StoreUnwritable(StoreError):
    """Its file or folder cannot be written, or the disk is full."""


class StoreNewer(StoreError):
    """A newer Newsdesk has changed its schema."""


class StoreLocked(StoreError):
    """Another process holds it."""


class IngestError(NewsdeskError):
    """Something that should have brought an article in did not."""


class TransportFailed(IngestError):
    """A host cannot be resolved, reached or understood.

    Attributes:
        host: The name or address that was asked, without path, query or credentials.
        unknown: True when there is no host of that name.
    """

    def __init__(self, host: str, reason: str, *, unknown: bool = False) -> None:
        super().__init__(f"{host}: {reason}")
        self.host = host
        self.reason = reason
        self.unknown = unknown
