"""Shares as people print them: in percent, rounded to one decimal."""

from __future__ import annotations

from dataclasses import dataclass


def percent(part: int, whole: int, /) -> float | None:
    """100·part/whole to one decimal; None of nothing."""
    return round(100 * part / whole, 1) if whole else None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two sets agree: how much is in both, in the predicted and in the gold one.

    Where one set is empty its share is 0, so that figures can be compared and summed up without exceptions.
    """

    right: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        """In percent."""
        return round(100 * self._precision, 1)

    @property
    def recall(self) -> float:
        """In percent."""
        return round(100 * self._recall, 1)

    @property
    def f(self) -> float:
        """The harmonic mean of precision and recall before they are rounded, in percent."""
        p, r = self._precision, self._recall
        return round(200 * p * r / (p + r), 1) if p + r else 0.0

    @property
    def _precision(self) -> float:
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def _recall(self) -> float:
        return self.right / self.gold if self.gold else 0.0


NOTHING = Agreement(0, 0, 0)
