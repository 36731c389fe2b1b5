"""Slack as the service sees it: something that runs until it is told to stop."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot.talk.ports import Listener
from newsdesk.ports import Clock, Sender, Talks

from ..pace import SLACK, Pace
from .app import build_app
from .calls import Calls, Refused
from .client import BASE_URL, build_client, close_client
from .events import PATH, Events
from .face import LanguageOf, SlackFace, english
from .failures import Trouble
from .heard import PLATFORM
from .people import People
from .receiver import Receiver
from .socket import Patience, SocketMode, unless
from .updates import UPDATES

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_sdk.web.async_client import AsyncWebClient

    from ..http import HttpServer

log = structlog.get_logger(__name__)

FINISH_S = 4.0
_NEVER = frozenset({"unknown_method", "method_deprecated"})


class SlackPlatform:
    """One workspace's app.  Build it inside the running loop.

    With an app token it listens by Socket Mode, else to events over HTTP.

    Args:
        make_sender: Builds what delivers, from the client and the limits that it shares with conversation: of
            messages and of ``chat.update``.
        http: For events over HTTP; it is started here when nobody else has.
        managers: Who may change what a channel gets: "creator", "admins", user ids, or "everyone".
    """

    platform = PLATFORM

    def __init__(
        self,
        token: str,
        talks: Talks,
        listener: Listener,
        /,
        *,
        make_sender: Callable[[AsyncWebClient, Pace, Pace], Sender],
        clock: Clock,
        app_token: str = "",
        signing_secret: str = "",
        http: HttpServer | None = None,
        base_url: str = BASE_URL,
        managers: str = "creator,admins",
        language_of: LanguageOf = english,
        pace: Pace | None = None,
        patience: Patience | None = None,
    ) -> None:
        if not app_token and not (signing_secret and http):
            raise ValueError("Slack needs an app token, or a signing secret and a server for events")
        pace = pace or Pace(SLACK)
        self._client = build_client(token, base_url)
        updates = Pace(UPDATES)
        self.sender = make_sender(self._client, pace, updates)
        self._calls = Calls(self._client, pace, updates)
        self.face = SlackFace(self._client, self._calls, People(self._calls, managers), language_of=language_of)
        self.receiver = Receiver(talks, listener, self.face, clock=clock)
        self._app_token = app_token
        self._signing_secret = signing_secret
        self._http = http
        self._patience = patience or Patience()
        self.is_receiving = False

    async def run(self, stop: asyncio.Event, /) -> None:
        """Receive and answer until ``stop`` is set; when Slack cannot be reached, try again and again.

        Raises:
            StoreError: Nobody can tell what was taken before: run it again.
        """
        if not await self._identify(stop):
            return
        secret = "" if self._app_token else self._signing_secret
        app = build_app(self._client, self.receiver.take, signing_secret=secret)
        try:
            await self.receiver.inbox.recover()
            self.is_receiving = True
            if self._app_token:
                await SocketMode(app, self._app_token, patience=self._patience).run(stop)
            elif self._http is not None:
                await self._serve(self._http, Events(app, secret), stop)
        finally:
            self.is_receiving = False
            await self.receiver.inbox.finish(within_s=FINISH_S)

    async def close(self) -> None:
        """Close the connections, after the last send."""
        await close_client(self._client)

    async def _serve(self, http: HttpServer, events: Events, stop: asyncio.Event) -> None:
        http.add_post(PATH, events.handle)
        try:
            await http.start()
            log.info("slack_listening", path=PATH)
            await stop.wait()
        finally:
            http.remove_post(PATH)

    async def _identify(self, stop: asyncio.Event) -> bool:
        """Learn the bot's own user id, by which it knows its own messages; False when told to stop first."""
        pause = self._patience.first_pause
        while not stop.is_set():
            try:
                if not await unless(stop, self._ask_who):
                    return False
            except Refused as error:
                failure = error.failure
                if failure.code in _NEVER:
                    log.warning("slack_identity_unknown", reason=failure.reason)
                    return True
                tell = log.error if failure.trouble is Trouble.OPERATOR else log.warning
                tell("slack_not_reached", reason=failure.reason, again_s=pause)
            else:
                return True
            try:
                await asyncio.wait_for(stop.wait(), pause)
            except TimeoutError:
                pause = min(2 * pause, self._patience.longest_pause)
        return False

    async def _ask_who(self) -> None:
        found = await self._calls.call("auth.test", repeat=True)
        self.receiver.bot = str(found.get("user_id") or "")
        log.info("slack_identified", bot=self.receiver.bot, team=str(found.get("team_id") or ""))
