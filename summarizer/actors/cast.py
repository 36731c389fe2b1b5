"""Everybody whom an article names, each once: the people and bodies that a source can turn out to be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from ..document import Document
from ..model import Actor, ActorId, ActorKind
from .bodies import Body, cluster_bodies
from .clusters import Cluster, cluster_people
from .countries import by_metonym
from .index import Index
from .items import item_starts
from .linking import Context, link_body, link_person, nations_named
from .mentions import Mention, find_mentions
from .names import key, slug
from .registry import RegistryEntry
from .roles import Role, best_role, fits, office, roles_at

NOBODY = -1

_Key = TypeVar("_Key", bound=str)
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Figure:
    """One actor as an article shows it.

    Attributes:
        pronoun: "he", "she", "it", "they", or "" when nothing tells.
        roles: What the article says they are, in text order.
        confidence: That all mentions are this one actor, 0 to 1.
    """

    actor: Actor
    mentions: tuple[Mention, ...]
    pronoun: str
    roles: tuple[Role, ...] = ()
    entry: RegistryEntry | None = None
    confidence: float = 0.9
    place: bool = False

    @property
    def person(self) -> bool:
        """True for people, the only ones that "he" and "she" can mean."""
        return self.actor.kind is ActorKind.PERSON


@dataclass(frozen=True)
class Cast:
    """The figures of an article, and which token names which (``NOBODY`` for a name that could be two's)."""

    figures: tuple[Figure, ...]
    of_token: dict[int, int]
    index: Index
    on: date | None = None
    nations: frozenset[str] = frozenset()

    @cached_property
    def by_id(self) -> dict[ActorId, list[int]]:
        """Numbers of the figures that are an actor."""
        return _grouped((f.actor.id, n) for n, f in enumerate(self.figures))

    @cached_property
    def by_name(self) -> dict[str, list[int]]:
        """Numbers of the figures whose actor has a name."""
        return _grouped((f.actor.name, n) for n, f in enumerate(self.figures))

    @cached_property
    def bodies_with(self) -> dict[str, list[tuple[int, frozenset[str]]]]:
        """Numbers of the bodies whose name of several words has a word, with all its words, folded."""
        named = [
            (n, frozenset(key(f.actor.name).split()))
            for n, f in enumerate(self.figures)
            if not f.person and " " in f.actor.name
        ]
        return _grouped((word, (n, words)) for n, words in named for word in sorted(words))

    @cached_property
    def _by_office(self) -> dict[str, list[tuple[int, Role]]]:
        return _grouped((office(r), (n, r)) for n, f in enumerate(self.figures) for r in f.roles)

    def presented_as(self, role: Role, /) -> list[int]:
        """Numbers of the figures that the article presents so that the role can mean them."""
        return list(dict.fromkeys(n for n, r in self._by_office.get(office(role), ()) if fits(role, r)))

    def at(self, token: int, /) -> Figure | None:
        """Who is named by the token; None when nobody is, or when it is open who."""
        number = self.of_token.get(token, NOBODY)
        return None if number == NOBODY else self.figures[number]

    def ambiguous(self, token: int, /) -> bool:
        """True when the token is a name that two people of the article bear."""
        return self.of_token.get(token) == NOBODY

    def role(self, figure: Figure, /) -> str:
        """The role to print under the figure's name, or ""."""
        best = best_role(figure.roles) if figure.person else None
        return best.text if best is not None else ""


def _grouped(pairs: Iterable[tuple[_Key, _Value]]) -> dict[_Key, list[_Value]]:
    groups: dict[_Key, list[_Value]] = {}
    for name, value in pairs:
        groups.setdefault(name, []).append(value)
    return groups


def make_cast(document: Document, index: Index, /) -> Cast:
    """Find, group and link all names of an article."""
    published = document.article.published_at
    on = published.date() if published is not None else None
    mentions = find_mentions(document)
    people = cluster_people(mentions, item_starts(document))
    of_people = {m.first for c in people.clusters for m in c.mentions} | {m.first for m in people.ambiguous}
    rest = [m for m in mentions if m.first not in of_people]
    nations = nations_named([t.text for t in document.tokens if t.text[0].isupper()])
    context = Context(nations, document.article.text)
    figures = [_person(document, c, index, context, on) for c in people.clusters]
    figures = _same_link(figures)
    figures += [_body(b, index) for b in cluster_bodies(document, rest, index)]
    of_token = {i: n for n, f in enumerate(figures) for m in f.mentions for i in range(m.first, m.last)}
    of_token |= {i: NOBODY for m in people.ambiguous for i in range(m.first, m.last)}
    return Cast(tuple(figures), of_token, index, on, nations)


def _person(document: Document, cluster: Cluster, index: Index, context: Context, on: date | None) -> Figure:
    roles = tuple(r for m in cluster.mentions for r in roles_at(document, m))
    entry = link_person(index, cluster, roles, context, on)
    name = cluster.name.text
    actor = (
        entry.actor
        if entry is not None
        else Actor(ActorId(f"~{slug(name) or 'unnamed'}"), name, ActorKind.PERSON)
    )
    told = entry.pronoun if entry is not None and entry.pronoun in ("he", "she") else ""
    sure = 0.95 if len(cluster.name.core) > 1 else 0.8
    return Figure(actor, tuple(cluster.mentions), told or cluster.pronoun, roles, entry, sure)


def _same_link(figures: Sequence[Figure]) -> list[Figure]:
    """Clusters linked to one registry person are one figure ("Volodymyr Zelensky", "Zelenskiy")."""
    merged: dict[ActorId, Figure] = {}
    for figure in figures:
        other = merged.get(figure.actor.id)
        if other is None:
            merged[figure.actor.id] = figure
            continue
        mentions = tuple(sorted((*other.mentions, *figure.mentions), key=lambda m: m.first))
        merged[figure.actor.id] = Figure(
            other.actor, mentions, other.pronoun or figure.pronoun, (*other.roles, *figure.roles), other.entry,
            min(other.confidence, figure.confidence),
        )  # fmt: skip
    return list(merged.values())


def _body(body: Body, index: Index) -> Figure:
    entry = link_body(index, body)
    kind = body.kind if body.kind is not ActorKind.UNKNOWN else ActorKind.ORG
    prefix = "~group:" if kind is ActorKind.GROUP else "~"
    name = body.country.name if body.country is not None else body.name
    actor = Actor(ActorId(prefix + (slug(name) or "unnamed")), name, kind)
    if entry is not None:
        actor = entry.actor
    elif kind is ActorKind.COUNTRY and body.country is None:
        actor = Actor(actor.id, actor.name, ActorKind.ORG)  # a town or province that speaks is its authorities
    metonym = key(body.name) in by_metonym()
    return Figure(
        actor, tuple(body.mentions), "they" if kind is ActorKind.GROUP else "it", (), entry,
        0.85 if metonym else 0.9, body.place,
    )  # fmt: skip
