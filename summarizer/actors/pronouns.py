"""Who "he", "she", "it" and possessives mean, by salience; two close candidates mean nobody.

Salience follows Lappin and Leass (1994): every mention leaves a weight by its place in the grammar that fades
from sentence to sentence, and candidates must agree in number and gender and must not be arguments of the
same verb.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..document import Document, Token
from .cast import Cast

HE = frozenset(["he", "him", "his", "himself"])
SHE = frozenset(["she", "her", "hers", "herself"])
IT = frozenset(["it", "its", "itself"])
THEY = frozenset(["they", "them", "their", "theirs", "themselves"])
FIRST = frozenset(["i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"])
RELATIVE = frozenset(["who", "whom", "which", "that", "whose"])

_FADE = 0.5
_REACH = 5
_WEIGHT = {
    "nsubj": 1.0, "nsubjpass": 0.85, "agent": 0.6, "dobj": 0.5, "dative": 0.5, "attr": 0.35, "pobj": 0.35, "poss": 0.35,
    "conj": 0.45, "appos": 0.4, "compound": 0.15, "nmod": 0.15, "ROOT": 0.7,
}  # fmt: skip
_SPEAKER = 0.5
_NAMED_BY_ITSELF = 0.15
_UNKNOWN_GENDER = 0.6
_MARGIN = 0.62
_LEAST = 0.12


@dataclass(frozen=True, slots=True)
class Antecedent:
    """Whom a pronoun means (a number in ``Cast.figures``) and how clearly, 0 to 1."""

    figure: int
    confidence: float


@dataclass(frozen=True, slots=True)
class _Trace:
    figure: int
    token: int
    sentence: int
    weight: float


def pronoun_of(token: Token, /) -> str:
    """ "he", "she", "it" or "they" for a third-person pronoun in any case, else ""."""
    if token.pos not in ("PRON", "DET") and token.tag not in ("PRP", "PRP$"):
        return ""
    word = token.text.casefold()
    return next((n for n, words in (("he", HE), ("she", SHE), ("it", IT), ("they", THEY)) if word in words), "")


def resolve_pronouns(
    document: Document, cast: Cast, nominals: Mapping[int, int], speaking: frozenset[int], /
) -> dict[int, Antecedent]:
    """Antecedents of the singular pronouns of a text, by token.

    Args:
        nominals: Tokens of common nouns that mean a figure ("the president"), with the figure's number.
        speaking: Tokens that are sources of attributions.
    """
    genders = _genders(document, cast)
    traces: list[_Trace] = []
    found: dict[int, Antecedent] = {}
    heads = {m.head: n for n, f in enumerate(cast.figures) for m in f.mentions} | dict(nominals)
    places = {n for n, f in enumerate(cast.figures) if f.place}
    for token in document.tokens:
        number = heads.get(token.index)
        if number is not None:
            if number not in places or token.dep in ("nsubj", "nsubjpass"):
                traces.append(_trace(document, token, number, speaking))
            continue
        word = pronoun_of(token)
        if word in ("he", "she", "it"):
            answer = _antecedent(document, cast, token, word, traces, genders, heads)
            if answer is not None:
                found[token.index] = answer
                traces.append(_trace(document, token, answer.figure, speaking))
    return found


def _trace(document: Document, token: Token, number: int, speaking: frozenset[int]) -> _Trace:
    weight = _WEIGHT.get(token.dep, 0.3)
    if token.dep in ("nsubj", "nsubjpass"):
        verb = document.head(token)
        if verb.dep in ("relcl", "acl", "advcl"):
            weight *= 0.7
    if token.dep == "conj":
        weight = 0.8 * _WEIGHT.get(document.head(token).dep, 0.3)
    if token.quoted:
        weight *= 0.35
    if token.index in speaking:
        weight += _SPEAKER
    return _Trace(number, token.index, document.sentence_number(token), weight)


def _antecedent(
    document: Document,
    cast: Cast,
    token: Token,
    word: str,
    traces: list[_Trace],
    genders: Mapping[int, str],
    heads: Mapping[int, int],
) -> Antecedent | None:
    here = document.sentence_number(token)
    barred = _barred(document, token, heads)
    hushed = _named_in_speech(document, token, heads) if token.dep == "nsubj" else set()
    scores: dict[int, float] = defaultdict(float)
    for trace in reversed(traces):
        distance = here - trace.sentence
        if distance > _REACH:
            break
        figure = cast.figures[trace.figure]
        if trace.figure in barred or figure.person == (word == "it") or figure.pronoun == "they":
            continue
        if trace.token in heads and not figure.person and figure.place and word == "it" and distance > 1:
            continue
        scores[trace.figure] += trace.weight * _FADE**distance
    for number in list(scores):
        gender = genders.get(number, "")
        if word != "it" and gender and gender != word:
            del scores[number]
            continue
        if word != "it" and not gender:
            scores[number] *= _UNKNOWN_GENDER
        if number in hushed:
            scores[number] *= _NAMED_BY_ITSELF
    return _clear_winner(scores)


def _clear_winner(scores: Mapping[int, float]) -> Antecedent | None:
    ranked = sorted(scores.items(), key=lambda s: -s[1])
    if not ranked or ranked[0][1] < _LEAST:
        return None
    rest = ranked[1][1] if len(ranked) > 1 else 0.0
    share = ranked[0][1] / (ranked[0][1] + rest)
    return Antecedent(ranked[0][0], share) if share >= _MARGIN else None


def _barred(document: Document, token: Token, heads: Mapping[int, int]) -> set[int]:
    """Figures that are arguments of the pronoun's own verb, or named later under it."""
    if token.dep == "poss":
        owner = document.head(token)
        return {heads[owner.index]} if owner.index in heads else set()
    verb = document.head(token)
    if verb.pos == "ADP":
        verb = document.head(verb)
    barred: set[int] = set()
    for child in document.children(verb):
        if child.index == token.index:
            continue
        if child.index in heads and child.dep in ("nsubj", "nsubjpass", "dobj", "dative", "attr", "npadvmod"):
            barred.add(heads[child.index])
        if child.dep in ("prep", "agent", "dative"):
            barred |= {heads[g.index] for g in document.children(child) if g.index in heads}
    return barred


