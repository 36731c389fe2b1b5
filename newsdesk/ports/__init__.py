"""What the desk's use cases need of the world outside, as small protocols.

``newsdesk.store.memory`` and ``newsdesk.store.sql`` both offer every repository, and pass the same contract
tests.  Repositories block; asynchronous code calls them through ``newsdesk.threads``.  Each method is one
transaction, but for ``Housekeeping.forget``.  ``now`` is always a parameter, aware UTC; no repository looks at
a clock.
"""

from __future__ import annotations

from .archive import Actors, Articles, Feeds, Readings
from .outbox import Channels, Ledger, Subscriptions
from .sending import Clock, Gone, Moved, NotTaken, Renderer, Sender, SendOutcome, Sent, Unknown
from .store import Housekeeping, Store
from .talking import Talks

__all__ = [
    "Actors",
    "Articles",
    "Channels",
    "Clock",
    "Feeds",
    "Gone",
    "Housekeeping",
    "Ledger",
    "Moved",
    "NotTaken",
    "Readings",
    "Renderer",
    "SendOutcome",
    "Sender",
    "Sent",
    "Store",
    "Subscriptions",
    "Talks",
    "Unknown",
]
