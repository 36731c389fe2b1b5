"""How well source and content of attributions are found.

Words are runs of letters and digits; punctuation never counts.

  content   words inside any content
  span      one-to-one pairs of contents that share at least half of their words (intersection over union)
  attr      the same, and the source is right (see ``sources.same_source``)
  atok      words of contents, right only under the right source: insensitive to how a quotation is cut up
  src_acc   of the ``span`` pairs whose gold source is not elided, the share with the right source

"Direct" are gold contents with a quotation mark in or right beside them.  What is predicted belongs to the
group of the gold content with which it shares most words, if there is none to the group that its own words say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..model import ArticleId, Attribution, Spans
from .figures import NOTHING, Agreement, percent
from .gold import LabelledText
from .pairing import MIN_OVERLAP, pair_up
from .sources import Source, SourceKind, kind_of, same_source
from .words import Words

_QUOTATION_MARK = re.compile(r"[\"“”«»]|''|``|(?<!\w)‘")


@dataclass(frozen=True, slots=True)
class AttributionScores:
    """The figures of one group of attributions; they add up over articles.

    Attributes:
        sources: Of the pairs of ``span``, how many have a gold source that is not elided.
        sources_right: How many of those have the right one.
    """

    content: Agreement = NOTHING
    span: Agreement = NOTHING
    attr: Agreement = NOTHING
    atok: Agreement = NOTHING
    sources: int = 0
    sources_right: int = 0

    @property
    def source_accuracy(self) -> float | None:
        """In percent; None when there is no source to judge."""
        return percent(self.sources_right, self.sources)

    def __add__(self, other: AttributionScores) -> AttributionScores:
        return AttributionScores(
            _sum(self.content, other.content),
            _sum(self.span, other.span),
            _sum(self.attr, other.attr),
            _sum(self.atok, other.atok),
            self.sources + other.sources,
            self.sources_right + other.sources_right,
        )


@dataclass(frozen=True, slots=True)
class AttributionReport:
    """Figures of all attributions and of groups of them.

    Attributes:
        publishers: By publisher, in alphabetical order; articles without one stand in none.
        kinds: By kind of the gold source; what is predicted is grouped as "direct" is.
        unread: Articles for which there is no prediction, not even an empty one.
    """

    all: AttributionScores
    direct: AttributionScores
    indirect: AttributionScores
    publishers: dict[str, AttributionScores]
    kinds: dict[SourceKind, AttributionScores]
    unread: tuple[ArticleId, ...]


def score_attributions(
    gold: Iterable[LabelledText], predicted: Mapping[ArticleId, Sequence[Attribution]], /
) -> AttributionReport:
    """Compare what was predicted of each text with its labels; ids that no gold text bears are ignored."""
    nothing = AttributionScores()
    total, unread = nothing, []
    sides = [nothing, nothing]
    kinds = [nothing for _ in SourceKind]
    publishers: dict[str, AttributionScores] = {}
    for labelled in gold:
        if labelled.id not in predicted:
            unread.append(labelled.id)
        text = Words(labelled.text)
        right, ours = _items(text, labelled.attributions), _items(text, predicted.get(labelled.id, ()))
        here = _score(text, right, ours)
        total += here
        for side in range(len(sides)):
            sides[side] += _score(text, *_group(right, ours, lambda i: i.side, side))
        for kind in range(len(kinds)):
            kinds[kind] += _score(text, *_group(right, ours, lambda i: i.kind, kind))
        if labelled.publisher:
            publishers[labelled.publisher] = publishers.get(labelled.publisher, nothing) + here
    indirect, direct = sides
    by_kind = dict(zip(SourceKind, kinds, strict=True))
    return AttributionReport(total, direct, indirect, dict(sorted(publishers.items())), by_kind, tuple(unread))


def right_ones(text: str, gold: Sequence[Attribution], predicted: Sequence[Attribution], /) -> list[bool]:
    """Of each prediction about one text, whether ``attr`` counts it as right; what has no word is wrong."""
    words = Words(text)
    right = _items(words, gold)
    scored = [(n, item) for n, p in enumerate(predicted) for item in _items(words, [p])]
    pairs = [
        (len(mine.content & other.content) / len(mine.content | other.content), n, g)
        for n, mine in scored
        for g, other in enumerate(right)
        if mine.content & other.content and same_source(words, mine.source, other.source)
    ]
    found = {n for n, _ in pair_up(p for p in pairs if p[0] >= MIN_OVERLAP)}
    return [n in found for n in range(len(predicted))]


@dataclass(frozen=True, slots=True)
class _Item:
    """An attribution in numbers of words, with the groups that it belongs to.

    Attributes:
        side: 1 for a direct one, 0 for an indirect one.
        kind: Place of the source's kind in ``SourceKind``.
    """

    content: frozenset[int]
    source: Source
    side: int
    kind: int


def _items(text: Words, attributions: Iterable[Attribution]) -> list[_Item]:
    """Attributions whose content has a word."""
    kinds = list(SourceKind)
    return [
        _Item(
            words,
            Source.of(text, a.source),
            int(_is_quoted(text.text, a.content)),
            kinds.index(kind_of(text, a.source)),
        )
        for a in attributions
        if (words := text.numbers(a.content))
    ]


def _is_quoted(text: str, content: Spans) -> bool:
    return any(_QUOTATION_MARK.search(text[max(0, start - 1) : end + 1]) for start, end in content)


def _group(
    gold: Sequence[_Item], ours: Sequence[_Item], of: Callable[[_Item], int], wanted: int
) -> tuple[list[_Item], list[_Item]]:
    """Of both lists what belongs to a group; of two gold contents shared equally the higher group counts."""

    def belongs(item: _Item) -> bool:
        overlaps = ((len(item.content & g.content), of(g)) for g in gold)
        count, group = max(overlaps, default=(0, 0))
        return (group if count else of(item)) == wanted

    return [g for g in gold if of(g) == wanted], [p for p in ours if belongs(p)]


def _score(text: Words, gold: Sequence[_Item], ours: Sequence[_Item]) -> AttributionScores:
    spans, both = [], []
    with_source: set[int] = set()
    for p, mine in enumerate(ours):
        for g, right in enumerate(gold):
            common = mine.content & right.content
            if not common:
                continue
            overlap = len(common) / len(mine.content | right.content)
            is_same = same_source(text, mine.source, right.source)
            if is_same:
                with_source |= common
            if overlap >= MIN_OVERLAP:
                spans.append((overlap, p, g))
                if is_same:
                    both.append((overlap, p, g))
    pairs = pair_up(spans)
    judged = [(p, g) for p, g in pairs if gold[g].source.words]
    found, wanted = _words(ours), _words(gold)
    return AttributionScores(
        content=Agreement(len(found & wanted), len(found), len(wanted)),
        span=Agreement(len(pairs), len(ours), len(gold)),
        attr=Agreement(len(pair_up(both)), len(ours), len(gold)),
        atok=Agreement(len(with_source), len(found), len(wanted)),
        sources=len(judged),
        sources_right=sum(same_source(text, ours[p].source, gold[g].source) for p, g in judged),
    )


def _words(items: Iterable[_Item]) -> frozenset[int]:
    return frozenset(n for item in items for n in item.content)


def _sum(one: Agreement, other: Agreement) -> Agreement:
    return Agreement(one.right + other.right, one.predicted + other.predicted, one.gold + other.gold)
