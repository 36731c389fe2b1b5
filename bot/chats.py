"""The chat platforms that have a token, each with its face, its sender and its receiver."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.talk.talk import Talk
from newsdesk.threads import in_thread

from .service import Platform

if TYPE_CHECKING:
    from bot.channels.http import HttpServer
    from bot.talk.context import Services
    from newsdesk.model import Address
    from newsdesk.ports import Sender


log = structlog.get_logger(__name__)
OPEN_ADVICE = (
    "Whoever finds the bot may add feeds and repair actors, which all chats share. "
    "Set NEWSDESK_OPERATORS and NEWSDESK_ALLOWED_CHATS, or NEWSDESK_FEEDS_BY=operators."
)


class ChatPlatform(Platform, Protocol):
    """A chat platform that messages can be delivered to."""

    @property
    def sender(self) -> Sender:
        """Brings what waits in the ledger."""

    @property
    def is_receiving(self) -> bool:
        """Whether it knows who it is and takes what people say; False while it cannot, and at a stop."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """How platforms are reached; a platform without a token is left out.  Secrets are not shown."""

    telegram: str = field(default="", repr=False)
    telegram_base_url: str = ""
    telegram_base_file_url: str = ""
    telegram_webhook_url: str = ""
    telegram_webhook_secret: str = field(default="", repr=False)
    slack_bot: str = field(default="", repr=False)
    slack_app: str = field(default="", repr=False)
    slack_signing_secret: str = field(default="", repr=False)
    slack_base_url: str = ""
    slack_managers: str = ""
    http_host: str = "127.0.0.1"
    http_port: int = 8080


def build_platforms(tokens: Tokens, services: Services, /) -> tuple[ChatPlatform, ...]:
    """Everything that has a token; call it inside the event loop that will run it."""
    if not (tokens.telegram or tokens.slack_bot):
        return ()
    from bot.channels.http import HttpServer

    if services.permits.are_open:
        log.warning("desk_open_to_all", advice=OPEN_ADVICE)
    talk = Talk(services)
    platforms: list[ChatPlatform] = []
    http = HttpServer(
        tokens.http_host, tokens.http_port, healthy=lambda: all(platform.is_receiving for platform in platforms)
    )
    if tokens.telegram:
        platforms.append(_telegram(tokens, services, talk, http))
    if tokens.slack_bot:
        platforms.append(_slack(tokens, services, talk, http))
    return tuple(platforms)


def _telegram(tokens: Tokens, services: Services, talk: Talk, http: HttpServer) -> ChatPlatform:
    from bot.channels.pace import TELEGRAM, Pace
    from bot.channels.telegram.client import build_bot
    from bot.channels.telegram.platform import TelegramPlatform
    from bot.channels.telegram.sender import TelegramSender

    build = partial(
        build_bot,
        tokens.telegram,
        base_url=tokens.telegram_base_url,
        base_file_url=tokens.telegram_base_file_url,
    )
    bot, pace = build(), Pace(TELEGRAM)
    webhook = (tokens.telegram_webhook_url, tokens.telegram_webhook_secret)
    return TelegramPlatform(
        bot,
        sender=TelegramSender(bot, pace),
        pace=pace,
        listener=talk,
        talks=services.store.talks,
        clock=services.clock,
        build=build,
        commands=talk.commands,
        http=http,
        webhook=webhook if tokens.telegram_webhook_url else None,
    )


def _slack(tokens: Tokens, services: Services, talk: Talk, http: HttpServer) -> ChatPlatform:
    from bot.channels.slack.parents import parent_in
    from bot.channels.slack.platform import SlackPlatform
    from bot.channels.slack.sender import SlackSender

    ledger = services.store.ledger

    async def language_of(chat: Address) -> str:
        channel = await in_thread(services.store.channels.find, chat)
        return channel.language if channel else "en"

    return SlackPlatform(
        tokens.slack_bot,
        services.store.talks,
        talk,
        make_sender=lambda client, pace, updates: SlackSender(
            client, pace, parent_of=parent_in(ledger), clock=services.clock, updates=updates
        ),
        clock=services.clock,
        app_token=tokens.slack_app,
        signing_secret=tokens.slack_signing_secret,
        http=http,
        base_url=tokens.slack_base_url,
        managers=tokens.slack_managers,
        language_of=language_of,
    )
