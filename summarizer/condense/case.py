"""One statement on its way to a line, with all that the steps ask for over and over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..document import Document
from ..model import Statement
from .cue import Lead, cue_verb, headline_verb, lead
from .dangling import Speaker, speaker


@dataclass(frozen=True, slots=True)
class Case:
    """A statement, how its line would open, and which pronouns mean its actor.

    Attributes:
        lead: None when the cue cannot open a line.
        max_words: The longest line; ``most_words`` is what is still let through rather than print nothing.
    """

    document: Document
    statement: Statement
    lead: Lead | None
    who: Speaker
    max_words: int

    @property
    def most_words(self) -> int:
        """A line a little too long is better than none."""
        return self.max_words + self.max_words // 14

    @property
    def source(self) -> frozenset[int]:
        """Indices of the source's tokens."""
        return frozenset(t.index for s in self.statement.source for t in self.document.tokens_in(s))


def cases(document: Document, statements: Sequence[Statement], max_words: int, /) -> list[Case]:
    """A case for each statement, in the same order."""
    known: dict[str, set[str]] = {}
    for statement in statements:
        words = {t.text.lower() for s in statement.source for t in document.tokens_in(s)}
        if statement.actor is not None and words & {"he", "she"} == words:
            known.setdefault(statement.actor.id, set()).update(words)
    found = []
    for statement in statements:
        verb = cue_verb(document, statement) or headline_verb(document, statement)
        opening = lead(document, statement, verb) if verb is not None else None
        pronouns = known.get(statement.actor.id, set()) if statement.actor is not None else set()
        who = speaker(document, statement, verb=verb.index if verb else -1, known=pronouns)
        found.append(Case(document, statement, opening, who, max_words))
    return found
