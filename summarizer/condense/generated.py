"""Lines written by a model, each of them behind the evidence guard."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from ..document import Document
from ..model import Statement
from ..text.words import content_stems, words
from .extractive import ExtractiveCondenser
from .guard import check
from .line import Line, count_words
from .surface import finish, is_balanced

_CARRIED_SHARE = 0.5
_SENTENCE = re.compile(r".+?(?:[.!?][”\"’')]*(?=\s|$)|$)", re.DOTALL)
_LIST_MARK = re.compile(r"^\s*(?:[-*•–]|\d+[.)])\s+")
_POINTERS = frozenset(
    """he him his himself she her hers herself they them their theirs themselves it its itself this that these
    those there i me my we us our you your""".split()
)


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a model is asked to condense.

    Attributes:
        actor: The name that will stand as the heading over the line.
        evidence: The whole sentences to condense, in text order, and nothing else.
        max_words: How long the line may be.
    """

    actor: str
    evidence: str
    max_words: int


class Generator(Protocol):
    """Writes text; knows nothing of statements, guards or briefs."""

    def generate(self, prompts: Sequence[Prompt], /) -> list[str]:
        """One text a prompt, in the same order; anything may be in it."""


class GuardedCondenser:
    """Asks a generator for each line that deletion found too, and prints only what the evidence bears out.

    A statement without an extractive line is not asked about: it needs its context to be understood, and no
    guard can tell whether a model supplied the right one.  A refused text is replaced by the extractive line.

    Args:
        generator: Who writes.
        fallback: Who condenses by deletion.
        max_words: The longest line, in words.
    """

    def __init__(
        self, generator: Generator, fallback: ExtractiveCondenser | None = None, /, *, max_words: int = 28
    ) -> None:
        self._generator = generator
        self._fallback = fallback or ExtractiveCondenser(max_words=max_words)
        self._max_words = max_words

    def condense(self, document: Document, statements: Sequence[Statement], /) -> list[Line]:
        """One line a statement, in the same order; ``Line.replaced`` where the model's text was refused."""
        plain = self._fallback.condense(document, statements)
        asked = [n for n, line in enumerate(plain) if line]
        prompts = [self._prompt(document, statements[n], plain[n]) for n in asked]
        texts = self._generator.generate(prompts) if prompts else []
        lines = list(plain)
        for n, prompt, text in zip(asked, prompts, texts, strict=True):
            carried = [_content(document, statements[i]) for i in plain[n].folded]
            lines[n] = accept(text, prompt, plain[n], carried)
        return lines

    def _prompt(self, document: Document, statement: Statement, line: Line) -> Prompt:
        actor = statement.actor.name if statement.actor is not None else ""
        evidence = " ".join(document.text(s) for s in line.evidence)
        return Prompt(actor, " ".join(evidence.split()), self._max_words)


def accept(text: str, prompt: Prompt, plain: Line, carried: Sequence[str] = (), /) -> Line:
    """The model's text as a line, or the extractive one marked as its replacement.

    Args:
        text: What the model wrote.
        plain: The extractive line, never empty.
        carried: Contents of the statements folded into the extractive line, which the new one must keep.
    """
    line = first_sentence(text, prompt.actor)
    fine = (
        3 <= count_words(line) <= prompt.max_words
        and is_balanced(line)
        and not _pointers(line) - _pointers(plain.text)
        and all(_keeps(line, content) for content in carried)
        and not check(line, prompt.evidence)
    )
    return replace(plain, text=line) if fine else replace(plain, replaced=True)


def first_sentence(text: str, actor: str, /) -> str:
    """The first sentence of a model's answer, without list marks, wrapping marks or the actor's name."""
    text = _LIST_MARK.sub("", text.strip().split("\n", maxsplit=1)[0])
    match = _SENTENCE.match(text)
    line = match.group().strip() if match else ""
    for name in (actor, actor.rsplit(" ", 1)[-1]):
        if name and line.startswith(name + " "):
            line = line[len(name) :].strip()
    if len(line) > 1 and line[0] + line[-1] in {'""', "“”"} and line.count(line[0]) + line.count(line[-1]) <= 4:
        inner = line[1:-1]
        line = inner if not set(inner) & set('"“”') else line
    return finish(line)


def _pointers(line: str) -> set[str]:
    return {w.casefold() for w in words(line)} & _POINTERS


def _keeps(line: str, content: str) -> bool:
    wanted = set(content_stems(content))
    return not wanted or len(wanted & set(content_stems(line))) >= _CARRIED_SHARE * len(wanted)


def _content(document: Document, statement: Statement) -> str:
    return " ".join(document.text(s) for s in statement.content)
