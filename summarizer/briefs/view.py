"""A set of readings and all that briefs of it have in common, each part computed when it is first needed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from ..cluster.claims import Claim, claims
from ..cluster.duplicates import wire_copies
from ..cluster.stories import stories
from ..model import Act, Actor, ActorId, ActorKind, Article, ArticleId, Reading, Statement
from ..rank.scorers import Context, Scorer, score
from ..rank.select import select
from .bullets import is_fit_to_print
from .shared import Shared

_NAMED = frozenset({ActorKind.PERSON, ActorKind.ORG, ActorKind.COUNTRY, ActorKind.GROUP})

Scorers = Sequence[tuple[Scorer, float]]
Scored = tuple[tuple[Claim, float], ...]


class View:
    """Readings as briefs see them.

    Attributes:
        readings: In the order given.
        by_actor: Statements of everybody who has a name, in reading order.
    """

    def __init__(self, readings: Sequence[Reading], scorers: Scorers, shared: Shared, /) -> None:
        self.readings = tuple(readings)
        self.by_actor = _by_actor(self.readings)
        self._scorers = scorers
        self._chosen: dict[tuple[ActorId, bool, int], Scored] = {}
        self._shared = shared

    @cached_property
    def articles(self) -> Mapping[ArticleId, Article]:
        """By id."""
        return {r.article.id: r.article for r in self.readings}

    @cached_property
    def context(self) -> Context:
        """What every claim in the readings is ranked against."""
        dates = [a.published_at for a in self.articles.values() if a.published_at]
        terms = Counter(
            stem
            for statements in self.by_actor.values()
            for claim in claims([s for s in statements if s.gist], keys=self._shared.key)
            for stem in claim.stems
        )
        articles = list(self.articles.values())
        originals = wire_copies(articles, samples=[self._shared.sample(a) for a in articles])
        return Context(self.articles, originals, terms, max(dates, default=None))

    @cached_property
    def stories(self) -> int:
        """How many events the articles are about."""
        return len(set(stories([r.article for r in self.readings]).values()))

    @cached_property
    def outlets(self) -> int:
        """Distinct publishers, wire copies counted once."""
        originals = set(self.context.originals.values())
        return len({self.articles[i].outlet or i for i in originals})

    @cached_property
    def duplicates(self) -> int:
        """Articles that only repeat another one."""
        return sum(copy != original for copy, original in self.context.originals.items())

    @cached_property
    def roles(self) -> Mapping[ActorId, str]:
        """Each actor's role in the newest article that gives one; articles without a date are the oldest."""
        found: dict[ActorId, tuple[float, str]] = {}
        for reading in self.readings:
            at = reading.article.published_at
            instant = at.timestamp() if at else 0.0
            for actor, role in reading.roles.items():
                if role and (actor not in found or instant > found[actor][0]):
                    found[actor] = (instant, role)
        return {actor: role for actor, (_, role) in found.items()}

    @cached_property
    def names(self) -> Mapping[ActorId, Actor]:
        """Each actor under the name that most statements use; the longest of equals."""
        return {i: _fullest(s.actor for s in found if s.actor) for i, found in self.by_actor.items()}

    def words(self, statement: Statement, /) -> str:
        """What include and exclude words are looked for in."""
        return self._shared.words(statement, self.articles[statement.article])

    def printable(self, actor: ActorId, /, *, deeds: bool) -> list[Statement]:
        """The actor's statements that may become bullets."""
        return [s for s in self.by_actor[actor] if is_fit_to_print(s) and (deeds or s.act is Act.SAID)]

    def chosen(self, actor: ActorId, /, *, deeds: bool, limit: int) -> Scored:
        """The best claims of all that the actor said or did, with their scores."""
        key = (actor, deeds, limit)
        if key not in self._chosen:
            self._chosen[key] = self.choose(self.printable(actor, deeds=deeds), limit=limit)
        return self._chosen[key]

    def choose(self, statements: Sequence[Statement], /, *, limit: int) -> Scored:
        """The best claims of these statements of one actor, with their scores."""
        scored = [(c, score(c, self.context, self._scorers)) for c in claims(statements, keys=self._shared.key)]
        return tuple(select(scored, limit=limit))


def _by_actor(readings: Sequence[Reading]) -> dict[ActorId, list[Statement]]:
    found: dict[ActorId, list[Statement]] = defaultdict(list)
    for reading in readings:
        for s in reading.statements:
            if s.actor and s.actor.kind in _NAMED:
                found[s.actor.id].append(s)
    return dict(found)


def _fullest(actors: Iterable[Actor]) -> Actor:
    counted = Counter(actors)
    return max(counted, key=lambda a: (counted[a], len(a.name), a.name))
