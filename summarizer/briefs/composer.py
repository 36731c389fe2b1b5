"""Many briefs of the same readings: what they have in common is done once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from ..model import Actor, ActorId, Article, ArticleId, Brief, BriefSpec, Coverage, Reading, Section
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
        self._views: OrderedDict[frozenset[int], View] = OrderedDict()

    def compose(self, spec: BriefSpec | None = None, /, *, of: frozenset[ArticleId] | None = None) -> Brief:
        """The brief that ``compose`` makes of the readings of the articles ``of``; of all when None."""
        spec = spec or BriefSpec()
        view = self._view(spec, of)
        wording = Wording.of(spec.include, spec.exclude)
        drafts = [_draft(actor, view, spec, wording) for actor in view.by_actor]
        drafts.sort(key=lambda d: (-d.weight, d.actor.id))
        shown = [d for d in drafts if d.chosen][: spec.max_actors]
        sections = tuple(
            Section(
                d.actor,
                view.roles.get(d.actor.id, ""),
                tuple(bullet(c, value, view.context) for c, value in d.chosen),
            )
            for d in shown
        )
        return Brief(sections, _coverage(view, drafts, shown), tuple(r.article for r in view.readings))

    def _view(self, spec: BriefSpec, of: frozenset[ArticleId] | None) -> View:
        kept = frozenset(
            n
            for n, r in enumerate(self._readings)
            if (of is None or r.article.id in of) and _in_window(r.article, spec)
        )
        view = self._views.get(kept)
        if view is None:
            view = View([r for n, r in enumerate(self._readings) if n in kept], self._scorers, self._shared)
            self._views[kept] = view
            if len(self._views) > _MAX_VIEWS:
                self._views.popitem(last=False)
        self._views.move_to_end(kept)
        return view


@dataclass(frozen=True, slots=True)
class _Draft:
    """One actor's share of a brief before the number of sections is limited.

    Attributes:
        found: All of the actor's statements.
        withheld, carried: Those without a line of their own, and of these the ones another line carries.
        chosen: The claims to print with their scores, best first; empty when there are none.
    """

    actor: Actor
    found: int
    withheld: int
    carried: int
    chosen: Scored

    @property
    def weight(self) -> float:
        return sum(value for _, value in self.chosen)

    @property
    def merged(self) -> int:
        """Statements whose claim a printed bullet carries."""
        return sum(len(claim.statements) - 1 for claim, _ in self.chosen) + self.carried


def _draft(actor: ActorId, view: View, spec: BriefSpec, wording: Wording) -> _Draft:
    statements = view.by_actor[actor]
    chosen = _chosen(actor, view, spec, wording)
    unfit = [s for s in statements if not is_fit_to_print(s)]
    carried = [s for s in unfit if s.carried] if chosen else []
    # Whose words the wording keeps out is left out, whoever would have carried them.
    folded = sum(not wording or wording.admits(view.words(s)) for s in carried)
    return _Draft(view.names[actor], len(statements), len(unfit) - len(carried), folded, chosen)


def _chosen(actor: ActorId, view: View, spec: BriefSpec, wording: Wording) -> Scored:
    if actor in spec.muted or (spec.actors and actor not in spec.actors):
        return ()
    if not wording:
        return view.chosen(actor, deeds=spec.deeds, limit=spec.max_bullets)
    admitted = [s for s in view.printable(actor, deeds=spec.deeds) if wording.admits(view.words(s))]
    return view.choose(admitted, limit=spec.max_bullets)


def _coverage(view: View, drafts: Sequence[_Draft], shown: Sequence[_Draft]) -> Coverage:
    attributed = sum(d.found for d in drafts)
    bullets = sum(len(d.chosen) for d in shown)
    folded = sum(d.merged for d in shown)
    # What a section that was not shown would have carried is left out with it.
    withheld = sum(d.withheld for d in drafts)
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
