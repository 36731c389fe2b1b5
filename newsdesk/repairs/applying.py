"""Repairs applied to readings: who is credited changes, the statements and their evidence never do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from summarizer.model import Actor, ActorId, ActorKind, Reading, Spans, Statement

from ..model import Repair
from .naming import Naming, carries, naming
from .plan import Move, Plan, same_sort

_NOBODY = ActorId("")


def apply(readings: Sequence[Reading], repairs: Sequence[Repair], /) -> list[Reading]:
    """The readings as the repairs let them be seen; a reading that nothing changes is the same object.

    A merge moves every statement (and ``via`` and role).  An alias moves those of the actor that articles make
    of the name.  A split moves the statements whose source carries the name; within an article, a source that
    names nobody ("she") or only a part of the name ("Roe") goes with them when every other named mention of the
    actor there carries the name too, and stays otherwise.  A role goes likewise, and is dropped where the
    article names both.  Later repairs see what earlier ones made of it (see ``plan``).  Applying twice changes
    nothing more.
    """
    return applied(readings, Plan.of(repairs))


def applied(readings: Sequence[Reading], plan: Plan, /) -> list[Reading]:
    """As ``apply``, with a plan made before."""
    touched = plan.touched
    return [_repaired(r, plan) if _concerns(r, touched) else r for r in readings] if touched else list(readings)


class _Item(NamedTuple):
    """Somebody credited in an article: by a statement, as the one who passed it on, or with a role.

    Attributes:
        words: Where a split's name is looked for.
        mention: True when the words are a mention of that actor and nothing else.
    """

    actor: Actor
    words: str = ""
    mention: bool = False
    role: bool = False


State = tuple[ActorId, ...]


def _concerns(reading: Reading, touched: frozenset[ActorId]) -> bool:
    return any(
        (s.actor is not None and s.actor.id in touched) or (s.via is not None and s.via.id in touched)
        for s in reading.statements
    ) or any(who in touched for who in reading.roles)


def _repaired(reading: Reading, plan: Plan) -> Reading:
    items = list(_items(reading))
    before = tuple(i.actor.id for i in items)
    after = _settled(items, before, plan.within(set(before), reading.article.text))
    if after == before:
        return reading
    who = iter([i.actor if a == i.actor.id else plan.actors.get(a) for i, a in zip(items, after, strict=True)])
    statements = tuple(_credited(s, who) for s in reading.statements)
    roles: dict[ActorId, str] = {}
    moved: dict[ActorId, str] = {}
    for (old, role), new in zip(reading.roles.items(), who, strict=True):
        if new is not None:
            (roles if new.id == old else moved).setdefault(new.id, role)
    return replace(reading, statements=statements, roles={**moved, **roles})


def _credited(statement: Statement, after: Iterator[Actor | None]) -> Statement:
    actor = next(after) if statement.actor is not None else None
    via = next(after) if statement.via is not None else None
    if via is not None and actor is not None and via.id == actor.id:
        via = None  # "Roe said, according to Roe"
    if actor == statement.actor and via == statement.via:
        return statement
    return replace(statement, actor=actor, via=via)


def _items(reading: Reading) -> Iterable[_Item]:
    text = reading.article.text
    for s in reading.statements:
        if s.actor is not None:
            yield _Item(s.actor, _words(text, s.source), mention=True)
        if s.via is not None:
            yield _Item(s.via, _words(text, s.evidence))
    for who in reading.roles:
        yield _Item(Actor(who, "", ActorKind.PERSON), role=True)


def _words(text: str, spans: Spans) -> str:
    return " … ".join(text[a:b] for a, b in spans)


def _settled(items: Sequence[_Item], state: State, plan: Plan) -> State:
    """Who is credited when nothing moves any more.

    One round nearly always does it.  Splits that contradict each other could go round for ever ("the name is
    B's, no C's, no A's"); ``check`` refuses to make such, and here the least of the states that recur is taken.
    """
    seen: dict[State, int] = {}
    while state not in seen:
        seen[state] = len(seen)
        state = _Round(items, state, plan).run()
    return min(list(seen)[seen[state] :])


class _Round:
    """One way through the moves."""

    def __init__(self, items: Sequence[_Item], state: State, plan: Plan) -> None:
        self._items = items
        self._plan = plan
        self._state = list(state)
        self._now: dict[ActorId, set[int]] = defaultdict(set)
        self._start: dict[ActorId, list[int]] = defaultdict(list)
        for i, actor in enumerate(state):
            self._now[actor].add(i)
            self._start[actor].append(i)

    def run(self) -> State:
        for move in self._plan.moves:
            if self._now.get(move.actor):
                for i, to in self._going(move).items():
                    self._now[move.actor].discard(i)
                    self._now[to].add(i)
                    self._state[i] = to
        return tuple(self._state)

    def _going(self, move: Move) -> Mapping[int, ActorId]:
        here = self._now[move.actor]
        if not move.name:
            return {i: move.to.id for i in here if not move.same_sort or same_sort(self._kind(i), move.to.kind)}
        going: dict[int, ActorId] = {}
        for group in self._start.values():
            if not here.isdisjoint(group):
                going |= self._split(move, [i for i in group if i in here], group)
        return going

    def _split(self, move: Move, here: Sequence[int], group: Sequence[int]) -> Mapping[int, ActorId]:
        """Who of one actor's mentions in the article goes with the name."""
        seen = {i: naming(self._items[i].words, move.name) for i in group if self._items[i].mention}
        some = Naming.CARRIES in seen.values()
        every = some and Naming.OTHER not in seen.values()
        going: dict[int, ActorId] = {}
        for i in here:
            item = self._items[i]
            if every or (carries(item.words, move.name) and not item.role):
                going[i] = move.to.id
            elif some and item.role:
                going[i] = _NOBODY
        return going

    def _kind(self, i: int) -> ActorKind:
        at, item = self._state[i], self._items[i]
        return item.actor.kind if at == item.actor.id else self._plan.actors[at].kind
