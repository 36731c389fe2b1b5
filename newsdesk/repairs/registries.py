"""The registry as repairs let it be seen: whom a name in a question may mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from summarizer.actors.names import key
from summarizer.actors.registry import Registry, RegistryEntry
from summarizer.model import Actor, ActorId, ActorKind

from ..model import Repair
from .plan import Plan

_NAMED = frozenset({ActorKind.PERSON, ActorKind.ORG, ActorKind.COUNTRY, ActorKind.GROUP})


def registry_with(registry: Registry, repairs: Sequence[Repair], /) -> Registry:
    """The registry with merged entries as one, aliases added, and split names moved; itself without repairs.

    The names, offices and metonyms of a merged entry become the other's.  Whoever a repair names that is not in
    the registry gets an entry under the id that articles make.  A name may then be two actors': it links to
    neither, and a question asks which one is meant.

    For questions and for names that people type.  Do not read articles with it: what is read is kept for good,
    and taking a repair back would not take that back.  ``apply`` gives readings the same effect.
    """
    plan = Plan.of(repairs)
    if not plan.moves:
        return registry
    names = {r.id: r.name for r in repairs}
    entries = dict(registry.by_id)
    for move in plan.moves:
        name = names[move.repair]
        if move.name:
            _lose(entries, move.actor, name)
            _gain(entries, move.to, RegistryEntry(move.to, (name,)))
        else:
            gone = entries.pop(move.actor, None)
            _gain(entries, move.to, gone or RegistryEntry(move.to, (name,) if name else ()))
    return Registry(tuple(_of_known(entry, plan) for entry in entries.values()))


def _lose(entries: dict[ActorId, RegistryEntry], actor: ActorId, name: str) -> None:
    if entry := entries.get(actor):
        kept = tuple(a for a in entry.aliases if key(a) != key(name))
        entries[actor] = replace(entry, aliases=kept)


def _gain(entries: dict[ActorId, RegistryEntry], to: Actor, more: RegistryEntry) -> None:
    entry = entries.get(to.id)
    if entry is None:
        if to.kind not in _NAMED or not to.name:
            return
        entry = RegistryEntry(to, pronoun=_pronoun(to, more))
    names = dict.fromkeys((*entry.aliases, more.actor.name, *more.aliases))
    entries[to.id] = replace(
        entry,
        aliases=tuple(n for n in names if n != entry.actor.name),
        titles=tuple(dict.fromkeys((*entry.titles, *more.titles))),
        demonyms=tuple(dict.fromkeys((*entry.demonyms, *more.demonyms))),
        metonyms=tuple(dict.fromkeys((*entry.metonyms, *more.metonyms))),
    )


def _pronoun(to: Actor, more: RegistryEntry) -> str:
    if to.kind in (ActorKind.ORG, ActorKind.COUNTRY):
        return "it"
    return more.pronoun if more.actor.kind is to.kind else "they"


def _of_known(entry: RegistryEntry, plan: Plan) -> RegistryEntry:
    """Offices of a merged body are offices of the one it is known as."""
    if not any(t.of in plan.known_as for t in entry.titles if t.of):
        return entry
    return replace(entry, titles=tuple(replace(t, of=plan.end(t.of)) if t.of else t for t in entry.titles))
