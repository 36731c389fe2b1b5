"""Wiring: settings in, models, store and running desk out.  Nothing else builds them from settings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import SecretStr

    from bot.chats import ChatPlatform, Tokens
    from bot.talk.context import Services
    from bot.work import DeskWork
    from config.settings import Settings
    from newsdesk.desk import Desk, Reader
    from newsdesk.gather.post import Rules
    from newsdesk.model import Retention
    from newsdesk.ports import Clock, Renderer, Store
    from summarizer.actors.registry import Registry
    from summarizer.model import BriefSpec
    from summarizer.pipeline import Summarizer
    from summarizer.ports import AttributionReader, Condenser


class Running(NamedTuple):
    """What a process that runs the desk is made of."""

    work: DeskWork
    platforms: tuple[ChatPlatform, ...]
    services: Services


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


def build_running(
    settings: Settings,
    store: Store,
    /,
    *,
    clock: Clock,
    rules: Rules | None = None,
    nudge: Callable[[str], object] = lambda _what: None,
) -> Running:
    """Everything that ``newsdesk run`` does, on a store.  Call it inside the event loop that will run it.

    The models are loaded when the first article is read.

    Args:
        rules: How to gather, in place of what the settings say.
        nudge: Called when a chat has changed something that the desk should look at.
    """
    from dataclasses import replace

    from bot.channels.console_sender import ConsoleSender
    from bot.chats import build_platforms
    from bot.reader import SharedReader
    from bot.render.desk import DeskRenderer
    from bot.work import DeskWork
    from newsdesk.addresses import parse_address
    from newsdesk.deliver import Deliverer
    from newsdesk.gather.gatherer import Gatherer

    rules = rules or gathering_rules(settings)
    renderer, reader = DeskRenderer(), SharedReader(lambda: build_summarizer(settings))
    services = replace(_services(settings, store, renderer, reader, rules, clock), nudge=nudge)
    platforms = build_platforms(_tokens(settings), services)
    senders = (ConsoleSender(database=settings.database_path), *(p.sender for p in platforms))
    by_platform = {sender.platform: sender for sender in senders}
    work = DeskWork(
        store,
        gatherer=Gatherer(store, rules, renderer=renderer),
        load_reader=lambda: reader,
        renderer=renderer,
        deliverer=Deliverer(store, by_platform, clock=clock),
        platforms=tuple(by_platform),
        defaults=default_spec(settings),
        retention=retention(settings),
        clock=clock,
        operator=parse_address(settings.operator_channel) if settings.operator_channel else None,
        shared=services.shared,
    )
    return Running(work, platforms, services)


def _services(
    settings: Settings, store: Store, renderer: Renderer, reader: Reader, rules: Rules, clock: Clock
) -> Services:
    from bot.talk.context import Services
    from bot.talk.limits import Limits
    from bot.talk.permits import Needs, Permits
    from newsdesk.questions import Questions

    registry = load_actors(settings)
    return Services(
        store=store,
        renderer=renderer,
        questions=Questions(store, registry),
        reader=lambda: reader,
        rules=rules,
        permits=Permits(
            chats=frozenset(settings.allowed_chats),
            operators=frozenset(settings.operators),
            feeds_need=Needs.OPERATOR if settings.feeds_by == "operators" else Needs.MANAGER,
        ),
        limits=Limits(person=settings.user_limit, chat=settings.chat_limit),
        clock=clock,
        defaults=default_spec(settings),
        default_zone=settings.zone,
        registry=lambda: registry,
    )


def _tokens(settings: Settings) -> Tokens:
    from bot.chats import Tokens

    return Tokens(
        telegram=_revealed(settings.telegram_token),
        telegram_base_url=settings.telegram_base_url,
        telegram_base_file_url=settings.telegram_base_file_url,
        telegram_webhook_url=settings.telegram_webhook_url or "",
        telegram_webhook_secret=_revealed(settings.telegram_webhook_secret),
        slack_bot=_revealed(settings.slack_bot_token),
        slack_app=_revealed(settings.slack_app_token),
        slack_signing_secret=_revealed(settings.slack_signing_secret),
        slack_base_url=settings.slack_base_url,
        slack_managers=settings.slack_managers,
        http_host=settings.http_host,
        http_port=settings.http_port,
    )


def _revealed(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""


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
        talk=settings.keep_talk_days,
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
