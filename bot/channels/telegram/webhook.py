"""Updates that Telegram posts to us (https://core.telegram.org/bots/api#setwebhook)."""

from __future__ import annotations

import asyncio
import hmac
import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import structlog

from .calls import Refused, raw
from .heard import ALLOWED_UPDATES
from .polling import Take

if TYPE_CHECKING:
    from aiohttp import web
    from telegram import Bot

    from ..http import HttpServer

log = structlog.get_logger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the name of the header
_LONGEST_PAUSE_S = 60.0


class Webhook:
    """Takes updates at the path of a public address.

    Args:
        bot: With which the address is made known.
        take: Remembers updates; what it raises makes Telegram send them again.
        url: Where Telegram sends to; whatever stands before us must keep its path.
        secret: What Telegram must say with every update.

    Raises:
        ValueError: Without a secret, anybody who finds the address could speak for everybody.
    """

    def __init__(
        self,
        bot: Bot,
        take: Take,
        server: HttpServer,
        /,
        *,
        url: str,
        secret: str,
        pause_s: float = 1.0,
    ) -> None:
        if not secret:
            raise ValueError("a webhook needs a secret")
        self._bot = bot
        self._take = take
        self._server = server
        self._url = url
        self._path = urlsplit(url).path or "/"
        self._secret = secret
        self._pause_s = pause_s

    async def run(self) -> None:
        """Receive until cancelled; never ends by itself."""
        self._server.add_post(self._path, self.receive)
        try:
            await self._listen()
            await self._announce()
            await asyncio.Event().wait()
        finally:
            self._server.remove_post(self._path)

    async def receive(self, request: web.Request) -> web.Response:
        """200 when an update is remembered; 401 for whoever does not know the secret."""
        from aiohttp import web

        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(errors="surrogateescape"), self._secret.encode()):
            log.warning("webhook_secret_wrong", given=bool(given), remote=request.remote)
            return web.Response(status=401)
        try:
            update = json.loads(await request.read())
        except (ValueError, RecursionError):
            update = None
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            log.warning("webhook_update_malformed", remote=request.remote)
            return web.Response(status=400)
        try:
            await self._take([update])
        except Exception as error:  # noqa: BLE001  # whatever the store raises, nothing may be lost
            log.error("updates_not_remembered", count=1, error=type(error).__name__)
            return web.Response(status=500)
        return web.Response(status=200)

    async def _listen(self) -> None:
        pause_s = self._pause_s
        while True:
            try:
                await self._server.start()
            except OSError as error:
                log.error("http_address_unavailable", port=self._server.port, reason=str(error))
            else:
                return
            await asyncio.sleep(pause_s)
            pause_s = min(_LONGEST_PAUSE_S, 2 * pause_s)

    async def _announce(self) -> None:
        """Tell Telegram where to send to, until it has heard."""
        pause_s = self._pause_s
        while True:
            try:
                await raw(
                    self._bot,
                    "set_webhook",
                    url=self._url,
                    secret_token=self._secret,
                    allowed_updates=list(ALLOWED_UPDATES),
                )
            except Refused as error:
                log.warning("telegram_webhook_not_set", reason=str(error).replace(self._secret, "[secret]"))
            else:
                log.info("telegram_webhook_set")
                return
            await asyncio.sleep(pause_s)
            pause_s = min(_LONGEST_PAUSE_S, 2 * pause_s)
