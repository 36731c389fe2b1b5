"""Actors and repairs in memory."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import datetime

from newsdesk.model import KnownActor, Repair, RepairId
from newsdesk.store.rules import by_frequency, instant_of, mention
from summarizer.model import Actor, ActorId

from .state import State, locked


class MemoryActors:
    """See ``newsdesk.ports.Actors``."""

    def __init__(self, state: State, /) -> None:
        self._state = state

    @locked
    def known(self, *, name: str = "", limit: int) -> list[KnownActor]:
        """Actors with statements, most first."""
        wanted = name.casefold()
        found = [
            known
            for known in self._all()
            if wanted in known.actor.name.casefold() or wanted in known.actor.id.casefold()
        ]
        return sorted(found, key=lambda known: (-known.statements, known.actor.id))[:limit]

    @locked
    def everybody(self) -> list[Actor]:
        """Everybody with a statement, by id."""
        return sorted((known.actor for known in self._all()), key=lambda actor: actor.id)

    @locked
    def roles(self) -> dict[ActorId, frozenset[str]]:
        """Under what roles articles present people."""
        found: defaultdict[ActorId, set[str]] = defaultdict(set)
        for read in self._state.readings.values():
            for actor, role in read.reading.roles.items():
                found[actor].add(role)
        return {actor: frozenset(roles) for actor, roles in found.items()}

    @locked
    def forms(self, actor: ActorId, /) -> KnownActor | None:
        """One actor, with the words that articles use for it."""
        return next((known for known in self._all() if known.actor.id == actor), None)

    def _all(self) -> list[KnownActor]:
        words: dict[ActorId, list[str]] = defaultdict(list)
        latest: dict[ActorId, Actor] = {}
        at: dict[ActorId, datetime] = {}
        for identifier, read in sorted(self._state.readings.items(), key=lambda item: item[1].position):
            instant = instant_of(self._state.filed[identifier])
            for statement in read.reading.statements:
                if statement.actor is not None:
                    actor = statement.actor.id
                    words[actor].append(mention(statement, read.reading.article.text))
                    latest[actor] = statement.actor
                    at[actor] = max(at.get(actor, instant), instant)
        return [KnownActor(latest[a], len(w), by_frequency(w), at[a]) for a, w in words.items()]

    @locked
    def repair(self, repair: Repair, /) -> Repair:
        """Add a repair."""
        kept = replace(repair, id=RepairId(next(self._state.ids)))
        self._state.repairs[kept.id] = kept
        return kept

    @locked
    def repairs(self, *, undone: bool = False) -> list[Repair]:
        """Repairs in the order made."""
        return [repair for repair in self._state.repairs.values() if undone or repair.undone_at is None]

    @locked
    def undo(self, repair: RepairId, /, *, by: str, now: datetime) -> Repair | None:
        """Take a repair back."""
        old = self._state.repairs.get(repair)
        if old is None or old.undone_at is not None:
            return None
        self._state.repairs[repair] = replace(old, undone_at=now, undone_by=by)
        return self._state.repairs[repair]
