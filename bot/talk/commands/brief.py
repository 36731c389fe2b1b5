"""/brief: what is new now, of everybody or of one actor; and what a brief had no room for."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.render.clean import clean, clip
from newsdesk.following import effective, feeds_taken_in
from newsdesk.model import BriefRecord, Channel, Delivery, Following
from newsdesk.on_demand import LAST, earliest, wishes
from newsdesk.on_demand import more as left_out_of
from newsdesk.threads import in_thread
from newsdesk.zones import zone_info
from summarizer.model import Brief, Bullet, Coverage, Section

from ..briefing import (
    WEEK,
    Wanted,
    a_turn,
    brief_reply,
    compose,
    first_bullets,
    kept_wanted,
    no_more,
    wanted_of,
)
from ..buttons import number_in, pack
from ..context import Action, ButtonHandler, Command, Context, Family, channel_at
from ..conversing import ANSWER
from ..delivered import Sent, sent_here
from ..keeping import actor_kept, bullets_of, keep, kept
from ..model import Button, Pressed, Reply
from ..names import told_apart
from ..people import meant_by
from ..permits import Needs
from ..targets import stale
from ..turns import Busy
from ..windows import window_in

if TYPE_CHECKING:
    from newsdesk.ports import Store

CHOICE = "briefwho"
MAX_CHOICES = 8
_MOST_NAME_CHARS = 200
_LABEL_CHARS = 40


async def _brief(ctx: Context) -> Reply | None:
    window = await in_thread(window_in, ctx, clean(ctx.text))
    if window.until is not None and window.since is None:
        return ctx.say("help.brief")
    channel = await _channel(ctx)
    following = await in_thread(_following, ctx.store, channel)
    name = window.rest.strip(" ,;:?!.")
    asked = window.since if name or window.since is None else max(window.since, earliest(ctx.now))
    wanted = await in_thread(_since, ctx, channel, asked)
    wanted = replace(wanted, following=following)
    return await _of_name(ctx, name, wanted) if name else await brief_reply(ctx, wanted)


async def _of_name(ctx: Context, name: str, wanted: Wanted) -> Reply:
    """A brief of whoever bears a name, or a choice."""
    meant = await meant_by(ctx, [clip(name, _MOST_NAME_CHARS)])
    if meant.known:
        return await brief_reply(ctx, replace(wanted, actor=next(iter(meant.known.values()))))
    for doubtful in meant.doubtful.values():
        offered = doubtful[:MAX_CHOICES]
        content = kept_wanted(wanted) | {"actors": [actor_kept(a) for a in offered]}
        memo = await keep(ctx, CHOICE, content, person="" if ctx.by.as_chat else ctx.by.id)
        rows = tuple((Button(label, pack("bwho", memo, n)),) for n, label in enumerate(told_apart(offered)))
        return ctx.reply(ctx.tell("ask.whom"), buttons=rows)
    return ctx.say("brief.nobody", name=clip(name, _LABEL_CHARS))


async def _channel(ctx: Context) -> Channel | None:
    """Whose wishes hold: those of the chat that is managed from here, for who may manage it."""
    if ctx.place == ctx.target or await ctx.may(Needs.MANAGER):
        return ctx.channel
    return await channel_at(ctx.store, ctx.place)


def _following(store: Store, channel: Channel | None) -> Following:
    """The wishes of a channel, with those of its subscription where it has just one; the feeds of all."""
    if channel is None:
        return Following()
    subscriptions = store.subscriptions.of(channel.id)
    following = effective(channel, subscriptions[0]) if len(subscriptions) == 1 else channel.following
    return replace(following, feeds=feeds_taken_in(channel, subscriptions))


def _since(ctx: Context, channel: Channel | None, asked: datetime | None) -> Wanted:
    """From when on: what was asked for, else the last brief that surely arrived, else the last day."""
    if asked is not None:
        return Wanted(since=asked, words=ctx.tell("brief.since", since=ctx.words.day(asked, ctx.reading_zone)))
    subscriptions = ctx.store.subscriptions.of(channel.id) if channel else []
    last = max((s for s in subscriptions if s.last_brief), key=lambda s: s.confirmed, default=None)
    record = ctx.store.ledger.brief(last.last_brief) if last and last.last_brief else None
    if last is None or record is None:
        return Wanted(since=None, words=ctx.tell("brief.last_day"))
    moment = ctx.words.moment(record.created_at, ctx.reading_zone)
    return Wanted(since=last.confirmed, words=ctx.tell("brief.since_last", moment=moment))


async def _chosen(ctx: Context, values: tuple[str, ...]) -> Reply | None:
    content = await kept(ctx, values[0], CHOICE) if len(values) == 2 else None
    number = number_in(values[1]) if content else None
    if content is None or number is None or number >= len(content["actors"]):
        return stale(ctx)
    wanted = wanted_of({**content, "actor": content["actors"][number]})
    return replace(await brief_reply(ctx, wanted), replaces=True)


async def _of_answer(ctx: Context, values: tuple[str, ...]) -> Reply | None:
    """The brief of somebody whom an answer quotes: of the last week, and since the oldest that it quotes."""
    content = await kept(ctx, values[0], ANSWER) if len(values) == 2 else None
    number = number_in(values[1]) if content else None
    if content is None or number is None or number >= len(content["bullets"]):
        return stale(ctx)
    bullets = bullets_of(content["bullets"])
    actor = bullets[number].actor
    quoted = _quoted(tuple(b for b in bullets if b.actor.id == actor.id))
    channel = await channel_at(ctx.store, ctx.place)
    following = await in_thread(_following, ctx.store, channel)
    shown, oldest = await in_thread(_with_articles, ctx.store, quoted)
    since = min(ctx.now - WEEK, oldest or ctx.now)
    day = ctx.words.day(since.astimezone(zone_info(ctx.reading_zone)), ctx.reading_zone)
    wanted = Wanted(since, ctx.tell("brief.since", since=day), actor=actor, following=following)
    return await brief_reply(ctx, wanted, otherwise=shown)


def _quoted(bullets: tuple[Bullet, ...]) -> Brief:
    """What an answer quotes of somebody, as a brief."""
    return Brief((Section(bullets[0].actor, "", bullets),), Coverage(bullets=len(bullets)))


def _with_articles(store: Store, shown: Brief) -> tuple[Brief, datetime | None]:
    """The same with the articles that it cites, without their texts, and when the oldest of them happened."""
    cited = dict.fromkeys(c.article for s in shown.sections for b in s.bullets for c in b.citations)
    filed = store.articles.get(cited)
    oldest = min((f.article.published_at or f.stored_at for f in filed.values()), default=None)
    articles = tuple(replace(filed[a].article, text="") for a in cited if a in filed)
    return replace(shown, articles=articles), oldest


async def _wider(ctx: Context, values: tuple[str, ...]) -> Reply | None:
    """The same brief of the last week, in place of the line that there was nothing."""
    content = await kept(ctx, values[0], "wider") if len(values) == 1 else None
    if content is None:
        return stale(ctx)
    since = ctx.now - WEEK
    words = ctx.tell("brief.since", since=ctx.words.day(since, ctx.reading_zone))
    wanted = replace(wanted_of(content), since=since, words=words)
    return replace(await brief_reply(ctx, wanted), replaces=True)


async def _rest(ctx: Context, values: tuple[str, ...]) -> Reply | None:
    """What a brief that was asked for had no room for."""
    content = await kept(ctx, values[0], ANSWER) if len(values) == 1 else None
    if content is None or "wanted" not in content:
        return stale(ctx)
    shown = {(b.actor.id, b.text) for b in bullets_of(content["bullets"])}
    wanted = wanted_of(content["wanted"])
    found = await compose(ctx, wanted, wide=True)
    return await _left(ctx, first_bullets(found, without=shown), wanted)


async def _more(ctx: Context, values: tuple[str, ...]) -> Reply | None:
    """The button of a delivered brief: what it left out."""
    sent = await sent_here(ctx, values[0]) if len(values) == 1 else None
    if sent is None:
        return stale(ctx)
    if sent.record is None:
        return ctx.say("evidence.pruned")
    async with a_turn(ctx):
        found = await in_thread(_left_out, ctx, sent.record, sent.delivery)
    return await _left(ctx, first_bullets(found), Wanted(None, ctx.tell("brief.left_out")))


def _left_out(ctx: Context, record: BriefRecord, delivery: Delivery) -> Brief:
    return left_out_of(
        ctx.store,
        record,
        following=wishes(ctx.store, delivery),
        defaults=ctx.services.defaults,
        now=ctx.now,
        shared=ctx.services.shared,
    )


async def _left(ctx: Context, found: Brief, wanted: Wanted) -> Reply:
    if not found.sections:
        return no_more(ctx)
    return await brief_reply(ctx, replace(wanted, words=ctx.tell("brief.left_out")), composed=found)


async def _actor(ctx: Context, values: tuple[str, ...]) -> Reply | None:
    """The button of a delivered brief: everything of one actor since the brief's window began."""
    sent = await sent_here(ctx, values[0]) if len(values) == 2 else None
    section = number_in(values[1]) if sent else None
    if sent is None or section is None:
        return stale(ctx)
    if sent.record is None:
        return ctx.say("evidence.pruned")
    if section >= len(sent.record.brief.sections):
        return stale(ctx)
    return await brief_reply(ctx, await in_thread(_actor_of, ctx, sent, sent.record, section))


