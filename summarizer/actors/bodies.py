"""Which names of an article are one organisation, state or group: full names, abbreviations, short forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from ..document import Document
from ..model import ActorKind
from .countries import Country, by_demonym, by_metonym, by_name
from .index import Index
from .mentions import Mention
from .names import fold, initials, key

_LETTERS = re.compile(r"[^A-Za-z]")


@dataclass
class Body:
    """Mentions of one body, while they are being collected.

    Attributes:
        country: The state that it is, or for which its name stands when it speaks (a capital).
        place: True for a capital's mentions that do not speak: a place, nobody.
    """

    name: str
    kind: ActorKind
    mentions: list[Mention] = field(default_factory=list)
    country: Country | None = None
    place: bool = False


def cluster_bodies(document: Document, mentions: Sequence[Mention], index: Index, /) -> tuple[Body, ...]:
    """Group the mentions that are no persons; other names of a body that the registry knows are its own."""
    bodies: dict[str, Body] = {}
    short: list[tuple[Mention, str]] = []
    for mention in mentions:
        name = _full_name(index, " ".join(mention.words))
        country = state_of(name)
        if country is not None and mention.kind is not ActorKind.GROUP:
            body = bodies.setdefault(
                f"state {country.name}", Body(country.name, ActorKind.COUNTRY, country=country)
            )
            body.mentions.append(mention)
            continue
        capital = by_metonym().get(key(name))
        if capital is not None:
            body = bodies.setdefault(
                f"capital {key(name)}", Body(name, ActorKind.COUNTRY, country=capital, place=True)
            )
            body.mentions.append(mention)
            continue
        if mention.kind is ActorKind.GROUP:
            body = bodies.setdefault(f"group {key(name)}", Body(name, ActorKind.GROUP))
            body.mentions.append(mention)
            continue
        known = bodies.get(key(name))
        if known is not None:
            known.mentions.append(mention)
        elif len(mention.words) == 1 or len(key(name).split()) == 2:
            short.append((mention, name))
        elif key(name):
            bodies[key(name)] = Body(name, mention.kind, [mention])
    _join_short(bodies, short)
    _join_brackets(document, bodies)
    return tuple(bodies.values())


def _full_name(index: Index, name: str) -> str:
    """The registry's name of the one body that a name can mean, else the name itself."""
    names = {e.actor.name for e in index.bodies.get(key(name), ()) if e.actor.kind is ActorKind.ORG}
    return names.pop() if len(names) == 1 else name


def state_of(name: str, /) -> Country | None:
    """The state that a name names ("U.S.", "Britain", "Russian Federation")."""
    plain = key(name)
    return _states().get(plain) or by_name().get(name.casefold())


def nation_of(word: str, /) -> Country | None:
    """The state whose adjective or nationals a word names ("Ukrainian", "North Koreans", "U.S.")."""
    plain = word.casefold()
    return by_demonym().get(plain) or by_demonym().get(plain.removesuffix("'s").removesuffix("’s"))


@cache
def _states() -> dict[str, Country]:
    return {key(n): c for n, c in by_name().items() if key(n) != "us"}


def _join_short(bodies: dict[str, Body], short: Sequence[tuple[Mention, str]]) -> None:
    """Short forms join the one longer name that they shorten: an acronym, or its last words."""
    by_initials: dict[str, list[str]] = {}
    by_ending: dict[str, list[str]] = {}

    def shortenable(name: str, body: Body) -> None:
        if body.kind is not ActorKind.GROUP and not body.place:
            by_initials.setdefault(initials(body.name), []).append(name)
            words = name.split(" ")
            for i in range(1, len(words) - 1):
                by_ending.setdefault(" ".join(words[i:]), []).append(name)

    for known, body in bodies.items():
        shortenable(known, body)
    for mention, name in sorted(short, key=lambda s: -len(s[1])):
        plain = key(name)
        if plain in bodies:
            bodies[plain].mentions.append(mention)
            continue
        letters = _LETTERS.sub("", name)
        acronym = letters.casefold() if letters.isupper() and len(letters) > 1 else None
        homes = {*by_initials.get(acronym or "-", ()), *by_ending.get(plain, ())}
        if len(homes) == 1:
            bodies[homes.pop()].mentions.append(mention)
        elif plain:
            bodies[plain] = Body(name, mention.kind, [mention])
            shortenable(plain, bodies[plain])


def _join_brackets(document: Document, bodies: dict[str, Body]) -> None:
    """Join what a bracket abbreviates: "International Atomic Energy Agency (IAEA)" is one body."""
    owner = {m.first: k for k, b in bodies.items() for m in b.mentions}
    for name, body in list(bodies.items()):
        for mention in list(body.mentions):
            after = mention.last
            if after + 1 >= len(document.tokens) or document.tokens[after].text != "(":
                continue
            other = owner.get(after + 1)
            inner = document.tokens[after + 1].text
            if (
                other
                and other != name
                and other in bodies
                and inner.isupper()
                and fold(inner) == initials(body.name)
            ):
                body.mentions.extend(bodies.pop(other).mentions)
