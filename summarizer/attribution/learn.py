"""Learning the figures of the lexicon from annotated articles: counts by cue and frame, and weights.

``python -m summarizer.attribution.learn TRAIN.jsonl counts.json`` writes what :mod:`.lexicon` reads; a line of
TRAIN is ``{"id", "text", "attributions": [{"source": [[start, end], …], "cue": …, "content": …}]}``.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..document import Document
from ..model import Article, ArticleId, Span
from .candidates import Candidate
from .confidence import features, reported_noun
from .lexicon import Lexicon, known_cues, tellable_nouns
from .logistic import fitted
from .rules import proposed

_FOLDS = 5
_RARE = 5
_LEAST_SEEN = 2

_Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated attribution as token indices."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]


@dataclass(frozen=True, slots=True)
class Annotated:
    """A parsed text and what people marked in it."""

    document: Document
    gold: tuple[Gold, ...]


def annotated(document: Document, records: Iterable[dict[str, list[list[int]]]], /) -> Annotated:
    """A text with its annotated spans, records ``{"source": [[start, end], …], "cue": …, "content": …}``."""

    def tokens(spans: list[list[int]]) -> frozenset[int]:
        inside = (t for start, end in spans for t in document.tokens_in(Span(start, end)))
        return frozenset(t.index for t in inside if t.text[0].isalnum())

    gold = (Gold(tokens(r["source"]), tokens(r["cue"]), tokens(r["content"])) for r in records)
    return Annotated(document, tuple(gold))


def is_right(text: Annotated, candidate: Candidate, /) -> bool:
    """True when an annotated attribution has the same source and at least half of the content in common."""
    content = {i for i in candidate.content if text.document.tokens[i].text[0].isalnum()}
    for one in text.gold:
        both = len(content & one.content)
        if both and both * 2 >= len(content | one.content) and _same_source(candidate, one):
            return True
    return False


def _same_source(candidate: Candidate, one: Gold) -> bool:
    if candidate.source is None or not one.source:
        return candidate.source is None and not one.source
    return candidate.source.index in one.source


def learn(texts: Sequence[Annotated], /) -> Lexicon:
    """A lexicon with counts of all texts and weights fitted where no text votes for itself."""
    # Who gets a quotation depends on the lexicon: a first round without counts finds most of them.
    start = _counted(texts, Lexicon(known=known_cues(), tellable=tellable_nouns()))
    rows: list[dict[str, float]] = []
    right: list[bool] = []
    for fold in range(_FOLDS):
        others = _counted([t for n, t in enumerate(texts) if n % _FOLDS != fold], start)
        for text in texts[fold::_FOLDS]:
            for candidate in proposed(text.document, others):
                rows.append(features(text.document, candidate, others))
                right.append(is_right(text, candidate))
    return replace(_counted(texts, start), weights=fitted(rows, right))


def _counted(texts: Iterable[Annotated], lexicon: Lexicon) -> Lexicon:
    cells: dict[str, dict[str, _Cell]] = defaultdict(lambda: defaultdict(lambda: (0, 0)))
    nouns: dict[str, _Cell] = defaultdict(lambda: (0, 0))
    told: dict[str, _Cell] = defaultdict(lambda: (0, 0))
    guide = replace(lexicon, frames=dict.fromkeys(lexicon.frames, 1.0))  # nothing is hopeless yet
    for text in texts:
        for candidate in proposed(text.document, guide):
            frame, lemma = candidate.key
            seen = (is_right(text, candidate), 1)
            cells[frame][lemma] = _sum(cells[frame][lemma], seen)
            if candidate.source is not None and candidate.source.pos == "NOUN":
                noun = candidate.source.lemma.lower()
                nouns[noun] = _sum(nouns[noun], seen)
            thing = reported_noun(text.document, candidate)
            if thing is not None:
                told[thing.lemma.lower()] = _sum(told[thing.lemma.lower()], seen)
    return Lexicon(
        counts={f: {k: c for k, c in v.items() if c[0] and c[1] >= _LEAST_SEEN} for f, v in cells.items()},
        frames={f: _unseen(v) for f, v in cells.items()},
        known=lexicon.known,
        sources={k: c for k, c in nouns.items() if c[1] > _LEAST_SEEN},
        told={k: c for k, c in told.items() if c[1] > _LEAST_SEEN},
        tellable=lexicon.tellable,
    )


def _sum(one: _Cell, other: _Cell) -> _Cell:
    return one[0] + other[0], one[1] + other[1]


def _unseen(lemmas: dict[str, _Cell]) -> float:
    rare = [c for c in lemmas.values() if c[1] <= _RARE]
    return round((sum(c[0] for c in rare) + 0.1) / (sum(c[1] for c in rare) + 2.0), 3)


def as_data(lexicon: Lexicon, /) -> dict[str, Any]:
    """What ``counts.json`` holds."""
    return {
        "frames": dict(sorted(lexicon.frames.items())),
        "weights": dict(sorted(lexicon.weights.items())),
        "sources": {k: list(v) for k, v in sorted(lexicon.sources.items())},
        "told": {k: list(v) for k, v in sorted(lexicon.told.items())},
        "counts": {
            f: {k: list(v) for k, v in sorted(c.items())} for f, c in sorted(lexicon.counts.items()) if c
        },
    }


def main(train: str, counts: str, /) -> None:
    """Parse annotated articles, learn from them, and write the figures, one frame a line."""
    from ..syntax.spacy_parser import SpacyParser

    records = [json.loads(line) for line in Path(train).read_text(encoding="utf-8").splitlines()]
    documents = SpacyParser().parse([Article(ArticleId(r["id"]), r["text"]) for r in records])
    texts = [annotated(d, r["attributions"]) for d, r in zip(documents, records, strict=True)]
    data = as_data(learn(texts))
    frames = ",\n".join(f"{json.dumps(f)}: {json.dumps(c)}" for f, c in data.pop("counts").items())
    parts = [f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in data.items()]
    text = "{\n" + ",\n".join([*parts, '"counts": {\n' + frames + "\n}"]) + "\n}\n"
    Path(counts).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