def _actor_of(ctx: Context, sent: Sent, record: BriefRecord, section: int) -> Wanted:
    first = min(
        (a.published_at for a in record.brief.articles if a.published_at), default=record.created_at - LAST
    )
    words = ctx.tell(
        "brief.since", since=ctx.words.day(first.astimezone(zone_info(ctx.reading_zone)), ctx.reading_zone)
    )
    following = wishes(ctx.store, sent.delivery)
    actor = record.brief.sections[section].actor
    return Wanted(record.window.after, words, actor=actor, following=following)


def _patient(handler: ButtonHandler) -> ButtonHandler:
    """Say so when too many briefs are being made."""

    async def patient(ctx: Context, values: tuple[str, ...]) -> Reply | None:
        try:
            return await handler(ctx, values)
        except Busy:
            return ctx.toast("summarize.busy") if isinstance(ctx.said, Pressed) else ctx.say("summarize.busy")

    return patient


async def _asked(ctx: Context, _values: tuple[str, ...]) -> Reply | None:
    return await _brief(ctx)


async def brief(ctx: Context, /) -> Reply | None:
    """[ACTOR] [since …]: a brief now; since the last one, or of the last day, when nothing is said."""
    return await _patient(_asked)(ctx, ())


FAMILY = Family(
    commands=(Command("brief", brief),),
    actions=(
        Action("bwho", _patient(_chosen)),
        Action("abrief", _patient(_of_answer)),
        Action("bweek", _patient(_wider)),
        Action("bmore", _patient(_rest)),
        Action("more", _patient(_more)),
        Action("actor", _patient(_actor)),
    ),
)
