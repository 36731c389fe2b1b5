"""What Telegram tells about chats, their administrators and their files."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from telegram.error import TelegramError

from bot.talk.model import Attached, Person, Place, PlaceKind
from bot.talk.ports import FaceError

from .calls import Refused, raw
from .failures import Cause, failure
from .people import place_of

if TYPE_CHECKING:
    from telegram import Bot

# The agreement is a minute at most; asking for every command of a busy group would cost a call each.
ADMIN_FOR_S = 30.0
_ADMINS = frozenset({"creator", "administrator"})
# Telegram's answers about people and chats that are not there, and about those that it does not tell of.
_NO = frozenset({Cause.GONE, Cause.REFUSED})

_LINK = re.compile(r"(?:https?://)?(?:www\.)?(?:t|telegram)\.me/(?P<rest>\S+)", re.IGNORECASE)
_PRIVATE_LINK = re.compile(r"c/(\d+)(?:/.*)?")
_NAME = re.compile(r"@?([A-Za-z]\w{3,31})(?:[/?].*)?", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,19}")


class Chats:
    """Asks about chats.

    Args:
        clock: Seconds that only go forward.
    """

    def __init__(self, bot: Bot, /, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._bot = bot
        self._clock = clock
        self._admins: dict[tuple[str, str], tuple[bool, float]] = {}

    async def is_manager(self, place: Place, person: Person, /) -> bool:
        """Whether somebody administrates a chat; everybody his own private one.

        Whoever speaks in a chat's own name is an administrator of that chat, and of no other.

        Raises:
            FaceError: Telegram does not tell now.
        """
        chat = place.address.chat
        if person.as_chat:
            return person.id == chat
        if place.kind is PlaceKind.PRIVATE:
            return person.id == chat
        known, until = self._admins.get((chat, person.id), (False, 0.0))
        if self._clock() < until:
            return known
        found = await self._status(chat, person.id) in _ADMINS
        if len(self._admins) > 10_000:
            self._admins.clear()
        self._admins[chat, person.id] = found, self._clock() + ADMIN_FOR_S
        return found

    def forget(self, place: Place, /) -> None:
        """Ask anew who administrates a chat."""
        for key in [k for k in self._admins if k[0] == place.address.chat]:
            del self._admins[key]

    async def find(self, words: str, by: Person, /) -> Place | None:
        """The chat of "@name", a link, or a number, when the bot may write there.

        Telegram tells of every public chat, so the bot's own place in it is asked for too.
        """
        wanted = chat_of(words)
        if wanted is None:
            return None
        try:
            chat = await raw(self._bot, "get_chat", chat_id=wanted)
        except Refused as error:
            if error.failure.cause in _NO:
                return None
            raise
        place = place_of(chat)
        if place.kind is PlaceKind.PRIVATE:
            return place if place.address.chat == by.id else None
        status = await self._status(place.address.chat, self._bot.token.partition(":")[0])
        writes = _ADMINS if place.kind is PlaceKind.CHANNEL else _ADMINS | {"member", "restricted"}
        return place if status in writes else None

    async def download(self, file: Attached, /, *, limit: int) -> bytes:
        """The content of a file, at most ``limit`` bytes.

        Raises:
            FaceError: It is larger, or cannot be had.
        """
        if file.size > limit:
            raise FaceError(f"The file has {file.size} bytes, more than {limit}.")
        found = await raw(self._bot, "get_file", file_id=file.ref)
        path = str(found.get("file_path") or "") if isinstance(found, Mapping) else ""
        # A Bot API server that keeps files on its own disk names a place there, which is none of ours.
        if not path or path.startswith("/") or ".." in path.split("/"):
            raise FaceError("Telegram offers no address to download the file from.")
        if int(found.get("file_size") or 0) > limit:
            raise FaceError(f"The file has {found['file_size']} bytes, more than {limit}.")
        try:
            content = await self._bot.request.retrieve(f"{self._bot.base_file_url}/{path}")
        except TelegramError as error:
            raise Refused(failure(error)) from error
        if len(content) > limit:
            raise FaceError(f"The file has {len(content)} bytes, more than {limit}.")
        return content

    async def _status(self, chat: str, person: str) -> str:
        """The standing of somebody in a chat; "" for nobody that Telegram knows of there.

        Raises:
            Refused: Telegram does not tell now.
        """
        try:
            member = await raw(self._bot, "get_chat_member", chat_id=int(chat), user_id=int(person))
        except Refused as error:
            if error.failure.cause in _NO:
                return ""
            raise
        if not isinstance(member, Mapping) or member.get("is_member") is False:
            return ""
        return str(member.get("status", ""))


def chat_of(words: str, /) -> str | int | None:
    """What ``getChat`` is asked for: "@name" or a number; None when the words name no chat."""
    words = words.strip()
    if link := _LINK.fullmatch(words):
        words = link["rest"]
        if private := _PRIVATE_LINK.fullmatch(words):
            return int(f"-100{private[1]}")
    if _NUMBER.fullmatch(words):
        return int(words)
    name = _NAME.fullmatch(words)
    return f"@{name[1]}" if name else None
