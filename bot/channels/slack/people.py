"""Who manages a conversation, and which conversation somebody means."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, TypeVar

import structlog

from bot.talk.model import Person, Place, PlaceKind
from newsdesk.model import Address

from .calls import Calls, Refused
from .failures import Trouble
from .heard import PLATFORM, place_of

log = structlog.get_logger(__name__)

T = TypeVar("T")

LOCALE_S = 3600.0
FRESH_S = 50.0  # an administrator who is one no longer is found out within the minute
_LOCALE_WITHIN_S = 1.0  # somebody waits for an answer
_MAX_PAGES = 50
_PAGE = 200
_MAX_KEPT = 5000
_CHANNEL = re.compile(r"[CG][A-Z0-9]+")
_LINK = re.compile(r"https://[^/\s]+/archives/([CG][A-Z0-9]+)")
_NOWHERE = frozenset({Trouble.GONE, Trouble.REFUSED, Trouble.OPERATOR})


class People:
    """Asks Slack who somebody is and where the bot is, anew at least every minute.

    Args:
        managers: The setting ``slack_managers``: "everyone", or any of "creator", "admins" and user ids,
            separated by commas.
    """

    def __init__(
        self, calls: Calls, managers: str = "creator,admins", /, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._calls = calls
        self._managers = frozenset(m.strip().lstrip("@") for m in managers.split(",") if m.strip())
        self._clock = clock
        self._kept: dict[Hashable, tuple[float, Any]] = {}

    async def is_manager(self, place: Place, person: Person, /) -> bool:
        """Whether somebody may change what a conversation gets.

        Raises:
            Refused: Slack does not tell, and nothing else says that he may.
        """
        if not person.id:
            return False
        if place.kind is PlaceKind.PRIVATE:
            return person.id == place.address.chat or await self._is_with(place, person)
        if "everyone" in self._managers or person.id in self._managers:
            return True
        failed: Refused | None = None
        for name, rule in (("creator", self._created), ("admins", self._is_admin)):
            if name not in self._managers:
                continue
            try:
                if await rule(place, person):
                    return True
            except Refused as error:
                log.warning("permission_unknown", chat=str(place.chat), rule=name, reason=error.failure.reason)
                failed = failed or error
        if failed is not None:
            raise failed
        return False

    async def find(self, words: str, /) -> Place | None:
        """The channel that somebody means by "#name", a mention, a link or an id; the bot must be in it.

        Raises:
            Refused: Slack does not tell.
        """
        wanted = words.strip()
        mark = re.fullmatch(r"<#([A-Z0-9]+)(?:\|[^>]*)?>", wanted)
        link = _LINK.match(wanted)
        found = mark[1] if mark else link[1] if link else wanted if _CHANNEL.fullmatch(wanted) else ""
        channel = await self._channel(found) if found else {}
        if not channel and not (mark or link) and (name := wanted.removeprefix("#").lower()):
            channels = await self._channels()
            channel = next((c for c in channels if name in {c.get("name"), c.get("name_normalized")}), {})
        if not channel.get("id") or not channel.get("is_member") or channel.get("is_archived"):
            return None
        return place_of(str(channel["id"]), name=str(channel.get("name") or ""))

    async def private(self, user: str, /) -> Place:
        """Somebody's conversation with the bot; by his own id when Slack does not tell its id."""
        kind = PlaceKind.PRIVATE
        try:
            opened = await self._once(("im", user), lambda: self._open(user))
        except Refused as error:
            log.info("conversation_unknown", reason=error.failure.reason)
            opened = ""
        return Place(Address(PLATFORM, opened or user), kind)

    async def language(self, user: str, /) -> str:
        """The language of somebody's Slack ("uk-UA"), asked anew every hour; "" when Slack does not tell."""
        return await self._once(("locale", user), lambda: self._locale(user), fresh_s=LOCALE_S)

    async def _locale(self, user: str) -> str:
        try:
            async with asyncio.timeout(_LOCALE_WITHIN_S):
                found = (await self._calls.get("users.info", user=user, include_locale="true")).get("user")
        except (Refused, TimeoutError):
            return ""
        return str(found.get("locale") or "") if isinstance(found, dict) else ""

    async def _open(self, user: str) -> str:
        found = await self._calls.call("conversations.open", {"users": user}, repeat=True)
        channel = found.get("channel")
        return str(channel.get("id") or "") if isinstance(channel, dict) else ""

    async def _is_with(self, place: Place, person: Person) -> bool:
        """Whether a private conversation is the bot's with this person.

        Raises:
            Refused: Slack does not tell.
        """
        try:
            return await self._once(("im", person.id), lambda: self._open(person.id)) == place.address.chat
        except Refused as error:
            if error.failure.trouble is not Trouble.OPERATOR:
                raise
        # Slack never tells: it brings nothing from a private conversation but what its own people do there.
        return place.address.chat.startswith("D")

    async def _created(self, place: Place, person: Person) -> bool:
        channel = await self._channel(place.address.chat)
        return bool(channel.get("creator")) and channel["creator"] == person.id

    async def _is_admin(self, _place: Place, person: Person) -> bool:
        user = await self._once(("user", person.id), lambda: self._user(person.id))
        return bool(user.get("is_admin") or user.get("is_owner")) and not user.get("deleted")

    async def _user(self, user: str) -> dict[str, Any]:
        found = (await self._calls.get("users.info", user=user)).get("user")
        return found if isinstance(found, dict) else {}

    async def _channel(self, channel: str) -> dict[str, Any]:
        return await self._once(("channel", channel), lambda: self._look(channel))

    async def _look(self, channel: str) -> dict[str, Any]:
        try:
            found = (await self._calls.get("conversations.info", channel=channel)).get("channel")
        except Refused as error:
            if error.failure.trouble in _NOWHERE and error.failure.code == "channel_not_found":
                return {}
            raise
        return found if isinstance(found, dict) else {}

    async def _channels(self) -> list[dict[str, Any]]:
        return await self._once("channels", self._list)

    async def _list(self) -> list[dict[str, Any]]:
        """Every channel that the bot can see, private ones that it was invited to included."""
        channels: list[dict[str, Any]] = []
        cursor = ""
        for _ in range(_MAX_PAGES):
            page = await self._calls.get(
                "conversations.list",
                types="public_channel,private_channel",
                exclude_archived="true",
                limit=_PAGE,
                **({"cursor": cursor} if cursor else {}),
            )
            channels += [c for c in page.get("channels") or () if isinstance(c, dict)]
            more = page.get("response_metadata")
            cursor = str(more.get("next_cursor") or "") if isinstance(more, dict) else ""
            if not cursor:
                break
        return channels

    async def _once(self, key: Hashable, ask: Callable[[], Awaitable[T]], *, fresh_s: float = FRESH_S) -> T:
        """What was asked lately, or what is asked now; failures are not kept."""
        now = self._clock()
        kept = self._kept.get(key)
        if kept is not None and now - kept[0] < fresh_s:
            value: T = kept[1]
            return value
        found = await ask()
        if len(self._kept) >= _MAX_KEPT:
            self._kept.clear()
        self._kept[key] = (now, found)
        return found
