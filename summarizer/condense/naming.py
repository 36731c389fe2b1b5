"""Whom a statement's "he" or "she" means when it is somebody else, only where it can be no one else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..actors.first_names import PRONOUN_OF
from ..document import Document, Token
from ..model import Span
from .body import content_tokens
from .dangling import HE, SHE, dangling, is_person, is_somebody_else
from .lexicon import DASHES

if TYPE_CHECKING:
    from .case import Case

_BACK = 2  # sentences in front of the statement's own in which the name may stand
_RIVALS = 6  # and in which nobody else of that sex may
_REFLEXIVE = frozenset({"himself", "herself", "hers"})
_HONORIFICS = {"mr.": "he", "mr": "he", "mrs.": "she", "mrs": "she", "ms.": "she", "ms": "she"}
_BESIDE_NAMES = frozenset({"compound", "appos", "nmod", "amod", "attr"})


@dataclass(frozen=True, slots=True)
class Naming:
    """Somebody a statement speaks of by pronoun.

    Attributes:
        name: As the article writes it last before the statement.
        pronouns: Indices of the tokens that mean them.
        sentence: Where the name stands.
    """

    name: str
    pronouns: frozenset[int]
    sentence: Span

    def forms(self, document: Document, tokens: frozenset[int], /) -> Mapping[int, str]:
        """The name instead of the first of the pronouns among the tokens."""
        inside = sorted(self.pronouns & tokens)
        if not inside:
            return {}
        first = document.tokens[inside[0]]
        owns = first.tag == "PRP$" or first.dep == "poss"
        return {first.index: f"{self.name}’s" if owns else self.name}


def naming(case: Case, /) -> Naming | None:
    """The one person whom the pronouns of a statement can mean; None when it may be one of two, or the actor.

    The name stands in front of the pronoun or in the two sentences before, its sex is known from a first name,
    and nobody else of that sex is named for six sentences.
    """
    document = case.document
    content = content_tokens(document, case.statement)
    loose = _loose(case, content)
    words = {t.text.lower() for t in loose}
    if not loose or not (words <= HE or words <= SHE) or loose[0].text.lower() in _REFLEXIVE:
        return None
    gender, kind = ("he", HE) if words <= HE else ("she", SHE)
    if any(gender in case.who.pronouns and not t.quoted and not _is_other(case, t) for t in loose):
        return None
    known = _genders(document)
    window = _window(document, loose[0], _BACK)
    found = [p for p in _people(case, window, gender, known) if known.get(p[0]) == {gender}]
    if not found:
        return None
    rivals = {p[0] for p in _people(case, _window(document, loose[0], _RIVALS), gender, known)}
    if any(t.pos == "NOUN" and t.tag == "NN" and _is_stranger(case, t) for t in window):
        return None
    if len(rivals) != 1:
        return None
    _, name, sentence = found[-1]
    if any(t.text.casefold() in found[-1][1].casefold().split() and t.pos == "PROPN" for t in content):
        return None
    meant = [t for t in content if t.text.lower() in kind and t.index >= loose[0].index]
    return Naming(name, frozenset(t.index for t in meant), sentence)


def _loose(case: Case, content: Sequence[Token]) -> list[Token]:
    """Pronouns without an antecedent in the content, names left out of it taken for rivals of the actor."""
    document = case.document
    inside = {t.index for t in content}
    known = inside | case.source
    rivals = frozenset(
        t.index
        for s in document.sentences_of(case.statement.content)
        for t in document.of_sentence(s)
        if t.entity == "PERSON" and t.index not in known
    )
    return dangling(document, sorted(inside), case.who, rivals)


def _is_other(case: Case, token: Token) -> bool:
    return is_somebody_else(case.document, token, token.text.lower(), case.who)


def _window(document: Document, pronoun: Token, back: int) -> tuple[Token, ...]:
    number = document.sentence_number(pronoun)
    return document.tokens[document.sentences[max(0, number - back)].first : pronoun.index]


def _people(
    case: Case, window: Sequence[Token], gender: str, known: Mapping[str, set[str]]
) -> Iterator[tuple[str, str, Span]]:
    """Surname, name and sentence of everybody named in the window whom the pronoun may mean."""
    document = case.document
    actor = case.statement.actor.name.casefold().split() if case.statement.actor else []
    first, last = (window[0].index, window[-1].index + 1) if window else (0, 0)
    for entity in document.entities:
        if entity.label != "PERSON" or entity.first < first or entity.last > last:
            continue
        tokens = _of_name(document.tokens[entity.first : entity.last])
        if not tokens or tokens[-1].text.casefold() in actor or tokens[-1].index in case.source:
            continue
        surname = tokens[-1].text.casefold()
        title = document.tokens[entity.first - 1].text.casefold() if entity.first else ""
        own = PRONOUN_OF.get(tokens[0].text.casefold()) if len(tokens) > 1 else _HONORIFICS.get(title)
        if gender in ({own} if own else known.get(surname, {"he", "she"})):
            name = document.text(Span(tokens[0].start, tokens[-1].end))
            yield surname, " ".join(name.split()), document.sentence(tokens[-1]).span


def _of_name(entity: Sequence[Token]) -> list[Token]:
    """The words of a name up to a dash, which an entity may run across: "Jane Roe — Harbour"."""
    end = next((n for n, t in enumerate(entity) if t.text in DASHES - {"-"}), len(entity))
    return [t for t in entity[:end] if t.text not in {"'s", "’s"}]


def _genders(document: Document) -> dict[str, set[str]]:
    """The pronouns of the people of each surname, by their first names; both for a name not known."""
    found: dict[str, set[str]] = {}
    for entity in document.entities:
        if entity.label == "PERSON" and entity.last - entity.first > 1:
            words = [t.text.casefold() for t in _of_name(document.tokens[entity.first : entity.last])]
            sex = PRONOUN_OF.get(words[0]) if len(words) > 1 else None
            if not words:
                continue
            found.setdefault(words[-1], set()).update({sex} if sex else {"he", "she"})
    return found


def _is_stranger(case: Case, token: Token) -> bool:
    """True for "a driver" who is none of the people named: the pronoun may mean him."""
    if token.index in case.source or token.entity or token.dep in _BESIDE_NAMES:
        return False
    named = any(c.dep in {"appos", "compound"} and c.entity == "PERSON" for c in case.document.children(token))
    return is_person(case.document, token) and not named
