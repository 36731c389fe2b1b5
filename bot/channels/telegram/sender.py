"""Deliveries on Telegram: implements ``newsdesk.ports.Sender``."""

from __future__ import annotations

import asyncio
import html
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog

from newsdesk.model import Delivery
from newsdesk.ports import Gone, Moved, NotTaken, SendOutcome, Sent, Unknown

from .calls import HELD, Refused, raw
from .failures import RETRY_S, Cause, Failure

if TYPE_CHECKING:
    from telegram import Bot

    from ..pace import Kind, Pace

log = structlog.get_logger(__name__)

# Thirty a second, each of which keeps its chat for a second: who waits for a chat must not keep the token idle.
CONCURRENCY = 64
# A chat that Telegram wants left alone for longer is put back into the ledger, and keeps no place.
_PATIENCE_S = 2.0
_MAX_UNITS = 4096
_LINK = re.compile(r"<a\s+href=\"([^\"]*)\"\s*>(.*?)</a>", re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")

STOPPED = "Newsdesk was stopped before it was sent."


class TelegramSender:
    """Sends and edits messages; one for each token, as its pace.

    A body is JSON: ``{"text": HTML, "buttons": [[{"label": …, "data": …}]]}``; "$" in the data of a button
    stands for the delivery's id.
    """

    platform = "telegram"
    concurrency = CONCURRENCY

    def __init__(self, bot: Bot, pace: Pace, /) -> None:
        self._bot = bot
        self._pace = pace

    async def send(self, delivery: Delivery, /) -> SendOutcome:
        """Send a message, or edit the one that ``delivery.edits`` names.

        Cancelled before anything was written to a connection, it says that nothing was sent; later it is
        cancelled.
        """
        try:
            letter = _letter(delivery)
        except (ValueError, TypeError, KeyError):
            return NotTaken("Its body is nothing that Telegram's renderer has written.")
        if (held_s := self._pace.held_s(delivery.address.chat)) > _PATIENCE_S:
            return NotTaken(HELD, held_s)
        outcome = await self._send(delivery, letter)
        if isinstance(outcome, Failure) and outcome.cause is Cause.MARKUP:
            log.warning("markup_refused", delivery=delivery.id, key=delivery.key)
            outcome = await self._send(delivery, letter.plain())
        return self._came_to(delivery, outcome) if isinstance(outcome, Failure) else outcome

    async def look_up(self, delivery: Delivery, /) -> None:
        """A bot of Telegram cannot read what it has written."""

    async def _send(self, delivery: Delivery, letter: _Letter) -> SendOutcome | Failure:
        """One call, when it may begin."""
        chat, turn = delivery.address.chat, None
        kind: Kind = "group" if chat.startswith(("-", "@")) else "private"  # ids of groups and channels
        try:
            async with self._pace.turn(chat, kind=kind) as turn:
                answer = await raw(self._bot, letter.method, **letter.arguments)
        except asyncio.CancelledError:
            if turn is not None and turn.is_away:
                raise
            return NotTaken(STOPPED, 0.0)
        except Refused as refused:
            return refused.failure
        number = answer.get("message_id") if isinstance(answer, dict) else None
        if not number:
            return Unknown("Telegram has taken it, and did not say as what.")
        return Sent(str(number))

    def _came_to(self, delivery: Delivery, failure: Failure) -> SendOutcome:
        chat = delivery.address.chat
        match failure.cause:
            case Cause.FLOOD:
                self._pace.hold(chat, failure.after_s)
                return NotTaken(failure.reason, failure.after_s)
            case Cause.UNREACHABLE | Cause.TOKEN:
                return NotTaken(failure.reason, failure.after_s)
            case Cause.UNSURE:
                # An edit comes to the same, however often it is done.
                return NotTaken(failure.reason, RETRY_S) if delivery.edits else Unknown(failure.reason)
            case Cause.UNCHANGED:
                return Sent(delivery.edits)
            case Cause.GONE:
                return Gone(failure.reason)
            case Cause.MOVED:
                return Moved(delivery.address._replace(chat=failure.moved_to))
        return NotTaken(failure.reason)


@dataclass(frozen=True, slots=True)
class _Letter:
    """A call that is ready to be made."""

    method: str
    arguments: dict[str, Any]

    def plain(self) -> _Letter:
        """The same without markup."""
        arguments = {k: v for k, v in self.arguments.items() if k != "parse_mode"}
        return _Letter(self.method, arguments | {"text": plain(self.arguments["text"])})


def _letter(delivery: Delivery) -> _Letter:
    """The call that brings a delivery.

    Raises:
        ValueError: The body is no JSON, or the address is none of Telegram's.
        TypeError, KeyError: It is of another shape.
    """
    body = json.loads(delivery.message.body)
    arguments: dict[str, Any] = {
        "chat_id": delivery.address.chat,
        "text": str(body["text"]),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    rows = [
        [{"text": b["label"], "callback_data": b["data"].replace("$", str(delivery.id))} for b in row]
        for row in body.get("buttons", ())
    ]
    if rows:
        arguments["reply_markup"] = {"inline_keyboard": rows}
    if delivery.edits:
        return _Letter("edit_message_text", arguments | {"message_id": int(delivery.edits)})
    if delivery.address.thread:
        arguments["message_thread_id"] = int(delivery.address.thread)
    return _Letter("send_message", arguments)


def plain(markup: str, /) -> str:
    """Words without markup, links behind them, no longer than a message may be."""
    with_links = html.unescape(_TAG.sub("", _LINK.sub(r"\2 (\1)", markup)))
    if _units(with_links) <= _MAX_UNITS:
        return with_links
    words = html.unescape(_TAG.sub("", markup))
    while _units(words) > _MAX_UNITS:
        words = words[: _MAX_UNITS - 1 if len(words) >= _MAX_UNITS else -1]
    return words


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
