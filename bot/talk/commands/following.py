"""/follow, /mute and back: whose words a chat gets."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from newsdesk.threads import in_thread
from summarizer.model import Actor, ActorId

from ..buttons import number_in, pack
from ..context import Action, ButtonHandler, Command, Context, Family, Handler
from ..keeping import keep, kept
from ..model import Button, Pressed, Reply
from ..names import told_apart
from ..people import Meant, called, meant_by, names_in, with_names
from ..permits import Needs
from ..phrases import following_lines
from ..targets import channel_for, for_target, mark, stale, wished
from .follow_wishes import VERBS, Snapshot, follow_wish_kept, restored
from .settings_lines import alerts_line

_CHOICE, _UNDO = "actor", "following"
_CHOICES = 10
_ALERT = ("alert", "alerts")


def _command(verb: str) -> Handler:
    async def handler(ctx: Context) -> Reply:
        return await _follow(ctx, verb)

    return handler


async def _follow(ctx: Context, verb: str) -> Reply:
    said = ctx.text.strip()
    words = said.rsplit(None, 1)
    if words and words[-1].casefold() in {*_ALERT, ctx.tell("following.alert_word").casefold()}:
        verb, said = (
            ("alert" if verb in {"follow", "alert"} else "unalert"),
            words[0] if len(words) == 2 else "",
        )
    names = names_in(said)
    if not names:
        return await _list(ctx)
    meant = await meant_by(ctx, names)
    return await _said(ctx, verb, meant)


async def _said(ctx: Context, verb: str, meant: Meant) -> Reply:
    unknown = [ctx.tell("following.nobody", name=name) for name in meant.unknown]
    if meant.unknown:
        unknown.append(ctx.tell("following.look"))
    if not meant.known and not meant.doubtful:
        return ctx.refuse(*unknown)
    shown = await _done(ctx, verb, list(meant.known.values())) if meant.known else ctx.reply()
    buttons = list(shown.buttons)
    lines = []
    for name, actors in meant.doubtful.items():
        lines.append(ctx.tell("following.which", name=name))
        buttons = [*await _choice(ctx, verb, actors), *buttons]
    blocks = (*shown.blocks, *ctx.reply(*lines, *unknown).blocks)
    return replace(shown, blocks=blocks, buttons=tuple(buttons))


async def _choice(ctx: Context, verb: str, actors: list[Actor]) -> list[tuple[Button, ...]]:
    memo = await keep(ctx, _CHOICE, {"verb": verb, "actors": [a.id for a in actors[:_CHOICES]]})
    return [
        (Button(label, pack("who", mark(ctx.target), memo, n)),)
        for n, label in enumerate(told_apart(actors[:_CHOICES]))
    ]


async def _done(ctx: Context, verb: str, actors: list[Actor]) -> Reply:
    """Change the channel, tell what holds from now on, and offer to take it back."""
    channel = await channel_for(ctx)
    ids = frozenset(a.id for a in actors)
    changed, before, after = await in_thread(follow_wish_kept, ctx.store, channel.id, verb, ids, now=ctx.now)
    names = ctx.words.listed(await called(ctx, actors))
    if before == after:
        return ctx.say("following.same", names=names)
    wished(ctx, f"actors_{verb}", actors=sorted(ids))
    memo = await keep(ctx, _UNDO, {"before": before, "after": after})
    lines = [ctx.tell(f"following.done_{verb}", names=names)]
    if verb in {"alert", "unalert"}:
        lines.append(await with_names(ctx, lambda named: alerts_line(changed, named, ctx.words)))
    elif verb in {"unfollow", "mute"} and not _actors_in(after):
        key = "following.nobody_left" if _actors_in(before) else "following.all_but_muted"
        lines.append(ctx.tell(key if verb == "mute" else "following.everybody"))
    undo = Button(ctx.tell("subscribe.undo"), pack("unwho", mark(ctx.target), memo))
    return ctx.reply(*lines, buttons=((undo,),))


def _actors_in(snapshot: Snapshot) -> bool:
    return any(listed[0] for listed in (snapshot["channel"], *snapshot["subscriptions"].values()))


async def _list(ctx: Context) -> Reply:
    """Who is followed, muted, and told of at once."""
    channel = ctx.channel
    if channel is None:
        return ctx.reply(ctx.tell("following.everybody"), ctx.tell("following.usage"))
    of = await in_thread(ctx.store.subscriptions.of, channel.id)
    actors = frozenset[ActorId]().union(channel.following.actors, *(s.following.actors for s in of))
    muted = frozenset[ActorId]().union(channel.following.muted, *(s.following.muted for s in of))
    shown = replace(channel.following, actors=actors, muted=muted, feeds=frozenset())
    lines = await with_names(
        ctx,
        lambda named: [*following_lines(shown, named, ctx.words), alerts_line(channel, named, ctx.words)],
    )
    if not actors:
        lines.insert(0, ctx.tell("following.all_but_muted" if muted else "following.everybody"))
    return ctx.reply(*lines, ctx.tell("following.usage"))


async def _chosen(ctx: Context, values: tuple[str, ...]) -> Reply:
    """One of several actors of a name."""
    raw = await kept(ctx, values[0], _CHOICE) if len(values) == 2 else None
    number = number_in(values[1]) if raw else None
    if raw is None or number is None or number >= len(raw["actors"]) or raw["verb"] not in VERBS:
        return stale(ctx)
    asked = ActorId(raw["actors"][number])
    meant = await meant_by(ctx, [asked])
    if asked not in meant.known:
        return stale(ctx)
    return replace(await _done(ctx, raw["verb"], [meant.known[asked]]), replaces=isinstance(ctx.said, Pressed))


async def _undone(ctx: Context, values: tuple[str, ...]) -> Reply:
    raw = await kept(ctx, values[0], _UNDO) if len(values) == 1 else None
    if raw is None or ctx.channel is None:
        return stale(ctx)
    undo = partial(restored, ctx.store, ctx.channel.id, raw["before"], after=raw["after"], now=ctx.now)
    if not await in_thread(undo):
        return ctx.toast("following.changed_since")
    wished(ctx, "actors_undone")
    return replace(ctx.say("following.undone"), replaces=isinstance(ctx.said, Pressed))


_COMMANDS = {"follow": "follow", "unfollow": "unfollow", "mute": "mute", "unmute": "unmute", "alerts": "alert"}
_HANDLERS: dict[str, ButtonHandler] = {"who": _chosen, "unwho": _undone}
FAMILY = Family(
    commands=tuple(Command(name, _command(verb), Needs.MANAGER) for name, verb in _COMMANDS.items()),
    actions=tuple(Action(name, for_target(h), Needs.MANAGER) for name, h in _HANDLERS.items()),
)
