"""What the steps of subscribing look like: a question and its buttons."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from bot.render.clean import clip
from bot.render.document import Heading

from ..buttons import pack
from ..context import Context
from ..model import Button, Reply
from .guided import STEPS, Draft

_TIMES = ("0700", "0800", "0900", "1200", "1800", "2100")
_TWICE = "0800-1800"
# Where readers of a language mostly live; whoever lives elsewhere writes a city.
_ZONES = {
    "en": ("Europe/London", "America/New_York", "America/Los_Angeles", "UTC"),
    "uk": ("Europe/Kyiv", "Europe/Warsaw", "Europe/Berlin", "Europe/London"),
    "de": ("Europe/Berlin", "Europe/Vienna", "Europe/Zurich"),
    "es": ("Europe/Madrid", "America/Mexico_City", "America/Bogota", "America/Argentina/Buenos_Aires"),
}
_LABEL_CHARS = 75  # of a name with the id behind it


def screen(ctx: Context, draft: Draft, memo: int, /) -> Reply:
    """The question of the step that a draft is at."""
    rows = {"when": _when, "days": _days, "zone": _zone, "whom": _whom, "length": _length}[draft.step](
        ctx, draft, memo
    )
    number = STEPS.index(draft.step) + 1
    title = Heading(ctx.tell("subscribe.title", n=number, of=len(STEPS) - 1))
    last = [Button(ctx.tell("subscribe.cancel"), pack("sub", memo, "cancel"))]
    if draft.step != "when":
        last.insert(0, Button(ctx.tell("subscribe.back"), pack("sub", memo, "back")))
    return ctx.reply(title, ctx.tell(f"subscribe.ask_{draft.step}"), buttons=(*rows, tuple(last)))


def zone_buttons(zones: tuple[str, ...], name: str, /, *values: str | int) -> list[tuple[Button, ...]]:
    """Zones to choose among, two a row; a button carries the values and then the zone."""
    buttons = [Button(_city(zone), pack(name, *values, zone)) for zone in zones]
    return [tuple(buttons[n : n + 2]) for n in range(0, len(buttons), 2)]


def zones_of(ctx: Context, /) -> tuple[str, ...]:
    """Zones that the reader is likely to live in."""
    own = (ctx.channel.zone,) if ctx.channel is not None else ()
    return tuple(dict.fromkeys((*own, *_ZONES.get(ctx.words.language, _ZONES["en"]))))


def prompt(ctx: Context, step: str, data: str, /) -> Reply:
    """Ask for words; ``data`` says who gets them."""
    return asking(ctx, ctx.tell(f"subscribe.write_{step}"), data)


def asking(ctx: Context, asked: str, data: str, /, *, lines: tuple[str, ...] = ()) -> Reply:
    """A question that waits for words, which can be called off.

    Args:
        lines: What stands above the way out; the question when there are none.
    """
    out = ctx.tell("subscribe.or_cancel", word=ctx.tell("subscribe.cancel"))
    return replace(ctx.reply(*(lines or (asked,)), out), prompt=asked, prompt_for=data)


def called_off(ctx: Context, /) -> bool:
    """Whether the answer to a question is that there shall be none."""
    return ctx.text.strip().casefold() in {ctx.tell("subscribe.cancel").casefold(), "cancel"}


def _when(ctx: Context, _draft: Draft, memo: int) -> list[tuple[Button, ...]]:
    times = [Button(_clock(t), pack("sub", memo, "time", t)) for t in _TIMES]
    twice = ctx.words.listed(_clock(t) for t in _TWICE.split("-"))
    return [
        tuple(times[:3]),
        tuple(times[3:]),
        (
            Button(twice, pack("sub", memo, "time", _TWICE)),
            Button(ctx.tell("subscribe.other"), pack("sub", memo, "other")),
        ),
    ]


def _days(ctx: Context, draft: Draft, memo: int) -> list[tuple[Button, ...]]:
    whole = tuple(
        Button(ctx.tell(f"subscribe.days_{name}"), pack("sub", memo, "days", name))
        for name in ("daily", "weekdays", "weekends")
    )
    days = [
        Button(_ticked(ctx.words.weekdays([n]), on=n in draft.days), pack("sub", memo, "day", n))
        for n in range(7)
    ]
    done = [(Button(ctx.tell("subscribe.done"), pack("sub", memo, "done")),)] if draft.days else []
    return [whole, tuple(days[:4]), tuple(days[4:]), *done]


def _zone(ctx: Context, _draft: Draft, memo: int) -> list[tuple[Button, ...]]:
    other = (Button(ctx.tell("subscribe.other"), pack("sub", memo, "other")),)
    return [*zone_buttons(zones_of(ctx), "sub", memo, "zone"), other]


def _whom(ctx: Context, draft: Draft, memo: int) -> list[tuple[Button, ...]]:
    people = [
        Button(_ticked(clip(name, _LABEL_CHARS), on=i in draft.chosen), pack("sub", memo, "who", n))
        for n, (i, name) in enumerate(draft.offered)
    ]
    rows = [tuple(people[n : n + 2]) for n in range(0, len(people), 2)]
    rows.append((Button(ctx.tell("subscribe.other_names"), pack("sub", memo, "other")),))
    if draft.chosen:
        rows.append((Button(ctx.tell("subscribe.done"), pack("sub", memo, "done")),))
    return [(Button(ctx.tell("subscribe.everybody"), pack("sub", memo, "all")),), *rows]


def _length(ctx: Context, _draft: Draft, memo: int) -> list[tuple[Button, ...]]:
    names = ("short", "normal", "long")
    return [
        tuple(Button(ctx.tell(f"settings.length_{name}"), pack("sub", memo, "length", name)) for name in names)
    ]


def _clock(word: str) -> str:
    return f"{time(int(word[:2]), int(word[2:])):%H:%M}"


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _ticked(label: str, *, on: bool) -> str:
    return f"✓ {label}" if on else label
