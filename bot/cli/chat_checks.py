"""What ``newsdesk doctor`` says of chats: what tokens look like, and what Telegram and Slack say of them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .checks import Finding, Level

if TYPE_CHECKING:
    from pydantic import SecretStr

    from bot.channels.standing import Standing
    from config.settings import Settings

WAIT_S = 20.0
_SHAPES = (
    ("telegram_token", r"\d{6,}:[\w-]{25,}", "123456789:… of @BotFather"),
    ("slack_bot_token", r"xoxb-\d+-\d+-\w+", "xoxb-… of OAuth & Permissions"),
    ("slack_app_token", r"xapp-\d+-A[A-Z0-9]+-\d+-\w+", "xapp-… of Basic Information > App-Level Tokens"),
    ("slack_signing_secret", r"[0-9a-f]{32}", "32 of 0-9 and a-f, of Basic Information"),
)
# https://core.telegram.org/bots/api#setwebhook
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_PORTS = frozenset({None, 443, 80, 88, 8443})


def shapes(settings: Settings, /) -> list[Finding]:
    """Whether tokens look as the platforms write them; asks nobody, and shows no token."""
    found = [
        Finding("tokens", Level.WARN, f"{key} is not of the usual form ({form})", "Copy it anew, whole.")
        for key, pattern, form in _SHAPES
        if (token := _revealed(getattr(settings, key))) and not re.fullmatch(pattern, token, re.ASCII)
    ]
    found += _webhook(settings)
    served = [name for name, token in _served(settings) if token]
    if not (served or found):
        return [Finding("tokens", Level.OK, "none: `newsdesk run` serves the console only")]
    return found or [Finding("tokens", Level.OK, f"{' and '.join(served)}: of the usual form")]


def access(settings: Settings, /) -> Iterator[Finding]:
    """Whether strangers may change what all chats share."""
    is_limited = settings.allowed_chats or settings.operators or settings.feeds_by == "operators"
    if is_limited or not any(token for _, token in _served(settings)):
        return
    advice = "Set NEWSDESK_OPERATORS and NEWSDESK_ALLOWED_CHATS, or NEWSDESK_FEEDS_BY=operators."
    yield Finding("access", Level.WARN, "whoever finds the bot may add feeds and repair actors", advice)


def _webhook(settings: Settings) -> Iterator[Finding]:
    """What Telegram refuses as a webhook."""
    if not settings.telegram_webhook_url:
        return
    address = urlsplit(settings.telegram_webhook_url)
    if address.scheme != "https" or address.port not in _PORTS:
        advice = "Telegram calls https:// on port 443, 80, 88 or 8443 alone; put a TLS proxy in front."
        yield Finding("tokens", Level.FAIL, "Telegram refuses telegram_webhook_url", advice)
    if not _SECRET.fullmatch(_revealed(settings.telegram_webhook_secret)):
        advice = "Use letters, digits, _ and - only, at most 256: `openssl rand -hex 32` writes one."
        yield Finding("tokens", Level.FAIL, "Telegram refuses telegram_webhook_secret", advice)


def online(settings: Settings, /) -> list[Finding]:
    """What Telegram and Slack say of the tokens; nothing is written there, and no token is shown."""
    return asyncio.run(asked(settings))


async def asked(settings: Settings, /) -> list[Finding]:
    """As ``online``, inside a loop."""
    ask = {"Telegram": _telegram, "Slack": _slack}
    return [
        finding
        for name, token in _served(settings)
        if token
        for finding in await _answered(name.lower(), partial(ask[name], settings))
    ]


async def _answered(check: str, ask: Callable[[], Awaitable[tuple[Standing, ...]]]) -> list[Finding]:
    try:
        async with asyncio.timeout(WAIT_S):
            found = await ask()
    except Exception as error:  # noqa: BLE001  # a check's top; a library's words may hold an address with a token
        advice = "Look at this machine's way to the network, then ask again."
        return [Finding(check, Level.FAIL, f"could not be asked ({type(error).__name__})", advice)]
    return [Finding(check, _level(standing), standing.message, standing.advice) for standing in found]


def _level(standing: Standing) -> Level:
    if not standing.works:
        return Level.FAIL
    return Level.WARN if standing.advice else Level.OK


async def _telegram(settings: Settings) -> tuple[Standing, ...]:
    from bot.channels.telegram.client import build_bot
    from bot.channels.telegram.standing import standing

    bot = build_bot(
        _revealed(settings.telegram_token),
        base_url=settings.telegram_base_url,
        base_file_url=settings.telegram_base_file_url,
    )
    return await standing(bot, webhook=bool(settings.telegram_webhook_url))


async def _slack(settings: Settings) -> tuple[Standing, ...]:
    from bot.channels.slack.client import build_client
    from bot.channels.slack.standing import standing

    app = _revealed(settings.slack_app_token)
    return await standing(
        build_client(_revealed(settings.slack_bot_token), settings.slack_base_url),
        build_client(app, settings.slack_base_url) if app else None,
    )


def _served(settings: Settings) -> tuple[tuple[str, str], ...]:
    return (("Telegram", _revealed(settings.telegram_token)), ("Slack", _revealed(settings.slack_bot_token)))


def _revealed(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
