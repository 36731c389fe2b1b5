"""The chat that a wish is about: every button names it, and its channel is made with the first wish."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from zlib import crc32

import structlog

from newsdesk.following import validate_following
from newsdesk.model import OWNER_NOTE, Channel, ChannelId
from newsdesk.ports import Store
from newsdesk.subscribe import adjust_channel
from newsdesk.threads import in_thread
from newsdesk.zones import zone_info

from .context import ButtonHandler, Context
from .managing import note_manager
from .model import Place, PlaceKind, Pressed, Reply
from .permits import Needs

log = structlog.get_logger(__name__)
_ZONE_NOTE = "zone"


def mark(target: Place, /) -> str:
    """What stands for a target in a button; who manages several chats may press one made for another."""
    return f"{crc32(str(target.home).encode()):x}"


def for_target(handler: ButtonHandler, /) -> ButtonHandler:
    """A handler of buttons whose first value is their target's mark; those for another chat do nothing."""

    async def checked(ctx: Context, values: tuple[str, ...]) -> Reply | None:
        if not values or values[0] != mark(ctx.target):
            return stale(ctx)
        return await handler(ctx, values[1:])

    return checked


def stale(ctx: Context, /) -> Reply:
    """The button or question is of a time that has passed, or of another chat."""
    return ctx.toast("errors.stale_button") if isinstance(ctx.said, Pressed) else ctx.say("errors.stale_button")


async def refusal(ctx: Context, needs: Needs, what: str, /) -> Reply | None:
    """Why whoever asked may not do what has such needs; None when he may."""
    if await ctx.may(needs):
        return None
    log.warning("not_permitted", what=what, person=ctx.by.id, chat=str(ctx.target.home))
    key = "errors.operators_only" if needs is Needs.OPERATOR else "errors.managers_only"
    if isinstance(ctx.said, Pressed):
        return ctx.toast(key)
    return replace(ctx.say(key), hidden=True)


def wished(ctx: Context, what: str, /, **details: object) -> None:
    """Record what somebody changed."""
    log.info(
        "wish_changed",
        what=what,
        person=ctx.by.id,
        platform=ctx.by.platform,
        chat=str(ctx.target.home),
        **details,
    )


async def channel_for(ctx: Context, /, *, zone: str = "") -> Channel:
    """The target's channel; a new one speaks the language of whoever asked for it.

    Args:
        zone: Of a new channel; the desk's when it is not given.
    """
    made = await in_thread(
        _made, ctx.store, ctx.target, ctx.words.language, zone or ctx.services.default_zone, ctx.now
    )
    if ctx.target.kind is PlaceKind.PRIVATE:
        await in_thread(ctx.store.talks.note, made.address, OWNER_NOTE, ctx.by.id, now=ctx.now)
    else:
        await note_manager(ctx)
    return made


async def take_first_zone(ctx: Context, channel: Channel, zone: str, /) -> Channel:
    """The channel with the zone of its first subscription, when nobody has chosen one for the channel."""
    if zone == channel.zone or channel.zone != ctx.services.default_zone:
        return channel
    if await in_thread(_zone_is_settled, ctx.store, channel):
        return channel
    return await in_thread(adjust_channel, ctx.store, channel.id, lambda c: replace(c, zone=zone), now=ctx.now)


async def note_zone_chosen(ctx: Context, channel: Channel, /) -> None:
    """Remember that somebody has chosen a channel's zone, be it the one that it had."""
    await in_thread(ctx.store.talks.note, channel.address, _ZONE_NOTE, channel.zone, now=ctx.now)


async def change_channel(ctx: Context, change: Callable[[Channel], Channel], /) -> Channel:
    """Change the target's channel, which is made when there is none.

    Raises:
        WishError: It cannot be had; then no channel was made either.
    """
    if ctx.channel is None:
        # Tried on a value first, so that what is refused leaves no channel behind.
        tried = change(Channel(ChannelId(0), ctx.target.home, zone=ctx.services.default_zone))
        validate_following(tried.following)
        zone_info(tried.zone)
    channel = await channel_for(ctx)
    return await in_thread(adjust_channel, ctx.store, channel.id, change, now=ctx.now)


def _zone_is_settled(store: Store, channel: Channel) -> bool:
    return bool(store.subscriptions.of(channel.id) or store.talks.noted(channel.address, _ZONE_NOTE))


def _made(store: Store, target: Place, language: str, zone: str, now: datetime) -> Channel:
    with store.together():
        is_new = store.channels.find(target.home) is None
        channel = store.channels.add(target.home, title=target.title, now=now)
        if is_new:
            channel = replace(channel, language=language, zone=zone)
            store.channels.update(channel)
        return channel
