"""Timing two things in one run: on a shared machine only their ratio means anything."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable


def seconds(action: Callable[[], object], /, *, rounds: int = 3) -> float:
    """The fastest of some rounds, in seconds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        best = min(best, time.perf_counter() - start)
    return best


def resident_mb() -> float:
    """The largest resident memory so far, in MB (Linux counts it in KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
