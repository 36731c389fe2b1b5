"""Many briefs of the same readings: what they have in common is done once."""

from __future__ import annotations

from bisect import insort
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from ..model import ActorId, Article, ArticleId, Brief, BriefSpec, Coverage, Reading, Section, Statement
from ..rank.scorers import SCORERS
from .bullets import bullet, is_fit_to_print
from .shared import Shared
from .view import Scored, Scorers, View
from .wording import Wording

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
        self._views: OrderedDict[tuple[frozenset[int], View | None], View] = OrderedDict()

    def compose(self, spec: BriefSpec | None = None, /, *, of: frozenset[ArticleId] | None = None) -> Brief:
        """The brief that ``compose`` makes of all readings; or of those of the articles ``of`` alone.

        What many speak about, and which articles tell of one event, follows from all readings in either case.
        """
        spec = spec or BriefSpec()
        view = self._view(spec, of)
        wording = Wording.of(spec.include, spec.exclude)
        shown = _shown(view, spec, wording)
        sections = tuple(
            Section(
                view.actor(d.actor),
                view.roles.get(d.actor, ""),
                tuple(bullet(c, value, view.context) for c, value in d.chosen),
            )
            for d in shown
        )
        coverage = _coverage(view, spec, wording, shown)
        return Brief(sections, coverage, tuple(r.article for r in view.readings))

    def _view(self, spec: BriefSpec, of: frozenset[ArticleId] | None) -> View:
        recent = frozenset(n for n, r in enumerate(self._readings) if _in_window(r.article, spec))
        whole = self._known(recent, None)
        if of is None:
            return whole
        kept = frozenset(n for n in recent if self._readings[n].article.id in of)
        return whole if kept == recent else self._known(kept, whole)

    def _known(self, kept: frozenset[int], whole: View | None) -> View:
        key = kept, whole
        view = self._views.get(key)
        if view is None:
            readings = [r for n, r in enumerate(self._readings) if n in kept]
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


def _shown(view: View, spec: BriefSpec, wording: Wording) -> list[_Draft]:
    """The sections, best first.  Whoever cannot come among them is not even ranked."""
    wanted = _wanted(view, spec, wording)
    counted = {actor: min(n, spec.max_bullets) for actor, n in wanted.items()}
    shown: list[_Draft] = []
    if spec.max_bullets < 1 or spec.max_actors < 1:
        return shown
    for actor in sorted(counted, key=lambda a: (-counted[a], a)):
        if len(shown) == spec.max_actors and view.highest(counted[actor]) < -shown[-1].rank[0]:
            break
        insort(shown, _Draft(actor, _chosen(actor, view, spec, wording)), key=lambda d: d.rank)
        del shown[spec.max_actors :]
    return shown


def _wanted(view: View, spec: BriefSpec, wording: Wording) -> dict[ActorId, int]:
    """How many statements of each actor may be printed, where there are any."""
    if wording:
        counts = {a: len(_admitted(a, view, spec, wording)) for a in view.by_actor if _is_wanted(a, spec)}
    else:
        counts = {
            a: t.said + (t.done if spec.deeds else 0) for a, t in view.tallies.items() if _is_wanted(a, spec)
        }
    return {actor: n for actor, n in counts.items() if n}


def _chosen(actor: ActorId, view: View, spec: BriefSpec, wording: Wording) -> Scored:
    if not wording:
        return view.chosen(actor, deeds=spec.deeds, limit=spec.max_bullets)
    return view.choose(_admitted(actor, view, spec, wording), limit=spec.max_bullets)


def _admitted(actor: ActorId, view: View, spec: BriefSpec, wording: Wording) -> list[Statement]:
    return [s for s in view.printable(actor, deeds=spec.deeds) if wording.admits(view.words(s))]


def _is_wanted(actor: ActorId, spec: BriefSpec) -> bool:
    return actor not in spec.muted and (not spec.actors or actor in spec.actors)


def _carried(actor: ActorId, view: View, wording: Wording) -> int:
    """Statements that the section's lines carry; whose words the wording keeps out are left out instead."""
    if not wording:
        return view.tallies[actor].carried
    unfit = (s for s in view.by_actor[actor] if s.carried and not is_fit_to_print(s))
    return sum(wording.admits(view.words(s)) for s in unfit)


def _coverage(view: View, spec: BriefSpec, wording: Wording, shown: Sequence[_Draft]) -> Coverage:
    attributed = sum(t.found for t in view.tallies.values())
    bullets = sum(len(d.chosen) for d in shown)
    folded = sum(
        sum(len(claim.statements) - 1 for claim, _ in d.chosen) + _carried(d.actor, view, wording)
        for d in shown
    )
    # What a section that was not shown would have carried is left out with it.
    headed = _wanted(view, spec, wording) if spec.max_bullets > 0 else {}
    withheld = sum(t.unfit - (t.carried if a in headed else 0) for a, t in view.tallies.items())
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


def _in_window(article: Article, spec: BriefSpec) -> bool:
    return spec.since is None or article.published_at is None or article.published_at >= spec.since
