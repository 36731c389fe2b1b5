"""/settings: what holds for all briefs of a chat, by buttons or in one line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.render.document import Heading
from bot.texts import languages, words
from newsdesk.model import Channel, ChannelId, Layout, WhenEmpty
from newsdesk.threads import in_thread

from ..buttons import pack
from ..context import Action, Command, Context, Family
from ..model import Button, Pressed, Reply, Submitted
from ..people import with_names
from ..permits import Needs
from ..phrases import LENGTHS, length_name, pause_line
from ..spoken import near_zones
from ..targets import change_channel, for_target, mark, note_zone_chosen, stale, wished
from . import settings_form
from .changes import ALERTS, Change, Refused, change_of
from .pausing import pause, resume
from .screens import asking, called_off, zone_buttons, zones_of
from .settings_lines import settings_lines
from .subscribe_form import told

_PHRASE_WORDS = 4
_QUIET = ("2200-0700", "2300-0800", "2100-0900")
_SCREENS = ("language", "zone", "quiet", "length", "include", "exclude", "alerts", "empty", "pause")


async def settings(ctx: Context, /) -> Reply | None:
    """Show what holds, or change one thing that is said in a line."""
    word, _, rest = ctx.text.strip().partition(" ")
    if word:
        return await _in_one_line(ctx, word.casefold(), rest.strip())
    if ctx.said.trigger and await ctx.face.open_form(
        ctx.said, "settings", ctx.target, filled=settings_form.filled(ctx)
    ):
        return None
    return await panel(ctx)


async def panel(ctx: Context, /, *, first: str = "") -> Reply:
    """Everything that can be set, with what it is set to."""
    channel = ctx.channel or Channel(ChannelId(0), ctx.target.home, language=ctx.words.language, zone=ctx.zone)
    found = await in_thread(ctx.store.subscriptions.of, channel.id) if ctx.channel else []
    paused = next((line for s in found if (line := pause_line(s.schedule, ctx.words, now=ctx.now))), "")
    lines = await with_names(ctx, lambda named: settings_lines(channel, named, ctx.words))
    if ctx.place.home != ctx.target.home:
        lines.append(ctx.tell("manage.for", title=ctx.target.title or str(ctx.target.home)))
    shown = [name for name in _SCREENS if name != "pause" or found]
    if ctx.target.address.platform == "slack":
        shown.append("layout")
    buttons = [_to(ctx, name) for name in shown]
    rows = tuple(tuple(buttons[n : n + 3]) for n in range(0, len(buttons), 3))
    above = (first,) if first else ()
    below = (paused,) if paused else ()
    return ctx.reply(*above, Heading(ctx.tell("settings.title")), *lines, *below, buttons=rows)


async def _in_one_line(ctx: Context, word: str, rest: str) -> Reply:
    if word == "pause":
        return await pause(ctx, rest)
    if word == "resume":
        return await resume(ctx)
    if word not in {*_SCREENS, "layout"}:
        names = ctx.words.listed([*_SCREENS, "layout", "resume"])
        return ctx.refuse(ctx.tell("settings.unknown", word=word[:40]), ctx.tell("settings.names", names=names))
    if not rest:
        return await _screen(ctx, word)
    return await _changed(ctx, word, rest)


async def _changed(ctx: Context, what: str, said: str) -> Reply:
    change = change_of(ctx, what, said)
    if isinstance(change, Refused):
        shown = ctx.refuse(*change.lines)
        if what == "zone":
            near = near_zones(said, ctx.words)
            return replace(shown, buttons=tuple(zone_buttons(near, "set", mark(ctx.target), "zone")))
        return shown
    return await _apply(ctx, what, change)


async def _apply(ctx: Context, what: str, change: Change) -> Reply:
    channel = await change_channel(ctx, change)
    if what == "zone" or channel.zone != ctx.zone:
        await note_zone_chosen(ctx, channel)
    wished(ctx, f"settings_{what}")
    after = replace(ctx, channel=channel, words=words(channel.language))
    return await panel(after, first=after.tell("settings.changed"))


async def _screen(ctx: Context, name: str) -> Reply:
    rows = [tuple(row) for row in _CHOICES[name](ctx)] if name in _CHOICES else []
    if name in {"zone", "quiet", "include", "exclude"}:
        rows.append((Button(ctx.tell("settings.write"), _data(ctx, "write", name)),))
    rows.append((Button(ctx.tell("subscribe.back"), _data(ctx, "panel")),))
    return ctx.reply(ctx.tell(f"settings.ask_{name}"), buttons=tuple(rows))


async def _pressed(ctx: Context, values: tuple[str, ...]) -> Reply | None:
    word, value = (values[0], values[1] if len(values) == 2 else "") if 0 < len(values) < 3 else ("", "")
    shown: Reply | None = None
    if word == "panel":
        shown = await panel(ctx)
    elif word == "screen" and value in _CHOICES:
        shown = await _screen(ctx, value)
    elif word == "write" and value in _WRITTEN:
        asked = ctx.tell(f"settings.write_{value}")
        return asking(ctx, asked, _data(ctx, "write", value))
    elif word == "pause" and value in {"week", "on"}:
        shown = await pause(ctx, value)
    elif word == "resume":
        shown = await resume(ctx)
    elif word in _CHOICES and value:
        change = change_of(ctx, word, value)
        shown = None if isinstance(change, Refused) else await _apply(ctx, word, change)
    return stale(ctx) if shown is None else replace(shown, replaces=isinstance(ctx.said, Pressed))


async def _written(ctx: Context, values: tuple[str, ...]) -> Reply | None:
    if len(values) != 2 or values[0] != "write" or values[1] not in _WRITTEN:
        return stale(ctx)
    if called_off(ctx):
        return ctx.say("subscribe.cancelled")
    return await _changed(ctx, values[1], ctx.text.strip())


async def _takes(ctx: Context, values: tuple[str, ...]) -> bool:
    """Whether words are what was asked for, and no question; words to look for may be any."""
    said = ctx.text.strip()
    if len(values) != 3 or values[:2] != (mark(ctx.target), "write") or values[2] not in _WRITTEN:
        return False
    if called_off(ctx):
        return True
    few = all(len(part.split()) <= _PHRASE_WORDS for part in said.split(","))
    return "?" not in said and few and not isinstance(change_of(ctx, values[2], said), Refused)


def _data(ctx: Context, *values: str) -> str:
    return pack("set", mark(ctx.target), *values)


def _to(ctx: Context, name: str) -> Button:
    return Button(ctx.tell(f"settings.button_{name}"), _data(ctx, "screen", name))


def _languages(ctx: Context) -> list[list[Button]]:
    return [[Button(words(code).name, _data(ctx, "language", code)) for code in languages()]]


def _zones(ctx: Context) -> list[tuple[Button, ...]]:
    return zone_buttons(zones_of(ctx), "set", mark(ctx.target), "zone")


def _quiet(ctx: Context) -> list[list[Button]]:
    hours = [Button(f"{q[:2]}:{q[2:4]}–{q[5:7]}:{q[7:]}", _data(ctx, "quiet", q)) for q in _QUIET]
    return [hours, [Button(ctx.tell("settings.off"), _data(ctx, "quiet", "off"))]]


def _lengths(ctx: Context) -> list[list[Button]]:
    own = length_name(ctx.channel.following) if ctx.channel else "normal"
    return [
        [
            Button(f"{'✓ ' * (name == own)}{ctx.tell(f'settings.length_{name}')}", _data(ctx, "length", name))
            for name in LENGTHS
        ]
    ]


def _alerts(ctx: Context) -> list[list[Button]]:
    return [[Button(str(n), _data(ctx, "alerts", str(n))) for n in ALERTS]]


def _emptied(what: str) -> Callable[[Context], list[list[Button]]]:
    return lambda ctx: [[Button(ctx.tell("settings.empty_list"), _data(ctx, what, "none"))]]


def _empty(ctx: Context) -> list[list[Button]]:
    return [[Button(ctx.tell(f"settings.empty_{e.value}"), _data(ctx, "empty", e.value)) for e in WhenEmpty]]


def _layout(ctx: Context) -> list[list[Button]]:
    return [[Button(ctx.tell(f"settings.layout_{x.value}"), _data(ctx, "layout", x.value)) for x in Layout]]


def _pauses(ctx: Context) -> list[list[Button]]:
    return [
        [Button(ctx.tell(f"settings.pause_{n}"), _data(ctx, "pause", n)) for n in ("week", "on")],
        [Button(ctx.tell("settings.resume"), _data(ctx, "resume"))],
    ]


Rows = list[list[Button]] | list[tuple[Button, ...]]
_CHOICES: dict[str, Callable[[Context], Rows]] = {
    "language": _languages,
    "zone": _zones,
    "quiet": _quiet,
    "length": _lengths,
    "include": _emptied("include"),
    "exclude": _emptied("exclude"),
    "alerts": _alerts,
    "empty": _empty,
    "layout": _layout,
    "pause": _pauses,
}
_WRITTEN = frozenset({"zone", "quiet", "include", "exclude"})


async def _form(ctx: Context, submitted: Submitted) -> dict[str, str]:
    """What the form says, as one change; nothing is changed when a field is wrong."""
    changes, wrong = settings_form.read(ctx, submitted)
    if wrong:
        return wrong

    def change(channel: Channel) -> Channel:
        for one in changes:
            channel = one(channel)
        return channel

    await told(ctx, await _apply(ctx, "form", change))
    return {}


FAMILY = Family(
    commands=(Command("settings", settings, Needs.MANAGER),),
    actions=(Action("set", for_target(_pressed), Needs.MANAGER),),
    answers={"set": for_target(_written)},
    takes={"set": _takes},
    forms={"settings": _form},
)
