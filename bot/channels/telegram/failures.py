"""What an error of python-telegram-bot says about the call that failed, as a value.

The library rewrites texts, so classes decide wherever there is one; what Telegram puts under one class (400 is
all it has for a closed topic, a vanished chat and a forgotten tag) is told apart by the words that it keeps.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

# What Telegram takes back at once is asked again after this, and then ever more rarely.
RETRY_S = 1.0
TOKEN_RETRY_S = 60.0


class Cause(StrEnum):
    """Why a call failed, as far as it matters for what is to be done."""

    FLOOD = "too many requests"
    UNREACHABLE = "not reached, or refused for now"
    UNSURE = "it may have arrived"
    GONE = "the bot is not wanted there"
    MOVED = "the chat has another id"
    MARKUP = "the markup is wrong"
    UNCHANGED = "the message is the same already"
    TOO_OLD = "the button was pressed too long ago"
    REFUSED = "never to be taken like this"
    TOKEN = "the token is not valid"  # noqa: S105  # no password
    CONFLICT = "somebody else polls"


@dataclass(frozen=True, slots=True)
class Failure:
    """What is known of a call that failed.

    Attributes:
        reason: For the operator, without address or token.
        after_s: When it may be tried again; 0.0 where that helps nobody.
        moved_to: The chat's new id.
    """

    cause: Cause
    reason: str
    after_s: float = 0.0
    moved_to: str = ""


_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
)
_BY_WORDS = (
    (Cause.MARKUP, ("can't parse entities", "entity_", "entities_too_long")),
    (Cause.UNCHANGED, ("message is not modified", "message_not_modified")),
    (Cause.TOO_OLD, ("query is too old", "query id is invalid", "query_id_invalid")),
    (
        Cause.GONE,
        (
            "chat not found",
            "peer_id_invalid",
            "group chat was deactivated",
            "group chat was deleted",
            "chat was deleted",
            "channel_private",
            "user not found",
            "user_deactivated",
            "input_user_deactivated",
        ),
    ),
)


def failure(error: TelegramError, /) -> Failure:
    """What a failed call means; see ``Cause``."""
    reason = f"{type(error).__name__}: {error.message}"
    match error:
        case ChatMigrated():
            return Failure(Cause.MOVED, "The chat has another id now.", moved_to=str(error.new_chat_id))
        case RetryAfter():
            return Failure(Cause.FLOOD, "Too many requests.", after_s=_seconds(error))
        case Forbidden():
            return Failure(Cause.GONE, reason)
        case InvalidToken() | EndPointNotFound():  # 401 and 404, which the library does not tell apart
            return Failure(Cause.TOKEN, "Telegram does not know the token.", after_s=TOKEN_RETRY_S)
        case Conflict():
            return Failure(Cause.CONFLICT, reason)
        case BadRequest():
            words = error.message.lower()
            cause = next((c for c, known in _BY_WORDS if any(w in words for w in known)), Cause.REFUSED)
            # What could not be read as markup is text of articles: it has no place in a log.
            return Failure(cause, "Telegram could not read the markup." if cause is Cause.MARKUP else reason)
        case NetworkError():
            return _network(error)
    return Failure(Cause.UNSURE, reason)  # taken with 200, and the answer cannot be read


def _network(error: NetworkError) -> Failure:
    cause = error.__cause__
    if isinstance(cause, _NOT_SENT):
        return Failure(Cause.UNREACHABLE, f"Telegram was not reached: {type(cause).__name__}.", after_s=RETRY_S)
    if isinstance(error, TimedOut) or isinstance(cause, httpx.HTTPError):
        name = type(cause or error).__name__
        return Failure(Cause.UNSURE, f"The connection broke while it was being sent: {name}.")
    if cause is not None and not isinstance(cause, TelegramError):
        return Failure(Cause.UNSURE, f"The connection failed: {type(cause).__name__}.")
    return Failure(Cause.UNREACHABLE, "Telegram answered with a server error.", after_s=RETRY_S)


def _seconds(error: RetryAfter) -> float:
    """``retry_after`` itself is an int or a timedelta, as an environment variable decides, and warns."""
    return max(RETRY_S, error._retry_after.total_seconds())  # noqa: SLF001
