"""Updates by long polling.

A loop of our own and not the library's ``Updater``: that one hands updates to a queue in memory and
acknowledges them with its next question, so a crash in between loses them.  Here the next question is asked
when the inbox has remembered what the last one brought.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

import structlog

from .calls import Refused, raw
from .entities import Payload
from .failures import Cause, Failure, failure
from .heard import ALLOWED_UPDATES

if TYPE_CHECKING:
    from telegram import Bot

log = structlog.get_logger(__name__)

_LONGEST_PAUSE_S = 60.0
_DAY_S = 86_400.0

Take = Callable[[Sequence[Payload]], Awaitable[None]]


class Polling:
    """Asks for updates again and again.

    Args:
        build: A bot with connections of its own, for nothing but these questions; asked again when a connection
            stalls.
        take: Remembers updates; what it raises leaves them unacknowledged.
        timeout_s: How long Telegram keeps a question open when there is nothing.
        pause_s: The first pause after a failure; it doubles up to a minute.
        stall_s: A question that is open for longer hangs, and everything is built anew; three times
            ``timeout_s`` and a little by default.
    """

    def __init__(
        self,
        build: Callable[[], Bot],
        take: Take,
        /,
        *,
        timeout_s: int = 20,
        pause_s: float = 1.0,
        stall_s: float | None = None,
    ) -> None:
        self._build = build
        self._take = take
        self._timeout_s = timeout_s
        self._first_pause_s = self._pause_s = pause_s
        self._stall_s = 3.0 * timeout_s + 10.0 if stall_s is None else stall_s
        self._offset: int | None = None
        self._last_update = time.monotonic()

    async def run(self) -> None:
        """Receive until cancelled; never ends by itself."""
        while True:
            bot = self._build()
            try:
                await self._receive(bot)
            finally:
                await _closed(bot)

    async def _receive(self, bot: Bot) -> None:
        """Ask one bot, until it has to be built anew."""
        try:
            await bot.initialize()
        except Exception as error:  # noqa: BLE001  # a library's, whatever it is; it is tried again
            await self._failed(_known(error))
            return
        await self._forget_webhook(bot)
        while True:
            try:
                updates = await self._ask(bot)
            except TimeoutError:
                log.warning("telegram_polling_stalled", after_s=self._stall_s)
                return
            except Refused as error:
                await self._failed(error.failure)
                if error.failure.cause in {Cause.CONFLICT, Cause.UNSURE}:
                    return
                continue
            if updates and not await self._keep(updates):
                await self._pause()
            else:
                self._pause_s = self._first_pause_s

    async def _ask(self, bot: Bot) -> list[Payload]:
        # Ids begin anywhere after a week without updates; what was acknowledged, Telegram forgot by then.
        if time.monotonic() - self._last_update > _DAY_S:
            self._offset = None
        async with asyncio.timeout(self._stall_s):
            found = await raw(
                bot,
                "get_updates",
                read_timeout_s=self._timeout_s + 10.0,
                offset=self._offset,
                timeout=self._timeout_s,
                allowed_updates=list(ALLOWED_UPDATES),
            )
        return [u for u in found or () if isinstance(u, dict) and isinstance(u.get("update_id"), int)]

    async def _failed(self, known: Failure) -> None:
        """Tell the operator, and wait."""
        match known.cause:
            case Cause.CONFLICT:
                log.error(
                    "telegram_polled_by_another",
                    reason=known.reason,
                    advice="stop the other process that uses this token, or remove its webhook",
                )
            case Cause.TOKEN:
                log.error("telegram_token_refused", reason=known.reason)
            case _:
                log.warning("telegram_unreachable", reason=known.reason)
        await self._pause(known.after_s)

    async def _pause(self, at_least_s: float = 0.0) -> None:
        await asyncio.sleep(max(at_least_s, self._pause_s))
        self._pause_s = min(_LONGEST_PAUSE_S, 2 * self._pause_s)

    async def _keep(self, updates: list[Payload]) -> bool:
        """Remember updates; False when they were not, and come again."""
        try:
            await self._take(updates)
        except Exception as error:  # noqa: BLE001  # whatever the store raises, nothing may be lost
            log.error("updates_not_remembered", count=len(updates), error=type(error).__name__)
            return False
        self._offset = 1 + max(int(u["update_id"]) for u in updates)
        self._last_update = time.monotonic()
        return True

    async def _forget_webhook(self, bot: Bot) -> None:
        """A webhook that is still set would refuse every question; what waits for it is kept."""
        try:
            await asyncio.wait_for(raw(bot, "delete_webhook"), 10.0)
        except (Refused, TimeoutError) as error:
            log.info("telegram_webhook_not_removed", reason=str(error))


def _known(error: Exception) -> Failure:
    from telegram.error import TelegramError

    if isinstance(error, TelegramError):
        return failure(error)
    return Failure(Cause.UNSURE, f"Telegram's answer makes no sense: {type(error).__name__}")


async def _closed(bot: Bot) -> None:
    """Let go of the bot's connections, whatever state they are in."""
    try:
        await asyncio.wait_for(bot.shutdown(), 1.0)
    except Exception as error:  # noqa: BLE001  # nothing is sent by it any more
        log.info("telegram_connection_not_closed", error=type(error).__name__)
