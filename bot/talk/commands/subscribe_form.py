"""The form of a subscription, where a platform has forms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import structlog

from bot.render.clean import clip
from bot.texts import languages, words
from newsdesk.defects import told as told_of
from newsdesk.errors import ScheduleError, WishError
from newsdesk.following import validate_following
from newsdesk.model import FeedId, Following
from newsdesk.repairs import folded_name
from newsdesk.threads import in_thread
from newsdesk.when import parse_when

from ..model import Filled, Reply, Submitted
from ..names import told_apart
from ..people import meant_by, names_in
from ..phrases import feed_title
from ..ports import FaceError
from ..spoken import advice, in_english, zone_meant

if TYPE_CHECKING:
    from newsdesk.schedule import Schedule
    from summarizer.model import ActorId

    from ..context import Context

log = structlog.get_logger(__name__)
_DAYS = {"daily", "weekdays", "mon", "tue", "wed", "thu", "fri", "sat", "sun"}
_LABEL_CHARS = 75
_MOST_FEEDS = 100
_NAMED = 5
MAX_ACTORS_OF_A_BRIEF = 100


async def filled(ctx: Context, /) -> Filled:
    """What the form shows at first."""
    feeds = await in_thread(ctx.store.feeds.all)
    zone = ctx.zone
    values = {"when": ("08:00",), "days": ("weekdays",), "zone": (zone,), "language": (_language(ctx),)}
    choices = {
        "feeds": tuple((str(f.id), clip(feed_title(f), _LABEL_CHARS)) for f in feeds[:_MOST_FEEDS]),
        "language": language_choices(),
    }
    return Filled(values, choices)


def language_choices() -> tuple[tuple[str, str], ...]:
    """Every language that there are words in, by its own name."""
    return tuple((code, words(code).name) for code in languages())


async def read(ctx: Context, submitted: Submitted, /) -> tuple[Schedule, Following] | dict[str, str]:
    """The wish that a form says, or what is wrong with it, by field."""
    values = submitted.values
    wrong: dict[str, str] = {}
    schedule: Schedule | None = None
    try:
        schedule = parse_when(_line(ctx, values), zone=_zone(ctx, values))
    except ScheduleError as error:
        field = "zone" if error.fault.value == "zone" else "when"
        wrong[field] = " ".join(
            advice(ctx, error, example="08:00, 18:30" if field == "when" else "Europe/Kyiv")
        )
    actors = await _actors(ctx, values, wrong)
    feeds = await _feeds(ctx, values, wrong)
    most = _number(values, "max_actors")
    if most is not None and not 1 <= most <= MAX_ACTORS_OF_A_BRIEF:
        wrong["max_actors"] = ctx.tell("settings.number_between", low=1, high=MAX_ACTORS_OF_A_BRIEF)
    if wrong or schedule is None:
        return wrong
    try:
        return schedule, validate_following(Following(feeds=feeds, actors=actors, max_actors=most))
    except WishError:
        return {"actors": ctx.tell("errors.wish")}


async def told(ctx: Context, reply: Reply, /) -> None:
    """Say in the chat what a form has done; it is done, whether the chat hears of it or not."""
    try:
        await ctx.face.say(ctx.place, reply)
    except FaceError as error:
        log.warning("answer_not_sent", what="form", chat=str(ctx.place.chat), **told_of(error))


def language_of(submitted: Submitted, /) -> str:
    """The language that a form asks for; "" for none that there are words in."""
    code = "".join(submitted.values.get("language", ()))
    return code if code in languages() else ""


def _language(ctx: Context) -> str:
    return ctx.channel.language if ctx.channel else ctx.words.language


def _line(ctx: Context, values: dict[str, tuple[str, ...]]) -> str:
    days = [day for day in values.get("days", ()) if day in _DAYS]
    times = in_english(", ".join(values.get("when", ())), ctx.words)
    return f"{' '.join(days)} {times}".strip()


def _zone(ctx: Context, values: dict[str, tuple[str, ...]]) -> str:
    given = " ".join(values.get("zone", ())).strip()
    if not given:
        return ctx.zone
    return zone_meant(given, ctx.words)


async def _actors(
    ctx: Context, values: dict[str, tuple[str, ...]], wrong: dict[str, str]
) -> frozenset[ActorId]:
    meant = await meant_by(ctx, names_in(", ".join(values.get("actors", ()))))
    if meant.unknown:
        wrong["actors"] = ctx.tell("following.nobody", name=meant.unknown[0])
    for name, actors in meant.doubtful.items():
        shown = actors[:_NAMED]
        names = ctx.words.listed(told_apart(shown), style="or")
        alike = len({folded_name(a.name) for a in shown}) < len(shown)
        key = "following.several_alike" if alike else "following.several"
        wrong["actors"] = ctx.tell(key, name=name, names=names)
    return frozenset(actor.id for actor in meant.known.values())


async def _feeds(ctx: Context, values: dict[str, tuple[str, ...]], wrong: dict[str, str]) -> frozenset[FeedId]:
    asked = [word for word in values.get("feeds", ()) if word]
    if not asked:
        return frozenset()
    known = {str(feed.id): feed.id for feed in await in_thread(ctx.store.feeds.all)}
    if any(word not in known for word in asked):
        wrong["feeds"] = ctx.tell("feeds.unknown")
    return frozenset(known[word] for word in asked if word in known)


def _number(values: dict[str, tuple[str, ...]], name: str) -> int | None:
    word = "".join(values.get(name, ())).strip()
    if not word:
        return None
    return int(word) if re.fullmatch(r"[0-9]{1,4}", word) else 0
