"""Examples cut into windows and windows stacked into tensors."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from summarizer.attribution.learned.encoding import FEATURES, Ints, windows

from .corpus import NOWHERE, UNASKED, Example


class Window(NamedTuple):
    """Tokens ``[start, end)`` of an example."""

    example: Example
    start: int
    end: int

    @property
    def pieces(self) -> int:
        """How many word pieces it holds."""
        first = self.example.encoded.first
        return int(first[self.end] - first[self.start])


class Batch(NamedTuple):
    """Tensors of shape (windows, pieces, …); targets stand at first pieces, elsewhere UNASKED."""

    ids: Tensor
    mask: Tensor
    features: Tensor
    tags: Tensor
    cues: Tensor
    sources: Tensor
    entities: Tensor


class Special(NamedTuple):
    """Ids of the pieces that are no words."""

    opening: int
    closing: int
    mask: int


def cut(examples: Sequence[Example], limit: int, rng: random.Random | None = None) -> list[Window]:
    """Windows over all examples; with ``rng``, differently each time."""
    found = []
    for example in examples:
        opening = rng.randint(limit // 4, limit) if rng else None
        found += [Window(example, a, b) for a, b in windows(example.encoded, limit, opening=opening)]
    return found


def shuffled(found: Sequence[Window], size: int, rng: random.Random) -> list[list[Window]]:
    """Batches of windows of like length, in random order."""
    ordered = sorted(found, key=lambda w: (w.pieces // 24, rng.random()))
    batches = [ordered[i : i + size] for i in range(0, len(ordered), size)]
    rng.shuffle(batches)
    return batches


def stack(items: Sequence[Window], special: Special, *, hide: float = 0.0, rng: random.Random) -> Batch:
    """One batch; ``hide`` is the share of words whose pieces are masked, so that context must tell."""
    longest = max(w.pieces for w in items) + 2
    shape = (len(items), longest)
    ids, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    features = np.zeros((*shape, FEATURES), np.int64)
    targets = np.full((4, *shape), UNASKED, np.int64)
    for row, window in enumerate(items):
        _fill(window, ids[row], mask[row], features[row], targets[:, row], special, hide, rng)
    tensors = [torch.from_numpy(a) for a in (ids, mask, features, *targets)]
    return Batch(*tensors)


def _fill(
    window: Window,
    ids: Ints,
    mask: Ints,
    features: Ints,
    targets: Ints,
    special: Special,
    hide: float,
    rng: random.Random,
) -> None:
    example, start, end = window
    encoded = example.encoded
    first = encoded.first[start : end + 1] - encoded.first[start] + 1
    count = window.pieces
    ids[0], ids[count + 1] = special.opening, special.closing
    ids[1 : count + 1] = encoded.ids[encoded.first[start] : encoded.first[end]]
    mask[: count + 2] = 1
    features[1 : count + 1] = np.repeat(encoded.features[start:end], np.diff(first), axis=0)
    heads = first[:-1]
    targets[0, heads] = example.tags[start:end]
    targets[1, heads] = _within(example.cues[start:end], start, end, heads)
    targets[2, heads] = _within(example.sources[start:end], start, end, heads)
    targets[3, heads] = example.entities[start:end]
    if hide:
        for i in range(end - start):
            if rng.random() < hide:
                ids[first[i] : first[i + 1]] = special.mask


def _within(pointers: Ints, start: int, end: int, heads: Ints) -> Ints:
    """Pointers as positions in the window: 0 for nowhere, unasked when what they point at lies outside."""
    found = np.full(len(pointers), UNASKED, np.int64)
    found[pointers == NOWHERE] = 0
    inside = (pointers >= start) & (pointers < end)
    found[inside] = heads[pointers[inside] - start]
    return found
