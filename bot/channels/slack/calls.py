"""Calls of Slack's Web API for conversation: what they come to as values, and what may be tried again.

A message is sent again when Slack says that it has not taken it or has failed, and not when nobody can tell.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.talk.ports import FaceError

from ..pace import Kind, Pace
from .failures import Failure, Trouble, failure_of, failure_of_status
from .files import is_own
from .updates import UPDATE, UPDATES

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

log = structlog.get_logger(__name__)

Json = Mapping[str, Any]

_TRIES = 3
# Somebody waits for the answer: what Slack puts off for longer is not said at all.
_PATIENCE_S = 20.0
_AGAIN_S = 0.3
_RESPOND_S = 10.0
_PEOPLE = ("U", "W")
_PRIVATE = ("D", *_PEOPLE)
_RESPONSES = "hooks.slack.com"
HELD = "Slack wants nothing there for now."


class Refused(FaceError):
    """Slack did not do it."""

    def __init__(self, method: str, failure: Failure) -> None:
        super().__init__(f"{method}: {failure.reason}")
        self.failure = failure


class Calls:
    """One token's calls, within its limits.

    Args:
        pace: Shared with whoever delivers.
        updates: The limit of ``chat.update``, shared in the same way.
    """

    def __init__(self, client: AsyncWebClient, pace: Pace, updates: Pace | None = None, /) -> None:
        self._client = client
        self._pace = pace
        self._updates = updates or Pace(UPDATES)
        self._homes: dict[str, str] = {}  # the conversation with a person, by the person's id

    async def post(self, chat: str, content: Json, /) -> str:
        """``chat.postMessage``, without previews of links; the message's timestamp.

        Raises:
            Refused: It was not taken, or nobody can tell.
        """
        arguments = {"unfurl_links": False, "unfurl_media": False, **content, "channel": chat}
        found = await self.call("chat.postMessage", arguments, chat=chat)
        if chat.startswith(_PEOPLE) and found.get("channel"):
            self._homes[chat] = str(found["channel"])
        return str(found.get("ts") or "")

    async def call(
        self,
        method: str,
        arguments: Json | None = None,
        /,
        *,
        chat: str = "",
        repeat: bool = False,
        turn_s: float | None = None,
    ) -> Json:
        """Any method; what Slack answers.

        A failure that Slack itself reports is tried again, as on Telegram: no answer at all would be worse.

        Args:
            chat: The channel whose limit of messages it counts for; "" for none.
            repeat: True when doing it twice does no harm: then it is tried again whatever went wrong.
            turn_s: How long it may wait for its turn.

        Raises:
            Refused: Slack refuses it, cannot be reached, or wants nothing of the kind for now.
        """

        async def send() -> Json:
            found = await self._client.api_call(method, json=dict(arguments or {}))
            return found.data if isinstance(found.data, dict) else {}

        return await self._tried(method, send, self._lane(method, chat), repeat=repeat, turn_s=turn_s)

    async def get(self, method: str, /, **arguments: str | int) -> Json:
        """A method that only reads; it takes its arguments in the address.

        Raises:
            Refused: Slack refuses it, or cannot be reached.
        """

        async def ask() -> Json:
            found = await self._client.api_call(method, http_verb="GET", params=arguments)
            return found.data if isinstance(found.data, dict) else {}

        return await self._tried(method, ask, None, repeat=True)

    async def respond(self, url: str, content: Json, /) -> None:
        """Send to a ``response_url``, which takes five messages within half an hour.

        Raises:
            Refused: It was not taken, or nobody can tell.
        """
        if not may_respond(url, self._client.base_url):
            failure = Failure(Trouble.REFUSED, "not_slacks", "The address for answers is not Slack's.")
            raise Refused("response_url", failure)
        quiet = {"unfurl_links": False, "unfurl_media": False} if "text" in content else {}

        async def send() -> Json:
            timeout = aiohttp.ClientTimeout(total=_RESPOND_S)
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                # A redirect may lead anywhere, and with it what was said.
                session.post(url, json={**quiet, **content}, allow_redirects=False) as answer,
            ):
                if answer.status != 200:
                    raise _HookError(answer)
            return {}

        await self._tried("response_url", send, None)

    def _lane(self, method: str, chat: str) -> _Lane | None:
        if method == UPDATE:
            return _Lane(self._updates, UPDATE, "group")
        lane = self._homes.get(
            chat, chat
        )  # a message to a person falls into the same second as one to his chat
        return _Lane(self._pace, lane, "private" if lane.startswith(_PRIVATE) else "group") if lane else None

    async def _tried(
        self,
        method: str,
        call: Callable[[], Awaitable[Json]],
        lane: _Lane | None,
        *,
        repeat: bool = False,
        turn_s: float | None = None,
    ) -> Json:
        """Make a call within its limits; again when it may be.

        Raises:
            Refused: It did not work.
        """
        attempt = 0
        while True:
            attempt += 1
            if lane and (held_s := lane.pace.held_s(lane.name)) > _PATIENCE_S:
                raise Refused(method, Failure(Trouble.BUSY, "held", HELD, held_s))
            try:
                async with _turn(lane, turn_s):
                    return await call()
            except (SlackApiError, _HookError, aiohttp.ClientError, TimeoutError, OSError) as error:
                known = error.failure if isinstance(error, _HookError | _NoTurnError) else failure_of(error)
            after_s = known.after_s if known.after_s is not None else _AGAIN_S
            is_busy = known.trouble is Trouble.BUSY
            if lane and is_busy:
                log.warning("slack_busy", method=method, chat=lane.name, after_s=after_s)
                lane.pace.hold(lane.name, after_s)
            if attempt == _TRIES or after_s > _PATIENCE_S or not _repeatable(known, repeat=repeat):
                raise Refused(method, known)
            if not (lane and is_busy):  # that one has to wait for its turn
                await asyncio.sleep(after_s * attempt)


class _Lane(NamedTuple):
    """What a call counts for."""

    pace: Pace
    name: str
    kind: Kind


class _HookError(Exception):
    """A ``response_url`` did not take it."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        super().__init__(f"HTTP {answer.status}")
        self.failure = failure_of_status(answer.status, answer.headers)


class _NoTurnError(TimeoutError):
    """Its turn did not come in time; it was not sent."""

    failure = Failure(Trouble.BUSY, "no_turn", HELD, None)


@asynccontextmanager
async def _turn(lane: _Lane | None, within_s: float | None) -> AsyncIterator[None]:
    if lane is None:
        yield
        return
    limit = asyncio.timeout(within_s)
    try:
        async with limit, lane.pace.turn(lane.name, kind=lane.kind, urgent=True):
            limit.reschedule(None)
            yield
    except TimeoutError:
        if limit.expired():
            raise _NoTurnError from None
        raise


def may_respond(url: str, base_url: str, /) -> bool:
    """Whether a ``response_url`` is Slack's own, so that it may be told what was said.

    Args:
        base_url: Where the Web API is; what has its scheme, host and port is Slack's too.
    """
    return is_own(url, base_url, hosts=frozenset({_RESPONSES}))


def _repeatable(known: Failure, *, repeat: bool) -> bool:
    return known.trouble in {Trouble.BUSY, Trouble.LATER, Trouble.FAILED} or (
        repeat and known.trouble is Trouble.UNSURE
    )
