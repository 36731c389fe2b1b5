"""Managing a channel or group from a private chat."""

from __future__ import annotations

from datetime import datetime

from newsdesk.model import Address
from newsdesk.ports import Store

from .memory import recall, remember
from .model import Place, PlaceKind

_NOTE = "managing"


async def managed(store: Store, private: Place, /) -> Place | None:
    """The place that a private chat manages at present; None when it is about itself.

    Whoever manages it is asked for anew at every change (``Permits.may``), so a note grants nothing.
    """
    note = await recall(store, private.chat, _NOTE)
    if not note:
        return None
    address = Address(private.address.platform, str(note["chat"]), str(note.get("thread", "")))
    return Place(address, PlaceKind(note["kind"]), str(note.get("title", "")), lasting=bool(note.get("thread")))


async def manage(store: Store, private: Place, target: Place | None, /, *, now: datetime) -> None:
    """From now on commands in a private chat are about a target; about itself when it is None."""
    value = {}
    if target is not None:
        home = target.home
        value = {"chat": home.chat, "thread": home.thread, "kind": target.kind.value, "title": target.title}
    await remember(store, private.chat, _NOTE, value, now=now)
