"""Speakers set as labels: "Smith: …" before the words, "“…” - Smith" after them."""

from __future__ import annotations

from collections.abc import Iterator

from ..document import Document, Sentence, Token
from .candidates import Candidate
from .trees import noun_phrase

_LONGEST_LABEL = 8
_LONGEST_NAME = 4
_DASHES = frozenset({"-", "–", "—", "--", "―"})
_SPEAKERS = frozenset({"PERSON", "ORG", "GPE", "NORP"})


def labelled(document: Document, /) -> list[Candidate]:
    """One candidate for each paragraph that names its speaker before a colon or after a dash."""
    found: list[Candidate] = []
    for sentences in _paragraphs(document):
        found.extend(_before_colon(document, sentences))
        found.extend(_after_dash(document, sentences))
    return found


def _paragraphs(document: Document) -> Iterator[list[Sentence]]:
    group: list[Sentence] = []
    for sentence in document.sentences:
        if group and group[-1].paragraph != sentence.paragraph:
            yield group
            group = []
        group.append(sentence)
    if group:
        yield group


def _before_colon(document: Document, sentences: list[Sentence]) -> Iterator[Candidate]:
    first, last = sentences[0].first, sentences[-1].last
    if document.tokens[first].quoted:
        yield from _in_transcript(document, first, last)
        return
    for i in range(first, min(first + _LONGEST_LABEL, last - 1)):
        token = document.tokens[i]
        if token.pos in {"VERB", "AUX", "ADP"} or token.quoted:
            return
        if token.text == ":":
            head = _speaker(document, range(first, i))
            if head is not None:
                yield _labelled(head, token, frozenset(range(first, i)), set(range(i + 1, last)))
            return


def _in_transcript(document: Document, first: int, last: int) -> Iterator[Candidate]:
    """A quoted transcript names its speakers in capitals ("“SMITH: No.”")."""
    name = first + 1
    stop = next(
        (i for i in range(name, min(name + _LONGEST_NAME + 1, last - 1)) if document.tokens[i].text == ":"),
        name,
    )
    if stop > name and all(_is_in_capitals(document.tokens[i].text) for i in range(name, stop)):
        yield _labelled(
            document.tokens[stop - 1],
            document.tokens[stop],
            frozenset(range(name, stop)),
            set(range(stop + 1, last)),
        )


def _is_in_capitals(word: str) -> bool:
    return word == "." or (len(word) > 1 and word.isupper())


def _after_dash(document: Document, sentences: list[Sentence]) -> Iterator[Candidate]:
    first, last = sentences[0].first, sentences[-1].last
    if not document.tokens[first].quoted:
        return
    after = next((i for i in range(first, last) if not document.tokens[i].quoted), last)
    if after >= last - 1 or document.tokens[after].text not in _DASHES:
        return
    head = _speaker(document, range(after + 1, min(after + 1 + _LONGEST_LABEL, last)))
    if head is not None and after + 1 == noun_phrase(document, head).start:
        yield _labelled(
            head, document.tokens[after], frozenset(noun_phrase(document, head)), set(range(first, after))
        )


def _speaker(document: Document, words: range) -> Token | None:
    named = [document.tokens[i] for i in words if document.tokens[i].entity in _SPEAKERS]
    return next((t for t in named if t.head not in words or t.dep == "ROOT"), named[-1] if named else None)


def _labelled(head: Token, mark: Token, phrase: frozenset[int], content: set[int]) -> Candidate:
    return Candidate(mark, "label", head, phrase, frozenset({mark.index}), content)
