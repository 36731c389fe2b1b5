"""A name and a topic that stand one behind the other: "Ada Roe ferries", "mayor Roe, the toll"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..actors.lexicon import OFFICES
from ..model import ActorId, ActorKind
from .names import HONORIFICS, TOKEN, NameIndex, fold

_SEPARATOR = re.compile(r"[,;:]\s|\s(?:on|about|regarding|concerning)\s|\s[–—-]\s", re.IGNORECASE)
_JOINT = re.compile(r"\s*(?:,|&|,?\s+and\b)\s*", re.IGNORECASE)
_IN_FRONT = HONORIFICS | {"the", "a", "an"}
_SPEAKING_FOR = frozenset("spokesman spokeswoman spokesperson spokespeople".split())
_POSSESSIVE = ("'s", "’s", "'", "’")


def parted(words: str, index: NameIndex, speaking: frozenset[ActorId], /) -> tuple[str, str]:
    """The name or description at the head of words, and what stands behind it.

    The longest name counts; several may be joined by "and".  Where nobody is known by the first words, the name
    is what stands before a comma or "on", or else what is written in capital letters, or else all of it.
    """
    tokens = list(TOKEN.finditer(words))
    folded = [fold(t[0]) for t in tokens]
    end = _names_end(words, tokens, folded, index)
    if end and _is_of(tokens, folded, end):
        return words.strip(), ""  # "Roe's spokesman" is not Roe
    end = end or _description_end(folded, index, speaking)
    if not end:
        if separator := _SEPARATOR.search(words):
            return words[: separator.start()].strip(), words[separator.end() :].strip()
        end = next((n for n, token in enumerate(tokens) if not token[0][0].isupper()), len(tokens))
    if not end or end == len(tokens):
        return words.strip(), ""
    return words[: tokens[end - 1].end()].strip(), words[tokens[end].start() :].strip()


def joined_names(name: str, /) -> list[str]:
    """The names of "Roe and Doe"."""
    return [part for part in _JOINT.split(name.strip()) if part]


def _names_end(words: str, tokens: Sequence[re.Match[str]], folded: Sequence[str], index: NameIndex) -> int:
    """Behind which token the names at the head end; 0 without one."""
    end = 0
    while True:
        start = _name_start(folded, end + (end > 0 and folded[end : end + 1] == ["and"]), index)
        if start is None:
            return end
        if end and not _JOINT.fullmatch(words[tokens[end - 1].end() : tokens[start].start()]):
            return end
        end = start + index.find(folded, start)[0]


def _name_start(folded: Sequence[str], at: int, index: NameIndex) -> int | None:
    """Where a name begins, behind what somebody is: "mayor Roe"; None for no name."""
    start = at
    while start < len(folded) and not index.find(folded, start)[0]:
        if folded[start] not in _IN_FRONT | OFFICES:
            return None
        start += 1
    if start == len(folded):
        return None
    people = any(index.actors[a].kind is ActorKind.PERSON for a in index.find(folded, start)[1])
    return start if people or set(folded[at:start]) <= _IN_FRONT else None


def _is_of(tokens: Sequence[re.Match[str]], folded: Sequence[str], end: int) -> bool:
    """Whether somebody else is meant, who belongs to the one that is named."""
    behind = folded[end : end + 2]
    owns = tokens[end - 1][0].endswith(_POSSESSIVE)
    return any(word in (OFFICES if owns else _SPEAKING_FOR) for word in behind)


def _description_end(folded: Sequence[str], index: NameIndex, speaking: frozenset[ActorId]) -> int:
    """Behind which token a description at the head ends that names an office; 0 without one."""
    for end in range(len(folded), 0, -1):
        said = [word for word in folded[:end] if word not in _IN_FRONT | {"of", "for"}]
        if (
            said
            and folded[end - 1] in said
            and not OFFICES.isdisjoint(said)
            and index.described(frozenset(said), speaking)
        ):
            return end
    return 0
