"""Actors of the archive as the repairs let them be seen."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from summarizer.actors.names import slug
from summarizer.actors.registry import Registry
from summarizer.model import Actor, ActorId, Article, Reading, Statement

from ..model import KnownActor, Repair
from ..ports import Store
from ..store.rules import by_frequency, mention
from .applying import applied
from .plan import Plan
from .registries import registry_with

_BATCH = 200
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything that the desk knows of one actor.

    Attributes:
        aliases: Other names by which it is found, of the registry and of repairs.
        latest: Its last statements with their articles, the newest first.
        repairs: In force and naming it.
    """

    known: KnownActor
    aliases: tuple[str, ...] = ()
    latest: tuple[tuple[Statement, Article], ...] = ()
    repairs: tuple[Repair, ...] = ()


def listed(store: Store, /, *, name: str = "", limit: int) -> list[KnownActor]:
    """Actors with statements, as repaired, whose name or id contains ``name``; those with most first."""
    plan = Plan.of(store.actors.repairs())
    rows = _rows(store, name, limit)
    if not plan.moves:
        return rows
    ends = list(dict.fromkeys(plan.end(k.actor.id) for k in rows))
    ends += [a for a in plan.actors if a not in ends and plan.end(a) == a and _fits(plan.actors[a], name)]
    touched = plan.touched | set(plan.actors)
    by_id = {k.actor.id: k for k in rows}
    found = [by_id[a] if a not in touched else _known(store, plan, a) for a in ends]
    shown = [k for k in found if k is not None and k.statements]
    return sorted(shown, key=lambda k: (-k.statements, k.actor.id))[:limit]


def _rows(store: Store, name: str, limit: int) -> list[KnownActor]:
    texts = dict.fromkeys(filter(None, (name, slug(name)))) or {"": None}
    return list({k.actor.id: k for text in texts for k in store.actors.known(name=text, limit=limit)}.values())


def profile(store: Store, registry: Registry, actor: Actor, /, *, latest: int = 5) -> Profile:
    """An actor in full; one who is known but has said nothing has no statements."""
    repairs = store.actors.repairs()
    plan = Plan.of(repairs)
    entry = registry_with(registry, repairs).by_id.get(actor.id)
    last: list[tuple[Statement, Article]] = []
    for reading in readings_of(store, plan, plan.sources(actor.id)):
        last += [(s, reading.article) for s in reversed(reading.statements) if _by(s, actor.id)]
        if len(last) >= latest:
            break
    among = {actor.id, *plan.merged_into(actor.id)}
    concerned = (r for r in repairs if r.actor in among or (r.other is not None and r.other.id in among))
    known = _known(store, plan, actor.id) or KnownActor(actor)
    return Profile(
        replace(known, actor=actor), entry.aliases if entry else (), tuple(last[:latest]), tuple(concerned)
    )


def readings_of(store: Store, plan: Plan, actors: Collection[ActorId], /) -> Iterator[Reading]:
    """The readings in which the actors are credited, the newest first, repaired."""
    ids = store.readings.by_actors(actors)
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        found = {r.article.id: r for r in applied(store.readings.of(batch), plan)}
        yield from (found[i] for i in batch if i in found)


def _known(store: Store, plan: Plan, actor: ActorId) -> KnownActor | None:
    if plan.partial(actor):
        return _counted(store, plan, actor)
    own = store.actors.forms(actor)
    rows = [k for a in sorted(plan.sources(actor) - {actor}) if (k := store.actors.forms(a)) is not None]
    rows = [own, *rows] if own else rows
    if not rows:
        return None
    forms = dict.fromkeys(f for k in rows for f in k.forms)
    last = max((k.last_at for k in rows if k.last_at), default=None)
    who = own.actor if own else plan.actors.get(actor, rows[0].actor)
    return KnownActor(plan.actors.get(actor, who), sum(k.statements for k in rows), tuple(forms), last)


def _counted(store: Store, plan: Plan, actor: ActorId) -> KnownActor | None:
    """Which statements a split leaves or an alias brings shows only in the articles."""
    forms: list[str] = []
    who, statements, last = plan.actors.get(actor), 0, _NEVER
    for reading in readings_of(store, plan, plan.sources(actor)):
        for s in reading.statements:
            if _by(s, actor):
                statements += 1
                who = who or s.actor
                last = max(last, reading.article.published_at or _NEVER)
                forms.append(mention(s, reading.article.text))
    if who is None or not statements:
        return None
    return KnownActor(who, statements, by_frequency(forms), None if last == _NEVER else last)


def _by(statement: Statement, actor: ActorId) -> bool:
    return statement.actor is not None and statement.actor.id == actor


def _fits(actor: Actor, name: str) -> bool:
    return name.casefold() in actor.name.casefold() or name.casefold() in actor.id


def named(repairs: Sequence[Repair], registry: Registry, store: Store, /) -> dict[ActorId, str]:
    """Names of everybody whom repairs mention, as far as anybody knows them."""
    found: dict[ActorId, str] = {}
    for repair in repairs:
        if repair.actor not in found:
            entry, known = registry.by_id.get(repair.actor), store.actors.forms(repair.actor)
            found[repair.actor] = entry.actor.name if entry else known.actor.name if known else repair.actor
        if repair.other is not None:
            found[repair.other.id] = repair.other.name
    return found
