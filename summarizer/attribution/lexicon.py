"""The cue lexicon: how often each word reports, by the frame it stands in."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from importlib.resources import files

_PRIOR_STRENGTH = 4.0


@dataclass(frozen=True)
class Lexicon:
    """Counts learned from annotated articles, and cues that any news may use.

    Attributes:
        counts: By frame and lemma, how often the reading was right and how often it was seen.
        frames: By frame, the share that is right for a word never seen.
        known: Lemmas that report by their meaning, whatever was counted, by frame; their share when unseen.
    """

    counts: dict[str, dict[str, tuple[int, int]]]
    frames: dict[str, float]
    known: dict[str, dict[str, float]]

    def share(self, frame: str, lemma: str, /, *, right: int = 0, seen: int = 0) -> float:
        """The share of readings of a lemma in a frame that are right, shrunk towards what is known of it.

        ``right`` and ``seen`` are taken off the counts first: while learning, a text must not vote for itself.
        """
        good, total = self.counts.get(frame, {}).get(lemma, (0, 0))
        prior = self.known.get(frame, {}).get(lemma, self.frames.get(frame, 0.05))
        return (good - right + _PRIOR_STRENGTH * prior) / (total - seen + _PRIOR_STRENGTH)


@functools.cache
def default_lexicon() -> Lexicon:
    """The lexicon that comes with the package."""
    data = json.loads(files(__package__).joinpath("cues.json").read_text(encoding="utf-8"))
    counts = {
        frame: {lemma: (right, seen) for lemma, (right, seen) in lemmas.items()}
        for frame, lemmas in data["counts"].items()
    }
    return Lexicon(counts, data["frames"], data["known"])
