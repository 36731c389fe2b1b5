"""How sure a report is: a logistic sum of what tagger and grammar say of its parts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...document import Document
from .report import Report


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights by feature name, fitted on annotated articles that nothing else was learned from.

    Attributes:
        least: Below this, an attribution is more likely wrong than worth showing.
    """

    weights: Mapping[str, float]
    least: float

    @classmethod
    def of(cls, data: Mapping[str, Any], /) -> Calibration:
        """As a model's ``config.json`` has it."""
        return cls(weights=dict(data["weights"]), least=float(data["least"]))

    def confidence(self, document: Document, report: Report, /) -> float:
        """Probability that source and content are right."""
        return self.of_features(features(document, report))

    def of_features(self, found: Mapping[str, float], /) -> float:
        """The same from features."""
        total = sum(self.weights.get(k, 0.0) * v for k, v in found.items())
        return 1.0 / (1.0 + math.exp(-total))


def features(document: Document, report: Report, /) -> dict[str, float]:
    """What is known of a report, by feature name; logits are about -5 to 5, flags 1."""
    link, candidate = report.link, report.candidate
    words = [document.tokens[i] for i in candidate.content if document.tokens[i].text[0].isalnum()]
    quoted = sum(t.quoted for t in words)
    tagged = {i for c in link.contents for i in c}
    found = {
        "always": 1.0,
        "cue": _logit(link.cue_score),
        "source": _logit(link.source_score) if not report.inferred else 0.0,
        "content": _logit(link.content_score) if link.contents else 0.0,
        "link": _logit(link.link_score) if link.contents else 0.0,
        "words": math.log1p(len(words)),
        "added": sum(i not in tagged for i in candidate.content) / len(candidate.content),
    }
    flags = {
        "inferred": report.inferred,
        "no source": candidate.source is None,
        "pieces": len(link.contents) > 1,
        "quoted": quoted * 2 > len(words),
        "partly quoted": 0 < quoted * 2 <= len(words),
        "untagged content": not link.contents,
    }
    return found | {name: 1.0 for name, held in flags.items() if held}


def _logit(share: float) -> float:
    bounded = min(max(share, 0.003), 0.997)
    return math.log(bounded / (1 - bounded))
