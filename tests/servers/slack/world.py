"""A workspace: people, channels, messages and views."""

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

TEAM = "T0NEWSDESK"
APP = "A0NEWSDESK"
BOT_USER = "U0BOT"
BOT = "B0BOT"


@dataclass
class User:
    id: str
    name: str = "somebody"
    is_admin: bool = False
    is_owner: bool = False
    locale: str = "en-US"
    tz: str = "Europe/London"
    deleted: bool = False
    is_bot: bool = False

    def json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "team_id": TEAM,
            "name": self.name,
            "real_name": self.name.title(),
            "deleted": self.deleted,
            "tz": self.tz,
            "locale": self.locale,
            "is_admin": self.is_admin or self.is_owner,
            "is_owner": self.is_owner,
            "is_primary_owner": False,
            "is_restricted": False,
            "is_ultra_restricted": False,
            "is_bot": self.is_bot,
            "profile": {"display_name": self.name, "real_name": self.name.title()},
        }


@dataclass
class Channel:
    """A channel; ``members`` are user ids, the bot's own among them when it was invited."""

    id: str
    name: str = ""
    creator: str = ""
    members: set[str] = field(default_factory=set)
    is_im: bool = False
    is_private: bool = False
    is_archived: bool = False
    user: str = ""

    @property
    def kind(self) -> str:
        """As in the names of events: message.channels, message.groups, message.im."""
        return "im" if self.is_im else "group" if self.is_private else "channel"

    def json(self) -> dict[str, Any]:
        common = {"id": self.id, "is_im": self.is_im, "is_archived": self.is_archived, "created": 1_700_000_000}
        if self.is_im:
            return {**common, "user": self.user, "is_open": True}
        return {
            **common,
            "name": self.name,
            "name_normalized": self.name,
            "creator": self.creator,
            "is_channel": not self.is_private,
            "is_group": self.is_private,
            "is_mpim": False,
            "is_private": self.is_private,
            "is_member": BOT_USER in self.members,
            "is_general": False,
            "num_members": len(self.members),
        }


@dataclass
class Posted:
    """A message as the workspace shows it now.

    Attributes:
        seen_by: The only one who sees it, for an ephemeral message.
        versions: Every text that it has had.
    """

    ts: str
    channel: str
    user: str
    text: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    thread_ts: str = ""
    metadata: dict[str, Any] | None = None
    unfurl: bool = False
    edited: bool = False
    deleted: bool = False
    seen_by: str = ""
    files: list[dict[str, Any]] = field(default_factory=list)
    versions: list[str] = field(default_factory=list)
    arguments: dict[str, Any] = field(default_factory=dict)

    @property
    def by_bot(self) -> bool:
        return self.user == BOT_USER

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """Every interactive element with its ``block_id``, in reading order."""
        return list(elements_of(self.blocks))

    @property
    def labels(self) -> list[str]:
        return [b["text"]["text"] for b in self.buttons if b["type"] == "button"]

    @property
    def words(self) -> str:
        """Everything that can be read: the text of the blocks, or ``text`` when there are none."""
        return "\n".join(texts_of(self.blocks)) if self.blocks else self.text

    def json(self, *, metadata: bool = False) -> dict[str, Any]:
        message: dict[str, Any] = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text}
        if self.by_bot:
            message |= {"bot_id": BOT, "app_id": APP, "team": TEAM, "bot_profile": {"id": BOT, "app_id": APP}}
        if self.blocks:
            message["blocks"] = self.blocks
        if self.thread_ts:
            message["thread_ts"] = self.thread_ts
        if self.edited:
            message["edited"] = {"user": self.user, "ts": self.ts}
        if self.files:
            message["files"] = self.files
        if metadata and self.metadata is not None:
            message["metadata"] = self.metadata
        return message


@dataclass
class View:
    """A modal or a home tab that is open."""

    id: str
    user: str
    body: dict[str, Any]
    hash: str

    @property
    def buttons(self) -> list[dict[str, Any]]:
        return list(elements_of(self.body["blocks"]))

    @property
    def labels(self) -> list[str]:
        return [b["text"]["text"] for b in self.buttons if b["type"] == "button"]

    @property
    def words(self) -> str:
        return "\n".join(texts_of(self.body["blocks"]))

    def json(self) -> dict[str, Any]:
        return {
            "private_metadata": "",
            "callback_id": "",
            "state": {"values": {}},
            **self.body,
            "id": self.id,
            "team_id": TEAM,
            "app_id": APP,
            "bot_id": BOT,
            "hash": self.hash,
            "root_view_id": self.id,
            "previous_view_id": None,
        }


class World:
    """Everything that the server knows."""

    def __init__(self) -> None:
        self.users = {BOT_USER: User(BOT_USER, "newsdesk", is_bot=True)}
        self.channels: dict[str, Channel] = {}
        self.posted: list[Posted] = []
        self.views: dict[str, View] = {}
        self.homes: dict[str, View] = {}
        self._numbers = itertools.count(1)
        self._last_us = 0

    def number(self) -> int:
        return next(self._numbers)

    def ts(self) -> str:
        """A new message's id: the instant, later than every one before."""
        self._last_us = max(self._last_us + 1, int(time.time() * 1e6))
        return f"{self._last_us // 10**6}.{self._last_us % 10**6:06d}"

    def find(self, channel: str, ts: str) -> Posted | None:
        found = (p for p in self.posted if p.channel == channel and p.ts == ts)
        return next((p for p in found if not p.deleted and not p.seen_by), None)

    def im_of(self, user: str) -> Channel:
        """The direct messages between somebody and the bot."""
        wanted = f"D0{user}"
        if wanted not in self.channels:
            self.channels[wanted] = Channel(wanted, is_im=True, user=user, members={user, BOT_USER})
        return self.channels[wanted]


def elements_of(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Interactive elements of blocks, each with its ``block_id``."""
    for number, block in enumerate(blocks):
        inner = [block.get("accessory"), block.get("element")]
        if block.get("type") == "actions":
            inner += block["elements"]
        for element in inner:
            if element and element["type"] != "image":
                yield {**element, "block_id": block.get("block_id", f"b{number}")}


def texts_of(value: Any) -> Iterator[str]:
    """Every text of blocks, in reading order."""
    if isinstance(value, dict):
        if value.get("type") in RICH_LINES:
            yield "".join(leaf.get("text", leaf.get("url", "")) for leaf in value["elements"])
            return
        text = value.get("text")
        if isinstance(text, str):
            yield text
        for inner in value.values():
            yield from texts_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_of(inner)


RICH_LINES = frozenset({"rich_text_section", "rich_text_quote", "rich_text_preformatted"})
