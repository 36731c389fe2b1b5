"""Repairs made and taken back, each with its author and what it changes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from summarizer.actors.registry import Registry
from summarizer.model import Actor, ActorId

from ..errors import RepairFault, RepairRefused, UnknownRepair
from ..model import KnownActor, Repair, RepairId, RepairKind
from ..ports import Store
from .applying import applied
from .checks import check
from .finding import find, known_like
from .plan import Plan, made_id
from .viewing import readings_of

_UNMADE = RepairId(0)
_SHOWN_FORMS = 6


@dataclass(frozen=True, slots=True)
class Making:
    """How a repair is made or taken back.

    Attributes:
        by: Who says so.
        insist: Do it although it is doubtful.
        rehearse: Only say what it would change.
    """

    by: str
    at: datetime
    insist: bool = False
    rehearse: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A repair made or taken back, and what that changes.

    Attributes:
        statements: Statements that are credited to somebody else now.
        articles: In so many articles.
        made: False when it was only tried out.
    """

    repair: Repair
    statements: int
    articles: int
    made: bool = True


def merge(
    store: Store,
    registry: Registry,
    actor: Actor,
    other: Actor,
    /,
    *,
    making: Making,
) -> Change:
    """From now on ``actor`` is known as ``other``, in everything read so far and later.

    Raises:
        RepairRefused: See ``check``.
    """
    name = actor.name if actor.name != other.name else ""
    repair = Repair(_UNMADE, RepairKind.MERGE, actor.id, making.by, making.at, other=other, name=name)
    return _make(store, registry, repair, [actor.name, other.name], making)


def split(
    store: Store,
    registry: Registry,
    actor: Actor,
    name: str,
    /,
    *,
    making: Making,
    other: Actor | None = None,
) -> Change:
    """From now on a name in articles does not mean ``actor``.

    Args:
        name: As articles write it.
        other: Whom it means; None for whom the name means (``whom_a_name_means``).

    Raises:
        RepairRefused: See ``check``; also when no article names the actor so, which can be insisted on.
    """
    plain = " ".join(name.split())
    meant = other or whom_a_name_means(store, registry, plain, not_=actor)
    repair = Repair(_UNMADE, RepairKind.SPLIT, actor.id, making.by, making.at, other=meant, name=plain)
    rehearsed = _make(store, registry, repair, [actor.name, meant.name], replace(making, rehearse=True))
    if not rehearsed.statements and not making.insist:
        known = store.actors.forms(actor.id)
        forms = ", ".join(f"“{f}”" for f in known.forms[:_SHOWN_FORMS]) if known else ""
        tried = f"Articles write: {forms}." if forms else "It has no statements."
        raise RepairRefused(
            f"No statement of {actor.name} names its source “{plain}”. {tried}",
            doubtful=True,
            fault=RepairFault.NO_STATEMENT,
        )
    return rehearsed if making.rehearse else replace(rehearsed, repair=store.actors.repair(repair), made=True)


def whom_a_name_means(store: Store, registry: Registry, name: str, /, *, not_: Actor) -> Actor:
    """The one other actor of exactly that name or id, or a new one of that name and of the same kind.

    Raises:
        RepairRefused: Several actors are called so, or no id can be made of the name.
    """
    plain = " ".join(name.split())
    found = [a for a in find(store, registry, plain) if a.id != not_.id]
    exact = [a for a in found if plain.casefold() in (a.id, a.name.casefold())]
    if len(exact) > 1:
        ids = ", ".join(a.id for a in exact)
        raise RepairRefused(
            f"“{plain}” could be several actors: {ids}. Name one by its id.", fault=RepairFault.SEVERAL
        )
    made = made_id(plain)
    if not exact and (not made or made == not_.id):
        raise RepairRefused(
            f"Another actor cannot be called “{plain}”; say who is meant, by another name or an id.",
            fault=RepairFault.SAME,
        )
    return exact[0] if exact else Actor(made, plain, not_.kind)


def alias(
    store: Store,
    registry: Registry,
    actor: Actor,
    name: str,
    /,
    *,
    making: Making,
) -> Change:
    """From now on ``name`` is a name of ``actor``, in articles as in questions.

    Raises:
        RepairRefused: See ``check``; a bare first name and a name that others bear can be insisted on.
    """
    plain = " ".join(name.split())
    repair = Repair(_UNMADE, RepairKind.ALIAS, actor.id, making.by, making.at, other=actor, name=plain)
    return _make(store, registry, repair, [actor.name, plain], making)


