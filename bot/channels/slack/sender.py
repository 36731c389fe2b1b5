"""Deliveries to Slack: each part once, below the first, and looked for when nobody knows whether it arrived."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from newsdesk.model import Delivery
from newsdesk.ports import Clock, Gone, NotTaken, SendOutcome, Sent, Unknown

from ..pace import Limits, Pace, Window
from .failures import Failure, Trouble, failure_of
from .search import Search, metadata_of
from .updates import UPDATE, UPDATES

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

log = structlog.get_logger(__name__)

# What is not in a channel's history so long after its send has ended will not come any more.  Slack answers
# a post within a second or so; whatever it had begun when the connection broke is done or given up long before,
# and its history shows new messages within a second.
BELIEVED_S = 10.0
# A channel that Slack wants left alone for longer is put back into the ledger, and keeps no place.
_PATIENCE_S = 2.0
HELD = "Slack wants nothing in this channel for now."
# So many edits wait for a turn; more would only keep messages to other channels from being sent.
_EDITS_WAITING = 32
EDITS_HELD = "Slack takes a few edits a minute."
_EDITS_LATER_S = 30.0
STOPPED = "Newsdesk was stopped before this was sent."
# conversations.history and .replies: 50 a minute each (tier 3); a method counts as a chat.
LOOKS = Limits(group=(Window(50, 60.0),))


class SlackSender:
    """Implements ``newsdesk.ports.Sender``.

    An address is a channel; the body is what ``bot.render`` writes for Slack.  The remote id is the ``ts`` of a
    message, in threads too.

    Args:
        pace: Shared with whoever else writes with this token.
        updates: The limit of ``chat.update``, shared in the same way.
        parent_of: The remote id of the message below which a part belongs; None when nobody knows it, and then
            the part stands in the channel by itself (see ``parents.parent_in``).
        looks: The limits of looking for messages.
        believed_s: See ``BELIEVED_S``; shorter in tests.
    """

    platform = "slack"
    # One a second for each channel and none for all together: only this machine sets a limit.
    concurrency = 128

    def __init__(
        self,
        client: AsyncWebClient,
        pace: Pace,
        /,
        *,
        parent_of: Callable[[Delivery], Awaitable[str | None]],
        clock: Clock,
        updates: Pace | None = None,
        looks: Limits = LOOKS,
        believed_s: float = BELIEVED_S,
    ) -> None:
        self._client = client
        self._pace = pace
        self._updates = updates or Pace(UPDATES)
        self._parent_of = parent_of
        self._search = Search(client, Pace(looks), clock=clock)
        self._believed_s = believed_s
        self._born = time.monotonic()
        self._ended: dict[int, float] = {}  # when sends of unknown outcome did
        self._doubtful: set[int] = set()
        self._known: set[int] = set()  # of whose every attempt this process knows what came of it

    async def send(self, delivery: Delivery, /) -> SendOutcome:
        """Send a message, or edit the one that ``delivery.edits`` names.

        One that Slack does not accept goes once more as plain text, and one whose thread is not there into the
        channel.  After a failure of Slack's the repeated send looks first whether the failed one was done; so
        does one whose earlier attempts were made by another process.
        """
        if delivery.attempts <= 1:
            self._known.add(delivery.id)
        if (held := self._held(delivery)) is not None:
            return held
        if self._may_be_there(delivery):
            found = await self.look_up(delivery)
            if isinstance(found, Sent):
                return found
            if isinstance(found, Unknown):
                return NotTaken(found.reason, self._believed_s)
            self._known.add(delivery.id)
        draft = await self._draft(delivery)
        outcome = await self._try(draft)
        for change in (_plain, _alone, _plain):
            if not isinstance(outcome, Failure):
                break
            changed = change(draft, outcome)
            if changed is not None:
                log.warning("slack_message_changed", delivery=delivery.id, reason=outcome.reason)
                draft = changed
                outcome = await self._try(draft)
        return self._settled(delivery, outcome)

    async def look_up(self, delivery: Delivery, /) -> Sent | NotTaken | Unknown | None:
        """Whether a delivery has arrived; waits until "it is not there" can be believed.

        An edit can be made again, so it need not be looked for.
        """
        if delivery.edits:
            return NotTaken("An edit can be made twice.", 0.0)
        wait_s = self._ended.get(delivery.id, self._born) + self._believed_s - time.monotonic()
        found: Sent | NotTaken | Unknown | None = NotTaken("Nobody has looked yet.", 0.0)
        # Looks are few a minute: with many to be made, one that would have to be made again is left out.
        if wait_s <= 0 or not self._search.is_busy or self._search.is_blind(delivery):
            found = await self._look(delivery)
        if wait_s > 0 and isinstance(found, NotTaken):
            await asyncio.sleep(wait_s)
            found = await self._look(delivery)
        if not isinstance(found, Unknown):
            self._forget(delivery)
        if isinstance(found, NotTaken):
            self._known.add(delivery.id)
        return found

    def _held(self, delivery: Delivery) -> NotTaken | None:
        """Why nothing is even tried now; None when it is."""
        if not delivery.edits:
            held_s = self._pace.held_s(delivery.address.chat)
            return NotTaken(HELD, held_s) if held_s > _PATIENCE_S else None
        held_s = self._updates.held_s(UPDATE)
        if held_s <= _PATIENCE_S and self._updates.waiting < _EDITS_WAITING:
            return None
        return NotTaken(EDITS_HELD, max(held_s, _EDITS_LATER_S))

    def _may_be_there(self, delivery: Delivery) -> bool:
        """Whether an earlier attempt may have been done although it failed, or this process knows not of it."""
        return delivery.id in self._doubtful or not (delivery.id in self._known or delivery.edits)

    async def _look(self, delivery: Delivery) -> Sent | NotTaken | Unknown | None:
        is_below = bool(_body(delivery).get("thread"))
        parent = delivery.address.thread or (await self._parent_of(delivery) if is_below else "")
        return await self._search.find(delivery, parent or "")

    async def _draft(self, delivery: Delivery) -> _Draft:
        body = _body(delivery)
        below = body.pop("thread", False)
        blocks = json.loads(json.dumps(body.pop("blocks", [])))
        for block in blocks:
            for element in block.get("elements", []) if block.get("type") == "actions" else []:
                element["value"] = str(element.get("value", "")).replace("$", str(delivery.id))
        parent = delivery.address.thread
        if below and not parent and not delivery.edits:
            parent = await self._parent_of(delivery) or ""
        content = {**body, "unfurl_links": False, "unfurl_media": False}
        return _Draft(delivery, content, blocks, parent)

    async def _try(self, draft: _Draft) -> SendOutcome | Failure:
        chat = draft.delivery.address.chat
        begun = False
        if draft.delivery.edits:
            turn = self._updates.turn(UPDATE)
        else:
            turn = self._pace.turn(chat, kind="private" if chat[:1] in {"D", "U", "W"} else "group")
        try:
            async with turn:
                begun = True
                return await self._call(draft)
        except asyncio.CancelledError:
            if begun:
                raise
            return NotTaken(STOPPED, 0.0)

    async def _call(self, draft: _Draft) -> SendOutcome | Failure:
        delivery = draft.delivery
        try:
            if delivery.edits:
                await self._client.api_call("chat.update", json=draft.edit())
                return Sent(delivery.edits)
            response = await self._client.api_call("chat.postMessage", json=draft.post())
        except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
            self._ended[delivery.id] = time.monotonic()
            return failure_of(error)
        ts = response.get("ts")
        return Sent(str(ts)) if ts else Unknown("Slack's answer names no message.")

    def _settled(self, delivery: Delivery, outcome: SendOutcome | Failure) -> SendOutcome:
        if isinstance(outcome, Failure):
            outcome = self._meaning(delivery, outcome)
        if not isinstance(outcome, Unknown) and delivery.id not in self._doubtful:
            self._forget(delivery)
        if isinstance(outcome, Sent | Gone) or (isinstance(outcome, NotTaken) and outcome.after_s is None):
            self._known.discard(delivery.id)
        return outcome

    def _meaning(self, delivery: Delivery, failure: Failure) -> SendOutcome:
        match failure.trouble:
            case Trouble.BUSY:
                pace, held = (self._updates, UPDATE) if delivery.edits else (self._pace, delivery.address.chat)
                pace.hold(held, failure.after_s or 0.0)
                return NotTaken(failure.reason, failure.after_s)
            case Trouble.UNSURE | Trouble.FAILED if delivery.edits:
                return NotTaken(failure.reason, failure.after_s or 0.0)
            case Trouble.LATER:
                return NotTaken(failure.reason, failure.after_s or 0.0)
            case Trouble.FAILED:
                self._doubtful.add(delivery.id)
                wait_s = 0.0 if self._search.is_blind(delivery) else self._believed_s
                return NotTaken(failure.reason, max(failure.after_s or 0.0, wait_s))
            case Trouble.UNSURE:
                return Unknown(failure.reason)
            case Trouble.GONE:
                return Gone(failure.reason)
            case Trouble.OPERATOR:
                return NotTaken(failure.reason, failure.after_s)
            case Trouble.MARKUP | Trouble.THREAD | Trouble.MISSING | Trouble.REFUSED:
                return NotTaken(failure.reason)

    def _forget(self, delivery: Delivery) -> None:
        self._doubtful.discard(delivery.id)
        self._ended.pop(delivery.id, None)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A message as it is to be sent.

    Attributes:
        parent: The message below which it goes; "" for none.
    """

    delivery: Delivery
    content: dict[str, Any]
    blocks: list[dict[str, Any]]
    parent: str

    def post(self) -> dict[str, Any]:
        return {
            **self.content,
            "channel": self.delivery.address.chat,
            "metadata": metadata_of(self.delivery),
            **({"blocks": self.blocks} if self.blocks else {}),
            **({"thread_ts": self.parent} if self.parent else {}),
        }

    def edit(self) -> dict[str, Any]:
        # The message keeps its metadata.  Without its blocks an edit to plain text would show the old ones.
        return {
            "channel": self.delivery.address.chat,
            "ts": self.delivery.edits,
            "text": self.content.get("text", ""),
            "blocks": self.blocks,
        }


def _plain(draft: _Draft, failure: Failure) -> _Draft | None:
    is_changed = failure.trouble is Trouble.MARKUP and bool(draft.blocks)
    return replace(draft, blocks=[]) if is_changed else None


def _alone(draft: _Draft, failure: Failure) -> _Draft | None:
    return replace(draft, parent="") if failure.trouble is Trouble.THREAD and draft.parent else None


def _body(delivery: Delivery) -> dict[str, Any]:
    """The body's arguments; a body that is no JSON object is a text as it stands."""
    try:
        body = json.loads(delivery.message.body)
    except ValueError:
        body = None
    if isinstance(body, dict):
        return body
    text = delivery.message.body.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return {"text": text, "mrkdwn": False}
