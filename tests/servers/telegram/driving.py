"""What people do on Telegram, and what they see there."""

from __future__ import annotations

import asyncio
import itertools
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .world import Chat, Message, User, World, entities_of

if TYPE_CHECKING:
    from .updates import Updates


@dataclass(frozen=True, slots=True)
class Query:
    """A button that was pressed and waits for its answer."""

    user: User
    at: float


class Driving:
    """The part of the server that tests talk to."""

    world: World
    updates: Updates
    sent: list[Message]
    files: dict[str, tuple[str, bytes]]

    def __init__(self) -> None:
        self.queries: dict[str, Query] = {}
        self.toasts: list[tuple[User, str, bool]] = []
        self._seen: list[Message] = []
        self._cursors: dict[int, int] = {}
        self._stirred = asyncio.Event()
        self._numbers = itertools.count(1)

    def say(
        self,
        chat: Chat,
        user: User | None,
        text: str,
        *,
        reply_to: Message | None = None,
        thread: int | None = None,
        entities: list[dict[str, Any]] | None = None,
        file: tuple[str, bytes] | None = None,
        mime: str = "text/plain",
        as_chat: bool = False,
    ) -> Message:
        """Somebody writes (None: a post in a channel); the bot gets the update.

        Args:
            entities: Instead of the commands, mentions and addresses that are found in the words.
            file: Name and content of an attached document; ``text`` is its caption.
            as_chat: An administrator who hides behind the group.
        """
        sender = User(1087968824, "Group", "GroupAnonymousBot", is_bot=True) if as_chat else user
        message = Message(
            chat.take_id(),
            chat,
            sender,
            text,
            entities_of(text) if entities is None else entities,
            thread=thread,
            reply_to=reply_to,
            caption=file is not None,
            as_chat=as_chat,
        )
        if file is not None:
            number = f"F{next(self._numbers)}"
            self.files[number] = (f"{number}-{file[0]}", file[1])
            message.document = {
                "file_id": number,
                "file_unique_id": f"u{number}",
                "file_name": file[0],
                "mime_type": mime,
                "file_size": len(file[1]),
            }
        chat.messages[message.id] = message
        self.updates.add("channel_post" if chat.kind == "channel" else "message", message.json())
        return message

    def press(self, message: Message, label: str, user: User) -> str:
        """Somebody presses the button with this label (or data); the id of the query.

        Raises:
            KeyError: There is no such button.
        """
        data = message.buttons.get(label) or next(d for d in message.buttons.values() if d == label)
        return self.press_forged(message, data, user)

    def press_forged(self, message: Message, data: str, user: User) -> str:
        """A press with data that no button carries."""
        number = f"q{next(self._numbers)}"
        self.queries[number] = Query(user, time.monotonic())
        self.updates.add(
            "callback_query",
            {
                "id": number,
                "from": user.json(),
                "chat_instance": str(message.chat.id),
                "message": message.json(),
                "data": data,
            },
        )
        return number

    def add_bot(self, chat: Chat, by: User, *, was: str = "left", status: str = "member") -> None:
        """Somebody adds the bot to a chat."""
        chat.refuses = ""
        self._bot_is(chat, by, was, status)

    def remove_bot(self, chat: Chat, by: User) -> None:
        """Somebody removes the bot, or blocks it in private."""
        private = chat.kind == "private"
        chat.refuses = "bot was blocked by the user" if private else f"bot was kicked from the {chat.kind} chat"
        self._bot_is(chat, by, "member", "kicked")

    def upgrade(self, chat: Chat) -> Chat:
        """A group becomes a supergroup, and both say so."""
        made = self.world.upgrade(chat)
        for where, other, name in ((chat, made, "migrate_to_chat_id"), (made, chat, "migrate_from_chat_id")):
            note = Message(where.take_id(), where, None, "").json()
            note.pop("sender_chat", None)
            self.updates.add("message", note | {name: other.id})
        return made

    def messages(self, chat: Chat, *, thread: int | None = None) -> list[Message]:
        """What the bot has in a chat now, in order."""
        mine = (m for m in self.sent if m.chat is chat and not m.is_deleted)
        return [m for m in mine if thread is None or m.thread == thread]

    async def expect(self, chat: Chat, text: str = "", *, within_s: float = 15.0) -> Message:
        """The next message of the bot in a chat that holds some text, new or edited into it.

        What was passed over is not looked at again.

        Raises:
            AssertionError: It did not come; what came instead is shown.
        """
        start = self._cursors.get(chat.id, 0)
        deadline = time.monotonic() + within_s
        while True:
            self._stirred.clear()
            for at in range(start, len(self._seen)):
                seen = self._seen[at]
                if seen.chat.id == chat.id and text in seen.text and not seen.is_deleted:
                    self._cursors[chat.id] = at + 1
                    return seen
            left = deadline - time.monotonic()
            if left <= 0:
                came = [m.text for m in self._seen[start:] if m.chat.id == chat.id]
                raise AssertionError(f"no message with {text!r} came; these did: {came}")
            try:
                await asyncio.wait_for(self._stirred.wait(), left)
            except TimeoutError:
                continue

    def took(self, message: Message, /) -> None:
        """The bot has written a message."""
        message.chat.messages[message.id] = message
        self.sent.append(message)
        self.edited(message)

    def edited(self, message: Message, /) -> None:
        """The bot has changed a message of its own."""
        self._seen.append(message)
        self.stir()

    def stir(self) -> None:
        """Something has happened: let those who wait look again."""
        self._stirred.set()

    def _bot_is(self, chat: Chat, by: User, was: str, status: str) -> None:
        chat.members[self.world.bot.id] = status
        bot = self.world.bot.json()
        self.updates.add(
            "my_chat_member",
            {
                "chat": chat.json(),
                "from": by.json(),
                "date": int(time.time()),
                "old_chat_member": {
                    "status": was,
                    "user": bot,
                    **({"until_date": 0} if was == "kicked" else {}),
                },
                "new_chat_member": _member(status, bot),
            },
        )


def _member(status: str, bot: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {"status": status, "user": bot}
    if status == "kicked":
        shown["until_date"] = 0
    if status == "administrator":
        rights = "manage_chat delete_messages manage_video_chats restrict_members promote_members change_info"
        rights += " invite_users post_messages edit_messages post_stories edit_stories delete_stories be_edited"
        shown |= dict.fromkeys((f"can_{right}" for right in rights.split()), True) | {"is_anonymous": False}
    return shown
