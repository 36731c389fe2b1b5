"""/start and /help: what the bot does, and how it is told to."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches

from bot.render.document import Heading
from newsdesk.threads import in_thread

from ..buttons import pack
from ..context import Action, Command, Context, Family
from ..model import Button, PlaceKind, Reply
from ..permits import Needs
from ..targets import refusal, stale

# What a button may stand for; the words behind a command are empty then.
BY_BUTTON = ("brief", "feeds", "help", "settings", "status", "subscribe", "unsubscribe")


async def start(ctx: Context, /) -> Reply:
    """Say what the bot does; what stands behind /start, as in links, is of no account."""
    await _come_back(ctx)
    lines = [ctx.tell("start.hello"), ctx.tell("start.reads"), ctx.tell("start.asks")]
    if ctx.target.kind is not PlaceKind.PRIVATE:
        lines.append(ctx.tell("start.group"))
    row = (go(ctx, "subscribe"), go(ctx, "brief"), go(ctx, "help"))
    return ctx.reply(*lines, buttons=(row,))


async def _come_back(ctx: Context) -> None:
    """Whoever had blocked the bot and presses Start wants his briefs again."""
    channel = ctx.channel
    if channel is not None and channel.gone_at is not None and channel.address.chat == ctx.place.address.chat:
        await in_thread(ctx.store.channels.add, channel.address, title=ctx.target.title, now=ctx.now)


async def show_help(ctx: Context, /) -> Reply:
    """What there is, or how one command is used; managers' commands are shown to managers."""
    asked = ctx.text.strip().lstrip("/").casefold().partition(" ")[0]
    if asked:
        command = _command(asked)
        return await _unknown(ctx, asked) if command is None else _about(ctx, command)
    everybody, managers = [], []
    is_own = ctx.target.kind is PlaceKind.PRIVATE  # nobody else is there to be told apart from
    may_manage, is_operator = await ctx.may(Needs.MANAGER), await ctx.may(Needs.OPERATOR)
    for command in commands():
        if command.name == "manage" and not ctx.in_private:
            continue
        line = ctx.tell("help.line", name=command.name, does=ctx.tell(f"menu.{command.name}"))
        if command.needs is Needs.NOTHING or (is_own and may_manage):
            everybody.append(line)
        elif (command.needs is Needs.MANAGER and may_manage) or is_operator:
            managers.append(line)
    blocks = [ctx.tell("help.first"), *everybody]
    shown = ctx.reply(*blocks, ctx.tell("help.more"), buttons=((go(ctx, "subscribe"), go(ctx, "settings")),))
    if not managers:
        return shown if is_own else replace(shown, buttons=())
    heading = Heading(ctx.tell("help.managers"))
    return ctx.reply(*blocks, heading, *managers, ctx.tell("help.more"), buttons=shown.buttons)


async def unknown(ctx: Context, /) -> Reply:
    """A command that there is not; the nearest that there is."""
    return await _unknown(ctx, ctx.heard.command if ctx.heard else "")


def go(ctx: Context, command: str, /) -> Button:
    """A button that does what a command does."""
    return Button(ctx.tell(f"start.button_{command}"), pack("go", command))


def commands() -> list[Command]:
    """Every command that menus show, in the order of the families."""
    from . import FAMILIES  # the families make up this package

    return [command for family in FAMILIES for command in family.commands if command.listed]


def _command(name: str) -> Command | None:
    from . import FAMILIES

    every = (command for family in FAMILIES for command in family.commands)
    return next((c for c in every if name in {c.name, *c.aliases}), None)


def _about(ctx: Context, command: Command) -> Reply:
    lines = [ctx.tell(f"help.{command.name}")]
    if command.needs is Needs.MANAGER:
        lines.append(ctx.tell("help.for_managers"))
    name = ctx.tell("help.name", name=command.name)
    return ctx.reply(Heading(name), ctx.tell(f"menu.{command.name}"), *lines)


async def _unknown(ctx: Context, asked: str) -> Reply:
    near = get_close_matches(asked, [command.name for command in commands()], n=2, cutoff=0.6)
    if not near:
        return ctx.refuse(ctx.tell("errors.unknown_command"))
    names = ctx.words.listed((ctx.tell("help.name", name=name) for name in near), style="or")
    return ctx.refuse(ctx.tell("errors.unknown_near", names=names))


async def _go(ctx: Context, values: tuple[str, ...]) -> Reply | None:
    command = _command(values[0]) if len(values) == 1 and values[0] in BY_BUTTON else None
    if command is None:
        return stale(ctx)
    if refused := await refusal(ctx, command.needs, command.name):
        return refused
    reply = await command.handler(ctx)
    return reply and replace(reply, hidden=reply.hidden or command.hidden)


FAMILY = Family(
    commands=(Command("start", start, listed=False), Command("help", show_help, hidden=True)),
    actions=(Action("go", _go),),
)
