"""Revised articles: what stood in one when it was read before is no news, however new its revision is.

An article that changes is read anew, at a new position, and so it stands in windows that begin after its first
reading.  There it gives only what it did not say then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from summarizer.model import ArticleId, Reading

from ..evidence import proof
from ..model import Position
from ..ports import Readings


def without_told(reading: Reading, told: frozenset[str], /) -> Reading:
    """A reading without the statements whose proof (``newsdesk.evidence``) is among those told before.

    The others keep their order; a reading that loses nothing is the same object.
    """
    if not told:
        return reading
    kept = tuple(s for s in reading.statements if proof(s, reading.article.text) not in told)
    return reading if len(kept) == len(reading.statements) else replace(reading, statements=kept)


class Revised:
    """The articles of one window that have another revision than their first, as narrower windows see them.

    Args:
        readings: Of a window; what was told before its beginning is dropped from ``readings``.
        after: Where the window begins.

    Attributes:
        readings: In the same order, those that lost nothing the same objects.
    """

    def __init__(self, store: Readings, readings: Iterable[Reading], after: Position, /) -> None:
        self._store = store
        given = list(readings)
        told = store.told(_revised(given), after)
        self.readings = [without_told(r, told.get(r.article.id, frozenset())) for r in given]
        self._later = {r.article.id: r for r in self.readings if r.article.revision > 1}
        self._dropped: dict[Position, frozenset[tuple[ArticleId, int]]] = {after: frozenset()}

    def dropped(self, after: Position, /) -> frozenset[tuple[ArticleId, int]]:
        """What a window that begins later drops besides: articles, each with the place of a statement in it."""
        if after not in self._dropped:
            told = self._store.told(self._later, after)
            self._dropped[after] = frozenset(
                (article, place)
                for article, known in told.items()
                for place, s in enumerate(self._later[article].statements)
                if proof(s, self._later[article].article.text) in known
            )
        return self._dropped[after]


def _revised(readings: Sequence[Reading]) -> list[ArticleId]:
    return [r.article.id for r in readings if r.article.revision > 1]
