"""The cue lexicon: how often each word reports, by the frame it stands in.

``cues.toml`` holds what is known of words by their meaning, ``counts.json`` what was counted in annotated
articles (:mod:`.learn` writes it): lemmas and figures, no text.
"""

from __future__ import annotations

import functools
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files

Counts = Mapping[str, tuple[int, int]]

_PRIOR_STRENGTH = 4.0
_BELIEF_STRENGTH = 10.0
_UNSEEN_FRAME = 0.05
_MEAN_SOURCE = 0.2
_MEAN_TELLABLE = 0.6


@dataclass(frozen=True)
class Lexicon:
    """Counts learned from annotated articles, and cues that any news may use.

    Attributes:
        counts: By frame and lemma, how often a reading was right and how often it was seen.
        frames: By frame, the share that is right for a word never seen.
        known: By frame and lemma, the believed share of words that report by their meaning.
        sources: By lemma of a common noun, how often it was a source and how often the subject of a reading.
        told: By lemma of a common noun, how often what it stands for was told and how often it was an object.
        tellable: Common nouns that stand for what is told by their meaning.
        weights: Of the features that :mod:`.confidence` sums; empty to judge by the lexicon alone.
    """

    counts: Mapping[str, Counts] = field(default_factory=dict)
    frames: Mapping[str, float] = field(default_factory=dict)
    known: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    sources: Counts = field(default_factory=dict)
    told: Counts = field(default_factory=dict)
    tellable: frozenset[str] = frozenset()
    weights: Mapping[str, float] = field(default_factory=dict)

    def share(self, frame: str, lemma: str, /) -> float:
        """The share of readings of a lemma in a frame that are right, shrunk towards what is known of it."""
        good, total = self.counts.get(frame, {}).get(lemma, (0, 0))
        prior, strength = self.frames.get(frame, _UNSEEN_FRAME), _PRIOR_STRENGTH
        if self.believed(frame, lemma):
            prior, strength = self.believed(frame, lemma), _BELIEF_STRENGTH
        return (good + strength * prior) / (total + strength)

    def believed(self, frame: str, lemma: str, /) -> float:
        """What ``cues.toml`` says of the word in the frame; 0 when nothing."""
        return self.known.get(frame, {}).get(lemma, 0.0)

    def speaks(self, noun: str, /) -> float:
        """The share of a common noun's readings in which it was rightly the source."""
        good, total = self.sources.get(noun, (0, 0))
        return (good + _PRIOR_STRENGTH * _MEAN_SOURCE) / (total + _PRIOR_STRENGTH)

    def is_told(self, noun: str, /) -> float:
        """The share of a common noun's readings as content that are right ("outlined his *readiness*")."""
        good, total = self.told.get(noun, (0, 0))
        prior = _MEAN_TELLABLE if noun in self.tellable else _MEAN_SOURCE
        return (good + _PRIOR_STRENGTH * prior) / (total + _PRIOR_STRENGTH)


def tellable_nouns() -> frozenset[str]:
    """The nouns of ``cues.toml`` that stand for what somebody says, wants or thinks."""
    return frozenset(tomllib.loads(_data("cues.toml"))["nouns"]["told"].split())


def known_cues() -> dict[str, dict[str, float]]:
    """The hand-kept cues of ``cues.toml``, by frame and lemma."""
    known: dict[str, dict[str, float]] = {}
    for entry in tomllib.loads(_data("cues.toml"))["cues"]:
        for frame in entry["frames"]:
            known.setdefault(frame, {}).update(dict.fromkeys(entry["words"].split(), entry["share"]))
    return known


@dataclass(frozen=True, slots=True)
class DeedWords:
    """Which verbs are deeds, and which common nouns can do them.

    Attributes:
        objects: Lemmas that are deeds when they have an object.
        prepositions: (lemma, preposition or particle) pairs that are deeds without one.
        actors: Lemmas of nouns for people in office and bodies.
    """

    objects: frozenset[str]
    prepositions: frozenset[tuple[str, str]]
    actors: frozenset[str]


@functools.cache
def deed_words() -> DeedWords:
    """The hand-kept deeds of ``cues.toml``."""
    deeds = tomllib.loads(_data("cues.toml"))["deeds"]
    pairs = (pair.partition(":") for pair in deeds["prepositions"].split())
    return DeedWords(
        objects=frozenset(deeds["objects"].split()),
        prepositions=frozenset((verb, preposition) for verb, _, preposition in pairs),
        actors=frozenset(deeds["actors"].split()),
    )


@functools.cache
def default_lexicon() -> Lexicon:
    """The lexicon that comes with the package."""
    data = json.loads(_data("counts.json"))
    return Lexicon(
        counts={f: {lemma: (r, n) for lemma, (r, n) in ls.items()} for f, ls in data["counts"].items()},
        frames=data["frames"],
        known=known_cues(),
        sources={lemma: (r, n) for lemma, (r, n) in data["sources"].items()},
        told={lemma: (r, n) for lemma, (r, n) in data["told"].items()},
        tellable=tellable_nouns(),
        weights=data["weights"],
    )


def _data(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
