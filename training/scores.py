"""Quick figures of a tagger over tokens, to watch training by; the figures that count come from reading."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

import torch

from summarizer.attribution.learned.tags import BEGIN, INSIDE, ROLES

from .batches import Special, Window, stack
from .corpus import UNASKED
from .network import Tagger


@torch.no_grad()  # type: ignore[untyped-decorator]
def token_scores(
    model: Tagger, items: Sequence[Window], special: Special, *, size: int = 16
) -> dict[str, float]:
    """F of each role over tokens, and the share of pointers that are right, in percent."""
    model.eval()
    counts: Counter[tuple[str, str]] = Counter()
    ordered = sorted(items, key=lambda w: w.pieces)
    for at in range(0, len(ordered), size):
        batch = stack(ordered[at : at + size], special, rng=random.Random(0))
        tags, *pointers, entities = model(batch.ids, batch.mask, batch.features)
        asked = batch.tags != UNASKED
        best = tags.argmax(-1)
        for role in ROLES:
            said = ((best == BEGIN[role]) | (best == INSIDE[role])) & asked
            true = (batch.tags == BEGIN[role]) | (batch.tags == INSIDE[role])
            counts[role, "both"] += int((said & true).sum())
            counts[role, "sum"] += int(said.sum()) + int(true.sum())
        for name, scores, targets in zip(
            ("cues", "sources", "entities"),
            (*pointers, entities),
            (batch.cues, batch.sources, batch.entities),
            strict=True,
        ):
            there = targets != UNASKED
            counts[name, "right"] += int((scores.argmax(-1)[there] == targets[there]).sum())
            counts[name, "all"] += int(there.sum())
    found = {role: 200 * counts[role, "both"] / max(1, counts[role, "sum"]) for role in ROLES}
    found |= {n: 100 * counts[n, "right"] / max(1, counts[n, "all"]) for n in ("cues", "sources", "entities")}
    return {name: round(value, 2) for name, value in found.items()}
