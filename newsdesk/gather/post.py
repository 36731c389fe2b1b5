"""What checking feeds and fetching pages share: the store, the rules, the manners."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from ..ingest.fetch import DEFAULT_LIMITS, FEED_TYPES, Limits
from ..ingest.politeness import DEFAULT_MANNERS, Manners, Politeness
from ..ingest.robots import Robots
from ..ingest.transport import HttpTransport, Transport
from ..ports import Store
from .decide import DEFAULT_PACE, Pace
from .tell import NoteRenderer


@dataclass(frozen=True, slots=True)
class Rules:
    """How to gather.

    Attributes:
        limits: Of each request; ``allow`` holds the hosts of a private network that may be fetched.
        languages: ISO 639-1 codes of the languages that are read.
        feeds_at_once: Due feeds that one run looks at.
        entries_at_once: Waiting entries that one run looks at.
        per_host: Requests to one host in one run.
        budget_s: Seconds after which a run begins nothing more; what is left waits for the next one.
    """

    pace: Pace = DEFAULT_PACE
    manners: Manners = DEFAULT_MANNERS
    limits: Limits = DEFAULT_LIMITS
    languages: frozenset[str] = frozenset({"en"})
    feeds_at_once: int = 400
    entries_at_once: int = 2000
    per_host: int = 20
    budget_s: float = 60.0


DEFAULT_RULES = Rules()


@dataclass(slots=True)
class Post:
    """What a gatherer works with.

    Attributes:
        renderer: Words notes to subscribers; without one nobody is told.
        failures: Unexpected exceptions so far; each was logged.
        told_at: When somebody was last told of failing feeds; None until it is known what was told before.
    """

    store: Store
    rules: Rules
    transport: Transport = field(default_factory=HttpTransport)
    renderer: NoteRenderer | None = None
    politeness: Politeness = field(init=False)
    robots: Robots = field(init=False)
    failures: int = 0
    told_at: datetime | None = None

    def __post_init__(self) -> None:
        self.politeness = Politeness(self.rules.manners)
        self.robots = Robots(limits=self.rules.limits, transport=self.transport)

    @property
    def feed_limits(self) -> Limits:
        """The limits, for feeds: whatever type they claim to be."""
        return replace(self.rules.limits, types=FEED_TYPES)
