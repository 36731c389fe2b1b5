"""Many briefs of the same readings: what they have in common is done once."""

from __future__ import annotations

from bisect import insort
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..model import ActorId, Article, ArticleId, Brief, BriefSpec, Coverage, Reading, Section, Statement
from ..rank.scorers import SCORERS
from .bullets import bullet, is_fit_to_print
from .shared import Shared
from .view import Scored, Scorers, View
from .wording import Wording

# A statement by where it stands among those of its article, from 0.
Place = tuple[ArticleId, int]

_MAX_VIEWS = 8


class Composer:
    """Composes briefs of the same readings for many specs.

    Keeps what the last few sets of articles that were asked for have in common; not for several threads.

    Args:
        shared: What an earlier composer worked out for texts and lines; keep one to compose again soon.
    """

    def __init__(
        self, readings: Sequence[Reading], /, *, scorers: Scorers = SCORERS, shared: Shared | None = None
    ) -> None:
        self._readings = tuple(readings)
        self._scorers = scorers
        self._shared = Shared() if shared is None else shared
        self._views: OrderedDict[tuple[frozenset[int], View | None, frozenset[Place]], View] = OrderedDict()

    def compose(
        self,
        spec: BriefSpec | None = None,
        /,
        *,
        of: frozenset[ArticleId] | None = None,
        without: frozenset[Place] = frozenset(),
    ) -> Brief:
        """The brief that ``compose`` makes of all readings; or of those of the articles ``of`` alone.

        What many speak about, and which articles tell of one event, follows from all readings in either case.

        Args:
            without: Statements that are passed over as if nobody had found them: they are counted nowhere.
        """
        spec = spec or BriefSpec()
        view = self._view(spec, of, without)
        wording = Wording.of(spec.include, spec.exclude)
        wanted = _wanted(view, spec, wording)
        shown = _shown(view, spec, wanted)
        sections = tuple(
            Section(
                view.actor(d.actor),
                view.roles.get(d.actor, ""),
                tuple(bullet(c, value, view.context) for c, value in d.chosen),
            )
            for d in shown
        )
        coverage = _coverage(view, wanted, wording, shown)
        return Brief(sections, coverage, tuple(r.article for r in view.readings))

    def _view(self, spec: BriefSpec, of: frozenset[ArticleId] | None, without: frozenset[Place]) -> View:
        recent = frozenset(n for n, r in enumerate(self._readings) if _in_window(r.article, spec))
        whole = self._known(recent, None)
        kept = recent if of is None else frozenset(n for n in recent if self._readings[n].article.id in of)
        return whole if kept == recent and not without else self._known(kept, whole, without)

    def _known(self, kept: frozenset[int], whole: View | None, without: frozenset[Place] = frozenset()) -> View:
        key = kept, whole, without
        view = self._views.get(key)
        if view is None:
            readings = [_left(r, without) for n, r in enumerate(self._readings) if n in kept]
            view = self._views[key] = View(readings, self._scorers, self._shared, whole=whole)
            if len(self._views) > _MAX_VIEWS:
                self._views.popitem(last=False)
        self._views.move_to_end(key)
        return view


@dataclass(frozen=True, slots=True)
class _Draft:
    """One actor's section in the making: the claims to print with their scores, best first, never none."""

    actor: ActorId
    chosen: Scored

    @property
    def rank(self) -> tuple[float, ActorId]:
        return -sum(value for _, value in self.chosen), self.actor


_Wanted = dict[ActorId, int | list[Statement]]


def _shown(view: View, spec: BriefSpec, wanted: _Wanted) -> list[_Draft]:
    """The sections, best first.  Whoever cannot come among them is not even ranked."""
    shown: list[_Draft] = []
    if spec.max_bullets < 1 or spec.max_actors < 1:
        return shown
    counted = {a: min(n if isinstance(n, int) else len(n), spec.max_bullets) for a, n in wanted.items()}
    for actor in sorted(counted, key=lambda a: (-counted[a], a)):
        if len(shown) == spec.max_actors and view.highest(counted[actor]) < -shown[-1].rank[0]:
            break
        some = wanted[actor]
        if isinstance(some, int):
            chosen = view.chosen(actor, deeds=spec.deeds, limit=spec.max_bullets)
        else:
            chosen = view.choose(some, limit=spec.max_bullets)
        insort(shown, _Draft(actor, chosen), key=lambda d: d.rank)
        del shown[spec.max_actors :]
    return shown


def _wanted(view: View, spec: BriefSpec, wording: Wording) -> _Wanted:
    """Which statements of each actor may be printed, where there are any; their number when it is all."""
    wanted: _Wanted = {}
    for actor, tally in view.tallies.items():
        everything = tally.said + (tally.done if spec.deeds else 0)
        if not everything or not _is_wanted(actor, spec):
            continue
        if not wording:
            wanted[actor] = everything
            continue
        printable = view.printable(actor, deeds=spec.deeds)
        admitted = [s for s, words in printable if wording.admits(words)]
        if admitted:
            wanted[actor] = everything if len(admitted) == everything else admitted
    return wanted


def _is_wanted(actor: ActorId, spec: BriefSpec) -> bool:
    return actor not in spec.muted and (not spec.actors or actor in spec.actors)


def _carried(actor: ActorId, view: View, wording: Wording) -> int:
    """Statements that the section's lines carry; whose words the wording keeps out are left out instead."""
    if not wording:
        return view.tallies[actor].carried
    unfit = (s for s in view.by_actor[actor] if s.carried and not is_fit_to_print(s))
    return sum(wording.admits(view.words(s)) for s in unfit)


def _coverage(view: View, wanted: _Wanted, wording: Wording, shown: Sequence[_Draft]) -> Coverage:
    attributed = sum(t.found for t in view.tallies.values())
    bullets = sum(len(d.chosen) for d in shown)
    folded = sum(
        sum(len(claim.statements) - 1 for claim, _ in d.chosen) + _carried(d.actor, view, wording)
        for d in shown
    )
    # What a section that was not shown would have carried is left out with it.
    withheld = sum(t.unfit - (t.carried if a in wanted else 0) for a, t in view.tallies.items())
    return Coverage(
        articles=len(view.readings),
        outlets=view.outlets,
        stories=view.stories,
        duplicates=view.duplicates,
        statements=sum(len(r.statements) for r in view.readings),
        attributed=attributed,
        bullets=bullets,
        folded=folded,
        withheld=withheld,
        left_out=attributed - bullets - folded - withheld,
        replaced=sum(r.replaced for r in view.readings),
    )


def _left(reading: Reading, without: frozenset[Place]) -> Reading:
    if not without:
        return reading
    own = reading.article.id
    kept = tuple(s for n, s in enumerate(reading.statements) if (own, n) not in without)
    return reading if len(kept) == len(reading.statements) else replace(reading, statements=kept)


def _in_window(article: Article, spec: BriefSpec) -> bool:
    return spec.since is None or article.published_at is None or article.published_at >= spec.since
