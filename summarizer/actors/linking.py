"""From an article's names to the registry's actors: by full name or alias, by surname only on evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from ..model import ActorId
from .bodies import Body, nation_of, state_of
from .clusters import Cluster
from .countries import by_metonym
from .index import Index
from .lexicon import COMMON_SURNAMES
from .names import is_surname_of, key, same_person, skeleton
from .registry import RegistryEntry, Title
from .roles import Role


@dataclass(frozen=True, slots=True)
class Context:
    """What an article is about, as far as a bare surname needs to know.

    Attributes:
        nations: States that it names in any form.
        text: Its words.
    """

    nations: frozenset[str]
    text: str

    def about(self, index: Index, entry: RegistryEntry, /) -> bool:
        """True when the article names a state or body whose office the person has held."""
        return any(
            body in self.text or nations_named(body.split()) & self.nations for body in states_of(index, entry)
        )


def link_person(
    index: Index, cluster: Cluster, roles: Sequence[Role], context: Context, on: date | None, /
) -> RegistryEntry | None:
    """The registry's person that a cluster names, or None.

    A full name links when the registry has exactly one person of that name, unless it is a namesake: the
    article gives the bearer other offices and says nothing of the bodies that the registry's person served.
    A surname alone links when the registry knows one bearer only, the article never gives it another first
    name (then the cluster would have it), and an office, or the state or body of one, speaks for the person.
    """
    name = cluster.name
    rows = index.people.get(name.last, []) + (index.people.get(name.core[0], []) if len(name.core) == 1 else [])
    titled = [r for r in roles if r.printable]
    held = any(holds(index, e, r, None) for _, e in rows for r in titled)
    if len(name.core) > 1:
        full = [n for n in cluster.names if len(n.core) > 1]
        entry = _one([e for n, e in rows if len(n.core) > 1 and any(same_person(c, n) for c in full)])
        namesake = (
            titled and not held and entry is not None and entry.titles and not context.about(index, entry)
        )
        return None if namesake else entry
    bearers = {e.actor.id: e for n, e in rows if is_surname_of(name, n)}
    entry = _one(list(bearers.values()))
    if entry is None or (
        cluster.pronoun and entry.pronoun in ("he", "she") and cluster.pronoun != entry.pronoun
    ):
        return None
    if titled:
        return entry if any(holds(index, entry, r, on) for r in titled) else None
    if name.core[0] in _common_surnames():
        return None
    return entry if context.about(index, entry) else None


@cache
def _common_surnames() -> frozenset[str]:
    return frozenset(skeleton(s) for s in COMMON_SURNAMES)


def _one(entries: Sequence[RegistryEntry]) -> RegistryEntry | None:
    ids = {e.actor.id for e in entries}
    return entries[0] if len(ids) == 1 else None


def link_body(index: Index, body: Body, /) -> RegistryEntry | None:
    """The registry's body or state of that name, or None; a person is never linked."""
    if body.place:
        known = index.bodies.get(key(body.name), []) or index.metonyms.get(key(body.name), [])
        if known:
            return _one(known)
    if body.country is not None:
        return _one(index.bodies.get(key(body.country.name), []))
    found = _one(index.bodies.get(key(body.name), []))
    return found if found is not None else _one(index.metonyms.get(key(body.name), []))


def states_of(index: Index, entry: RegistryEntry, /) -> frozenset[str]:
    """Names of the states and bodies whose offices a person has ever held."""
    names = set()
    for title in entry.titles:
        if title.of is not None:
            names.add(office_of(index, title.of))
    return frozenset(names)


def office_of(index: Index, body: ActorId, /) -> str:
    """The state's or body's plain name."""
    entry = index.registry.by_id.get(body)
    name = entry.actor.name if entry is not None else str(body).replace("-", " ")
    state = state_of(name) or by_metonym().get(key(name))
    return state.name if state is not None else name


def holds(index: Index, entry: RegistryEntry, role: Role, on: date | None, /) -> bool:
    """True when one of the person's titles is the role, at that day (None: at any day)."""
    return any(_is_title(index, title, role, on) for title in entry.titles)


def holders(index: Index, role: Role, on: date, nations: frozenset[str], /) -> list[RegistryEntry]:
    """Everybody who held the office that a nominal names ("the Ukrainian president") on that day.

    Without a state, the nominal names the body ("the ECB president"), or the office stands alone ("the pope"),
    or it takes more than a word to say and the article speaks of one state only ("the prime minister").

    Args:
        nations: The states that the article names in any form.
    """
    if role.former:
        return []
    found = {}
    for title, entry in index.titles.get(role.head, ()):
        wanted = role if role.nation else _without_body(index, role, title, nations)
        if wanted is not None and _is_title(index, title, wanted, on):
            found[entry.actor.id] = entry
    return list(found.values())


def _without_body(index: Index, role: Role, title: Title, nations: frozenset[str]) -> Role | None:
    """The role as the office's own words, when it says or the article makes plain whose office it is."""
    if title.of is None:
        return role
    entry = index.registry.by_id.get(title.of)
    for name in (entry.actor.name, *entry.aliases) if entry is not None else ():
        words = frozenset(key(name).split())
        if words and words <= role.words:
            return replace(role, words=role.words - words)
    whole = role.words and role.words | {role.head} == _title_words(title)
    return role if whole and nations == {office_of(index, title.of)} else None


def _title_words(title: Title) -> frozenset[str]:
    return frozenset(w for w in title.title.replace("-", " ").split() if w not in ("of", "the", "for"))


def _is_title(index: Index, title: Title, role: Role, on: date | None) -> bool:
    words = _title_words(title)
    if role.head not in words or (role.words | {role.head}) & _RANKED != words & _RANKED:
        return False
    if not (role.words | {role.head}) <= words and not words <= (role.words | {role.head}):
        return False
    if role.nation and title.of is not None:
        body = office_of(index, title.of)
        if role.nation != body and role.nation not in nations_named(body.split()):
            return False
    if on is None:
        return True
    started = title.since is None or title.since <= on
    return started and (title.until is None or on <= title.until or role.former)


_RANKED = frozenset(["vice", "deputy", "prime", "first", "foreign", "assistant"])


def nations_named(words: Sequence[str], /) -> frozenset[str]:
    """States that a text's capitalised words name in any form."""
    found = set()
    for i, word in enumerate(words):
        for text in (word, " ".join(words[i : i + 2])):
            country = state_of(text) or nation_of(text)
            if country is not None:
                found.add(country.name)
    return frozenset(found)
