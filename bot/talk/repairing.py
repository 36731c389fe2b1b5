"""Repairs of the actor registry as people wish for them, tried and made; everything here blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from newsdesk import repairs
from newsdesk.errors import RepairFault, RepairRefused
from newsdesk.model import RepairId, RepairKind
from newsdesk.ports import Store
from newsdesk.repairs import Change, Making
from summarizer.actors.registry import Registry
from summarizer.model import Actor

from .keeping import actor_kept, actor_of


@dataclass(frozen=True, slots=True)
class Wish:
    """A repair that somebody wishes for.

    Attributes:
        other: Of a merge: who stays.
        name: Of a split and an alias.
        meaning: Of a split: whom the name means; "" for whom it means anyway.
    """

    kind: RepairKind
    actor: Actor
    other: Actor | None = None
    name: str = ""
    meaning: str = ""

    def kept(self) -> dict[str, Any]:
        """The same as JSON."""
        return {
            "kind": self.kind.value,
            "actor": actor_kept(self.actor),
            "other": actor_kept(self.other) if self.other else None,
            "name": self.name,
            "meaning": self.meaning,
        }


def wish_of(content: dict[str, Any], /) -> Wish:
    """What was kept."""
    other = actor_of(content["other"]) if content["other"] else None
    kind = RepairKind(content["kind"])
    return Wish(kind, actor_of(content["actor"]), other, content["name"], content["meaning"])


@dataclass(frozen=True, slots=True)
class Doubt:
    """A repair that is done only when somebody insists.

    Attributes:
        would: What it would change.
    """

    fault: RepairFault
    would: Change


def make(store: Store, registry: Registry, wish: Wish, making: Making, /) -> Change | Doubt:
    """Make a repair, or say what is doubtful about it and what it would change.

    Raises:
        RepairRefused: It is wrong, and cannot be insisted on.
    """
    try:
        return _made(store, registry, wish, making)
    except RepairRefused as refused:
        if not refused.doubtful:
            raise
        insisting = Making(making.by, making.at, insist=True, rehearse=True)
        return Doubt(refused.fault, _made(store, registry, wish, insisting))


def take_back(
    store: Store, repair: RepairId | None, making: Making, /, *, own_alone: bool = False
) -> Change | Doubt:
    """Take a repair back; one by somebody else, or with others built on it, only when somebody insists.

    Args:
        repair: The last one in force when it is None.
        own_alone: One by somebody else is not taken back, whoever insists.

    Raises:
        RepairRefused: There is none, or it was taken back before.
    """
    rehearsed = repairs.undo(store, repair, making=Making(making.by, making.at, insist=True, rehearse=True))
    if rehearsed.repair.by != making.by and (own_alone or not making.insist):
        return Doubt(RepairFault.OTHER, rehearsed)
    try:
        return repairs.undo(store, rehearsed.repair.id, making=making)
    except RepairRefused as refused:
        if not refused.doubtful:
            raise
        return Doubt(refused.fault, rehearsed)


def _made(store: Store, registry: Registry, wish: Wish, making: Making) -> Change:
    actor = wish.actor
    if wish.kind is RepairKind.ALIAS:
        return repairs.alias(store, registry, actor, wish.name, making=making)
    if wish.kind is RepairKind.MERGE and wish.other is not None:
        return repairs.merge(store, registry, actor, wish.other, making=making)
    called = wish.meaning or wish.name
    other = repairs.whom_a_name_means(store, registry, called, not_=actor)
    return repairs.split(store, registry, actor, wish.name, other=other, making=making)
