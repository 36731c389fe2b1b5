"""/forget: what is stored about a chat and a person, and how it goes."""

from __future__ import annotations

from dataclasses import replace

from bot.render.document import Heading
from newsdesk.model import Channel
from newsdesk.ports import Store
from newsdesk.threads import in_thread

from ..buttons import pack
from ..context import Action, Command, Context, Family
from ..model import Button, PlaceKind, Pressed, Reply
from ..permits import Needs
from ..targets import for_target, mark, refusal, stale, wished


async def forget(ctx: Context, /) -> Reply:
    """Say what is stored, and ask."""
    about = "person" if ctx.target.kind is not PlaceKind.PRIVATE else "chat"
    lines = [
        ctx.tell("forget.talk"),
        ctx.tell("forget.wishes"),
        ctx.tell("forget.repairs"),
        ctx.tell("forget.log"),
    ]
    rows = [(Button(ctx.tell(f"forget.button_{about}"), _data(ctx, "talk"), weighty=True),)]
    if ctx.channel is not None and await ctx.may(Needs.MANAGER):
        wishes = len(await in_thread(ctx.store.subscriptions.of, ctx.channel.id))
        lines.append(ctx.tell("forget.all_of_it", n=wishes))
        rows.append((Button(ctx.tell("forget.button_all"), _data(ctx, "all"), weighty=True),))
    rows.append((Button(ctx.tell("subscribe.cancel"), _data(ctx, "nothing")),))
    return ctx.reply(Heading(ctx.tell("forget.title")), *lines, buttons=tuple(rows))


def _data(ctx: Context, what: str) -> str:
    """Of a button for whoever asked: in a group others see it, and have words of their own to delete."""
    return pack("forget", mark(ctx.target), what, ctx.by.id)


async def _pressed(ctx: Context, values: tuple[str, ...]) -> Reply:
    what, by = values if len(values) == 2 else ("", ctx.by.id)
    if by != ctx.by.id:
        return ctx.toast("forget.not_yours")
    changes = isinstance(ctx.said, Pressed)
    if what == "nothing":
        return replace(ctx.say("forget.kept"), replaces=changes)
    if what == "talk":
        person = "" if ctx.place.kind is PlaceKind.PRIVATE else ctx.by.id
        count = await in_thread(ctx.store.talks.erase, ctx.place.chat, person=person)
        wished(ctx, "talk_forgotten", count=count)
        return replace(ctx.say("forget.talk_done"), replaces=changes)
    if what == "all" and ctx.channel is not None:
        if refused := await refusal(ctx, Needs.MANAGER, "forget"):
            return refused
        removed = await in_thread(_removed, ctx.store, ctx.channel, whole=ctx.place.chat == ctx.target.chat)
        wished(ctx, "chat_forgotten", subscriptions=removed)
        return replace(ctx.say("forget.all_done", n=removed), replaces=changes)
    return stale(ctx)


def _removed(store: Store, channel: Channel, *, whole: bool) -> int:
    """Forget a channel; with what was said in its chat when it was asked for there."""
    count = len(store.subscriptions.of(channel.id))
    store.channels.remove(channel.id)
    if whole:
        store.talks.erase(channel.address._replace(thread=""))
    return count


FAMILY = Family(
    commands=(Command("forget", forget, aliases=("privacy",), hidden=True),),
    actions=(Action("forget", for_target(_pressed)),),
)