def undo(
    store: Store,
    repair: RepairId | None = None,
    /,
    *,
    making: Making,
) -> Change:
    """Take a repair back: everything is seen again as if it had never been made.

    Args:
        repair: The last one that is in force when it is None.

    Raises:
        RepairRefused: There is no such repair, it was taken back before, or a later one builds on it (names one
            of its actors); the last can be insisted on, and the later ones then stay in force.
    """
    repairs = store.actors.repairs()
    chosen = next((r for r in reversed(repairs) if repair in (None, r.id)), None)
    if chosen is None:
        raise _nothing_to_undo(store, repair)
    later = _building_on(chosen, repairs)
    if later and not making.insist:
        numbers = ", ".join(str(r.id) for r in later)
        raise RepairRefused(
            f"Later repairs build on repair {chosen.id}: {numbers}. Undo them first.",
            doubtful=True,
            fault=RepairFault.BUILT_ON,
        )
    left = [r for r in repairs if r.id != chosen.id]
    statements, articles = _effect(store, chosen, repairs, left)
    if making.rehearse:
        return Change(chosen, statements, articles, made=False)
    undone = store.actors.undo(chosen.id, by=making.by, now=making.at)
    if undone is None:  # somebody else was quicker
        raise _nothing_to_undo(store, chosen.id)
    return Change(undone, statements, articles)


def _make(store: Store, registry: Registry, repair: Repair, names: Sequence[str], making: Making) -> Change:
    repairs = store.actors.repairs()
    known = _known(store, names, [repair.actor, *([repair.other.id] if repair.other else [])])
    refusal = check(repair, registry=registry, known=known, repairs=repairs, insist=making.insist)
    if refusal is not None:
        raise RepairRefused(refusal.sentence, doubtful=refusal.doubtful, fault=refusal.fault)
    statements, articles = _effect(store, repair, repairs, [*repairs, repair])
    if making.rehearse:
        return Change(repair, statements, articles, made=False)
    return Change(store.actors.repair(repair), statements, articles)


def _known(store: Store, names: Sequence[str], ids: Collection[ActorId]) -> list[KnownActor]:
    found = {k.actor.id: k for name in names for k in known_like(store, name)}
    found |= {i: k for i in ids if (k := store.actors.forms(i)) is not None}
    return list(found.values())


def _effect(store: Store, repair: Repair, before: Sequence[Repair], after: Sequence[Repair]) -> tuple[int, int]:
    """How many statements, in how many articles, are credited to somebody else after than before."""
    then, now = Plan.of(before), Plan.of(after)
    ids = {repair.actor, *([repair.other.id] if repair.other else []), made_id(repair.name)}
    if repair.kind is RepairKind.MERGE and not any(p.partial(p.end(i)) for p in (then, now) for i in ids):
        return _all_of(store, repair.actor, then, now)
    among = {s for i in ids for plan in (then, now) for s in plan.sources(plan.end(i))}
    statements = articles = 0
    for reading in readings_of(store, Plan(), among):
        (old,), (new,) = applied([reading], then), applied([reading], now)
        changed = sum(a.actor != b.actor for a, b in zip(old.statements, new.statements, strict=True))
        statements += changed
        articles += changed > 0
    return statements, articles


def _all_of(store: Store, actor: ActorId, then: Plan, now: Plan) -> tuple[int, int]:
    """A merge moves everything of an actor: that is known without reading a statement."""
    if then.end(actor) == now.end(actor):
        return 0, 0
    apart = min(then, now, key=lambda plan: len(plan.moves))
    moved = apart.sources(apart.end(actor))
    rows = (store.actors.forms(a) for a in moved)
    return sum(k.statements for k in rows if k is not None), len(store.readings.by_actors(moved))


def _building_on(repair: Repair, repairs: Sequence[Repair]) -> list[Repair]:
    among = _names(repair)
    return [r for r in repairs[repairs.index(repair) + 1 :] if among & _names(r)]


def _names(repair: Repair) -> set[ActorId]:
    made = {made_id(repair.name)} if repair.kind is RepairKind.ALIAS else set()
    return {repair.actor, *({repair.other.id} if repair.other else ()), *made}


def _nothing_to_undo(store: Store, repair: RepairId | None) -> RepairRefused:
    if repair is None:
        return UnknownRepair("There is no repair to undo.", fault=RepairFault.NOTHING)
    old = next((r for r in store.actors.repairs(undone=True) if r.id == repair), None)
    if old is None:
        return UnknownRepair(
            f"There is no repair {repair}. See them with: newsdesk actors history", fault=RepairFault.NOTHING
        )
    when = f"{old.undone_at:%d %B %Y %H:%M} UTC" if old.undone_at else "before"
    return RepairRefused(
        f"Repair {repair} was taken back by {old.undone_by} on {when}.", fault=RepairFault.UNDONE
    )
