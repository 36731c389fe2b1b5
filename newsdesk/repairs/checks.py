"""What must not be said about actors, or not without a second thought: a wrong merge is worse than none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from summarizer.actors.first_names import PRONOUN_OF
from summarizer.actors.names import PersonName, skeleton
from summarizer.actors.registry import Registry
from summarizer.model import Actor, ActorId, ActorKind

from ..errors import RepairFault
from ..model import KnownActor, Repair, RepairId, RepairKind
from .finding import folded_name
from .naming import carries
from .plan import Plan, made_id
from .registries import registry_with


class Refusal(NamedTuple):
    """Why a repair is not made.

    Attributes:
        sentence: What is wrong, and what to do next.
        doubtful: True when somebody who knows better may insist.
        fault: The same as a value.
    """

    sentence: str
    doubtful: bool = False
    fault: RepairFault = RepairFault.OTHER


def check(
    repair: Repair,
    /,
    *,
    registry: Registry,
    known: Collection[KnownActor],
    repairs: Sequence[Repair] = (),
    insist: bool = False,
) -> Refusal | None:
    """Why a repair should not be made; None when all is well.

    Args:
        known: Of the archive: the actors that the repair names, and whoever bears a name like it.
        repairs: In force.
        insist: Pass over what is merely doubtful.
    """
    case = _Case(repair, registry, known, repairs)
    rules: dict[RepairKind, Callable[[_Case], Iterator[Refusal]]] = {
        RepairKind.MERGE: _merge,
        RepairKind.SPLIT: _split,
        RepairKind.ALIAS: _alias,
    }
    faults = [*_anybody(case), *rules[repair.kind](case)]
    return next((f for f in faults if not f.doubtful), None) or next((f for f in faults if not insist), None)


@dataclass(frozen=True)
class _Case:
    repair: Repair
    base: Registry
    known: Collection[KnownActor]
    repairs: Sequence[Repair]

    @cached_property
    def plan(self) -> Plan:
        return Plan.of(self.repairs)

    @cached_property
    def registry(self) -> Registry:
        return registry_with(self.base, self.repairs)

    @cached_property
    def actors(self) -> dict[ActorId, Actor]:
        """Everybody who exists, those who were merged away too."""
        found = {k.actor.id: k.actor for k in self.known} | self.plan.actors
        return found | {e.actor.id: e.actor for r in (self.base, self.registry) for e in r.entries}

    @cached_property
    def names(self) -> dict[ActorId, tuple[Actor, tuple[str, ...]]]:
        """The names of everybody as they are known now."""
        found = {
            k.actor.id: (k.actor, (k.actor.name,)) for k in self.known if k.actor.id not in self.plan.known_as
        }
        return found | {e.actor.id: (e.actor, (e.actor.name, *e.aliases)) for e in self.registry.entries}

    @property
    def actor(self) -> Actor | None:
        return self.actors.get(self.repair.actor)

    def called(self, actor: ActorId, /) -> str:
        return self.actors[actor].name if actor in self.actors else actor

    def merged_by(self, actor: ActorId, /) -> RepairId:
        return next(m.repair for m in self.plan.moves if m.actor == actor and not m.name)


def _anybody(case: _Case) -> Iterator[Refusal]:
    repair = case.repair
    if case.actor is None:
        yield Refusal(f"Nobody is known by the id {repair.actor!r}; look for the actor in the list of actors.")
    elif repair.actor in case.plan.known_as:
        yield Refusal(
            f"{case.called(repair.actor)} is known as {case.called(case.plan.end(repair.actor))} since repair "
            f"{case.merged_by(repair.actor)}: name that actor, or undo the repair first.",
            fault=RepairFault.MERGED,
        )
    if repair.kind is not RepairKind.ALIAS:
        if repair.other is None or not repair.other.name.strip():
            yield Refusal("The second actor is missing; name the actor who is meant.")
        elif repair.other.id == repair.actor:
            yield Refusal(
                f"{repair.other.name} is the same actor already; name two different ones.",
                fault=RepairFault.SAME,
            )
    if repair.kind is not RepairKind.MERGE and not repair.name.strip():
        yield Refusal("The name is missing; give it as articles write it.")


def _merge(case: _Case) -> Iterator[Refusal]:
    repair, actor, other = case.repair, case.actor, case.repair.other
    if actor is None or other is None or actor.id == other.id:
        return
    if other.id not in case.actors:
        yield Refusal(f"Nobody is known by the id {other.id!r}; look for the actor in the list of actors.")
    elif case.plan.end(other.id) == actor.id:
        yield Refusal(
            f"{other.name} is known as {actor.name} since repair {case.merged_by(other.id)}: undo that "
            "first to merge them the other way round.",
            fault=RepairFault.MERGED,
        )
    if repair.actor in case.base.by_id and other.id in case.base.by_id:
        yield Refusal(
            f"The registry knows {actor.name} and {other.name} as two different actors.",
            doubtful=True,
            fault=RepairFault.TWO_KNOWN,
        )
    yield from _kinds(actor, other)


def _split(case: _Case) -> Iterator[Refusal]:
    repair, actor, other = case.repair, case.actor, case.repair.other
    if actor is None or other is None or actor.id == other.id:
        return
    if case.plan.end(other.id) == actor.id:
        yield Refusal(
            f"{other.name} is known as {actor.name} since repair {case.merged_by(other.id)}: undo that repair "
            "instead of splitting.",
            fault=RepairFault.MERGED,
        )
    for move in case.plan.moves:
        if (
            move.actor == other.id
            and move.name
            and (carries(repair.name, move.name) or carries(move.name, repair.name))
        ):
            yield Refusal(
                f"The name “{move.name}” was taken from {other.name} by repair {move.repair}: split to "
                f"{case.called(case.plan.end(move.to.id))}, or undo that repair first."
            )
    yield from _kinds(actor, other)


def _alias(case: _Case) -> Iterator[Refusal]:
    repair, actor = case.repair, case.actor
    if actor is None or not repair.name.strip():
        return
    own = case.names.get(actor.id, (actor, (actor.name,)))[1]
    if any(folded_name(repair.name) == folded_name(n) for n in own):
        yield Refusal(
            f"“{repair.name}” is a name of {actor.name} already; nothing needs to be done.",
            fault=RepairFault.HAS_NAME,
        )
        return
    others = [
        other
        for other, names in case.names.values()
        if other.id not in (actor.id, made_id(repair.name)) and _bears(other, names, repair.name)
    ]
    others.sort(key=lambda a: a.id)
    if actor.kind is ActorKind.PERSON and _is_first_name(repair.name, actor):
        yield Refusal(
            f"“{repair.name}” is a bare first name, which many people bear; give a first name with a surname.",
            doubtful=True,
            fault=RepairFault.FIRST_NAME,
        )
    elif others:
        who = ", ".join(f"{a.name} ({a.id})" for a in others[:3]) + (" and others" if len(others) > 3 else "")
        yield Refusal(
            f"“{repair.name}” is a name of {who} too; a name that several actors bear links to nobody.",
            doubtful=True,
            fault=RepairFault.SHARED_NAME,
        )


def _kinds(a: Actor, b: Actor) -> Iterator[Refusal]:
    if a.kind is not b.kind and ActorKind.UNKNOWN not in (a.kind, b.kind):
        yield Refusal(
            f"{a.name} is of the kind {a.kind.value} and {b.name} of the kind {b.kind.value}.",
            doubtful=True,
            fault=RepairFault.KINDS,
        )


def _is_first_name(name: str, actor: Actor) -> bool:
    words = folded_name(name)
    if len(words) != 1:
        return False
    full = PersonName.of(actor.name.split())
    if len(full.core) > 1 and skeleton(words[0]) == full.last:
        return False
    return words[0] in PRONOUN_OF or skeleton(words[0]) == full.first


def _bears(actor: Actor, names: Sequence[str], name: str) -> bool:
    """True when somebody is called so; a name of one word is also that of everybody in whose name it stands."""
    words = folded_name(name)
    if any(words == folded_name(n) for n in names):
        return True
    return (
        actor.kind is ActorKind.PERSON
        and len(words) == 1
        and any(skeleton(words[0]) in PersonName.of(n.split()).core for n in names)
    )
