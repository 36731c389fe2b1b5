"""What came in: feeds, articles, readings and who speaks in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Protocol

from summarizer.model import Actor, ActorId, Article, ArticleId, Reading

from ..model import (
    Entry,
    EntryId,
    Feed,
    FeedId,
    Filed,
    Filing,
    KnownActor,
    NewEntry,
    Position,
    Repair,
    RepairId,
    Window,
)


class Feeds(Protocol):
    """Feeds, and the entries that wait for their article."""

    def add(self, url: str, /, *, title: str = "", now: datetime) -> Feed:
        """The feed at a URL, due at once; a removed one comes back, a known one is returned as it is."""

    def get(self, feed: FeedId, /) -> Feed | None:
        """A feed, removed ones too."""

    def find(self, url: str, /) -> Feed | None:
        """The feed at exactly this URL, removed ones too."""

    def all(self) -> list[Feed]:
        """Every wanted feed, by id."""

    def due(self, now: datetime, /, *, limit: int) -> list[Feed]:
        """Wanted feeds to check, the longest overdue first."""

    def checked(self, feed: Feed, entries: Sequence[NewEntry] = (), /, *, now: datetime) -> int:
        """Save a feed's new state together with the entries of the check; how many were new or changed.

        An entry with a known key and fingerprint is left alone; under a known key with another fingerprint it
        waits for its article again; an edit of backlog is no news.  When ``feed.url`` is taken by another
        feed, the URL stays as it was.
        """

    def known(self, feed: FeedId, keys: Collection[str], /) -> dict[str, str]:
        """The fingerprints of those of the keys that the feed has shown before, by key."""

    def told(self, feeds: Collection[FeedId], /, *, now: datetime) -> None:
        """Set ``told_at`` of those of the feeds that still fail, and nothing else."""

    def remove(self, feed: FeedId, /) -> bool:
        """Fetch a feed no more; True when it was wanted."""

    def waiting(
        self,
        now: datetime,
        /,
        *,
        limit: int,
        per_host: int | None = None,
        without: Collection[str] = (),
    ) -> list[Entry]:
        """Pending entries whose time has come: news before backlog, each host's first before any's second.

        A host's own come in the order in which they were seen, its news first.

        Args:
            per_host: At most so many entries of one host (``newsdesk.hosts``); those without a URL are of none.
            without: Hosts whose entries are left out, in lower case, with the port.
        """

    def settle(
        self, entry: EntryId, /, *, now: datetime, retry_at: datetime | None = None, reason: str = ""
    ) -> None:
        """An entry's page could not be had: try again at an instant, or drop the entry (None)."""


class Articles(Protocol):
    """Articles by canonical URL, with revisions."""

    def file(
        self,
        article: Filed,
        /,
        *,
        now: datetime,
        entry: EntryId | None = None,
    ) -> Filing:
        """File an article under its key and mark its entry as filed, in one transaction.

        The article's id and revision are given by the store.  Another text under a known key is a new
        revision; a refused page never replaces a text that was accepted.  Feeds are added to those known.
        One that was news stays news.  Backlog that comes again as news is news from then on, and unread: it is
        read again, at a position that the followers of whoever brings it have not seen.
        """

    def get(self, ids: Iterable[ArticleId], /) -> dict[ArticleId, Filed]:
        """The latest revisions of those that exist."""

    def find(self, key: str, /) -> Filed | None:
        """The article under a canonical URL or digest."""

    def revision(self, article: ArticleId, revision: int, /) -> Article | None:
        """One text of an article as it was; what citations refer to."""

    def unread(self, *, limit: int) -> list[Article]:
        """Accepted articles whose latest revision was not read yet, the oldest first."""

    def search(
        self,
        words: Sequence[str],
        /,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int,
    ) -> list[ArticleId]:
        """Articles that hold all of the words in title or text, the best match first."""

    def mentioning(
        self,
        beginnings: Sequence[str],
        /,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int,
    ) -> list[ArticleId]:
        """Articles with a word, in title or text, that begins with one of these; the best match first."""

    def extent(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        feeds: frozenset[FeedId] = frozenset(),
    ) -> tuple[int, datetime | None]:
        """How many accepted articles there are, and when the oldest of them happened; of any feed when none."""

    def newest(self, *, limit: int, refused: bool = False) -> list[Filed]:
        """The last articles filed, newest first; or the last that were refused."""


class Readings(Protocol):
    """What the summarizer found, by position in the sequence of everything read."""

    def save(self, readings: Sequence[Reading], /, *, now: datetime) -> Position:
        """Remember readings, each at the next position, in one transaction; the last position.

        A later revision of an article replaces its earlier reading.  A reading of a revision that is not the
        article's latest any more is ignored, and so is a second reading of the same revision: it would bring
        an old article into a new window.
        """

    def head(self) -> Position:
        """The position of the last reading; 0 when there is none."""

    def position_at(self, instant: datetime, /) -> Position:
        """The position of the last reading that was saved before an instant."""

    def window(self, window: Window, /, *, feeds: frozenset[FeedId] = frozenset()) -> list[Reading]:
        """Readings of news articles inside a window, by position; of any feed when none is named.

        An article whose reading has been replaced by one behind the window is inside still, with the later one.
        """

    def carried_by(self, window: Window, /) -> dict[ArticleId, frozenset[FeedId]]:
        """The feeds of each news article inside a window."""

    def revised(self, window: Window, /) -> list[ArticleId]:
        """News articles whose reading inside a window is of another revision than the first, by position."""

    def speaking(self, window: Window, /) -> frozenset[ActorId]:
        """Actors with a statement in a news article inside a window."""

    def of(self, articles: Iterable[ArticleId], /) -> list[Reading]:
        """The readings of articles, where there are any, by position."""

    def told(self, articles: Iterable[ArticleId], position: Position, /) -> dict[ArticleId, frozenset[str]]:
        """What articles had told at a position, by their readings then, and did not take back since.

        As ``newsdesk.evidence.proof`` has it; of those whose reading was replaced, where there is any.  A
        reading of backlog has told nobody, nor has one that was made before another feed brought the article:
        who follows that feed did not get it.
        """

    def by_actors(
        self, actors: Collection[ActorId], /, *, since: datetime | None = None, until: datetime | None = None
    ) -> list[ArticleId]:
        """Articles in which one of the actors has a statement, the newest first."""

    def happened(self, since: datetime, /) -> list[ArticleId]:
        """Articles with a reading that happened at or after an instant, backlog too, the newest first.

        An article happened when it was published, or where that is not known, when it was filed.
        """


class Actors(Protocol):
    """Everybody in the archive, and the repairs of the registry."""

    def known(self, *, name: str = "", limit: int) -> list[KnownActor]:
        """Actors with statements, whose name or id contains ``name`` without regard to case; most first."""

    def everybody(self) -> list[Actor]:
        """Everybody with a statement, by id; one of the names that articles give them."""

    def roles(self) -> dict[ActorId, frozenset[str]]:
        """Under what roles articles present people ("President of Ukraine")."""

    def forms(self, actor: ActorId, /) -> KnownActor | None:
        """One actor, with the words that articles use for it."""

    def repair(self, repair: Repair, /) -> Repair:
        """Add a repair; its id is given by the store."""

    def repairs(self, *, undone: bool = False) -> list[Repair]:
        """Repairs in the order made; with those that were taken back when asked."""

    def undo(self, repair: RepairId, /, *, by: str, now: datetime) -> Repair | None:
        """Take a repair back; None when there is none or it was taken back before."""
