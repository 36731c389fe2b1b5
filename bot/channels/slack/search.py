"""Looking for a delivery among a channel's messages, by the metadata that each of them carries.

https://docs.slack.dev/reference/methods/conversations.history, with ``include_all_metadata``; it needs one of
the scopes channels:history, groups:history and im:history.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from newsdesk.model import Delivery
from newsdesk.ports import Clock, NotTaken, Sent, Unknown

from ..pace import Pace
from .failures import Failure, Trouble, failure_of

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

log = structlog.get_logger(__name__)

EVENT_TYPE = "newsdesk_delivery"
PAGE = 200
MAX_PAGES = 25
# A message is never older than its delivery, but clocks are not exact.
MARGIN = timedelta(minutes=10)
# What is older was seen to long ago, or never will be.
OLDEST = timedelta(days=3)
# A scope that is missing is not there the next moment.
BLIND_S = 600.0
_BUSY_TRIES = 5
# What Slack puts off for longer is asked about in a later round: nobody's channel is shut for an hour.
PATIENCE_S = 5.0
HELD = "Slack wants no looks for now."
# A message that is known by its words alone is no older than its delivery; again, clocks are not exact.
WORDS_MARGIN = timedelta(minutes=1)


def metadata_of(delivery: Delivery, /) -> dict[str, Any]:
    """What a message carries, so that it can be told from all others, those of an earlier database too."""
    made_at = delivery.created_at.isoformat() if delivery.created_at else ""
    payload = {"delivery": int(delivery.id), "key": delivery.key, "made_at": made_at}
    return {"event_type": EVENT_TYPE, "event_payload": payload}


class Search:
    """Finds deliveries in histories.

    Args:
        pace: The limits of the methods that read.
        clock: The one that ``Delivery.created_at`` comes from.
    """

    def __init__(self, client: AsyncWebClient, pace: Pace, /, *, clock: Clock) -> None:
        self._client = client
        self._pace = pace
        self._clock = clock
        self._blind: dict[str, float] = {}
        self._said: set[str] = set()
        self._waiting: defaultdict[str, set[asyncio.Timeout]] = defaultdict(set)

    @property
    def is_busy(self) -> bool:
        """Whether a look would have to wait for others."""
        return self._pace.waiting > 0

    def is_blind(self, delivery: Delivery, /) -> bool:
        """Whether Slack said a short while ago that the bot may not read the channel."""
        return self._blind.get(delivery.address.chat, 0.0) > time.monotonic()

    async def find(self, delivery: Delivery, parent: str, /) -> Sent | NotTaken | Unknown | None:
        """Whether the delivery is in its channel, or in the thread of ``parent``.

        Unknown when Slack cannot be asked now; None when it cannot tell.
        """
        chat = delivery.address.chat
        if self._age(delivery) > OLDEST or self.is_blind(delivery):
            return None
        found: Sent | NotTaken | Unknown | None = NotTaken("It is not in the channel.", 0.0)
        if parent:
            found = await self._scan(delivery, "conversations.replies", {"channel": chat, "ts": parent})
        if isinstance(found, NotTaken):
            found = await self._scan(delivery, "conversations.history", {"channel": chat})
        return found

    async def _scan(
        self, delivery: Delivery, method: str, arguments: Mapping[str, str]
    ) -> Sent | NotTaken | Unknown | None:
        cursor = ""
        for _ in range(MAX_PAGES):
            page = await self._page(method, {**arguments, "cursor": cursor} if cursor else arguments)
            if isinstance(page, Failure):
                return self._failed(delivery, page)
            data, now = page
            messages = data.get("messages") or []
            made_at = now - self._age(delivery).total_seconds()  # by Slack's clock
            if found := _among(messages, delivery, made_at - WORDS_MARGIN.total_seconds()):
                return found
            # Replies come the oldest first, a history the newest first.
            oldest = made_at - MARGIN.total_seconds()
            is_past = method.endswith("history") and any(float(m.get("ts", now)) < oldest for m in messages)
            cursor = str((data.get("response_metadata") or {}).get("next_cursor") or "")
            if is_past or not cursor:
                return NotTaken("It is not in the channel.", 0.0)
        return None

    async def _page(
        self, method: str, arguments: Mapping[str, str]
    ) -> tuple[Mapping[str, Any], float] | Failure:
        """A page of messages and Slack's own clock, or why there is none."""
        params = {**arguments, "limit": PAGE, "include_all_metadata": "true"}
        failure = Failure(Trouble.BUSY, "ratelimited", HELD)
        for _ in range(_BUSY_TRIES):
            if self._pace.held_s(method) > PATIENCE_S:
                break
            try:
                async with self._turn(method):
                    response = await self._client.api_call(method, http_verb="GET", params=params)
            except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
                failure = failure_of(error)
            else:
                data = response.data if isinstance(response.data, dict) else {}
                return data, _instant(response.headers)
            if failure.trouble is not Trouble.BUSY:
                break
            self._hold(method, failure.after_s or 0.0)
        return failure

    @asynccontextmanager
    async def _turn(self, method: str) -> AsyncIterator[None]:
        """A turn; it is waited for no longer than until Slack puts the method off for long.

        Raises:
            TimeoutError: Slack has, and nothing was asked.
        """
        waiting = self._waiting[method]
        async with asyncio.timeout(None) as limit:
            waiting.add(limit)
            try:
                async with self._pace.turn(method):
                    waiting.discard(limit)
                    yield
            finally:
                waiting.discard(limit)

    def _hold(self, method: str, seconds: float) -> None:
        self._pace.hold(method, seconds)
        if seconds > PATIENCE_S:
            now = asyncio.get_running_loop().time()
            for limit in self._waiting[method]:
                limit.reschedule(now)
            self._waiting[method].clear()

    def _age(self, delivery: Delivery) -> timedelta:
        return timedelta() if delivery.created_at is None else self._clock() - delivery.created_at

    def _failed(self, delivery: Delivery, failure: Failure) -> NotTaken | Unknown | None:
        if failure.trouble is Trouble.THREAD:
            return NotTaken("Its thread is not there.", 0.0)
        if failure.trouble in {Trouble.BUSY, Trouble.LATER, Trouble.FAILED, Trouble.UNSURE}:
            return Unknown(failure.reason)
        chat = delivery.address.chat
        self._blind[chat] = time.monotonic() + BLIND_S
        if failure.reason not in self._said:  # one permission for all channels is said once
            self._said.add(failure.reason)
            log.warning("slack_cannot_look", channel=delivery.channel, reason=failure.reason)
        return None


