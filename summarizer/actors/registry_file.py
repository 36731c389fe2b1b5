"""The actor registry as a TOML file; ``seeds/actors.toml`` is one and its head explains the format.

Reading is strict: a registry with a fault links words to the wrong person, so every fault is an error and
all of them are reported at once.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path

from ..errors import RegistryError
from ..model import Actor, ActorId, ActorKind
from .registry import Registry, RegistryEntry, Title

_KINDS = {k.value: k for k in (ActorKind.PERSON, ActorKind.ORG, ActorKind.COUNTRY, ActorKind.GROUP)}
_PRONOUNS = ("he", "she", "they", "it")
_USUAL_PRONOUN = {ActorKind.ORG: "it", ActorKind.COUNTRY: "it"}
_KEYS = ("id", "kind", "name", "aliases", "pronoun", "demonyms", "metonyms", "titles")
_TITLE_KEYS = ("title", "of", "since", "until")
_ID_CHARS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


def load_registry(path: Path, /) -> Registry:
    """The registry that a UTF-8 TOML file holds.

    Raises:
        RegistryError: The file cannot be read or has faults; the message names the file and each fault.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise RegistryError(f"{path}: The actor registry cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise RegistryError(f"{path}: The actor registry is not UTF-8 text; save it as UTF-8.") from error
    try:
        return registry_from_toml(text)
    except RegistryError as error:
        raise RegistryError(f"{path}: {error}") from error


def registry_from_toml(text: str, /) -> Registry:
    """The registry that a TOML text holds, entries in its order; a text without entries is an empty one.

    Raises:
        RegistryError: With every fault on a line of its own, each under the entry that has it.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RegistryError(f"The actor registry is not valid TOML: {error}.") from error
    faults = [f"top level: {f}" for f in _unknown_keys(table, ("actor",))]
    rows = table.get("actor", [])
    if not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
        faults.append("top level: 'actor' must be written as [[actor]] tables")
        rows = []
    entries = []
    for number, row in enumerate(rows, start=1):
        reader = _Reader(row)
        entries.append(reader.entry())
        faults += [f"{_label(number, row)}: {f}" for f in reader.faults]
    faults += _faults_between(entries)
    if faults:
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        raise RegistryError("\n  ".join([f"The actor registry has {count}:", *faults]))
    return Registry(tuple(entries))


class _Reader:
    """Reads one ``[[actor]]`` table, puts a harmless value where one is wrong, and notes why."""

    def __init__(self, row: Mapping[str, object], /) -> None:
        self._row = row
        self.faults = _unknown_keys(row, _KEYS)

    def entry(self) -> RegistryEntry:
        kind = self._kind()
        usual = _USUAL_PRONOUN.get(kind, "they")
        return RegistryEntry(
            Actor(ActorId(self._id()), self._text(self._row, "name"), kind),
            aliases=self._names("aliases"),
            pronoun=self._choice("pronoun", _PRONOUNS, usual),
            titles=tuple(self._titles()),
            demonyms=self._names("demonyms"),
            metonyms=self._names("metonyms"),
        )

    def _id(self) -> str:
        value = self._text(self._row, "id")
        if value and not (set(value) <= _ID_CHARS and value.strip("-") == value):
            self.faults.append(f"id {value!r} must be a slug such as 'jane-doe': a-z, 0-9 and hyphens")
        return value

    def _kind(self) -> ActorKind:
        if "kind" not in self._row:
            self.faults.append("'kind' is missing")
            return ActorKind.UNKNOWN
        return _KINDS.get(self._choice("kind", tuple(_KINDS), ""), ActorKind.UNKNOWN)

    def _choice(self, key: str, allowed: tuple[str, ...], usual: str) -> str:
        value = self._row.get(key, usual)
        if value in allowed:
            return str(value)
        if key in self._row:
            self.faults.append(f"{key} {value!r} is unknown; use {_listed(allowed)}")
        return usual

    def _text(self, row: Mapping[str, object], key: str, *, where: str = "") -> str:
        value = row.get(key)
        if isinstance(value, str) and value.strip() and value == value.strip():
            return value
        if value is None:
            self.faults.append(f"{where}{key!r} is missing")
        else:
            self.faults.append(f"{where}{key!r} must be a text without white space around it, not {value!r}")
        return ""

    def _names(self, key: str) -> tuple[str, ...]:
        value = self._row.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            self.faults.append(f"{key!r} must be a list of texts, not {value!r}")
            return ()
        twice = sorted(name for name, count in Counter(value).items() if count > 1)
        self.faults += [f"{key!r} lists {name!r} twice" for name in twice]
        return tuple(value)

    def _titles(self) -> Iterator[Title]:
        rows = self._row.get("titles", [])
        if not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
            self.faults.append(f"'titles' must be a list of tables, not {rows!r}")
            return
        for number, row in enumerate(rows, start=1):
            where = f"title {number}: "
            self.faults += [where + f for f in _unknown_keys(row, _TITLE_KEYS)]
            title = self._text(row, "title", where=where)
            if title != title.lower():
                self.faults.append(f"{where}{title!r} must be lower case")
            of = self._text(row, "of", where=where) if "of" in row else None
            since, until = self._day(row, "since", where), self._day(row, "until", where)
            if since and until and until < since:
                self.faults.append(f"{where}ends on {until}, before it begins on {since}")
            yield Title(title, ActorId(of) if of else None, since, until)

    def _day(self, row: Mapping[str, object], key: str, where: str) -> date | None:
        value = row.get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if value is not None:
            self.faults.append(f"{where}{key!r} must be a date such as 2025-01-20, without quotation marks")
        return None


def _faults_between(entries: list[RegistryEntry]) -> Iterator[str]:
    """Faults that only show when all entries are known: ids, offices of nobody, names of two."""
    ids = Counter(e.actor.id for e in entries if e.actor.id)
    for actor_id, count in ids.items():
        if count > 1:
            yield f"id {actor_id!r} is used by {count} entries"
    for entry in entries:
        for title in entry.titles:
            if title.of and title.of not in ids:
                hint = _suggestion(title.of, tuple(ids))
                which = f"title {title.title!r} is of {title.of!r}, which is no id"
                yield f"actor {entry.actor.id!r}: {which}{hint}"
    owners: dict[str, dict[ActorId, str]] = {}
    for entry in entries:
        for name in (entry.actor.name, *entry.aliases, *entry.demonyms, *entry.metonyms):
            if name:
                owners.setdefault(name.casefold(), {}).setdefault(entry.actor.id, name)
    for found in owners.values():
        if len(found) > 1:
            name = next(iter(found.values()))
            yield f"{name!r} stands for {_listed(tuple(found), 'and')}; a name may lead to one actor only"


def _unknown_keys(row: Mapping[str, object], known: tuple[str, ...]) -> list[str]:
    return [f"unknown key {key!r}{_suggestion(key, known)}" for key in row if key not in known]


def _suggestion(word: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(word, known, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _listed(words: tuple[str, ...], last: str = "or") -> str:
    quoted = [repr(str(w)) for w in words]
    return f"{', '.join(quoted[:-1])} {last} {quoted[-1]}"


def _label(number: int, row: Mapping[str, object]) -> str:
    return f"actor {number} ({row['id']!r})" if isinstance(row.get("id"), str) else f"actor {number}"
