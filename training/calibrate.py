"""Confidence that means what it says, learned on articles that the tagger has not seen.

An attribution is right when its source is right and its content shares at least half of the words with the gold
one (intersection over union), one to one, as :mod:`summarizer.evaluation.attribution` counts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from summarizer.attribution.learned.confidence import Calibration, features
from summarizer.attribution.learned.reader import LearnedReader
from summarizer.attribution.learned.tagger import OnnxTagger
from summarizer.attribution.logistic import fitted
from summarizer.evaluation.attribution import right_ones
from summarizer.evaluation.fields import read_lines
from summarizer.evaluation.gold import labelled_texts
from summarizer.model import Article
from summarizer.syntax.spacy_parser import SpacyParser

from .export import write_config
from .train import held_out

_STEPS = 100
_AS_GOOD = 0.005


def calibrate(corpus: Path, folder: Path) -> Calibration:
    """Fit the model's confidence on the articles held out, and write it into its ``config.json``."""
    texts = held_out(labelled_texts(read_lines(corpus.read_text(encoding="utf-8"), source=corpus.name)))
    documents = SpacyParser().parse([Article(t.id, t.text) for t in texts])
    reader = LearnedReader(OnnxTagger(folder))
    rows: list[dict[str, float]] = []
    right: list[bool] = []
    for document, text, found in zip(documents, texts, reader.reports(documents), strict=True):
        rows += [features(document, report) for report in found]
        right += right_ones(text.text, text.attributions, [report.attribution(document) for report in found])
    weights = fitted(rows, right)
    gold = sum(len(t.attributions) for t in texts)
    calibration = Calibration(weights, _least(weights, rows, right, gold))
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    config["newsdesk"]["calibration"] = {"weights": weights, "least": calibration.least}
    write_config(folder, config)
    return calibration


def _least(
    weights: Mapping[str, float], rows: Sequence[Mapping[str, float]], right: Sequence[bool], gold: int
) -> float:
    """The lowest confidence from which on showing attributions gives almost the highest F.

    F is flat around its best: of cuts that are as good, the one that leaves out least serves questions and
    briefs.
    """
    sure = np.array([Calibration(weights, 0.0).of_features(row) for row in rows])
    good = np.array(right)

    def f(least: float) -> float:
        kept = sure >= least
        return 2.0 * float(good[kept].sum()) / max(1.0, float(kept.sum()) + gold)

    cuts = [n / _STEPS for n in range(_STEPS)]
    best = max(map(f, cuts))
    return next(c for c in cuts if f(c) >= best - _AS_GOOD)
