"""Conversations in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from newsdesk.model import OWNER_NOTE, Address, Event, Memo, MemoId
from newsdesk.store.rules import NUMBERED, EventState

from .state import Note, State, locked


class MemoryTalks:
    """See ``newsdesk.ports.Talks``."""

    def __init__(self, state: State, /) -> None:
        self._state = state

    @locked
    def take(self, events: Sequence[Event], /, *, now: datetime) -> list[Event]:
        """Remember events; those that were not known before, in the same order."""
        fresh = []
        for event in events:
            key = (event.platform, event.key)
            if key not in self._state.events:
                taken = replace(event, received_at=now)
                self._state.events[key] = (taken, EventState.TAKEN)
                fresh.append(taken)
        return fresh

    @locked
    def begin(self, platform: str, key: str, /) -> bool:
        """Mark an event as begun; False when it was before, or is not known."""
        event, state = self._state.events.get((platform, key), (None, None))
        if event is None or state is not EventState.TAKEN:
            return False
        self._state.events[platform, key] = (event, EventState.BEGUN)
        return True

    @locked
    def done(self, platform: str, key: str, /) -> None:
        """Forget the payload of an event; its key is kept."""
        if (platform, key) in self._state.events:
            event, _ = self._state.events[platform, key]
            self._state.events[platform, key] = (replace(event, payload=""), EventState.DONE)

    @locked
    def waiting(self, platform: str, /) -> list[Event]:
        """Events that were taken and not begun, the oldest first."""
        return self._in(platform, EventState.TAKEN)

    @locked
    def interrupted(self, platform: str, /) -> list[Event]:
        """Events that were begun and never done, the oldest first."""
        return self._in(platform, EventState.BEGUN)

    def _in(self, platform: str, wanted: EventState) -> list[Event]:
        return [e for e, state in self._state.events.values() if e.platform == platform and state is wanted]

    @locked
    def keep(self, memo: Memo, /, *, now: datetime) -> MemoId:
        """Keep a memo."""
        identifier = MemoId(next(self._state.ids))
        chat = memo.chat._replace(thread="")
        self._state.memos[identifier] = replace(memo, id=identifier, chat=chat, created_at=now)
        return identifier

    @locked
    def memo(self, memo: MemoId, /, *, chat: Address) -> Memo | None:
        """A memo of a chat."""
        found = self._state.memos.get(memo)
        return found if found is not None and found.chat == chat._replace(thread="") else None

    @locked
    def change(self, memo: MemoId, content: str, /) -> bool:
        """Replace the content of a memo."""
        old = self._state.memos.get(memo)
        if old is None:
            return False
        self._state.memos[memo] = replace(old, content=content)
        return True

    @locked
    def spend(self, memo: MemoId, /, *, chat: Address) -> Memo | None:
        """Take a memo of a chat away."""
        found = self.memo(memo, chat=chat)
        if found is not None:
            del self._state.memos[memo]
        return found

    @locked
    def note(self, address: Address, name: str, content: str, /, *, now: datetime, person: str = "") -> None:
        """Remember one thing of a conversation, replacing the old."""
        self._state.notes[address, name] = Note(content, now, person)

    @locked
    def noted(self, address: Address, name: str, /) -> str | None:
        """What was remembered."""
        note = self._state.notes.get((address, name))
        return None if note is None else note.content

    @locked
    def erase(self, chat: Address, /, *, person: str = "") -> int:
        """Forget memos, notes and payloads of a chat with all its threads."""
        return erase(self._state, chat, person)


def erase(state: State, chat: Address, person: str = "", /) -> int:
    """Forget what conversations in a chat left, of one person alone when named; how much it was."""
    home = chat._replace(thread="")
    memos = [m.id for m in state.memos.values() if m.chat == home and person in {"", m.person, m.by}]
    lives = any(c.address[:2] == home[:2] for c in state.channels.values())
    notes = [
        (address, name)
        for (address, name), note in state.notes.items()
        if address[:2] == home[:2]
        and (
            (name.endswith(f":{person}") or note.person == person)
            if person
            else not (lives and name == OWNER_NOTE)
        )
    ]
    events = []
    if not person:
        events = [key for key, (e, _) in state.events.items() if (e.platform, e.chat) == home[:2] and e.payload]
    for memo in memos:
        del state.memos[memo]
    for note in notes:
        del state.notes[note]
    for event in events:
        state.events[event] = (replace(state.events[event][0], payload=""), EventState.DONE)
    return len(memos) + len(notes) + len(events)


def move(state: State, old: Address, new: Address, /) -> None:
    """Let what conversations in a chat left go with it; what was said at the new address already stays.

    What is noted of a message by its number is forgotten: another message has that number there.
    """
    if old[:2] == new[:2]:
        return
    here = old._replace(thread="")
    there = new._replace(thread="")
    for memo in [m for m in state.memos.values() if m.chat == here]:
        state.memos[memo.id] = replace(memo, chat=there)
    for address, name in [key for key in state.notes if key[0][:2] == old[:2]]:
        note = state.notes.pop((address, name))
        if name.startswith(NUMBERED):
            continue
        state.notes.setdefault((new._replace(thread=address.thread), name), note)
    for key, (event, how_far) in state.events.items():
        if (event.platform, event.chat) == old[:2] and new.platform == old.platform:
            state.events[key] = (replace(event, chat=new.chat), how_far)
