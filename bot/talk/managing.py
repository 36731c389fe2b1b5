"""Managing a channel or group from a private chat."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from bot.render.clean import clean
from newsdesk.model import MANAGING_NOTE, Address
from newsdesk.ports import Store
from newsdesk.threads import in_thread

from .memory import recall, remember
from .model import Person, Place, PlaceKind
from .permits import Needs

if TYPE_CHECKING:
    from .context import Context

log = structlog.get_logger(__name__)


async def managed(store: Store, private: Place, /) -> Place | None:
    """The place that a private chat manages at present; None when it is about itself.

    Whoever manages it is asked for anew at every change (``Permits.may``), so a note grants nothing.
    """
    note = await recall(store, private.chat, MANAGING_NOTE)
    if not note:
        return None
    address = Address(private.address.platform, str(note["chat"]), str(note.get("thread", "")))
    return Place(address, PlaceKind(note["kind"]), str(note.get("title", "")), lasting=bool(note.get("thread")))


def manager_note(person: Person, /) -> str:
    """The name of the note that somebody has managed a chat; it grants nothing, and goes with his words."""
    return f"manager:{person.id}"


async def note_manager(ctx: Context, /) -> None:
    """Whoever asked manages the target, and will want to find it among what he manages."""
    if ctx.target.kind is not PlaceKind.PRIVATE and not ctx.by.as_chat:
        note = ctx.store.talks.note
        await in_thread(note, ctx.target.home, manager_note(ctx.by), "", now=ctx.now, person=ctx.by.id)


async def lost_target(ctx: Context, /) -> str:
    """What the chat is called that somebody managed from here and manages no more; "" when all is as it was.

    The private chat is about itself from then on: he must be told before anything is done, since it would be
    done to another chat than he means.

    Raises:
        FaceError: The platform does not tell who manages it.
    """
    if not ctx.in_private or ctx.target.home == ctx.place.home:
        return ""
    if ctx.services.permits.serves(ctx.target, ctx.by) and await ctx.may(Needs.MANAGER):
        return ""
    await manage(ctx.store, ctx.place, None, now=ctx.now)
    log.warning("manages_no_more", person=ctx.by.id, chat=str(ctx.target.home))
    return clean(ctx.target.title) or str(ctx.target.home)


async def manage(store: Store, private: Place, target: Place | None, /, *, now: datetime) -> None:
    """From now on commands in a private chat are about a target; about itself when it is None."""
    value = {}
    if target is not None:
        home = target.home
        value = {"chat": home.chat, "thread": home.thread, "kind": target.kind.value, "title": target.title}
    await remember(store, private.chat, MANAGING_NOTE, value, now=now)
