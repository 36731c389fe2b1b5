"""Conversations in the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from newsdesk.model import OWNER_NOTE, Address, Event, Memo, MemoId
from newsdesk.store.rules import NUMBERED, EventState

from .database import Database
from .tables import channels, events, memos, notes

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, RowMapping


# What has become of an event that nobody will answer any more.
DONE = {"state": EventState.DONE.value, "payload": ""}


class SqlTalks:
    """See ``newsdesk.ports.Talks``."""

    def __init__(self, database: Database, /) -> None:
        self._database = database

    def take(self, events_: Sequence[Event], /, *, now: datetime) -> list[Event]:
        """Remember events; those that were not known before, in the same order."""
        fresh: dict[tuple[str, str], Event] = {}
        for event in events_:
            fresh.setdefault((event.platform, event.key), replace(event, received_at=now))
        if not fresh:
            return []
        insert = self._database.dialect.insert_new(events).returning(events.c.platform, events.c.key)
        rows = [
            {
                "platform": e.platform,
                "key": e.key,
                "payload": e.payload,
                "chat": e.chat,
                "state": EventState.TAKEN.value,
                "received_at": now,
            }
            for e in fresh.values()
        ]
        with self._database.write() as connection:
            got = {tuple(row) for row in connection.execute(insert, rows)}
        return [event for key, event in fresh.items() if key in got]

    def begin(self, platform: str, key: str, /) -> bool:
        """Mark an event as begun; False when it was before, or is not known."""
        waits = _event(platform, key) & (events.c.state == EventState.TAKEN.value)
        with self._database.write() as connection:
            begun = sa.update(events).where(waits).values(state=EventState.BEGUN.value)
            return connection.execute(begun).rowcount > 0

    def done(self, platform: str, key: str, /) -> None:
        """Forget the payload of an event; its key is kept."""
        with self._database.write() as connection:
            connection.execute(sa.update(events).where(_event(platform, key)).values(DONE))

    def waiting(self, platform: str, /) -> list[Event]:
        """Events that were taken and not begun, the oldest first."""
        return self._in(platform, EventState.TAKEN)

    def interrupted(self, platform: str, /) -> list[Event]:
        """Events that were begun and never done, the oldest first."""
        return self._in(platform, EventState.BEGUN)

    def _in(self, platform: str, state: EventState) -> list[Event]:
        columns = (events.c.platform, events.c.key, events.c.payload, events.c.received_at, events.c.chat)
        query = sa.select(*columns).where(events.c.platform == platform, events.c.state == state.value)
        with self._database.read() as connection:
            return [Event(**row) for row in connection.execute(query.order_by(events.c.id)).mappings()]

    def keep(self, memo: Memo, /, *, now: datetime) -> MemoId:
        """Keep a memo."""
        values = {
            "platform": memo.chat.platform,
            "chat": memo.chat.chat,
            "person": memo.person,
            "by": memo.by,
            "kind": memo.kind,
            "content": memo.content,
            "created_at": now,
        }
        with self._database.write() as connection:
            row = connection.execute(sa.insert(memos).values(values).returning(memos.c.id))
            return MemoId(row.scalar_one())

    def memo(self, memo: MemoId, /, *, chat: Address) -> Memo | None:
        """A memo of a chat."""
        query = sa.select(memos).where(memos.c.id == memo, *_in_chat(memos, chat))
        with self._database.read() as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else _memo_of(row)

    def change(self, memo: MemoId, content: str, /) -> bool:
        """Replace the content of a memo."""
        with self._database.write() as connection:
            change = sa.update(memos).where(memos.c.id == memo).values(content=content)
            return connection.execute(change).rowcount > 0

    def spend(self, memo: MemoId, /, *, chat: Address) -> Memo | None:
        """Take a memo of a chat away."""
        gone = sa.delete(memos).where(memos.c.id == memo, *_in_chat(memos, chat)).returning(*memos.c)
        with self._database.write() as connection:
            row = connection.execute(gone).mappings().first()
        return None if row is None else _memo_of(row)

    def note(self, address: Address, name: str, content: str, /, *, now: datetime, person: str = "") -> None:
        """Remember one thing of a conversation, replacing the old."""
        values = {**address._asdict(), "name": name, "content": content, "noted_at": now, "person": person}
        with self._database.write() as connection:
            connection.execute(sa.delete(notes).where(_note(address, name)))
            connection.execute(sa.insert(notes).values(values))

    def noted(self, address: Address, name: str, /) -> str | None:
        """What was remembered."""
        with self._database.read() as connection:
            found: str | None = connection.scalar(sa.select(notes.c.content).where(_note(address, name)))
            return found

    def erase(self, chat: Address, /, *, person: str = "") -> int:
        """Forget memos, notes and payloads of a chat with all its threads."""
        with self._database.write() as connection:
            return erase(connection, chat, person)


def erase(connection: Connection, chat: Address, person: str = "", /) -> int:
    """Forget what conversations in a chat left, of one person alone when named; how much it was."""
    if person:
        mine = notes.c.name.endswith(f":{person}", autoescape=True) | (notes.c.person == person)
        count = connection.execute(sa.delete(notes).where(*_in_chat(notes, chat), mine)).rowcount
        own = (memos.c.person == person) | (memos.c.by == person)
        return count + connection.execute(sa.delete(memos).where(*_in_chat(memos, chat), own)).rowcount
    here = sa.exists().where(channels.c.platform == chat.platform, channels.c.chat == chat.chat)
    idle = (notes.c.name != OWNER_NOTE) | ~here
    count = connection.execute(sa.delete(notes).where(*_in_chat(notes, chat), idle)).rowcount
    count += connection.execute(sa.delete(memos).where(*_in_chat(memos, chat))).rowcount
    held = sa.update(events).where(*_in_chat(events, chat), events.c.payload != "")
    return count + connection.execute(held.values(DONE)).rowcount


def move(connection: Connection, old: Address, new: Address, /) -> None:
    """Let what conversations in a chat left go with it; what was said at the new address already stays.

    What is noted of a message by its number is forgotten: another message has that number there.
    """
    if old[:2] == new[:2]:
        return
    numbered = notes.c.name.startswith(NUMBERED, autoescape=True)
    connection.execute(sa.delete(notes).where(*_in_chat(notes, old), numbered))
    there = {"platform": new.platform, "chat": new.chat}
    same = notes.alias("same")
    taken = sa.exists().where(
        same.c.platform == new.platform,
        same.c.chat == new.chat,
        same.c.thread == notes.c.thread,
        same.c.name == notes.c.name,
    )
    connection.execute(sa.delete(notes).where(*_in_chat(notes, old), taken))
    connection.execute(sa.update(notes).where(*_in_chat(notes, old)).values(there))
    connection.execute(sa.update(memos).where(*_in_chat(memos, old)).values(there))
    if new.platform == old.platform:  # the key of an event is unique for its platform
        connection.execute(sa.update(events).where(*_in_chat(events, old)).values(chat=new.chat))


def _memo_of(row: RowMapping) -> Memo:
    home = Address(row["platform"], row["chat"])
    return Memo(
        MemoId(row["id"]),
        home,
        row["kind"],
        row["content"],
        row["person"],
        created_at=row["created_at"],
        by=row["by"],
    )


def _event(platform: str, key: str) -> sa.ColumnElement[bool]:
    return (events.c.platform == platform) & (events.c.key == key)


def _note(address: Address, name: str) -> sa.ColumnElement[bool]:
    here = sa.and_(*_in_chat(notes, address))
    return here & (notes.c.thread == address.thread) & (notes.c.name == name)


def _in_chat(table: sa.Table, chat: Address) -> tuple[sa.ColumnElement[Any], ...]:
    return table.c.platform == chat.platform, table.c.chat == chat.chat
