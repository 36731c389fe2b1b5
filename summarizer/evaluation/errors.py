"""What can be wrong with a file of labels or predictions."""

from __future__ import annotations

from ..errors import SummarizerError


class BadRecord(SummarizerError):
    """A line of a JSON Lines file is not what it should be.

    Attributes:
        place: ``path:line``.
    """

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
