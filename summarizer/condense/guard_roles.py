"""Who does what to whom, by the order of words: the guard's check that agents were not exchanged."""

from __future__ import annotations

from collections.abc import Sequence

from .guard_words import DATES, Word

_REACH = 4


def swapped(told: Sequence[Word], proof: Sequence[Word], /) -> list[str]:
    """Name-verb pairs of the line in which the evidence has another name, or the order turned around.

    A name at the head of a clause goes with the content word that follows it ("Ukraine broke off").  In
    the evidence the nearest name in front of the same word must be the same one; in a passive ("was broken
    off by Ukraine") it may stand behind "by".  A name keeps the word that it stands behind ("in Kyiv").
    """
    found = []
    for n, word in enumerate(told):
        if not _is_known_name(word, proof) or _follows_name(told, n):
            continue
        verb = _next_content(told, _end_of_name(told, n))
        if verb is None or verb.is_number or _is_known_name(verb, proof):
            continue
        if told[_end_of_name(told, n)].text.endswith(("'s", "’s")) and _is_owned(proof, verb):
            continue
        doers = _doers(proof, verb)
        if doers and not any(word.low in d for d in doers):
            found.append(f"{word.text} {verb.text}")
    return found + _exchanged(told, proof)


def _is_known_name(word: Word, proof: Sequence[Word]) -> bool:
    if not word.text[0].isupper() or word.is_negator or word.is_number or word.low in DATES:
        return False
    return word.is_name or any(p.low == word.low and p.text[0].isupper() and p.is_content for p in proof)


def _follows_name(told: Sequence[Word], n: int) -> bool:
    return n > 0 and told[n - 1].is_name and told[n].start - told[n - 1].start - len(told[n - 1].text) <= 1


def _end_of_name(told: Sequence[Word], n: int) -> int:
    while n + 1 < len(told) and told[n + 1].is_name and _follows_name(told, n + 1):
        n += 1
    return n


def _next_content(told: Sequence[Word], n: int) -> Word | None:
    """The verb right behind a name: only auxiliaries and adverbs like "also" may stand between."""
    for word in told[n + 1 : n + 1 + _REACH]:
        if word.low in _AUXILIARIES or word.is_negator:
            continue
        return word if word.is_content else None
    return None


_AUXILIARIES = frozenset(
    """has have had is are was were be been will would shall should can could may might must do does did
    also still already then later""".split()
)


def _doers(proof: Sequence[Word], verb: Word) -> list[set[str]]:
    """For each occurrence of the word in the evidence the names that may be its subject, lower case.

    Empty when the word does not occur, or where no name stands in reach: the check then has nothing to say.
    """
    found: list[set[str]] = []
    for n, word in enumerate(proof):
        if word.key == verb.key:
            near = _nearest_names(proof, n) | _behind_by(proof, n)
            if near:
                found.append(near)
    return found


def _is_owned(proof: Sequence[Word], thing: Word) -> bool:
    """True where the evidence has a pronoun for the owner: "Roe's medical advice" of "her medical advice"."""
    places = (i for i, word in enumerate(proof) if i and word.key == thing.key)
    return any(proof[i - 1].low in _OWNERS for i in places)


_OWNERS = frozenset({"his", "her", "its", "their"})


def _nearest_names(proof: Sequence[Word], n: int) -> set[str]:
    """The name before a word, in full, and those joined to it; "Ukraine, not Russia" is Ukraine alone."""
    near: set[str] = set()
    i = n - 1
    while i >= 0:
        capital = proof[i].is_name or _opens_with_name(proof, i)
        if capital and i and proof[i - 1].low == "not":
            i -= 2
            continue
        if capital:
            near.add(proof[i].low)
        elif near and proof[i].low not in _JOINERS:
            break
        i -= 1
    return near


_JOINERS = frozenset({"and", "or", "of", "the", "de", "van", "von"})


def _opens_with_name(proof: Sequence[Word], i: int) -> bool:
    word = proof[i]
    return word.initial and word.text[0].isupper() and word.is_content


def _behind_by(proof: Sequence[Word], n: int) -> set[str]:
    tail = proof[n + 1 : n + 2 + 2 * _REACH]
    for i, word in enumerate(tail):
        if word.low == "by":
            return {w.low for w in tail[i + 1 :] if w.text[0].isupper()}
    return set()


def _exchanged(told: Sequence[Word], proof: Sequence[Word]) -> list[str]:
    """Names that stand behind a word which in the evidence has another name behind it."""
    found = []
    for n, word in enumerate(told[1:], start=1):
        left = told[n - 1]
        if not word.is_name or word.breaks or _follows_name(told, n) or left.low in _LOOSE:
            continue
        places = [i for i, p in enumerate(proof) if i and not p.breaks and proof[i - 1].key == left.key]
        behind = [_run(proof, i) for i in places if proof[i].is_name]
        if behind and not any(word.low in run for run in behind):
            found.append(f"{left.text} {word.text}")
    return found


def _run(proof: Sequence[Word], i: int) -> set[str]:
    """The names one after another from a position on, "Oslo, Norway" too."""
    names = {proof[i].low}
    while i + 1 < len(proof) and proof[i + 1].is_name:
        i += 1
        names.add(proof[i].low)
    return names


_LOOSE = frozenset({"and", "or", "the", "a", "an", "that", "said", "but", "as", "than", "nor", "both"})
