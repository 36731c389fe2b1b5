"""Conversations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from ..model import Address, Event, Memo, MemoId


class Talks(Protocol):
    """What platforms brought, and what conversations are about."""

    def take(self, events: Sequence[Event], /, *, now: datetime) -> list[Event]:
        """Remember events in one transaction; those that were not known before, in the same order.

        What was taken long enough ago is forgotten by housekeeping, its key last.
        """

    def begin(self, platform: str, key: str, /) -> bool:
        """Mark an event as begun; False when it was before, or is not known: whoever gets True answers it."""

    def done(self, platform: str, key: str, /) -> None:
        """Forget the payload of an event; its key is kept."""

    def waiting(self, platform: str, /) -> list[Event]:
        """Events that were taken and not begun, the oldest first: what a crash came before."""

    def interrupted(self, platform: str, /) -> list[Event]:
        """Events that were begun and never done, the oldest first: what a crash cut off."""

    def keep(self, memo: Memo, /, *, now: datetime) -> MemoId:
        """Keep a memo; its ``id`` is given by the store."""

    def memo(self, memo: MemoId, /, *, chat: Address) -> Memo | None:
        """A memo of a chat; None when there is none, or it belongs to another."""

    def change(self, memo: MemoId, content: str, /) -> bool:
        """Replace the content of a memo; False when it is gone."""

    def spend(self, memo: MemoId, /, *, chat: Address) -> Memo | None:
        """Take a memo of a chat away: of all who ask, also at once, one gets it and the others get None."""

    def note(self, address: Address, name: str, content: str, /, *, now: datetime, person: str = "") -> None:
        """Remember one thing of a conversation ("query": what it was about last), replacing the old.

        Those named in ``newsdesk.model.LASTING_NOTES`` stay whatever time passes; they belong to a channel or
        say what a chat is about.

        Args:
            person: Whose words it holds: it goes when this person is erased.
        """

    def noted(self, address: Address, name: str, /) -> str | None:
        """What was remembered."""

    def erase(self, chat: Address, /, *, person: str = "") -> int:
        """Forget memos, notes and payloads of a chat with all its threads; how many.

        Whose private chat it is ("owner") is known as long as the chat has a channel.

        Args:
            person: Forget this person's memos alone, what was kept or noted of his words, and the notes whose
                name ends in ``:person``.
        """
