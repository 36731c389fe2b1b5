"""Calls of the Bot API for conversation: paced, and repeated only when they surely did nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar

from bot.talk.model import Place, PlaceKind
from bot.talk.ports import FaceError

from .failures import Cause, Failure, failure

if TYPE_CHECKING:
    from telegram import Bot

    from ..pace import Kind, Pace

T = TypeVar("T")

_TRIES = 4
# Somebody waits for the answer: what Telegram puts off for longer is not said at all.
_PATIENCE_S = 60.0
HELD = "Telegram wants nothing in this chat for now."


class Refused(FaceError):
    """A call failed; ``failure`` says how."""

    def __init__(self, known: Failure, /) -> None:
        super().__init__(known.reason)
        self.failure = known


async def raw(  # JSON, whose shape each caller checks for itself
    bot: Bot, method: str, /, *, read_timeout_s: float | None = None, **arguments: object
) -> Any:  # noqa: ANN401
    """The result of a method as JSON; ``method`` in snake case, arguments that are None are left out.

    The library's objects refuse an answer in which one field is missing, such as one that a later version of
    the Bot API has dropped; what is read here is a handful of fields.

    Raises:
        Refused: It did not work.
    """
    from telegram.error import TelegramError

    # Two underscores become the same method in camel case; with one, the library warns that it has a method.
    name = method.replace("_", "__", 1)
    given = {k: v for k, v in arguments.items() if v is not None}
    try:
        if read_timeout_s is None:
            return await bot.do_api_request(name, api_kwargs=given)
        return await bot.do_api_request(name, api_kwargs=given, read_timeout=read_timeout_s)
    except TelegramError as error:
        raise Refused(failure(error)) from error


class Calls:
    """Writes into chats as fast as the platform allows, before deliveries."""

    def __init__(self, bot: Bot, pace: Pace, /) -> None:
        self.bot = bot
        self._pace = pace

    async def write(self, place: Place, call: Callable[[], Awaitable[T]], /) -> T:
        """Make one call that writes; again when it surely did nothing.

        A call of which nobody can tell what became of it is not repeated: a question can be asked again, and an
        answer that comes twice cannot be taken back.

        Raises:
            Refused: It did not work.
        """
        from telegram.error import TelegramError

        chat = place.address.chat
        kind: Kind = "private" if place.kind is PlaceKind.PRIVATE else "group"
        attempt = 0
        while True:
            attempt += 1
            if (held_s := self._pace.held_s(chat)) > _PATIENCE_S:
                raise Refused(Failure(Cause.FLOOD, HELD, held_s))
            try:
                async with self._pace.turn(chat, kind=kind, urgent=True):
                    return await call()
            except TelegramError as error:
                known = failure(error)
                if known.cause is Cause.FLOOD:
                    self._pace.hold(chat, known.after_s)
                if attempt == _TRIES or known.after_s > _PATIENCE_S or not _repeatable(known):
                    raise Refused(known) from error
            if known.cause is not Cause.FLOOD:  # that one has to wait for its turn
                await asyncio.sleep(known.after_s * attempt)


def _repeatable(known: Failure) -> bool:
    return known.cause in {Cause.FLOOD, Cause.UNREACHABLE}
