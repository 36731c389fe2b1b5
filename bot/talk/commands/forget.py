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
    row = [Button(ctx.tell(f"forget.button_{about}"), pack("forget", mark(ctx.target), "talk"), weighty=True)]
    rows = [tuple(row)]
    if ctx.channel is not None and await ctx.may(Needs.MANAGER):
        wishes = len(await in_thread(ctx.store.subscriptions.of, ctx.channel.id))
        lines.append(ctx.tell("forget.all_of_it", n=wishes))
        button = Button(ctx.tell("forget.button_all"), pack("forget", mark(ctx.target), "all"), weighty=True)
        rows.append((button,))
    rows.append((Button(ctx.tell("subscribe.cancel"), pack("forget", mark(ctx.target), "nothing")),))
    return ctx.reply(Heading(ctx.tell("forget.title")), *lines, buttons=tuple(rows))


async def _pressed(ctx: Context, values: tuple[str, ...]) -> Reply:
    what = values[0] if len(values) == 1 else ""
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
