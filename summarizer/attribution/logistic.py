"""Logistic regression over named features."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

_STEPS = 12
_RIDGE = 2.0


def fitted(rows: Sequence[dict[str, float]], right: Sequence[bool], /) -> dict[str, float]:
    """Weights of a logistic regression with a ridge, by feature name (Newton's method)."""
    names = sorted({k for row in rows for k in row})
    column = {k: n for n, k in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    for n, row in enumerate(rows):
        for k, v in row.items():
            x[n, column[k]] = v
    y = np.asarray(right, dtype=float)
    w = np.zeros(len(names))
    for _ in range(_STEPS):
        p = 1.0 / (1.0 + np.exp(-np.clip(x @ w, -30, 30)))
        slope = x.T @ (y - p) - _RIDGE * w
        bend = (x * (p * (1 - p))[:, None]).T @ x + _RIDGE * np.eye(len(names))
        w += np.linalg.solve(bend, slope)
    return {k: round(float(w[n]), 3) for k, n in column.items()}