def _named_in_speech(document: Document, token: Token, heads: Mapping[int, int]) -> set[int]:
    """Figures named by name in what the pronoun is said to say: a speaker seldom names himself."""
    verb = document.head(token)
    named: set[int] = set()
    for child in document.children(verb):
        if child.dep in ("ccomp", "xcomp", "dobj", "parataxis") or child.quoted:
            named |= {heads[t.index] for t in document.subtree(child) if t.index in heads and t.pos == "PROPN"}
    return named


def _genders(document: Document, cast: Cast) -> dict[int, str]:
    """Pronouns of the persons: as known, else by the pronouns that follow them with nobody else between."""
    genders = {n: f.pronoun for n, f in enumerate(cast.figures) if f.person}
    unknown = {n for n, p in genders.items() if not p}
    if not unknown:
        return genders
    votes: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    last: int | None = None
    at = 0
    for token in document.tokens:
        number = cast.of_token.get(token.index)
        if number is not None:
            if number >= 0 and cast.figures[number].person:
                last, at = number, document.sentence_number(token)
            continue
        word = pronoun_of(token)
        if word in ("he", "she") and last in unknown and document.sentence_number(token) - at <= 1:
            votes[last][word == "she"] += 1
    for number, (he, she) in votes.items():
        if he != she and max(he, she) >= 2 * min(he, she):
            genders[number] = "he" if he > she else "she"
    return genders


def relative_antecedent(document: Document, token: Token, /) -> Token | None:
    """The noun that a "who", "which" or "that" stands for, by the tree; None when there is none."""
    if token.text.casefold() not in RELATIVE:
        return None
    for above in _upwards(document, token):
        if above.dep == "relcl":
            return document.head(above)
        if above.dep == "ROOT":
            return None
    return None


def _upwards(document: Document, token: Token) -> Iterable[Token]:
    yield token
    yield from document.ancestors(token)
