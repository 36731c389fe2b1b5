"""Wiring: settings in, models, store and running desk out.  Nothing else builds them from settings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.work import DeskWork
    from config.settings import Settings
    from newsdesk.desk import Desk
    from newsdesk.gather.post import Rules
    from newsdesk.model import Retention
    from newsdesk.ports import Clock, Store
    from summarizer.actors.registry import Registry
    from summarizer.model import BriefSpec
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


def open_store(settings: Settings, /) -> Store:
    """What the desk remembers, brought up to the newest schema.

    Raises:
        StoreError: The database cannot be used; the message says what to do.
    """
    from newsdesk.store import open_store as open_at

    return open_at(settings.database_url)


def build_work(settings: Settings, store: Store, /, *, clock: Clock, rules: Rules | None = None) -> DeskWork:
    """Everything that a running desk does, on a store; belongs to one event loop.

    The models are loaded when the first article is read.

    Args:
        rules: In place of those that the settings describe.
    """
    from bot.channels.console_sender import ConsoleSender
    from bot.render.desk import DeskRenderer
    from bot.work import DeskWork
    from newsdesk.deliver import Deliverer
    from newsdesk.gather.gatherer import Gatherer

    renderer = DeskRenderer()
    senders = {sender.platform: sender for sender in (ConsoleSender(database=settings.database_path),)}
    return DeskWork(
        store,
        gatherer=Gatherer(store, rules or gathering_rules(settings), renderer=renderer),
        load_reader=lambda: build_summarizer(settings),
        renderer=renderer,
        deliverer=Deliverer(store, senders, clock=clock),
        platforms=tuple(senders),
        defaults=default_spec(settings),
        retention=retention(settings),
        clock=clock,
    )


def gathering_rules(settings: Settings, /) -> Rules:
    """How feeds and pages are fetched."""
    from newsdesk.gather.decide import Pace
    from newsdesk.gather.post import Rules
    from newsdesk.ingest.fetch import Limits

    return Rules(
        pace=Pace(min_s=settings.check_minutes * 60),
        limits=Limits(allow=frozenset(settings.fetch_allow)),
        languages=frozenset(settings.languages),
    )


def default_spec(settings: Settings, /) -> BriefSpec:
    """The length of a brief where nobody wishes another."""
    from summarizer.model import BriefSpec

    return BriefSpec(max_actors=settings.max_actors, max_bullets=settings.max_bullets)


def retention(settings: Settings, /) -> Retention:
    """How long each kind is kept."""
    from newsdesk.model import Retention

    return Retention(
        articles=settings.keep_articles_days,
        refused=settings.keep_refused_days,
        deliveries=settings.keep_deliveries_days,
    )


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
