"""A set of readings and all that briefs of it have in common, each part computed when it is first needed."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from ..cluster.claims import Claim, ClaimKey, claims, repeated_keys
from ..cluster.duplicates import wire_copies
from ..cluster.stories import stories
from ..model import Act, Actor, ActorId, ActorKind, Article, ArticleId, Reading, Statement, StoryId
from ..rank.scorers import Context, Scorer, score
from ..rank.select import select
from .bullets import is_fit_to_print
from .shared import Shared

_NAMED = frozenset({ActorKind.PERSON, ActorKind.ORG, ActorKind.COUNTRY, ActorKind.GROUP})

_ROUNDING = 1e-9

Scorers = Sequence[tuple[Scorer, float]]
Scored = tuple[tuple[Claim, float], ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of an actor's statements before a spec chooses.

    Attributes:
        found: All.
        said, done: Those fit to print.
        unfit: The others.
        carried: Those of the others that another line carries.
    """

    found: int
    said: int
    done: int
    unfit: int
    carried: int

    @classmethod
    def of(cls, statements: Sequence[Statement], /) -> Tally:
        """Count an actor's statements."""
        fit = [s for s in statements if is_fit_to_print(s)]
        said = sum(s.act is Act.SAID for s in fit)
        carried = sum(s.carried and not is_fit_to_print(s) for s in statements)
        return cls(len(statements), said, len(fit) - said, len(statements) - len(fit), carried)


class View:
    """Readings as briefs see them.

    Args:
        whole: All the readings that these are a part of; what a word is worth and which articles tell of one
            event follow from all, ``docs/decisions/0008-a-part-of-the-news.md``.

    Attributes:
        readings: In the order given.
        by_actor: Statements of everybody who has a name, in reading order.
    """

    def __init__(
        self, readings: Sequence[Reading], scorers: Scorers, shared: Shared, /, *, whole: View | None = None
    ) -> None:
        self.readings = tuple(readings)
        self.by_actor = _by_actor(self.readings)
        self._scorers = scorers
        self._highest = math.fsum(max(0.0, weight) for _, weight in scorers)
        self._whole = whole
        self._chosen: dict[tuple[ActorId, bool, int], Scored] = {}
        self._printable: dict[tuple[ActorId, bool], list[tuple[Statement, str]]] = {}
        self._repeated: dict[ActorId, frozenset[ClaimKey]] = {}
        self._scores: dict[tuple[int, ...], float] = {}
        self._shared = shared

    @cached_property
    def articles(self) -> Mapping[ArticleId, Article]:
        """By id."""
        return {r.article.id: r.article for r in self.readings}

    @cached_property
    def context(self) -> Context:
        """What every claim in the readings is ranked against."""
        dates = [a.published_at for a in self.articles.values() if a.published_at]
        articles = list(self.articles.values())
        originals = wire_copies(articles, samples=[self._shared.sample(a) for a in articles])
        return Context(self.articles, originals, self.terms, max(dates, default=None))

    @cached_property
    def terms(self) -> Counter[str]:
        """How often a stem occurs in all claims."""
        if self._whole is not None:
            return self._whole.terms
        found: Counter[str] = Counter()
        for statements in self.by_actor.values():
            made = self._claims([s for s in statements if s.gist])
            found.update(chain.from_iterable(c.stems for c in made))
        return found

    @cached_property
    def story_of(self) -> Mapping[ArticleId, StoryId]:
        """The event that each article tells of."""
        articles = [r.article for r in self.readings]
        return stories(articles, leads=[self._shared.lead(a) for a in articles])

    @cached_property
    def stories(self) -> int:
        """How many events the articles are about."""
        story_of = (self._whole or self).story_of
        return len({story_of[r.article.id] for r in self.readings})

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

    def actor(self, actor: ActorId, /) -> Actor:
        """An actor under the name that most statements use; the longest of equals."""
        return _fullest(s.actor for s in self.by_actor[actor] if s.actor)

    def words(self, statement: Statement, /) -> str:
        """What include and exclude words are looked for in."""
        return self._shared.words(statement, self.articles[statement.article])

    @cached_property
    def tallies(self) -> Mapping[ActorId, Tally]:
        """What became of each actor's statements."""
        return {actor: Tally.of(statements) for actor, statements in self.by_actor.items()}

    def printable(self, actor: ActorId, /, *, deeds: bool) -> Sequence[tuple[Statement, str]]:
        """The actor's statements that may become bullets, with the words that a spec may ask for."""
        key = actor, deeds
        if key not in self._printable:
            self._printable[key] = [(s, self.words(s)) for s in self._fit(actor, deeds=deeds)]
        return self._printable[key]

    def _fit(self, actor: ActorId, *, deeds: bool) -> list[Statement]:
        return [s for s in self.by_actor[actor] if is_fit_to_print(s) and (deeds or s.act is Act.SAID)]

    def _score(self, claim: Claim) -> float:
        # Most claims stay the same whichever statements a spec lets through; these live as long as the view.
        members = tuple(map(id, claim.statements))
        if members not in self._scores:
            self._scores[members] = score(claim, self.context, self._scorers)
        return self._scores[members]

    def _claims(self, statements: Sequence[Statement]) -> list[Claim]:
        """The claims of one actor's statements, all with a line."""
        if len(statements) < 2 or statements[0].actor is None:
            return claims(statements, keys=self._shared.key)
        repeated = (self._whole or self).repeated(statements[0].actor.id)
        return claims(statements, keys=self._shared.key, repeated=repeated)

    def repeated(self, actor: ActorId, /) -> frozenset[ClaimKey]:
        """The keys of those of the actor's lines that may share a claim with another one."""
        known = self._repeated.get(actor)
        if known is None:
            made = (self._shared.key(s.act, s.gist) for s in self.by_actor[actor] if s.gist)
            known = self._repeated[actor] = repeated_keys(made)
        return known

    def highest(self, statements: int, /) -> float:
        """What the claims of so many statements can score together at most: no scorer gives more than 1."""
        return statements * self._highest * (1 + _ROUNDING)

    def chosen(self, actor: ActorId, /, *, deeds: bool, limit: int) -> Scored:
        """The best claims of all that the actor said or did, with their scores."""
        key = (actor, deeds, limit)
        if key not in self._chosen:
            self._chosen[key] = self.choose(self._fit(actor, deeds=deeds), limit=limit)
        return self._chosen[key]

    def choose(self, statements: Sequence[Statement], /, *, limit: int) -> Scored:
        """The best claims of these statements of one actor, with their scores."""
        scored = [(c, self._score(c)) for c in self._claims(statements)]
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
