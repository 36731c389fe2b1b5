"""The press: readings, repairs and earlier briefs, each loaded once, and briefs computed once for many."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

import structlog

from summarizer.brief import Composer, Shared
from summarizer.model import ActorId, ArticleId, Brief, BriefSpec, Reading

from ..defects import where
from ..following import brief_spec, spec_key
from ..marks import cut, mark, standing
from ..model import BriefId, ChannelId, FeedId, Following, Position, Window
from ..ports import Store
from ..repairs import Plan, applied
from .revised import Revised

log = structlog.get_logger(__name__)

# Windows begin where the last confirmed brief ended, however long ago that was: a week may have an hour more,
# and a subscription may be paused.  This floor only keeps a chat that took nothing for months from getting all
# of it, and a brief from being composed of the whole archive.
MAX_WINDOW = timedelta(days=62)
# A line that a channel was sent this many briefs, or as many alerts, ago may be printed again.
MAX_EARLIER = 7
# Of somebody who is quoted everywhere, the newest: a brief shows few, and every article has to be loaded.
_MOST_ARTICLES = 2000
# How often a brief is composed anew because repeated bullets left room for others.
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class _Loaded:
    """Readings of one window.

    Attributes:
        feeds: Of each of its articles.
        revised: What of them its parts have told before.
    """

    after: Position
    composer: Composer
    feeds: dict[ArticleId, frozenset[FeedId]]
    revised: Revised


class Press:
    """Composes briefs of everything read up to one position, as of one instant.

    Args:
        defaults: The desk's lengths and whether deeds are printed.
        shared: What was worked out of the same texts before; it only saves time.
        until: Where its windows end; None for everything that was read.

    Attributes:
        head: Up to where briefs of this press reach.
    """

    def __init__(
        self,
        store: Store,
        /,
        *,
        defaults: BriefSpec,
        now: datetime,
        shared: Shared | None = None,
        until: Position | None = None,
    ) -> None:
        self._store = store
        self._shared = shared
        self._defaults = defaults
        self._now = now
        head = store.readings.head()
        self.head = head if until is None else min(until, head)
        self._widest: _Loaded | None = None
        self._inside: dict[Position, frozenset[ArticleId]] = {}
        self._sent: dict[BriefId, Brief | None] = {}
        self._briefs: dict[tuple[str, Position, tuple[BriefId, ...]], Brief] = {}

    @cached_property
    def floor(self) -> Position:
        """Where the longest window begins: no brief reaches further back."""
        return self._store.readings.position_at(self._now - MAX_WINDOW)

    @cached_property
    def repairs(self) -> Plan:
        """The repairs of the registry in force."""
        return Plan.of(self._store.actors.repairs())

    def window(self, confirmed: Position, /) -> Window:
        """What a brief after a confirmed one covers."""
        return Window(min(self.head, max(confirmed, self.floor)), self.head)

    def open(self, confirmed: Iterable[Position], /) -> None:
        """Load the widest of several windows, so that the others are parts of it."""
        self._load(min((self.window(c).after for c in confirmed), default=self.head))

    def earlier(self, channels: Collection[ChannelId], /) -> dict[ChannelId, tuple[BriefId, ...]]:
        """What the bullets for channels are marked against: what surely arrived there, the newest first."""
        return self._store.ledger.histories(channels, limit=MAX_EARLIER)

    def brief(self, following: Following, window: Window, /, *, earlier: tuple[BriefId, ...]) -> Brief:
        """What is new or has changed in a window for somebody with these wishes; without sections for nothing.

        Its articles are those that it cites, without their texts.

        Args:
            window: One of ``window``.
            earlier: What the bullets are marked against, the newest first.
        """
        known = self.known_as(following)
        # The language changes no line of a brief yet, so all languages share one.
        key = (spec_key(known, language="", defaults=self._defaults), window.after, earlier)
        if key not in self._briefs:
            self._briefs[key] = self._marked(known, window, self._standing(earlier))
        return self._briefs[key]

    def archived(self, following: Following, since: datetime, /, *, by: ActorId | None = None) -> Brief:
        """Everything that articles say which happened since an instant, backlog too, whatever was told before.

        Args:
            by: Only this one, by the id that the repairs give; then of however long ago, and not only of
                ``MAX_WINDOW``.
        """
        known = self.known_as(following)
        readings = self._store.readings
        if by is None:
            ids = readings.happened(max(since, self._now - MAX_WINDOW))
        else:
            ids = readings.by_actors(self.repairs.sources(by), since=since)[:_MOST_ARTICLES]
        if known.feeds:
            filed = self._store.articles.get(ids)
            ids = [a for a in ids if a in filed and known.feeds & filed[a].feeds]
        composer = Composer(self._repaired(readings.of(ids)), shared=self._shared)
        return _as_kept(composer.compose(brief_spec(known, self._defaults)))

    def known_as(self, following: Following, /) -> Following:
        """The wishes with everybody under the id by which the repairs let them be known."""
        return replace(following, actors=self.ends(following.actors), muted=self.ends(following.muted))

    def ends(self, actors: Iterable[ActorId], /) -> frozenset[ActorId]:
        """The ids under which actors are known."""
        return frozenset(self.repairs.end(a) for a in actors)

    def _standing(self, briefs: Iterable[BriefId]) -> tuple[Brief, ...]:
        """Published briefs that are still kept, without what was withdrawn."""
        found = []
        for brief in briefs:
            if brief not in self._sent:
                record = self._store.ledger.brief(brief)
                self._sent[brief] = standing(record) if record else None
            found.append(self._sent[brief])
        return tuple(b for b in found if b is not None)

    def _marked(self, following: Following, window: Window, earlier: tuple[Brief, ...]) -> Brief:
        spec = brief_spec(following, self._defaults)
        articles = self._articles(following.feeds, window)
        composer = self._load(window.after).composer
        told = self._load(window.after).revised.dropped(window.after)
        composed = composer.compose(spec, of=articles, without=told)
        marked = mark(composed, earlier)
        room = 0
        for _ in range(_ROUNDS):
            folded = marked.coverage.folded - composed.coverage.folded
            if folded <= room or not composed.coverage.left_out:
                break
            room = folded
            wide = replace(spec, max_actors=spec.max_actors + room, max_bullets=spec.max_bullets + room)
            composed = composer.compose(wide, of=articles, without=told)
            marked = mark(composed, earlier)
        if room:
            marked = cut(marked, max_actors=spec.max_actors, max_bullets=spec.max_bullets)
        return _as_kept(marked)

    def _articles(self, feeds: frozenset[FeedId], window: Window) -> frozenset[ArticleId]:
        loaded = self._load(window.after)
        inside = self._inside.get(window.after)
        if inside is None:
            found = loaded.feeds if window.after == loaded.after else self._carried(window.after)
            inside = self._inside[window.after] = frozenset(found)
        return frozenset(a for a in inside if feeds & loaded.feeds.get(a, frozenset())) if feeds else inside

    def _carried(self, after: Position) -> dict[ArticleId, frozenset[FeedId]]:
        return self._store.readings.carried_by(Window(after, self.head))

    def _load(self, after: Position) -> _Loaded:
        if self._widest is None or after < self._widest.after:
            readings = self._store.readings
            revised = Revised(readings, readings.window(Window(after, self.head)), after)
            composer = Composer(self._repaired(revised.readings), shared=self._shared)
            self._widest = _Loaded(after, composer, self._carried(after), revised)
        return self._widest

    def _repaired(self, readings: list[Reading]) -> list[Reading]:
        try:
            return applied(readings, self.repairs)
        except Exception as error:  # noqa: BLE001  # one strange reading must not stop everybody's brief
            log.error("repairs_failed", **where(error))
        return [repaired for reading in readings for repaired in self._repaired_alone(reading)]

    def _repaired_alone(self, reading: Reading) -> list[Reading]:
        try:
            return applied([reading], self.repairs)
        except Exception as error:  # noqa: BLE001  # who is credited is not sure: nobody is
            log.error("reading_left_out", article=reading.article.id, **where(error))
            return []


def _as_kept(brief: Brief) -> Brief:
    """Only the articles that are cited, without their texts: a window may hold thousands."""
    cited = {c.article for s in brief.sections for b in s.bullets for c in b.citations}
    articles = tuple(replace(a, text="") for a in brief.articles if a.id in cited)
    return replace(brief, articles=articles)
