"""/unsubscribe: no briefs any more, and back again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from newsdesk.following import effective_schedule
from newsdesk.model import (
    BriefId,
    Channel,
    MemoId,
    Position,
    Subscription,
    SubscriptionId,
)
from newsdesk.ports import Store
from newsdesk.schedule import next_due_at
from newsdesk.subscribe import Subscribed
from newsdesk.threads import in_thread
from newsdesk.when import parse_when, spell

from ..buttons import number_in, pack
from ..context import Action, Command, Context, Family
from ..keeping import following_kept, following_of, memo_of, taken
from ..model import Button, Pressed, Reply
from ..permits import Needs
from ..phrases import next_line, schedule_line
from ..targets import for_target, mark, stale, wished
from .start import go

_KIND = "ended"


async def unsubscribe(ctx: Context, /) -> Reply:
    """End the only subscription, or ask which."""
    found = await in_thread(ctx.store.subscriptions.of, ctx.channel.id) if ctx.channel else []
    if not found:
        return replace(ctx.say("subscribe.none"), buttons=((go(ctx, "subscribe"),),))
    asked = ctx.text.strip().casefold()
    if asked.isascii() and asked.isdigit() and len(asked) < 4 and 0 < int(asked) <= len(found):
        return await _end(ctx, [found[int(asked) - 1]])
    if len(found) == 1:
        return await _end(ctx, found)
    rows = [(Button(schedule_line(s.schedule, ctx.words), pack("end", mark(ctx.target), s.id)),) for s in found]
    every = (Button(ctx.tell("subscribe.end_all"), pack("end", mark(ctx.target), "all")),)
    return ctx.reply(ctx.tell("subscribe.end_which"), buttons=(*rows, every))


async def _pressed(ctx: Context, values: tuple[str, ...]) -> Reply:
    if ctx.channel is None or len(values) != 1:
        return stale(ctx)
    found = await in_thread(ctx.store.subscriptions.of, ctx.channel.id)
    number = number_in(values[0])
    chosen = found if values[0] == "all" else [s for s in found if s.id == number]
    if not chosen:
        return stale(ctx)
    return replace(await _end(ctx, chosen), replaces=True)


async def _end(ctx: Context, subscriptions: Sequence[Subscription]) -> Reply:
    ended, memo = await in_thread(_ended, ctx, subscriptions)
    if not ended:
        return stale(ctx)
    for subscription in ended:
        wished(ctx, "unsubscribed", subscription=subscription.id)
    lines = [schedule_line(s.schedule, ctx.words) for s in ended]
    undo = Button(ctx.tell("subscribe.undo"), pack("endundo", mark(ctx.target), memo))
    return ctx.reply(ctx.tell("subscribe.ended", n=len(lines)), *lines, buttons=((undo,),))


def _ended(ctx: Context, subscriptions: Sequence[Subscription]) -> tuple[list[Subscription], MemoId]:
    """Those that nobody else has ended meanwhile, and what makes them anew."""
    with ctx.store.together():
        found = [(s.id, ctx.store.subscriptions.get(s.id)) for s in subscriptions]
        ended = [s for number, s in found if s is not None and ctx.store.subscriptions.remove(number)]
        memo = memo_of(ctx, _KIND, {"ended": [_kept(s) for s in ended]})
        return ended, ctx.store.talks.keep(memo, now=ctx.now)


async def _undo(ctx: Context, values: tuple[str, ...]) -> Reply:
    """Make what was ended anew; what came in the meantime is told in the next brief."""
    channel = ctx.channel
    if len(values) != 1 or channel is None:
        return stale(ctx)
    back = await in_thread(_back, ctx, channel, values[0])
    if not back:
        return stale(ctx)
    for wish in back:
        wished(ctx, "subscription_restored", subscription=wish.subscription.id)
    lines = [schedule_line(w.subscription.schedule, ctx.words) for w in back]
    coming = [next_line(w, ctx.words, now=ctx.now) for w in back[:1]]
    shown = ctx.reply(ctx.tell("subscribe.back_again", n=len(back)), *lines, *coming)
    return replace(shown, replaces=isinstance(ctx.said, Pressed))


def _back(ctx: Context, channel: Channel, ended: str) -> list[Subscribed]:
    """What was ended, made anew; nothing when that was done before."""
    with ctx.store.together():
        content = taken(ctx, ended, _KIND) or {"ended": []}
        return [_restored(ctx.store, channel, raw, ctx.now) for raw in content["ended"]]


def _kept(subscription: Subscription) -> dict[str, Any]:
    return {
        "when": spell(subscription.schedule),
        "name": subscription.name,
        "confirmed": subscription.confirmed,
        "last_brief": subscription.last_brief,
        "following": following_kept(subscription.following),
    }


def _restored(store: Store, channel: Channel, raw: dict[str, Any], now: datetime) -> Subscribed:
    last = raw["last_brief"]
    wish = Subscription(
        id=SubscriptionId(0),
        channel=channel.id,
        schedule=parse_when(raw["when"]),
        name=raw["name"],
        following=following_of(raw["following"]),
        confirmed=Position(raw["confirmed"]),
        last_brief=BriefId(last) if last is not None and store.ledger.brief(BriefId(last)) else None,
        created_at=now,
    )
    wish = replace(wish, next_due_at=next_due_at(effective_schedule(channel, wish), now))
    return Subscribed(store.subscriptions.add(wish), channel)


FAMILY = Family(
    commands=(Command("unsubscribe", unsubscribe, Needs.MANAGER),),
    actions=(
        Action("end", for_target(_pressed), Needs.MANAGER),
        Action("endundo", for_target(_undo), Needs.MANAGER),
    ),
)
