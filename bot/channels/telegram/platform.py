"""Telegram from start to stop: implements ``bot.service.Platform``."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from typing import TYPE_CHECKING, Protocol

import structlog
from telegram.error import TelegramError

from ..inbox import Inbox
from .face import TelegramFace
from .failures import Cause, failure
from .handler import Handler
from .heard import Me, chat_of, event_of, order_of
from .menus import Item, set_menus
from .people import PLATFORM
from .polling import Polling
from .webhook import Webhook

if TYPE_CHECKING:
    from telegram import Bot

    from bot.talk.model import Place
    from bot.talk.ports import Listener
    from newsdesk.ports import Clock, Sender, Talks

    from ..http import HttpServer
    from ..pace import Pace
    from .entities import Payload

log = structlog.get_logger(__name__)

_LONGEST_PAUSE_S = 60.0


class Receiver(Protocol):
    """Where updates come from."""

    async def run(self) -> None:
        """Receive until cancelled."""


class TelegramPlatform:
    """One bot of Telegram.

    Args:
        bot: For everything but polling; ``close`` shuts it down.
        build: Another bot of the same token, whose connections polling has for itself.
        commands: What the menus show; in groups, commands of other names are left to other bots.
        http: Listens for the webhook; polling without one.
        webhook: The public address and the secret that Telegram proves itself with; None for polling.
        grace_s: How long answers under way have at a stop.
        timeout_s: How long Telegram keeps a question of polling open.
        pause_s: The first pause after a failure; it doubles up to a minute.
    """

    platform = PLATFORM

    def __init__(
        self,
        bot: Bot,
        /,
        *,
        sender: Sender,
        pace: Pace,
        listener: Listener,
        talks: Talks,
        clock: Clock,
        build: Callable[[], Bot],
        commands: Sequence[Item] = (),
        http: HttpServer | None = None,
        webhook: tuple[str, str] | None = None,
        grace_s: float = 2.5,
        timeout_s: int = 20,
        pause_s: float = 1.0,
    ) -> None:
        self.sender = sender
        self.face = TelegramFace(bot, pace, talks, clock, moved=self._moved)
        self._bot = bot
        self._listener = listener
        self._clock = clock
        self._commands = tuple(commands)
        self._http = http
        self._grace_s = grace_s
        self._pause_s = pause_s
        self._me: Me | None = None
        self._handler: Handler | None = None
        self.is_receiving = False
        self._inbox = Inbox(
            talks,
            PLATFORM,
            self._answer,
            clock=clock,
            chat_of=chat_of,
            order_of=order_of,
            interrupted=self._interrupted,
            sign=self._sign,
        )
        self._receiver: Receiver
        if webhook is not None and http is not None:
            url, secret = webhook
            self._receiver = Webhook(bot, self.take, http, url=url, secret=secret, pause_s=pause_s)
        else:
            self._receiver = Polling(build, self.take, timeout_s=timeout_s, pause_s=pause_s)

    async def run(self, stop: asyncio.Event, /) -> None:
        """Receive and answer until ``stop`` is set; then at most four seconds for what is under way."""
        receiving = asyncio.create_task(self._receive())
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({receiving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            failed = receiving.done() and not receiving.cancelled()
            for task in (receiving, stopping):
                task.cancel()
            with suppress(asyncio.CancelledError):
                await asyncio.wait({receiving, stopping}, timeout=0.5)
            await self._inbox.finish(within_s=self._grace_s)
        if failed and (error := receiving.exception()) is not None:
            raise error

    async def close(self) -> None:
        """Let go of every connection."""
        if self._http is not None:
            await self._http.close()
        await self._bot.shutdown()

    async def take(self, updates: Sequence[Payload], /) -> None:
        """Remember those updates that are for the bot, and begin to answer them.

        Raises:
            StoreError: They could not be remembered.
        """
        if self._handler is None or self._me is None:
            raise RuntimeError("Telegram has not said yet who this bot is")
        meant = [u for u in updates if self._handler.understand(u) is not None]
        await self._inbox.take([(event_of(u, self._me), u) for u in meant])

    async def _receive(self) -> None:
        if self._handler is None:
            await self._introduce()
        await self._inbox.recover()
        self.is_receiving = True
        menus = asyncio.create_task(set_menus(self._bot, self._commands))
        try:
            await self._receiver.run()
        finally:
            self.is_receiving = False
            menus.cancel()
            with suppress(asyncio.CancelledError):
                await menus

    async def _introduce(self) -> None:
        """Ask who this bot is, until Telegram says so."""
        pause_s = self._pause_s
        while True:
            try:
                await self._bot.initialize()
            except TelegramError as error:
                known = failure(error)
                tell = log.error if known.cause is Cause.TOKEN else log.warning
                tell("telegram_not_started", reason=known.reason)
                await asyncio.sleep(max(pause_s, known.after_s if known.cause is Cause.FLOOD else 0.0))
                pause_s = min(_LONGEST_PAUSE_S, 2 * pause_s)
                continue
            break
        self._me = Me(str(self._bot.id), self._bot.username or "")
        names = {name for command in self._commands for name in (command.name, *command.aliases)}
        self._handler = Handler(self.face, self._listener, self._me, clock=self._clock, commands=names or None)
        log.info("telegram_started", bot=self._me.username)

    async def _answer(self, update: Payload) -> None:
        if self._handler is not None:
            await self._handler.answer(update)

    def _sign(self, update: Payload) -> AbstractAsyncContextManager[None]:
        return self._handler.sign(update) if self._handler is not None else nullcontext()

    async def _interrupted(self, update: Payload) -> None:
        if self._handler is not None:
            await self._handler.interrupted(update)

    async def _moved(self, old: Place, new: Place) -> None:
        await self._listener.moved(old, new)
