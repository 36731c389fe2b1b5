"""What is worked out once for each text and line, however many briefs they stand in."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import islice
from typing import TypeVar

from ..cluster.claims import ClaimKey
from ..cluster.duplicates import Sample, sampled_shingles
from ..cluster.stories import lead_stems
from ..model import Act, Article, Reading, Statement
from .wording import statement_words

_K = TypeVar("_K")
_V = TypeVar("_V")

# Twice an archive of 10,000 articles; a line's key takes about 1 kB.
_MAX_TEXTS = 20_000
_MAX_LINES = 250_000


class Shared:
    """Remembers samples of texts, keys of lines and words of statements, the older ones up to a limit.

    All are functions of the words alone, so that nothing goes stale; one ``Shared`` may serve many composers,
    in several threads too: at worst something is worked out twice.
    """

    def __init__(self) -> None:
        self._samples: dict[int, Sample] = {}
        self._leads: dict[int, tuple[str, ...]] = {}
        self._keys: dict[Act, dict[str, ClaimKey]] = {act: {} for act in Act}
        self._words: dict[tuple[str, int, int], str] = {}

    def learn(self, reading: Reading, /) -> None:
        """Work out now what a brief of this reading will need."""
        self.sample(reading.article)
        self.lead(reading.article)
        for statement in reading.statements:
            if statement.gist:
                self.key(statement.act, statement.gist)
                self.words(statement, reading.article)

    def key(self, act: Act, line: str, /) -> ClaimKey:
        """``ClaimKey.of``, remembered."""
        known = self._keys[act]
        key = known.get(line)
        if key is None:
            key = _kept(known, line, ClaimKey.of(act, line), _MAX_LINES)
        return key

    def sample(self, article: Article, /) -> Sample:
        """``sampled_shingles`` of the article's text, remembered."""
        known = hash(article.text)
        sample = self._samples.get(known)
        if sample is None:
            sample = _kept(self._samples, known, sampled_shingles(article.text), _MAX_TEXTS)
        return sample

    def lead(self, article: Article, /) -> Sequence[str]:
        """``lead_stems``, remembered."""
        known = hash((article.title, article.text))
        lead = self._leads.get(known)
        if lead is None:
            lead = _kept(self._leads, known, tuple(map(sys.intern, lead_stems(article))), _MAX_TEXTS)
        return lead

    def words(self, statement: Statement, article: Article, /) -> str:
        """``statement_words``, remembered."""
        known = (statement.gist, hash(article.text), hash(statement.evidence))
        words = self._words.get(known)
        if words is None:
            words = _kept(self._words, known, statement_words(statement, article), _MAX_LINES)
        return words


def _kept(known: dict[_K, _V], key: _K, value: _V, limit: int) -> _V:
    """Remember a value; the older half goes when there are too many."""
    if len(known) >= limit:
        for old in list(islice(known, limit // 2)):
            known.pop(old, None)
    known[key] = value
    return value
