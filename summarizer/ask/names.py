"""Which actors a name in a question may mean."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..actors.registry import Registry
from ..model import Actor, ActorId, ActorKind, Reading
from ..text.words import stem

TOKEN = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*(?:['’](?=\s|$))?")
HONORIFICS = frozenset("mr mrs ms dr sir president senator sen minister gov governor rep general".split())


@dataclass(frozen=True)
class NameIndex:
    """Names of actors, folded to lower case.

    Attributes:
        names: Full names and aliases.
        surnames: Last names of people; they give way to a full name or an alias ("Un", "UN").
        equivalents: For each stem of a one-word name, the stems of the same actor's other one-word names
            ("Kyiv", "Kiev").
        descriptions: The words of each actor's name and roles, for "the Vermont senator".
    """

    actors: dict[ActorId, Actor]
    names: dict[tuple[str, ...], frozenset[ActorId]] = field(repr=False)
    surnames: dict[tuple[str, ...], frozenset[ActorId]] = field(repr=False)
    descriptions: dict[ActorId, frozenset[str]] = field(repr=False)
    longest: int = 1
    equivalents: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)

    def find(self, folded: Sequence[str], start: int, /) -> tuple[int, frozenset[ActorId]]:
        """The longest name that begins at ``start``: its length in tokens (0 for none) and who bears it."""
        for length in range(min(self.longest, len(folded) - start), 0, -1):
            key = tuple(folded[start : start + length])
            if who := self.names.get(key) or self.surnames.get(key):
                return length, who
        return 0, frozenset()

    def described(self, words: frozenset[str], among: frozenset[ActorId], /) -> frozenset[ActorId]:
        """The actors whom all of the words describe."""
        found = {a for a in among if words and words <= self.descriptions.get(a, frozenset())}
        if len(words) == 1:  # "the union" is not whatever body has that word in its name
            found = {a for a in found if self.actors[a].kind not in (ActorKind.ORG, ActorKind.COUNTRY)}
        return frozenset(found)


def name_index(readings: Iterable[Reading], registry: Registry, /) -> NameIndex:
    """Everybody who speaks or acts in the readings, and everybody in the registry."""
    actors: dict[ActorId, Actor] = {}
    roles: dict[ActorId, set[str]] = defaultdict(set)
    for reading in readings:
        for statement in reading.statements:
            if statement.actor and statement.actor.kind is not ActorKind.UNKNOWN:
                actors.setdefault(statement.actor.id, statement.actor)
        for who, role in reading.roles.items():
            roles[who].add(role)
    return index_of(actors, roles, registry)


def index_of(
    speaking: Mapping[ActorId, Actor], roles: Mapping[ActorId, Iterable[str]], registry: Registry, /
) -> NameIndex:
    """The names and roles of these actors, and of everybody in the registry."""
    actors = dict(speaking)
    for entry in registry.entries:
        actors.setdefault(entry.actor.id, entry.actor)
    names: dict[tuple[str, ...], set[ActorId]] = defaultdict(set)
    surnames: dict[tuple[str, ...], set[ActorId]] = defaultdict(set)
    descriptions: dict[ActorId, frozenset[str]] = {}
    for actor in actors.values():
        forms = [f for name in _forms(actor, registry) if (f := fold_all(name))]
        for form in forms:
            names[form].add(actor.id)
            if actor.kind is ActorKind.PERSON and len(form) > 1:
                surnames[form[-2:-1] if form[-1] in ("jr", "sr") else form[-1:]].add(actor.id)
        stated = [w for role in roles.get(actor.id, ()) for w in fold_all(role)]
        descriptions[actor.id] = frozenset(stated).union(*forms)
    return NameIndex(
        actors=actors,
        names=_frozen(names),
        surnames=_frozen(surnames),
        descriptions=descriptions,
        longest=max(map(len, names), default=1),
        equivalents=_equivalents(registry),
    )


def _equivalents(registry: Registry) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for entry in registry.entries:
        forms = (entry.actor.name, *entry.aliases, *entry.metonyms)
        group = frozenset(stem(form) for form in forms if " " not in form)
        found.update(dict.fromkeys(group, group))
    return found


def _frozen(names: dict[tuple[str, ...], set[ActorId]]) -> dict[tuple[str, ...], frozenset[ActorId]]:
    return {form: frozenset(who) for form, who in names.items()}


def fold(word: str, /) -> str:
    """Lower case, without accents, a possessive ending or abbreviating full stops."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return re.sub(r"['’]s?$", "", plain.casefold()).replace(".", "").replace("’", "'")


def fold_all(text: str, /) -> tuple[str, ...]:
    """The folded tokens of a name, honorifics in front left out."""
    folded = [fold(w) for w in TOKEN.findall(text)]
    while len(folded) > 1 and folded[0] in HONORIFICS | {"the", "a", "an"}:
        folded.pop(0)
    return tuple(folded)


def _forms(actor: Actor, registry: Registry) -> Iterator[str]:
    yield actor.name
    if entry := registry.by_id.get(actor.id):
        yield from entry.aliases
        yield from entry.metonyms
