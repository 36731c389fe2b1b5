"""Places and people in what Telegram brings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.talk.model import Person, Place, PlaceKind
from newsdesk.model import Address

Payload = Mapping[str, Any]

PLATFORM = "telegram"
_KINDS = {"private": PlaceKind.PRIVATE, "channel": PlaceKind.CHANNEL}


def place_of(chat: Payload, message: Payload | None = None, /) -> Place:
    """A chat; with a message, the forum topic in which it stands.

    ``message_thread_id`` counts only with ``is_topic_message``: in other groups it names a chain of replies,
    and the General topic of a forum has none.
    """
    thread = ""
    if message is not None and message.get("is_topic_message"):
        thread = str(message.get("message_thread_id") or "")
    kind = _KINDS.get(str(chat.get("type", "")), PlaceKind.GROUP)
    return Place(Address(PLATFORM, str(chat["id"]), thread), kind, _title(chat), lasting=bool(thread))


def sender_of(message: Payload, /) -> Person | None:
    """Who wrote a message; None for what nobody wrote, and for other bots.

    An anonymous administrator writes in the name of the chat itself.  Somebody who writes in the name of
    another channel is that channel, and no administrator by that.
    """
    chat, sender = message["chat"], message.get("sender_chat")
    if sender is None and chat.get("type") == "channel":
        sender = chat
    if sender is not None:
        return Person(PLATFORM, str(sender["id"]), _title(sender), as_chat=sender["id"] == chat["id"])
    return user_of(message.get("from"))


def user_of(user: Payload | None, /) -> Person | None:
    """A person; None for a bot."""
    if not user or user.get("is_bot"):
        return None
    return Person(PLATFORM, str(user["id"]), _full_name(user), language=str(user.get("language_code") or ""))


def _title(chat: Payload) -> str:
    return str(chat.get("title") or "") or _full_name(chat) or str(chat.get("username") or "")


def _full_name(user: Payload) -> str:
    return " ".join(str(user[key]) for key in ("first_name", "last_name") if user.get(key))
