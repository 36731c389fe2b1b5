"""What is understood goes to conversation: thin, and it decides nothing."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import TYPE_CHECKING

import structlog

from bot.talk import paging
from bot.talk.buttons import name_of
from bot.talk.model import Arrived, Heard, Left, MovedTo, Pressed
from bot.talk.ports import FaceError

from .heard import Me, understand
from .signs import typing

if TYPE_CHECKING:
    from bot.talk.ports import Listener
    from newsdesk.ports import Clock

    from .entities import Payload
    from .face import TelegramFace
    from .heard import Meant

log = structlog.get_logger(__name__)


class Handler:
    """Answers updates.

    Args:
        commands: The names that the bot knows; None when it is to answer to any.
    """

    def __init__(
        self,
        face: TelegramFace,
        listener: Listener,
        me: Me,
        /,
        *,
        clock: Clock,
        commands: Collection[str] | None = None,
    ) -> None:
        self._face = face
        self._listener = listener
        self._me = me
        self._clock = clock
        self._commands = commands

    def understand(self, update: Payload, /) -> Meant | None:
        """What an update means; None for what is not for the bot, or has no sense."""
        try:
            return understand(update, self._me, now=self._clock(), commands=self._commands)
        except Exception as error:  # noqa: BLE001  # what cannot be read must not come again for ever
            log.warning("update_malformed", update=update.get("update_id"), error=type(error).__name__)
            return None

    async def answer(self, update: Payload, /) -> None:
        """Hand an update to conversation, and come back when it is answered."""
        meant = self.understand(update)
        match meant:
            case Heard():
                await self._listener.hear(meant, self._face)
            case Pressed():
                await self._press(meant)
            case Arrived(place, by):
                self._face.chats.forget(place)
                await self._listener.arrived(place, by, self._face)
            case Left(place, reason):
                self._face.chats.forget(place)
                await self._listener.left(place, reason)
            case MovedTo(old, new):
                await self._listener.moved(old, new)

    def sign(self, update: Payload, /) -> AbstractAsyncContextManager[None]:
        """Shows that an answer comes to what waits for others."""
        match self.understand(update):
            case Heard(place=place):
                return typing(self._face.bot, place)
            case Pressed(callback=callback):
                return self._face.callbacks.expecting(callback)
        return nullcontext()

    async def interrupted(self, update: Payload, /) -> None:
        """Tell whoever asked that an answer may not have come."""
        if isinstance(meant := self.understand(update), Heard):
            await self._listener.interrupted(meant, self._face)

    async def _press(self, pressed: Pressed) -> None:
        """The button stops turning, whatever becomes of the press."""
        face = self._face
        async with face.callbacks.settling(pressed.callback), typing(face.bot, pressed.place):
            if name_of(pressed.data) != paging.NAME:
                await self._listener.press(pressed, face)
                return
            try:
                await face.more(pressed)
            except FaceError as error:
                log.warning("page_not_shown", chat=str(pressed.place.chat), reason=str(error))
