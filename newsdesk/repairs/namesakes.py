"""Which names several bear, who are to be told apart wherever somebody chooses among them."""

from __future__ import annotations

from collections import defaultdict

from summarizer.actors.registry import Registry
from summarizer.model import ActorId

from ..ports import Store
from .finding import NAMELESS, folded_name
from .plan import Plan


def shared_names(store: Store, registry: Registry, /) -> frozenset[tuple[str, ...]]:
    """The names, as ``folded_name`` has them, that several actors of the archive or the registry bear.

    Whoever was merged is one actor with the one they are known as.  Blocks.
    """
    plan = Plan.of(store.actors.repairs())
    bearers: defaultdict[tuple[str, ...], set[ActorId]] = defaultdict(set)
    for actor in (*store.actors.everybody(), *(entry.actor for entry in registry.entries)):
        if actor.kind not in NAMELESS:
            bearers[folded_name(actor.name)].add(plan.end(actor.id))
    return frozenset(name for name, actors in bearers.items() if name and len(actors) > 1)
