"""Signs that an answer comes: "typing…", and the end of a button's turning."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import structlog
from telegram.error import TelegramError

from bot.talk.model import Place, PlaceKind

from .calls import Refused, raw
from .failures import failure
from .shown import MAX_TOAST_CHARS, thread_of

if TYPE_CHECKING:
    from telegram import Bot

log = structlog.get_logger(__name__)

# Telegram shows the action for five seconds.
TYPING_EVERY_S = 4.0
# A button that turns for longer seems broken; after some more seconds Telegram takes no answer to it.
SETTLE_AFTER_S = 3.0
# An answer that is there sooner needs no sign.
TYPING_AFTER_S = 0.05


@asynccontextmanager
async def typing(bot: Bot, place: Place, /) -> AsyncIterator[None]:
    """Show that the bot writes, almost at once and until left; what goes wrong with it is no matter."""
    if place.kind is PlaceKind.CHANNEL:  # Telegram knows no actions there
        yield
        return
    task = asyncio.create_task(_type(bot, place))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _type(bot: Bot, place: Place) -> None:
    await asyncio.sleep(TYPING_AFTER_S)
    thread = thread_of(place.address.thread)
    while True:
        try:
            await raw(
                bot,
                "send_chat_action",
                chat_id=int(place.address.chat),
                action="typing",
                message_thread_id=thread,
            )
        except Refused as error:
            log.debug("typing_not_shown", reason=str(error))
            return
        await asyncio.sleep(TYPING_EVERY_S)


class Callbacks:
    """Answers each button's press once: with words, or so that it stops turning."""

    def __init__(self, bot: Bot, /) -> None:
        self._bot = bot
        self._expected: set[str] = set()
        self._open: dict[str, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[bool]] = set()

    @asynccontextmanager
    async def expecting(self, callback: str, /) -> AsyncIterator[None]:
        """The press waits for others: it is answered after a while, or when left by an exception at once."""
        self._expect(callback)
        try:
            yield
        except BaseException:
            self._expected.discard(callback)
            await self.answer(callback)
            raise

    @asynccontextmanager
    async def settling(self, callback: str, /) -> AsyncIterator[None]:
        """Whatever happens inside, the press is answered after a while, and at the end."""
        self._expect(callback)
        try:
            yield
        finally:
            self._expected.discard(callback)
            await self.answer(callback)

    def _expect(self, callback: str) -> None:
        if callback not in self._expected:
            self._expected.add(callback)
            loop = asyncio.get_running_loop()
            self._open[callback] = loop.call_later(SETTLE_AFTER_S, self._settle, callback)

    async def answer(self, callback: str, text: str = "", /, *, alert: bool = False) -> bool:
        """Answer a press, unless it was; whether the words were shown."""
        timer = self._open.pop(callback, None)
        if timer is None:
            return False
        timer.cancel()
        try:
            await self._bot.answer_callback_query(
                callback, text=text[:MAX_TOAST_CHARS] or None, show_alert=alert or None
            )
        except TelegramError as error:  # mostly "query is too old"
            log.info("button_not_settled", reason=failure(error).reason)
            return False
        return True

    def _settle(self, callback: str) -> None:
        task = asyncio.create_task(self.answer(callback))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
