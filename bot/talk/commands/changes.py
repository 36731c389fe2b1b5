"""One setting of a channel, as words or a button say it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.texts import languages, words
from newsdesk.errors import ScheduleError, WishError
from newsdesk.following import MAX_PHRASE_CHARS, MAX_PHRASES, validate_words
from newsdesk.model import Channel, Layout, WhenEmpty
from newsdesk.when import parse_quiet

from ..phrases import LENGTHS
from ..spoken import advice, near_zones, zone_meant

if TYPE_CHECKING:
    from ..context import Context

Change = Callable[[Channel], Channel]
ALERTS = (0, 1, 3, 5, 10, 20)
MAX_ALERTS = 50
_SAID_CHARS = 40
_NOTHING = frozenset({"none", "off", "no", "-"})
_PACKED = re.compile(r"(\d\d)(\d\d)-(\d\d)(\d\d)")


@dataclass(frozen=True, slots=True)
class Refused:
    """What was said makes no setting; the lines say why and what to write."""

    lines: tuple[str, ...]


def change_of(ctx: Context, what: str, said: str, /) -> Change | Refused:
    """The change of a setting that words mean.

    Args:
        what: "language", "zone", "quiet", "length", "include", "exclude", "alerts", "empty" or "layout".
    """
    return _CHANGES[what](ctx, said)


def _language(ctx: Context, said: str) -> Change | Refused:
    wanted = said.casefold()
    for code in languages():
        if wanted in {code, words(code).name.casefold()}:
            return lambda c: replace(c, language=code)
    known = ctx.words.listed(f"{code} ({words(code).name})" for code in languages())
    return Refused((ctx.tell("settings.languages", languages=known),))


def _zone(ctx: Context, said: str) -> Change | Refused:
    try:
        zone = zone_meant(said, ctx.words)
    except ScheduleError:
        key = "subscribe.zone_near" if near_zones(said, ctx.words) else "subscribe.zone_unknown"
        return Refused((ctx.tell(key, word=said[:80]),))
    return lambda c: replace(c, zone=zone)


def _quiet(ctx: Context, said: str) -> Change | Refused:
    if packed := _PACKED.fullmatch(said):
        said = f"{packed[1]}:{packed[2]}-{packed[3]}:{packed[4]}"
    try:
        quiet = None if _is_nothing(ctx, said) else parse_quiet(said)
    except ScheduleError as error:
        return Refused(advice(ctx, error, example="22:00-07:00"))
    return lambda c: replace(c, quiet=quiet)


def _length(ctx: Context, said: str) -> Change | Refused:
    by_name = {ctx.tell(f"settings.length_{name}").casefold(): name for name in LENGTHS}
    name = by_name.get(said.casefold(), said.casefold())
    if name not in LENGTHS:
        return _no_such(ctx, said, [ctx.tell(f"settings.length_{known}") for known in LENGTHS])
    actors, bullets = LENGTHS[name]
    return lambda c: replace(c, following=replace(c.following, max_actors=actors, max_bullets=bullets))


def _phrases(ctx: Context, said: str) -> tuple[str, ...] | Refused:
    if _is_nothing(ctx, said):
        return ()
    try:
        return validate_words(part for part in re.split(r"[,;\n]", said) if part.strip())
    except WishError:
        return Refused((ctx.tell("settings.phrases", n=MAX_PHRASES, chars=MAX_PHRASE_CHARS),))


def _include(ctx: Context, said: str) -> Change | Refused:
    phrases = _phrases(ctx, said)
    if isinstance(phrases, Refused):
        return phrases
    return lambda c: replace(c, following=replace(c.following, include=phrases))


def _exclude(ctx: Context, said: str) -> Change | Refused:
    phrases = _phrases(ctx, said)
    if isinstance(phrases, Refused):
        return phrases
    return lambda c: replace(c, following=replace(c.following, exclude=phrases))


def _alerts(ctx: Context, said: str) -> Change | Refused:
    if _is_nothing(ctx, said):
        said = "0"
    if not re.fullmatch(r"[0-9]{1,3}", said) or int(said) > MAX_ALERTS:
        return Refused((ctx.tell("settings.number_between", low=0, high=MAX_ALERTS),))
    return lambda c: replace(c, alerts_per_day=int(said))


def _empty(ctx: Context, said: str) -> Change | Refused:
    by_name = {ctx.tell(f"settings.empty_{known.value}").casefold(): known for known in WhenEmpty}
    wanted = by_name.get(said.casefold()) or next((e for e in WhenEmpty if e.value == said.casefold()), None)
    if wanted is None:
        return _no_such(ctx, said, [ctx.tell(f"settings.empty_{known.value}") for known in WhenEmpty])
    return lambda c: replace(c, when_empty=wanted)


def _layout(ctx: Context, said: str) -> Change | Refused:
    by_name = {ctx.tell(f"settings.layout_{known.value}").casefold(): known for known in Layout}
    wanted = by_name.get(said.casefold()) or next((x for x in Layout if x.value == said.casefold()), None)
    if wanted is None:
        return _no_such(ctx, said, [ctx.tell(f"settings.layout_{known.value}") for known in Layout])
    return lambda c: replace(c, layout=wanted)


def _no_such(ctx: Context, said: str, there: Sequence[str]) -> Refused:
    """What was said is none of the values that there are, in the reader's words."""
    values = ctx.words.listed((f"“{value}”" for value in there), style="or")
    return Refused((ctx.tell("settings.no_such", said=said[:_SAID_CHARS], values=values),))


def _is_nothing(ctx: Context, said: str) -> bool:
    return said.casefold() in _NOTHING | {
        "",
        ctx.tell("settings.none").casefold(),
        ctx.tell("settings.off").casefold(),
    }


_CHANGES = {
    "language": _language,
    "zone": _zone,
    "quiet": _quiet,
    "length": _length,
    "include": _include,
    "exclude": _exclude,
    "alerts": _alerts,
    "empty": _empty,
    "layout": _layout,
}
