"""What the desk remembers of conversations, no longer than it must."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from .channels import Address

MemoId = NewType("MemoId", int)

# Whose private chat it is, where the platform's number of the chat does not tell.
OWNER_NOTE = "owner"
# Which chat a private one is about.
MANAGING_NOTE = "managing"
# Notes that hold no words, and whose loss would make what somebody says about something else.
LASTING_NOTES = frozenset({OWNER_NOTE, MANAGING_NOTE})


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a platform brought, as it came: remembered before it is acknowledged.

    Attributes:
        key: The platform's own id of it, unique for the platform.
        payload: JSON text; "" once it was answered.
        chat: The chat that it came from, as in addresses; "" for what belongs to none.
    """

    platform: str
    key: str
    payload: str = ""
    received_at: datetime | None = None
    chat: str = ""


@dataclass(frozen=True, slots=True)
class Memo:
    """What a message's buttons need to know and cannot carry.

    Attributes:
        chat: The chat of the message, without a thread: nobody elsewhere can use it.
        person: Who may press; "" for everybody in the chat.
        by: Whose words ``content`` holds: it goes when this person is erased.
        kind: Who can read ``content``.
        content: JSON text.
    """

    id: MemoId
    chat: Address
    kind: str
    content: str
    person: str = ""
    created_at: datetime | None = None
    by: str = ""
