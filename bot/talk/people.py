"""Actors by the names that people type."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from bot.render.clean import clean, clip
from newsdesk.repairs import find, folded_name, shared_names
from newsdesk.threads import in_thread
from summarizer.model import Actor

from .names import told_apart, with_id
from .phrases import Named, naming

if TYPE_CHECKING:
    from newsdesk.ports import Store
    from summarizer.actors.registry import Registry

    from .context import Context

MAX_NAMES = 20
_UNKNOWN = "~"  # in front of the ids of those whom no registry knows
MAX_NAME_CHARS = 100
T = TypeVar("T")


@dataclass(slots=True)
class Meant:
    """Whom names mean.

    Attributes:
        known: The actors of names that mean just one, each once.
        doubtful: Names that may mean several, with these.
        unknown: Names that mean nobody.
    """

    known: dict[str, Actor] = field(default_factory=dict)
    doubtful: dict[str, list[Actor]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


def names_in(text: str, /) -> list[str]:
    """Names separated by commas or lines; of very many the first."""
    parts = (clean(part) for part in text.replace(";", ",").replace("\n", ",").split(","))
    return list(dict.fromkeys(clip(part, MAX_NAME_CHARS) for part in parts if part))[:MAX_NAMES]


async def meant_by(ctx: Context, names: Sequence[str], /) -> Meant:
    """Look names up in the registry, its repairs and the archive."""
    return await in_thread(_meant, ctx, tuple(names))


async def called(ctx: Context, actors: Sequence[Actor], /) -> list[str]:
    """What actors are called, told apart from one another and from everybody else who is known."""
    return await in_thread(_called, ctx.store, ctx.services.actors, tuple(actors))


async def with_names(ctx: Context, work: Callable[[Named], T], /) -> T:
    """Something that tells actors by their names, worked out in a thread."""
    return await in_thread(_with_names, ctx, work)


def _called(store: Store, registry: Callable[[], Registry], actors: Sequence[Actor]) -> list[str]:
    shared = shared_names(store, registry())
    return [
        with_id(actor.name, actor.id) if folded_name(actor.name) in shared else label
        for actor, label in zip(actors, told_apart(actors), strict=True)
    ]


def _with_names(ctx: Context, work: Callable[[Named], T]) -> T:
    return work(naming(ctx.store, ctx.services.actors()))


def _are_one(found: Sequence[Actor]) -> bool:
    """Whether several are one name that was read as a group here and as a body there: nobody could choose."""
    named = {actor.id.removeprefix(_UNKNOWN).removeprefix("group:") for actor in found}
    return len(named) == 1 and all(actor.id.startswith(_UNKNOWN) for actor in found)


def _meant(ctx: Context, names: Sequence[str]) -> Meant:
    meant, registry = Meant(), ctx.services.actors()
    for name in names:
        found = find(ctx.store, registry, name)
        if len(found) == 1 or _are_one(found):
            meant.known |= {actor.id: actor for actor in found}
        elif found:
            meant.doubtful[name] = found
        else:
            meant.unknown.append(name)
    return meant
