"""Wiring: settings in, a desk with its models out.  Nothing else builds models from settings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from config.settings import Settings
    from newsdesk.desk import Desk
    from summarizer.actors.registry import Registry
    from summarizer.pipeline import Summarizer
    from summarizer.ports import AttributionReader, Condenser


def build_desk(settings: Settings, /) -> Desk:
    """A desk that has read nothing yet; loads the language pipeline (about two seconds).

    Raises:
        ModelUnavailable: A model named in the settings cannot be loaded.
        RegistryError: The actor registry does not say what it should.
    """
    from newsdesk.desk import Desk

    return Desk(build_summarizer(settings))


def build_summarizer(settings: Settings, /) -> Summarizer:
    """The summarizer that the settings describe."""
    from summarizer.pipeline import Summarizer
    from summarizer.syntax.spacy_parser import SpacyParser

    return Summarizer(
        parser=SpacyParser(settings.pipeline),
        reader=_reader(settings),
        condenser=_condenser(settings),
        registry=load_actors(settings),
    )


def load_actors(settings: Settings, /) -> Registry:
    """The operator's actor registry, or the one that comes with the project."""
    from summarizer.actors.registry_file import load_registry

    return load_registry(settings.registry_path)


def _reader(settings: Settings) -> AttributionReader:
    if settings.reader == "rules":
        from summarizer.attribution.rules import RulesReader

        return RulesReader()
    from summarizer.attribution.learned.reader import LearnedReader
    from summarizer.attribution.learned.tagger import OnnxTagger

    return LearnedReader(OnnxTagger() if settings.reader == "learned" else OnnxTagger(Path(settings.reader)))


def _condenser(settings: Settings) -> Condenser:
    from summarizer.condense.extractive import ExtractiveCondenser

    extractive = ExtractiveCondenser(max_words=settings.max_words)
    if not settings.condenser.startswith("hf:"):
        return extractive
    from summarizer.condense.hf import HuggingFaceCondenser

    return HuggingFaceCondenser(
        settings.condenser.removeprefix("hf:"),
        device=settings.condenser_device,
        max_words=settings.max_words,
        fallback=extractive,
    )
