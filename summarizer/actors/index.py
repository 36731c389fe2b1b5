"""A registry made ready for look-ups."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..model import ActorKind
from .names import PersonName, key

if TYPE_CHECKING:
    from .registry import Registry, RegistryEntry, Title


@dataclass(frozen=True)
class Index:
    """Entries by name; ``Registry.index`` is the one of a registry.

    Attributes:
        people: By each word of their names after the first, folded, with the name that has the word.
        bodies: By name or alias, folded.
        metonyms: By what stands for them when they speak, folded.
        titles: Offices with their holders, by each word of the office.
    """

    registry: Registry
    people: dict[str, list[tuple[PersonName, RegistryEntry]]] = field(default_factory=dict)
    bodies: dict[str, list[RegistryEntry]] = field(default_factory=dict)
    metonyms: dict[str, list[RegistryEntry]] = field(default_factory=dict)
    titles: dict[str, list[tuple[Title, RegistryEntry]]] = field(default_factory=dict)

    @classmethod
    def of(cls, registry: Registry, /) -> Index:
        """Index every name and alias."""
        index = cls(registry)
        for entry in registry.entries:
            names = (entry.actor.name, *entry.aliases)
            for title in entry.titles:
                for word in dict.fromkeys(title.title.replace("-", " ").split()):
                    index.titles.setdefault(word, []).append((title, entry))
            if entry.actor.kind is ActorKind.PERSON:
                for text in names:
                    name = PersonName.of(text.split())
                    for word in dict.fromkeys(name.core[1:] or name.core):
                        index.people.setdefault(word, []).append((name, entry))
            else:
                for text in names:
                    index.bodies.setdefault(key(text), []).append(entry)
                for text in entry.metonyms:
                    index.metonyms.setdefault(key(text), []).append(entry)
        return index
