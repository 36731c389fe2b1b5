"""Briefs put off for some days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from newsdesk.errors import ScheduleError, WishError
from newsdesk.subscribe import pause as paused
from newsdesk.subscribe import resume as resumed
from newsdesk.threads import in_thread
from newsdesk.when import parse_day
from newsdesk.zones import zone_info

from ..buttons import pack
from ..model import Button, Reply
from ..phrases import next_line, pause_line
from ..spoken import advice
from ..targets import mark, wished
from .start import go

if TYPE_CHECKING:
    from newsdesk.model import SubscriptionId

    from ..context import Context

_WEEK = timedelta(days=6)


async def pause(ctx: Context, said: str, /) -> Reply:
    """No briefs until the end of a day; for good when none is said ("on"), for seven days of "week"."""
    found = await _subscriptions(ctx)
    if not found:
        return _none(ctx)
    today = ctx.now.astimezone(zone_info(ctx.zone)).date()
    try:
        last = date.max if said in {"", "on"} else today + _WEEK if said == "week" else parse_day(said)
    except ScheduleError as error:
        return ctx.reply(*advice(ctx, error, example=f"{today + timedelta(days=7)}"))
    try:
        changed = await in_thread(paused, ctx.store, found, last=last, now=ctx.now)
    except WishError:
        return ctx.say("settings.pause_over")
    wished(ctx, "paused", last=str(last))
    line = pause_line(changed[0].subscription.schedule, ctx.words, now=ctx.now)
    button = Button(ctx.tell("settings.resume"), pack("set", mark(ctx.target), "resume"))
    return ctx.reply(line, ctx.tell("settings.nothing_lost"), buttons=((button,),))


async def resume(ctx: Context, /) -> Reply:
    """Briefs again."""
    found = await _subscriptions(ctx)
    if not found:
        return _none(ctx)
    changed = await in_thread(resumed, ctx.store, found, now=ctx.now)
    wished(ctx, "resumed")
    return ctx.reply(ctx.tell("settings.resumed"), *(next_line(w, ctx.words, now=ctx.now) for w in changed[:5]))


async def _subscriptions(ctx: Context) -> list[SubscriptionId]:
    if ctx.channel is None:
        return []
    return [s.id for s in await in_thread(ctx.store.subscriptions.of, ctx.channel.id)]


def _none(ctx: Context) -> Reply:
    return replace(ctx.say("subscribe.none"), buttons=((go(ctx, "subscribe"),),))
