"""From scores to spans and links: the best well-formed tags, then who belongs to which cue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .tags import BEGIN, INSIDE, ROLES, TAGS

Floats = NDArray[np.float32]
_NEVER = np.float32(-1e4)
_NOT_BEFORE = np.zeros((len(TAGS), len(TAGS)), np.float32)
for _role in ROLES:
    _NOT_BEFORE[:, INSIDE[_role]] = _NEVER
    _NOT_BEFORE[[BEGIN[_role], INSIDE[_role]], INSIDE[_role]] = 0.0
_NOT_FIRST = np.zeros(len(TAGS), np.float32)
_NOT_FIRST[list(INSIDE.values())] = _NEVER

LEAST_CONTENT_LINK = 0.1
LEAST_SOURCE_LINK = 0.25
LEAST_UNTAGGED_CUE = 0.3


@dataclass(frozen=True, slots=True)
class Scores:
    """What the tagger says of one window of n tokens that begins at token ``start`` of the document.

    Attributes:
        tags: Log-probabilities; shape (n, tags).
        cues: Where each token points for its cue; shape (n, n + 1), rows sum to 1, column 0 is "nowhere".
        sources: Where each token, were it the first of a cue, points for its source; shape as ``cues``.
    """

    start: int
    tags: Floats
    cues: Floats
    sources: Floats


@dataclass(slots=True)
class Link:
    """A cue with what belongs to it, in token indices of the document.

    Attributes:
        cue: Empty for a content that belongs to no cue.
        cue_score: Mean probability of the cue's tags.
        source_score: How surely the source belongs to the cue, or, with no source, that there is none.
        content_score: Mean probability of the contents' tags.
        link_score: Mean probability that the contents belong to the cue.
    """

    cue: range
    source: range | None = None
    contents: list[range] = field(default_factory=list)
    cue_score: float = 0.0
    source_score: float = 0.0
    content_score: float = 0.0
    link_score: float = 0.0


def best_tags(scores: Sequence[Floats], transitions: Floats, /) -> list[NDArray[np.int64]]:
    """The most probable well-formed tags of each window (Viterbi), all windows at once.

    Args:
        scores: Log-probabilities of shape (tokens, tags), one array a window.
        transitions: What each tag (row) adds to the score of each next one (column).
    """
    if not scores:
        return []
    allowed = transitions + _NOT_BEFORE
    lengths = np.array([len(s) for s in scores])
    longest = int(lengths.max())
    padded = np.zeros((len(scores), longest, len(TAGS)), np.float32)
    for row, s in zip(padded, scores, strict=True):
        row[: len(s)] = s
    best = padded[:, 0] + _NOT_FIRST
    came = np.zeros((longest, len(scores), len(TAGS)), np.int64)
    for i in range(1, longest):
        paths = best[:, :, None] + allowed
        came[i] = paths.argmax(axis=1)
        step = np.take_along_axis(paths, came[i][:, None, :], axis=1)[:, 0] + padded[:, i]
        best = np.where((i < lengths)[:, None], step, best)
    tags = np.zeros((len(scores), longest), np.int64)
    now = best.argmax(axis=1)
    rows = np.arange(len(scores))
    for i in range(longest - 1, -1, -1):
        inside = i < lengths
        tags[inside, i] = now[inside]
        if i:
            now = np.where(inside, came[i][rows, now], now)
    return [t[:n] for t, n in zip(tags, lengths.tolist(), strict=True)]


def linked(scores: Scores, tags: NDArray[np.int64], /) -> list[Link]:
    """Every cue of a window with its source and contents, in no order.

    A content may point at a word that the tags take for no cue: then it is one.  Contents that point nowhere
    stand by themselves.
    """
    found = _spans(tags)
    sure = np.exp(scores.tags[np.arange(len(tags)), tags])
    links = [Link(_shifted(c, scores.start), cue_score=_mean(sure, c)) for c in found["cue"]]
    for link, cue in zip(links, found["cue"], strict=True):
        _give_source(link, cue, found["source"], scores)
    loose = []
    for content in found["content"]:
        sure_of = _mean(sure, content)
        points = scores.cues[content.start : content.stop].mean(axis=0)
        weights = [float(points[c.start + 1 : c.stop + 1].sum()) for c in found["cue"]]
        at = int(np.argmax(weights)) if weights else -1
        if weights and weights[at] >= LEAST_CONTENT_LINK:
            _add(links[at], content, scores.start, sure_of, weights[at])
            continue
        alone = _untagged(points, content, scores, tags, found["source"])
        _add(alone, content, scores.start, sure_of, float(points[1:].max()))
        loose.append(alone)
    return links + loose


def _untagged(
    points: Floats, content: range, scores: Scores, tags: NDArray[np.int64], sources: Sequence[range]
) -> Link:
    """A cue where a content points; an empty one when it points nowhere in particular, or into a content."""
    at = int(points[1:].argmax())
    if points[at + 1] < LEAST_UNTAGGED_CUE or at in content or tags[at]:
        return Link(range(scores.start + content.start, scores.start + content.start))
    cue = range(at, at + 1)
    link = Link(
        _shifted(cue, scores.start),
        cue_score=float(np.exp(scores.tags[at, [BEGIN["cue"], INSIDE["cue"]]]).sum()),
    )
    _give_source(link, cue, sources, scores)
    return link


def _give_source(link: Link, cue: range, sources: Sequence[range], scores: Scores) -> None:
    """The source that the cue points at, and that points at the cue; both ways count alike."""
    points = scores.sources[cue.start]
    best, most = None, 0.0
    for source in sources:
        there = float(points[source.start + 1 : source.stop + 1].sum())
        back = float(scores.cues[source.start : source.stop, cue.start + 1 : cue.stop + 1].sum(axis=1).mean())
        score = max((there + back) / 2, there * 0.95)
        if score > most:
            best, most = source, score
    nowhere = float(points[0])
    if best is not None and most >= LEAST_SOURCE_LINK and most >= nowhere * 0.8:
        link.source, link.source_score = _shifted(best, scores.start), most
    else:
        link.source_score = nowhere


def _add(link: Link, content: range, start: int, sure: float, weight: float) -> None:
    before = sum(len(c) for c in link.contents)
    total = before + len(content)
    link.content_score = (link.content_score * before + sure * len(content)) / total
    link.link_score = (link.link_score * before + weight * len(content)) / total
    link.contents.append(_shifted(content, start))


def _spans(tags: NDArray[np.int64]) -> dict[str, list[range]]:
    found: dict[str, list[range]] = {role: [] for role in ROLES}
    role_of = {BEGIN[r]: r for r in ROLES} | {INSIDE[r]: r for r in ROLES}
    begins = set(BEGIN.values())
    current: tuple[str, int] | None = None
    for i, tag in enumerate([*tags.tolist(), 0]):
        if current is not None and (tag in begins or tag == 0):
            found[current[0]].append(range(current[1], i))
            current = None
        if tag in begins:
            current = (role_of[tag], i)
    return found


def _shifted(span: range, start: int) -> range:
    return range(span.start + start, span.stop + start)


def _mean(values: Floats, span: range) -> float:
    return float(values[span.start : span.stop].mean())
