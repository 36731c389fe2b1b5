"""What an update of Telegram means: pure, over the JSON that the Bot API sends.

https://core.telegram.org/bots/api#update.  Over JSON and not over the library's objects, because those refuse
an update in which one field is missing, and with it every other of the same answer.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.talk.model import (
    Arrived,
    Attached,
    Heard,
    Left,
    MovedTo,
    Place,
    PlaceKind,
    Pressed,
    Quoted,
)
from newsdesk.model import Address

from .entities import Payload, links, text_of, without_mentions
from .people import PLATFORM, place_of, sender_of, user_of

# Everything that is asked of Telegram; edited messages, reactions and joins of others never come.
ALLOWED_UPDATES = ("message", "channel_post", "callback_query", "my_chat_member")

_COMMAND = re.compile(r"/(?P<name>\w{1,32})(?:@(?P<bot>\w{3,32}))?(?=\s|$)", re.ASCII)
_AWAY = frozenset({"left", "kicked"})
_MIGRATIONS = frozenset({"migrate_to_chat_id", "migrate_from_chat_id"})


@dataclass(frozen=True, slots=True)
class Me:
    """The bot itself."""

    id: str
    username: str


Meant = Heard | Pressed | Arrived | Left | MovedTo


def event_of(update: Payload, me: Me, /) -> str:
    """The id of an update, unique even when the token is one day that of another bot."""
    return f"{me.id}:{update['update_id']}"


def chat_of(update: Payload, /) -> str:
    """The chat of a message, a button, or a coming or going; "" where there is none."""
    number = (_said(update).get("chat") or {}).get("id")
    return "" if number is None else str(number)


def order_of(update: Payload, /) -> str:
    """What must be answered one after the other; "" waits for nobody.

    What one person asks in one chat is, and so is what he presses there, which waits for no question: a button
    has to be answered within seconds.  Comings and goings of the bot are in the order of their chat; where the
    chat is one person's, in that of what he says, because after blocking the bot he comes back by a command.
    """
    chat, said = chat_of(update), _said(update)
    if not chat or _MIGRATIONS.intersection(said):
        return chat
    if change := update.get("my_chat_member"):
        return f"{chat}:{chat}" if change["chat"].get("type") == "private" else chat
    if query := update.get("callback_query"):
        return f"{chat}:{(query.get('from') or {}).get('id', '')}:press"
    by = said.get("sender_chat") or said.get("from") or {}
    return f"{chat}:{by.get('id', '')}"


def _said(update: Payload) -> Payload:
    found: Payload = (
        update.get("message")
        or update.get("channel_post")
        or (update.get("callback_query") or {}).get("message")
        or update.get("my_chat_member")
        or {}
    )
    return found


def understand(
    update: Payload, me: Me, /, *, now: datetime, commands: Collection[str] | None = None
) -> Meant | None:
    """What an update means; None for what is not for the bot and must not even be remembered.

    Args:
        now: For updates that bring no instant.
        commands: Names that the bot knows: in groups, where other bots listen too, a command without the bot's
            name that is none of these is somebody else's.  None for any.
    """
    event = event_of(update, me)
    if query := update.get("callback_query"):
        return _pressed(query, event, now)
    if change := update.get("my_chat_member"):
        return _membership(change)
    message = update.get("message") or update.get("channel_post")
    if not message:
        return None
    return _migration(message) or _heard(message, event, me, commands)


def _heard(message: Payload, event: str, me: Me, commands: Collection[str] | None) -> Heard | None:
    by = sender_of(message)
    if by is None or by.id == me.id or message.get("is_automatic_forward"):
        return None
    place = place_of(message["chat"], message)
    words, named = without_mentions(message, username=me.username, bot=me.id)
    command, text, called = _command(words)
    if called and called.casefold() != me.username.casefold():
        return None
    files, quoted = _files(message), _quoted(message, me)
    if not (words.strip() or files or named):
        return None
    meant = named or called or (quoted is not None and quoted.own) or place.kind is PlaceKind.PRIVATE
    if not meant and not (command and (commands is None or command in commands)):
        return None
    at = datetime.fromtimestamp(int(message.get("date") or 0), UTC)
    return Heard(
        event,
        place,
        by,
        at,
        text,
        command=command,
        message=str(message["message_id"]),
        links=links(message),
        files=files,
        replied_to=quoted,
    )


def _command(words: str) -> tuple[str, str, str]:
    """The command, what follows it, and whose it says it is."""
    words = words.strip()
    found = _COMMAND.match(words)
    if found is None:
        return "", words, ""
    return found["name"].lower(), words[found.end() :].strip(), found["bot"] or ""


def _quoted(message: Payload, me: Me) -> Quoted | None:
    quoted = message.get("reply_to_message")
    # In a topic, every message that replies to nothing else replies to the making of the topic.
    if not quoted or "forum_topic_created" in quoted:
        return None
    own = str((quoted.get("from") or {}).get("id", "")) == me.id
    return Quoted(str(quoted["message_id"]), text_of(quoted), links(quoted), _files(quoted), own)


def _files(message: Payload) -> tuple[Attached, ...]:
    document = message.get("document")
    if not document or not document.get("file_id"):
        return ()
    name, mime = str(document.get("file_name") or ""), str(document.get("mime_type") or "")
    return (Attached(str(document["file_id"]), name, mime, int(document.get("file_size") or 0)),)


def _pressed(query: Payload, event: str, now: datetime) -> Pressed | None:
    """A button; its message may be too old to be shown, and then only its chat and number are known."""
    message, by = query.get("message"), user_of(query.get("from"))
    if not message or by is None or not query.get("data"):
        return None
    return Pressed(
        event,
        place_of(message["chat"], message),
        by,
        now,
        str(query["data"]),
        message=str(message["message_id"]),
        callback=str(query["id"]),
    )


def _membership(change: Payload) -> Arrived | Left | None:
    place, by = place_of(change["chat"]), user_of(change.get("from"))
    was, now = change.get("old_chat_member") or {}, change.get("new_chat_member") or {}
    if _is_away(now):
        private = place.kind is PlaceKind.PRIVATE
        return Left(place, "blocked by the person" if private else "removed from the chat")
    # A person who comes back presses Start, which is heard.
    if by is None or place.kind is PlaceKind.PRIVATE or not _is_away(was):
        return None
    return Arrived(place, by)


def _is_away(member: Payload) -> bool:
    status = member.get("status")
    return status in _AWAY or (status == "restricted" and not member.get("is_member", True))


def _migration(message: Payload) -> MovedTo | None:
    here = place_of(message["chat"])
    for key, is_new in (("migrate_to_chat_id", True), ("migrate_from_chat_id", False)):
        if other := message.get(key):
            there = Place(Address(PLATFORM, str(other)), PlaceKind.GROUP, here.title)
            return MovedTo(here, there) if is_new else MovedTo(there, here)
    return None
