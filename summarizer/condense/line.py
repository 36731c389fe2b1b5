"""One line of a brief and the sentences that prove it."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Spans


@dataclass(frozen=True, slots=True)
class Line:
    """A statement as one line, without the actor's name in front.

    Attributes:
        text: "" when no line reads well without its context.
        evidence: The whole sentences that the text's words were taken from, in text order; empty when the
            text is.  May hold a sentence more than ``Statement.evidence``, when the line goes on with it.
        folded: Positions, in the statements given to the condenser, of other statements whose words this
            line carries too ("…, emphasizing that …"); their own lines are empty.
        replaced: True when a generated line was refused by the evidence guard and this one, condensed by
            deletion, stands in its place.
    """

    text: str
    evidence: Spans = ()
    folded: tuple[int, ...] = ()
    replaced: bool = False

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def words(self) -> int:
        """How many words the text has, as a reader counts them: runs between spaces with a letter or digit."""
        return count_words(self.text)


EMPTY = Line("")


def count_words(text: str, /) -> int:
    """Runs between spaces that hold a letter or a digit; dashes and ellipses are not words."""
    return sum(any(c.isalnum() for c in run) for run in text.split())
