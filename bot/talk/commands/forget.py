"""/forget: what is stored about a chat and a person, and how it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.render.document import Heading
from newsdesk.model import Channel
from newsdesk.ports import Store
from newsdesk.threads import in_thread

from ..buttons import pack
from ..context import Action, Command, Context, Family
from ..model import Button, Place, Pressed, Reply
from ..permits import Needs
from ..targets import for_target, mark, refusal, stale, wished


async def forget(ctx: Context, /) -> Reply:
    """Say what is stored, and ask."""
    about = "chat" if ctx.in_private else "person"
    lines = [
        ctx.tell("forget.talk"),
        ctx.tell("forget.wishes"),
        ctx.tell("forget.repairs"),
        ctx.tell("forget.log"),
    ]
    rows = [(Button(ctx.tell(f"forget.button_{about}"), _data(ctx, "talk"), weighty=True),)]
    channels = await in_thread(_channels, ctx.store, ctx.target)
    if channels and await ctx.may(Needs.MANAGER):
        wishes = await in_thread(_wishes, ctx.store, channels)
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
        return replace(await _talk_forgotten(ctx), replaces=changes)
    if what == "all" and (channels := await in_thread(_channels, ctx.store, ctx.target)):
        if refused := await refusal(ctx, Needs.MANAGER, "forget"):
            return refused
        removed = await in_thread(_removed, ctx.store, channels)
        wished(ctx, "chat_forgotten", subscriptions=removed)
        return replace(ctx.say("forget.all_done", n=removed), replaces=changes)
    return stale(ctx)


async def _talk_forgotten(ctx: Context) -> Reply:
    """In private all of the conversation, with which chat it is about; elsewhere what is somebody's own."""
    person = "" if ctx.in_private else ctx.by.id
    count = await in_thread(ctx.store.talks.erase, ctx.place.chat, person=person)
    wished(ctx, "talk_forgotten", count=count)
    if not ctx.in_private:
        return ctx.say("forget.own_done")
    lines = [ctx.tell("forget.talk_done")]
    if ctx.target.home != ctx.place.home:
        lines.append(ctx.tell("manage.now_here"))
    return ctx.reply(*lines)


def _channels(store: Store, target: Place) -> list[Channel]:
    """The channels of a whole chat: a forum has one for each topic with wishes."""
    return [c for c in store.channels.all() if c.address[:2] == target.chat[:2]]


def _wishes(store: Store, channels: Sequence[Channel]) -> int:
    return sum(len(store.subscriptions.of(channel.id)) for channel in channels)


def _removed(store: Store, channels: Sequence[Channel]) -> int:
    """Forget a chat: its channels, and what was said there; how many subscriptions went."""
    with store.together():
        count = _wishes(store, channels)
        for channel in channels:
            store.channels.remove(channel.id)
        store.talks.erase(channels[0].address)
        return count


FAMILY = Family(
    commands=(Command("forget", forget, aliases=("privacy",), hidden=True),),
    actions=(Action("forget", for_target(_pressed)),),
)
