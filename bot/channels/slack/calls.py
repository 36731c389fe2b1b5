"""Calls of Slack's Web API for conversation: what they come to as values, and what may be tried again.

A message is sent again only when Slack surely has not taken it: nobody gets an answer twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import TYPE_CHECKING, Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.talk.ports import FaceError

from ..pace import Pace
from .client import quiet_logger
from .failures import Failure, Trouble, failure_of

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

log = structlog.get_logger(__name__)

Json = Mapping[str, Any]

_TRIES = 3
_LONGEST_WAIT_S = 20.0
_AGAIN_S = 0.3


class Refused(FaceError):
    """Slack did not do it."""

    def __init__(self, method: str, failure: Failure) -> None:
        super().__init__(f"{method}: {failure.reason}")
        self.failure = failure


class Calls:
    """One token's calls, within its limits.

    Args:
        pace: Shared with whoever delivers.
    """

    def __init__(self, client: AsyncWebClient, pace: Pace, /) -> None:
        self._client = client
        self._pace = pace

    async def post(self, chat: str, content: Json, /) -> str:
        """``chat.postMessage``, without previews of links; the message's timestamp.

        Raises:
            Refused: It was not taken, or nobody can tell.
        """
        arguments = {"unfurl_links": False, "unfurl_media": False, **content, "channel": chat}
        found = await self.call("chat.postMessage", arguments, chat=chat)
        return str(found.get("ts") or "")

    async def call(
        self, method: str, arguments: Json | None = None, /, *, chat: str = "", repeat: bool = False
    ) -> Json:
        """Any method; what Slack answers.

        Args:
            chat: The channel whose limit of messages it counts for; "" for none.
            repeat: True when doing it twice does no harm: then it is tried again whatever went wrong.

        Raises:
            Refused: Slack refuses it, or cannot be reached.
        """
        for last in (False,) * (_TRIES - 1) + (True,):
            try:
                async with self._turn(chat):
                    found = await self._client.api_call(method, json=dict(arguments or {}))
            except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
                failure = failure_of(error)
            else:
                return found.data if isinstance(found.data, dict) else {}
            await self._wait(method, failure, chat, last=last, repeat=repeat)
        raise AssertionError("the last try returns or raises")

    async def get(self, method: str, /, **arguments: str | int) -> Json:
        """A method that only reads; it takes its arguments in the address.

        Raises:
            Refused: Slack refuses it, or cannot be reached.
        """
        for last in (False,) * (_TRIES - 1) + (True,):
            try:
                found = await self._client.api_call(method, http_verb="GET", params=arguments)
            except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
                failure = failure_of(error)
            else:
                return found.data if isinstance(found.data, dict) else {}
            await self._wait(method, failure, "", last=last, repeat=True)
        raise AssertionError("the last try returns or raises")

    async def respond(self, url: str, content: Json, /) -> None:
        """Send to a ``response_url``, which takes five messages within half an hour.

        Raises:
            Refused: It was not taken, or nobody can tell.
        """
        from slack_sdk.webhook.async_client import AsyncWebhookClient

        quiet = {"unfurl_links": False, "unfurl_media": False} if "text" in content else {}
        hook = AsyncWebhookClient(url, retry_handlers=[], logger=quiet_logger(), timeout=10)
        try:
            answer = await hook.send_dict({**quiet, **content})
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Refused("response_url", failure_of(error)) from None
        if answer.status_code != 200:
            code = f"http_{answer.status_code}"
            raise Refused("response_url", Failure(Trouble.REFUSED, code, f"Slack refuses it ({code})."))

    def _turn(self, chat: str) -> AbstractAsyncContextManager[object]:
        if not chat:
            return nullcontext()
        return self._pace.turn(chat, kind="private" if chat[0] in "DUW" else "group", urgent=True)

    async def _wait(self, method: str, failure: Failure, chat: str, *, last: bool, repeat: bool) -> None:
        """Wait until it can be tried again; raise when it must not be."""
        again = failure.trouble in {Trouble.BUSY, Trouble.LATER} or (
            repeat and failure.trouble in {Trouble.UNSURE, Trouble.FAILED}
        )
        after_s = failure.after_s if failure.after_s is not None else _AGAIN_S
        if chat and failure.trouble is Trouble.BUSY:
            log.warning("slack_busy", method=method, chat=chat, after_s=after_s)
            self._pace.hold(chat, after_s)
        if last or not again or after_s > _LONGEST_WAIT_S:
            raise Refused(method, failure)
        if not (chat and failure.trouble is Trouble.BUSY):  # the pace waits for the chat
            await asyncio.sleep(after_s)
