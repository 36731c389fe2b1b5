"""The actor registry's values: who is known before any article is read.

The file format and its loader are in ``summarizer.actors.registry_file``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from ..model import Actor, ActorId
from .index import Index


@dataclass(frozen=True, slots=True)
class Title:
    """An office held for a time; used for linking ("the Ukrainian president"), never printed.

    Attributes:
        title: Lower case, without a state or body: "president", "foreign minister".
        of: The state or body whose office it is; None for an office that stands alone ("pope").
        since: First day, inclusive; None when it reaches back beyond what news cites.
        until: Last day, inclusive; None when the office is still held.
    """

    title: str
    of: ActorId | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class RegistryEntry:
    """What is known of one actor.

    Attributes:
        aliases: Other spellings and names, case as written; surnames need not be listed.
        pronoun: "he", "she", "they" or "it".
        demonyms: For states: adjectives and names of nationals ("Ukrainian", "Ukrainians").
        metonyms: For states and bodies: words that stand for them when they speak ("Moscow", "the Kremlin").
    """

    actor: Actor
    aliases: tuple[str, ...] = ()
    pronoun: str = "they"
    titles: tuple[Title, ...] = ()
    demonyms: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Registry:
    """All known actors; ids are unique."""

    entries: tuple[RegistryEntry, ...] = ()
    by_id: dict[ActorId, RegistryEntry] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {e.actor.id: e for e in self.entries})

    @cached_property
    def index(self) -> Index:
        """The entries by name, made once."""
        return Index.of(self)