def _among(messages: list[dict[str, Any]], delivery: Delivery, since: float, /) -> Sent | None:
    """The delivery, by its metadata; by its words where Slack shows a bot's message without any metadata.

    Some workspaces may want the scope metadata.message:read for that, and to send twice would be worse than to
    take one note for another of the same words.

    Args:
        since: By Slack's clock; what is older is known by its metadata alone.
    """
    wanted = metadata_of(delivery)["event_payload"]
    words = _words(delivery)
    for message in messages:
        metadata = message.get("metadata") or {}
        payload = metadata.get("event_payload") or {}
        if metadata.get("event_type") == EVENT_TYPE and all(payload.get(k) == v for k, v in wanted.items()):
            return Sent(str(message["ts"]))
        is_like = not metadata and bool(words) and message.get("bot_id") and message.get("text") == words
        if is_like and float(message["ts"]) >= since:
            return Sent(str(message["ts"]))
    return None


def _words(delivery: Delivery) -> str:
    try:
        return str(json.loads(delivery.message.body).get("text", ""))
    except (ValueError, AttributeError):
        return ""


def _instant(headers: Mapping[str, str]) -> float:
    """Slack's clock in seconds, which is the one that messages are numbered by; ours when it does not say."""
    stamp = next((value for name, value in headers.items() if name.lower() == "date"), "")
    try:
        return parsedate_to_datetime(stamp).timestamp()
    except ValueError:
        return time.time()
