"""An annotated corpus as tagged tokens.

The format is one JSON object a line: ``{"id", "text", "attributions": [{"source": [[s, e], …], "cue": […],
"content": […]}]}``, offsets half-open code points into ``text`` (PolNeAR, Newell et al., LREC 2018, converted).
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from summarizer.attribution.learned.encoding import Encoded, Ints, Tokenize, encode
from summarizer.attribution.learned.tags import BEGIN, INSIDE, ROLES, TAGS
from summarizer.document import Document
from summarizer.model import Article, ArticleId
from summarizer.ports import Parser

NOWHERE = -1
"""A token that points at nothing: its attribution has no such part."""
UNASKED = -100
"""A token that is not asked to point."""
ENTITIES = tuple(
    """CARDINAL DATE EVENT FAC GPE LANGUAGE LAW LOC MONEY NORP ORDINAL ORG PERCENT PERSON PRODUCT QUANTITY TIME
    WORK_OF_ART""".split()
)
ENTITY_TAGS = ("O", *(f"{edge}-{kind}" for kind in ENTITIES for edge in "BI"))
_BATCH = 16


@dataclass(frozen=True, slots=True)
class Example:
    """An article's tokens with what the tagger should say of them; every array has one row a token.

    Attributes:
        tags: Index into ``TAGS``.
        cues: For tokens of sources and contents, the first token of their cue, or NOWHERE; else UNASKED.
        sources: For the first tokens of cues, the first token of their source, or NOWHERE; else UNASKED.
        entities: Index into ``ENTITY_TAGS``, as the parser sees it.
    """

    encoded: Encoded
    tags: Ints
    cues: Ints
    sources: Ints
    entities: Ints


def examples(path: Path, parser: Parser, tokenize: Tokenize, unknown: int) -> Iterator[Example]:
    """Every article of a corpus file, parsed and tagged, in the same order."""
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    for at in range(0, len(records), _BATCH):
        batch = records[at : at + _BATCH]
        articles = [Article(ArticleId(str(r["id"])), r["text"]) for r in batch]
        for record, document in zip(batch, parser.parse(articles), strict=True):
            yield example(document, record["attributions"], encode(document, tokenize, unknown))


def example(document: Document, attributions: Sequence[dict[str, Any]], encoded: Encoded) -> Example:
    """One article, tagged."""
    count = len(document.tokens)
    tags = np.zeros(count, np.int64)
    cues = np.full(count, UNASKED, np.int64)
    sources = np.full(count, UNASKED, np.int64)
    starts, ends = [t.start for t in document.tokens], [t.end for t in document.tokens]

    def tokens(spans: Sequence[Sequence[int]]) -> list[range]:
        found = (range(bisect_right(ends, s), bisect_left(starts, e)) for s, e in sorted(map(tuple, spans)))
        return [r for r in found if r]

    for attribution in attributions:
        parts = {role: tokens(attribution.get(role) or ()) for role in ROLES}
        head = parts["cue"][0][0] if parts["cue"] else NOWHERE
        for role in ROLES:
            for words in parts[role]:
                tags[words.start] = BEGIN[role]
                tags[words.start + 1 : words.stop] = INSIDE[role]
                if role != "cue":
                    for i in words:
                        # One source of several cues belongs to the nearest of them.
                        if cues[i] < 0 or (head != NOWHERE and abs(head - i) < abs(cues[i] - i)):
                            cues[i] = head
        if head != NOWHERE:
            sources[head] = parts["source"][0][0] if parts["source"] else NOWHERE
    entities = np.zeros(count, np.int64)
    for entity in document.entities:
        entities[entity.first] = ENTITY_TAGS.index("B-" + entity.label)
        entities[entity.first + 1 : entity.last] = ENTITY_TAGS.index("I-" + entity.label)
    return Example(encoded, tags, cues, sources, entities)


def transitions(learned: Sequence[Example], weight: float, reluctance: float) -> list[list[float]]:
    """How much more often each tag is followed by each than chance would have it: weighted log ratios.

    Args:
        reluctance: Taken off the score of every token outside, since a tagger in doubt leaves too much out.
    """
    counts = np.ones((len(TAGS), len(TAGS)))
    for one in learned:
        np.add.at(counts, (one.tags[:-1], one.tags[1:]), 1)
    after = counts / counts.sum(axis=1, keepdims=True)
    ratios = np.log(after / (counts.sum(axis=0) / counts.sum()))
    scores = weight * ratios
    scores[:, TAGS.index("O")] -= reluctance
    return [[round(float(v), 3) for v in row] for row in scores]
