"""One statement on its way to a line, with all that the steps ask for over and over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..document import Document
from ..model import Statement
from .cue import Lead, cue_verb, headline_verb, lead
from .dangling import Speaker, speaker
from .extent import tidied
from .naming import Naming


@dataclass(frozen=True, slots=True)
class Case:
    """A statement, how its line would open, and which pronouns mean its actor.

    Attributes:
        lead: None when the cue cannot open a line.
        max_words: The longest line; ``most_words`` is what is still let through rather than print nothing.
        naming: Whom its pronouns mean, where the line is to say so.
    """

    document: Document
    statement: Statement
    lead: Lead | None
    who: Speaker
    max_words: int
    naming: Naming | None = None

    def forms(self, tokens: frozenset[int], /) -> Mapping[int, str]:
        """New forms of the tokens by index: a name for a pronoun."""
        return self.naming.forms(self.document, tokens) if self.naming is not None else {}

    @property
    def budgets(self) -> tuple[int, ...]:
        """The longest line wanted, and what is let through rather than print nothing."""
        return self.max_words, self.max_words + self.max_words // 14, self.max_words + self.max_words // 4

    @property
    def most_words(self) -> int:
        """A line a little too long is better than none."""
        return self.budgets[-1]

    @property
    def source(self) -> frozenset[int]:
        """Indices of the source's tokens."""
        return frozenset(t.index for s in self.statement.source for t in self.document.tokens_in(s))


def cases(document: Document, statements: Sequence[Statement], max_words: int, /) -> list[Case]:
    """A case for each statement, in the same order."""
    known: dict[str, set[str]] = {}
    mentions: dict[str, set[int]] = {}
    statements = [tidied(document, s) for s in statements]
    for statement in statements:
        tokens = [t for s in statement.source for t in document.tokens_in(s)]
        words = {t.text.lower() for t in tokens}
        if statement.actor is not None:
            mentions.setdefault(statement.actor.id, set()).update(t.index for t in tokens)
        if statement.actor is not None and words & {"he", "she"} == words:
            known.setdefault(statement.actor.id, set()).update(words)
    found = []
    for statement in statements:
        verb = cue_verb(document, statement) or headline_verb(document, statement)
        kin = mentions[statement.actor.id] if statement.actor is not None else set()
        opening = lead(document, statement, verb, kin=kin) if verb is not None else None
        pronouns = known.get(statement.actor.id, set()) if statement.actor is not None else set()
        who = speaker(document, statement, verb=verb.index if verb else -1, known=pronouns)
        found.append(Case(document, statement, opening, who, max_words))
    return found
