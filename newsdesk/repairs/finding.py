"""Whom a person means who types a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from summarizer.actors.lexicon import HONORIFICS
from summarizer.actors.names import PersonName, fold, is_surname_of, slug
from summarizer.actors.registry import Registry
from summarizer.model import Actor, ActorId, ActorKind

from ..model import KnownActor, Repair
from ..ports import Store
from .plan import Plan
from .registries import registry_with

_MANY = 500
NAMELESS = frozenset({ActorKind.UNNAMED, ActorKind.UNKNOWN})


def resolve_actor(
    name: str, registry: Registry, known: Iterable[KnownActor], /, *, repairs: Sequence[Repair] = ()
) -> list[Actor]:
    """The actors that a name may mean: none, the one, or all between whom somebody has to choose.

    An exact id comes first; then a name or alias, without regard to case, accents and "Mr."; then a surname;
    then the beginning of a name, which for a person is more than the first name.  The first of these that finds
    anybody decides.  Whoever was merged away is found as the one they are known as.

    Args:
        known: Of the archive; those whose name or id has nothing of ``name`` may be left out.
        repairs: In force; the registry is seen through them.
    """
    plan = Plan.of(repairs)
    forms = _forms(registry_with(registry, repairs), known)
    wanted = folded_name(name)
    asked = ActorId(name.strip().casefold())
    exact = forms.get(asked) or forms.get(plan.end(asked))
    if exact:
        return [plan.view(exact[0])]
    named = {i: (a, n) for i, (a, n) in forms.items() if a.kind not in NAMELESS}
    for fits in (_is_name, _is_surname, _begins):
        found = {
            v.id: v
            for a, names in named.values()
            if any(fits(wanted, n, a) for n in names)
            for v in [plan.view(a)]
        }
        if found and wanted:
            return [found[i] for i in sorted(found)]
    return []


def find(store: Store, registry: Registry, name: str, /) -> list[Actor]:
    """As ``resolve_actor``, among everybody whom the store and the registry know."""
    return resolve_actor(name, registry, known_like(store, name), repairs=store.actors.repairs())


def known_like(store: Store, name: str, /) -> list[KnownActor]:
    """Actors of the archive whose id or name holds the longest word of a name, with accents or without."""
    words = [w for w in name.split() if fold(w) not in HONORIFICS]
    word = max(words, key=len, default="")
    asked = dict.fromkeys(filter(None, (word.casefold(), slug(word))))
    found = {k.actor.id: k for text in asked for k in store.actors.known(name=text, limit=_MANY)}
    exact = store.actors.forms(ActorId(name.strip())) if name.strip() not in found else None
    return [*found.values(), *([exact] if exact else [])]


def _forms(registry: Registry, known: Iterable[KnownActor]) -> dict[ActorId, tuple[Actor, tuple[str, ...]]]:
    found: dict[ActorId, tuple[Actor, tuple[str, ...]]] = {
        k.actor.id: (k.actor, (k.actor.name,)) for k in known
    }
    for entry in registry.entries:
        found[entry.actor.id] = (entry.actor, (entry.actor.name, *entry.aliases))
    return found


def folded_name(name: str, /) -> tuple[str, ...]:
    """The words of a name for comparing: folded, without "Mr." or an article in front."""
    words = [w for w in (fold(w) for w in _words(name)) if w]
    while len(words) > 1 and (words[0] in HONORIFICS or words[0] == "the"):
        words.pop(0)
    return tuple(words)


def _words(name: str) -> Iterator[str]:
    for word in name.split():
        yield word.strip(',;:()"“”')


def _is_name(wanted: tuple[str, ...], name: str, _actor: Actor) -> bool:
    return wanted == folded_name(name)


def _is_surname(wanted: tuple[str, ...], name: str, actor: Actor) -> bool:
    full = PersonName.of(name.split())
    return actor.kind is ActorKind.PERSON and len(full.core) > 1 and is_surname_of(PersonName.of(wanted), full)


def _begins(wanted: tuple[str, ...], name: str, actor: Actor) -> bool:
    if actor.kind is ActorKind.PERSON and len(wanted) < 2:
        return False
    return " ".join(folded_name(name)).startswith(" ".join(wanted))
