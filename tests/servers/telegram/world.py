"""The chats, people and messages that the server knows."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from .markup import utf16

ADMINS = frozenset({"creator", "administrator"})


@dataclass(slots=True)
class User:
    """Somebody on Telegram."""

    id: int
    first_name: str
    username: str = ""
    language: str = ""
    is_bot: bool = False

    def json(self) -> dict[str, Any]:
        """As the Bot API shows it."""
        shown: dict[str, Any] = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        return (
            shown
            | ({"username": self.username} if self.username else {})
            | ({"language_code": self.language} if self.language else {})
        )


@dataclass(slots=True)
class Topic:
    """A topic of a forum."""

    id: int
    name: str
    closed: bool = False


@dataclass(slots=True)
class Message:
    """A message of anybody.

    Attributes:
        sender: None for a post of a channel.
        versions: What it said before, the oldest first.
    """

    id: int
    chat: Chat
    sender: User | None
    text: str
    entities: list[dict[str, Any]] = field(default_factory=list)
    markup: dict[str, Any] | None = None
    thread: int | None = None
    reply_to: Message | None = None
    document: dict[str, Any] | None = None
    caption: bool = False
    versions: list[str] = field(default_factory=list)
    params: dict[str, Any] = field(default_factory=dict)
    at: float = field(default_factory=time.time)
    is_deleted: bool = False
    as_chat: bool = False

    @property
    def buttons(self) -> dict[str, str]:
        """Label to data (or address)."""
        rows = (self.markup or {}).get("inline_keyboard", [])
        return {b["text"]: b.get("callback_data") or b.get("url", "") for row in rows for b in row}

    @property
    def links(self) -> list[str]:
        """Where its words lead."""
        return [e["url"] for e in self.entities if e["type"] == "text_link"]

    def json(self, *, deep: bool = True) -> dict[str, Any]:
        """As the Bot API shows it; a message that it replies to is shown one deep."""
        shown: dict[str, Any] = {"message_id": self.id, "date": int(self.at), "chat": self.chat.json()}
        if self.sender is not None:
            shown["from"] = self.sender.json()
        if self.as_chat or self.sender is None:
            shown["sender_chat"] = self.chat.json()
        if self.text:
            shown["caption" if self.caption else "text"] = self.text
        if self.entities:
            shown["caption_entities" if self.caption else "entities"] = self.entities
        if self.markup and "inline_keyboard" in self.markup:
            shown["reply_markup"] = self.markup
        if self.thread is not None:
            shown |= {"message_thread_id": self.thread, "is_topic_message": True}
        if self.document:
            shown["document"] = {k: v for k, v in self.document.items() if k != "content"}
        if self.reply_to is not None and deep:
            shown["reply_to_message"] = self.reply_to.json(deep=False)
        if self.versions:
            shown["edit_date"] = int(time.time())
        return shown


@dataclass(slots=True)
class Chat:
    """A chat.

    Attributes:
        kind: "private", "group", "supergroup" or "channel".
        members: Status by user id; the bot is one of them.
        refuses: What the bot is told with 403, "" when it may write.
        moved_to: The supergroup that it has become.
    """

    id: int
    kind: str
    title: str = ""
    username: str = ""
    is_forum: bool = False
    members: dict[int, str] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    refuses: str = ""
    may_write: bool = True
    moved_to: int | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    next_id: int = 1

    def json(self) -> dict[str, Any]:
        """As the Bot API shows it."""
        shown: dict[str, Any] = {"id": self.id, "type": self.kind}
        shown |= {"first_name": self.title} if self.kind == "private" else {"title": self.title}
        shown |= {"username": self.username} if self.username else {}
        return shown | ({"is_forum": True} if self.is_forum else {})

    def take_id(self) -> int:
        """The id of the next message."""
        self.next_id += 1
        return self.next_id - 1

    def topic(self, name: str, *, closed: bool = False) -> int:
        """Open a topic; its ``message_thread_id``."""
        made = Topic(self.take_id() + 100, name, closed)
        self.next_id = made.id + 1
        self.topics[made.id] = made
        return made.id


def entities_of(text: str, /) -> list[dict[str, Any]]:
    """What Telegram finds in plain words of a person: commands, mentions, addresses."""
    found: list[dict[str, Any]] = []
    at = 0
    for word in text.split(" "):
        body = word.rstrip(".,!?;:)").split("\n")[0]
        kind = (
            "bot_command"
            if word.startswith("/") and len(word) > 1 and word[1].isalpha()
            else "mention"
            if word.startswith("@") and len(word) > 3
            else "url"
            if word.startswith(("http://", "https://"))
            else ""
        )
        if kind:
            found.append({"type": kind, "offset": utf16(text[:at]), "length": utf16(body)})
        at += len(word) + 1
    return found


class World:
    """Everything that is there; ids are given in order."""

    def __init__(self, bot: User) -> None:
        self.bot = bot
        self.users: dict[int, User] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self._next_user = 1000
        self._next_chat = 1

    def user(self, name: str, *, username: str = "", language: str = "") -> User:
        """Somebody who has opened a private chat with the bot."""
        self._next_user += 1
        made = self.users[self._next_user] = User(self._next_user, name, username, language)
        self.chats[made.id] = Chat(made.id, "private", name, username, members={made.id: "member"})
        return made

    def private(self, user: User) -> Chat:
        """Somebody's chat with the bot."""
        return self.chats[user.id]

    def group(self, title: str, admins: list[User], others: list[User] | None = None, **options: Any) -> Chat:
        """A basic group in which the bot is."""
        return self._chat(-self._next_chat, "group", title, admins, others or [], options)

    def supergroup(
        self, title: str, admins: list[User], others: list[User] | None = None, **options: Any
    ) -> Chat:
        """A supergroup in which the bot is; ``is_forum=True`` for one with topics."""
        return self._chat(
            -1_000_000_000_000 - self._next_chat, "supergroup", title, admins, others or [], options
        )

    def channel(self, title: str, admins: list[User], **options: Any) -> Chat:
        """A broadcast channel in which the bot may post."""
        made = self._chat(-1_000_000_000_000 - self._next_chat, "channel", title, admins, [], options)
        made.members[self.bot.id] = "administrator"
        return made

    def upgrade(self, chat: Chat) -> Chat:
        """A group becomes a supergroup, with another id."""
        made = self.supergroup(chat.title, [])
        made.members = dict(chat.members)
        chat.moved_to = made.id
        return made

    def _chat(
        self,
        number: int,
        kind: str,
        title: str,
        admins: list[User],
        others: list[User],
        options: dict[str, Any],
    ) -> Chat:
        self._next_chat += 1
        made = self.chats[number] = Chat(number, kind, title, **options)
        made.members = {u.id: "member" for u in others} | {u.id: "administrator" for u in admins}
        if admins:
            made.members[admins[0].id] = "creator"
        made.members[self.bot.id] = "member"
        return made
