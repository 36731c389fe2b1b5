"""Actors and the repairs of the registry in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from newsdesk.model import KnownActor, Repair, RepairId
from newsdesk.store.rules import by_frequency
from summarizer.model import Actor, ActorId, ActorKind

from .database import Database
from .rows import chunks, repair_of, repair_row
from .tables import articles, readings, repairs, statements

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


class SqlActors:
    """See ``newsdesk.ports.Actors``."""

    def __init__(self, database: Database, /) -> None:
        self._database = database

    def known(self, *, name: str = "", limit: int) -> list[KnownActor]:
        """Actors with statements, most first."""
        wanted = name.casefold()
        with self._database.read() as connection:
            counts = _counts(connection)
            order = sorted(counts, key=lambda actor: (-counts[actor], actor))
            if wanted:  # compared here: the database's own lower() knows ASCII only
                names = {actor.id: actor.name.casefold() for actor in _latest(connection, order)}
                order = [actor for actor in order if wanted in actor.casefold() or wanted in names[actor]]
            chosen = order[:limit]
            actors = {actor.id: actor for actor in _latest(connection, chosen)}
            words, at = _forms(connection, chosen)
        return [KnownActor(actors[a], counts[a], by_frequency(words[a]), at[a]) for a in chosen]

    def everybody(self) -> list[Actor]:
        """Everybody with a statement, by id."""
        one = (statements.c.actor_id, sa.func.max(statements.c.id).label("row"))
        latest = (
            sa.select(*one).where(statements.c.actor_id.is_not(None)).group_by(statements.c.actor_id).subquery()
        )
        query = (
            sa.select(statements.c.actor_id, statements.c.actor_name, statements.c.actor_kind)
            .join(latest, latest.c.row == statements.c.id)
            .order_by(statements.c.actor_id)
        )
        with self._database.read() as connection:
            return [Actor(ActorId(a), name, ActorKind(kind)) for a, name, kind in connection.execute(query)]

    def roles(self) -> dict[ActorId, frozenset[str]]:
        """Under what roles articles present people."""
        found: defaultdict[ActorId, set[str]] = defaultdict(set)
        stated = sa.select(readings.c.roles).where(sa.type_coerce(readings.c.roles, sa.Text) != "{}")
        with self._database.read() as connection:
            for roles in connection.scalars(stated):
                for actor, role in roles.items():
                    found[ActorId(actor)].add(role)
        return {actor: frozenset(roles) for actor, roles in found.items()}

    def forms(self, actor: ActorId, /) -> KnownActor | None:
        """One actor, with the words that articles use for it."""
        with self._database.read() as connection:
            found = next(iter(_latest(connection, [actor])), None)
            if found is None:
                return None
            words, at = _forms(connection, [actor])
        return KnownActor(found, len(words[actor]), by_frequency(words[actor]), at[actor])

    def repair(self, repair: Repair, /) -> Repair:
        """Add a repair."""
        with self._database.write() as connection:
            row = connection.execute(sa.insert(repairs).values(repair_row(repair)).returning(repairs.c.id))
            return replace(repair, id=RepairId(row.scalar_one()))

    def repairs(self, *, undone: bool = False) -> list[Repair]:
        """Repairs in the order made."""
        query = sa.select(repairs).order_by(repairs.c.id)
        with self._database.read() as connection:
            rows = connection.execute(query if undone else query.where(repairs.c.undone_at.is_(None)))
            return [repair_of(row) for row in rows.mappings()]

    def undo(self, repair: RepairId, /, *, by: str, now: datetime) -> Repair | None:
        """Take a repair back."""
        change = sa.update(repairs).where(repairs.c.id == repair, repairs.c.undone_at.is_(None))
        with self._database.write() as connection:
            row = (
                connection.execute(change.values(undone_at=now, undone_by=by).returning(repairs))
                .mappings()
                .first()
            )
            return None if row is None else repair_of(row)


def _counts(connection: Connection) -> dict[ActorId, int]:
    counted = sa.select(statements.c.actor_id, sa.func.count()).where(statements.c.actor_id.is_not(None))
    return {ActorId(a): n for a, n in connection.execute(counted.group_by(statements.c.actor_id))}


def _latest(connection: Connection, actors: Sequence[ActorId]) -> list[Actor]:
    """Each actor as it was read last."""
    found: list[Actor] = []
    for some in chunks(actors):
        query = (
            sa.select(statements.c.actor_id, statements.c.actor_name, statements.c.actor_kind)
            .join(readings, readings.c.article_id == statements.c.article_id)
            .where(statements.c.actor_id.in_(some))
            .order_by(readings.c.position, statements.c.place)
        )
        latest = {row[0]: row for row in connection.execute(query)}
        found += [Actor(ActorId(a), name, ActorKind(kind)) for a, name, kind in latest.values()]
    return found


def _forms(
    connection: Connection, actors: Sequence[ActorId]
) -> tuple[dict[ActorId, list[str]], dict[ActorId, datetime]]:
    words: defaultdict[ActorId, list[str]] = defaultdict(list)
    at: dict[ActorId, datetime] = {}
    for some in chunks(actors):
        query = (
            sa.select(statements.c.actor_id, statements.c.words, articles.c.at)
            .join(articles, articles.c.id == statements.c.article_id)
            .where(statements.c.actor_id.in_(some))
        )
        for actor, form, instant in connection.execute(query):
            words[actor].append(form)
            at[actor] = max(at.get(actor, instant), instant)
    return words, at
