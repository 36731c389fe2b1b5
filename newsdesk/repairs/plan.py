"""What a list of repairs comes to: moves of statements from one actor to another, in order.

The list is gone through in the order in which it was made.  Whoever a repair names stands for whom they are
known as at that point: after "Roe is Doe", a repair of Roe is one of Doe, so that chains of merges end at the
same actor in whatever order they were made.  A repair that would then say nothing ("Doe is Doe") is passed
over, so that no cycle can arise.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from summarizer.actors.names import slug
from summarizer.model import Actor, ActorId, ActorKind

from ..model import Repair, RepairId, RepairKind


@dataclass(frozen=True, slots=True)
class Move:
    """Statements of ``actor`` are ``to``'s.

    Attributes:
        name: Only those whose source carries this name; "" for all of them.
        same_sort: Only when both are people or neither is: ids that articles make do not tell Ashton the woman
            from Ashton the town.
    """

    repair: RepairId
    actor: ActorId
    to: Actor
    name: str = ""
    same_sort: bool = False


@dataclass(frozen=True)
class Plan:
    """Repairs made ready to apply.

    Attributes:
        moves: In the order of the repairs.
        known_as: Whoever was merged into somebody, and those whose name is an alias of somebody.
        actors: Everybody to whom something moves.
    """

    moves: tuple[Move, ...] = ()
    known_as: dict[ActorId, Actor] = field(default_factory=dict)
    actors: dict[ActorId, Actor] = field(default_factory=dict)

    @classmethod
    def of(cls, repairs: Iterable[Repair], /) -> Plan:
        """The plan of a list of repairs; those that were taken back count for nothing."""
        plan = cls()
        moves = [move for repair in repairs if repair.undone_at is None for move in plan._take(repair)]
        return cls(tuple(moves), plan.known_as, {m.to.id: m.to for m in moves})

    def within(self, actors: Iterable[ActorId], text: str, /) -> Plan:
        """The part of the plan that can move anything in an article with these actors and this text."""
        numbers = sorted(set().union(*(self._reached_from(a) for a in actors)))
        moves = (self.moves[n] for n in numbers)
        kept = tuple(m for m in moves if not m.name or all(word in text for word in m.name.split()))
        return Plan(kept, self.known_as, self.actors)

    def _reached_from(self, actor: ActorId) -> frozenset[int]:
        """Numbers of the moves that statements of an actor may come to, in whatever order."""
        if actor not in self._reach:
            found, todo = {actor}, [actor]
            while todo:
                new = {self.moves[n].to.id for n in self._leaving.get(todo.pop(), ())} - found
                found |= new
                todo += new
            self._reach[actor] = frozenset(n for a in found for n in self._leaving.get(a, ()))
        return self._reach[actor]

    @cached_property
    def _leaving(self) -> dict[ActorId, list[int]]:
        by_actor: dict[ActorId, list[int]] = {}
        for n, move in enumerate(self.moves):
            by_actor.setdefault(move.actor, []).append(n)
        return by_actor

    @cached_property
    def _reach(self) -> dict[ActorId, frozenset[int]]:
        return {}

    @property
    def touched(self) -> frozenset[ActorId]:
        """Actors who may lose statements."""
        return frozenset(m.actor for m in self.moves)

    def end(self, actor: ActorId, /) -> ActorId:
        """The id under which an actor is known."""
        while (other := self.known_as.get(actor)) is not None:
            actor = other.id
        return actor

    def view(self, actor: Actor, /) -> Actor:
        """The actor as which an actor is known."""
        while (other := self.known_as.get(actor.id)) is not None:
            actor = other
        return actor

    def merged_into(self, actor: ActorId, /) -> list[ActorId]:
        """Everybody who is known as the actor, without itself; by id."""
        return sorted(a for a in self.known_as if self.end(a) == actor)

    def sources(self, actor: ActorId, /) -> frozenset[ActorId]:
        """Everybody whose stored statements may be the actor's, itself included."""
        found = {actor}
        while more := {m.actor for m in self.moves if m.to.id in found} - found:
            found |= more
        return frozenset(found)

    def partial(self, actor: ActorId, /) -> bool:
        """True when an actor gets or loses some of another's statements, so that only articles tell which."""
        among = self.sources(actor)
        return any((m.name or m.same_sort) and (m.actor in among or m.to.id in among) for m in self.moves)

    def _take(self, repair: Repair) -> Sequence[Move]:
        if repair.other is None:
            return ()
        to = self.view(repair.other)
        if repair.kind is RepairKind.ALIAS:
            actor = made_id(repair.name)
            if not actor or actor == to.id or actor in self.known_as:
                return ()
            self.known_as[actor] = to
            return (Move(repair.id, actor, to, same_sort=True),)
        actor = self.end(repair.actor)
        if actor == to.id:
            return ()
        if repair.kind is RepairKind.SPLIT:
            return (Move(repair.id, actor, to, name=repair.name),)
        self.known_as[actor] = to
        return (Move(repair.id, actor, to),)


def made_id(name: str, /) -> ActorId:
    """The id that articles make for somebody whom the registry does not know; "" without letters."""
    plain = slug(name)
    return ActorId(f"~{plain}" if plain else "")


def same_sort(a: ActorKind, b: ActorKind, /) -> bool:
    """True when both are people, or neither is."""
    return (a is ActorKind.PERSON) == (b is ActorKind.PERSON)
