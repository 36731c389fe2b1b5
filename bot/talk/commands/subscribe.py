"""/subscribe: briefs for a chat, in one line or step by step."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from bot.texts import words
from newsdesk.errors import ScheduleError
from newsdesk.following import effective_schedule
from newsdesk.model import Channel, Following, MemoId, SubscriptionId
from newsdesk.ports import Store
from newsdesk.schedule import Schedule, check_schedule
from newsdesk.subscribe import Subscribed
from newsdesk.subscribe import subscribe as made
from newsdesk.threads import in_thread
from newsdesk.when import parse_when
from summarizer.model import Actor

from ..buttons import number_in, pack
from ..context import Action, Command, Context, Family
from ..keeping import keep, kept
from ..model import Button, Pressed, Reply, Submitted
from ..people import called, meant_by, names_in, with_names
from ..permits import Needs
from ..phrases import following_lines, next_line, schedule_line
from ..spoken import advice, in_english, near_zones, zone_meant
from ..targets import change_channel, channel_for, for_target, mark, stale, take_first_zone, wished
from . import subscribe_form
from .guided import Draft, pressed, with_actors, with_times
from .screens import asking, called_off, prompt, screen, zone_buttons
from .start import go

MAX_SUBSCRIPTIONS = 20
MAX_SLOTS = 24
_KIND = "subscribe"
_OFFERED = 8
_MOST_OFFERED = 24


async def subscribe(ctx: Context, /) -> Reply | None:
    """In one line, or with a form or buttons where nothing is said."""
    if ctx.text.strip():
        return await _in_one_line(ctx)
    if ctx.said.trigger and await ctx.face.open_form(
        ctx.said, "subscribe", ctx.target, filled=await subscribe_form.filled(ctx)
    ):
        return None
    draft = Draft(mark(ctx.target), offered=await _offered(ctx, await in_thread(_top_actors, ctx.store)))
    memo = await keep(ctx, _KIND, draft.kept())
    return screen(ctx, draft, memo)


async def subscribe_to(
    ctx: Context,
    schedule: Schedule,
    following: Following,
    /,
    *,
    language: str = "",
    spending: MemoId | None = None,
) -> Reply:
    """Make a subscription of the target and say when its first brief comes.

    Args:
        language: Of the chat from now on; "" leaves it as it is.
        spending: A draft that is used up; when somebody has just used it, nothing is made.

    Raises:
        WishError: It cannot be had.
    """
    check_schedule(schedule)
    if len(schedule.slots) > MAX_SLOTS:
        return ctx.refuse(ctx.tell("subscribe.too_many_times", n=MAX_SLOTS))
    if ctx.channel and len(await in_thread(ctx.store.subscriptions.of, ctx.channel.id)) >= MAX_SUBSCRIPTIONS:
        return ctx.say("subscribe.too_many", n=MAX_SUBSCRIPTIONS)
    channel = await channel_for(ctx, zone=schedule.zone)
    channel = await take_first_zone(ctx, channel, schedule.zone)
    if language and language != channel.language:
        channel = await change_channel(replace(ctx, channel=channel), lambda c: replace(c, language=language))
        ctx = replace(ctx, channel=channel, words=words(language))
    wish = await in_thread(_made, ctx, channel, schedule, following, spending)
    if wish is None:
        return stale(ctx)
    if wish.new:
        wished(ctx, "subscribed", subscription=wish.subscription.id)
    return await _confirmed(ctx, wish)


def _made(
    ctx: Context, channel: Channel, schedule: Schedule, following: Following, spending: MemoId | None
) -> Subscribed | None:
    with ctx.store.together():
        if spending is not None and ctx.store.talks.spend(spending, chat=ctx.place.chat) is None:
            return None
        return made(ctx.store, channel.address, schedule, following=following, now=ctx.now)


async def _confirmed(ctx: Context, wish: Subscribed) -> Reply:
    schedule = effective_schedule(wish.channel, wish.subscription)
    when = schedule_line(schedule, ctx.words)
    lines = [ctx.tell("subscribe.subscribed" if wish.new else "subscribe.had", when=when)]
    lines.append(next_line(wish, ctx.words, now=ctx.now))
    lines += await with_names(ctx, lambda named: following_lines(wish.subscription.following, named, ctx.words))
    if ctx.place.home != ctx.target.home:
        lines.append(ctx.tell("manage.for", title=ctx.target.title or str(ctx.target.home)))
    if not await in_thread(ctx.store.feeds.all):
        lines.append(ctx.tell("subscribe.no_feeds"))
    row = [go(ctx, "brief")]
    if wish.new:
        undo = pack("subundo", mark(ctx.target), wish.subscription.id)
        row.insert(0, Button(ctx.tell("subscribe.undo"), undo))
    return ctx.reply(*lines, buttons=(tuple(row),))


async def _in_one_line(ctx: Context) -> Reply:
    try:
        # In a thread: the first city or slip of the pen costs half a second of looking through all zones.
        schedule = await in_thread(parse_when, in_english(ctx.text, ctx.words), zone=ctx.zone)
    except ScheduleError as error:
        return ctx.refuse(*advice(ctx, error))
    return await subscribe_to(ctx, schedule, Following())


async def _step(ctx: Context, values: tuple[str, ...]) -> Reply | None:
    """A button of one of the steps."""
    memo, draft = await _draft(ctx, values)
    if draft is None or len(values) not in {2, 3}:
        return stale(ctx)
    word, value = values[1], values[2] if len(values) == 3 else ""
    if word == "cancel" and draft.step == "made":
        return stale(ctx)
    if word == "cancel":
        if await in_thread(ctx.store.talks.spend, memo, chat=ctx.place.chat) is None:
            return stale(ctx)
        return replace(ctx.say("subscribe.cancelled"), replaces=True)
    if word == "other" and draft.step in {"when", "zone", "whom"}:
        return prompt(ctx, draft.step, pack("sub", memo, draft.step))
    after = pressed(draft, word, value)
    if after is None:
        return stale(ctx)
    return replace(await _at(ctx, memo, after), replaces=True)


async def _at(ctx: Context, memo: MemoId, draft: Draft) -> Reply:
    """Remember a draft and show its step; subscribe after the last."""
    if draft.step != "made":
        await in_thread(ctx.store.talks.change, memo, json.dumps(draft.kept()))
        return screen(ctx, draft, memo)
    return await subscribe_to(ctx, draft.schedule, draft.following, spending=memo)


async def _written(ctx: Context, values: tuple[str, ...]) -> Reply | None:
    """Words in place of a button."""
    memo, draft = await _draft(ctx, values)
    if draft is None or len(values) != 2 or values[1] != draft.step or draft.step not in _WRITTEN:
        return stale(ctx)
    if called_off(ctx):
        return ctx.say("subscribe.cancelled")
    return await _WRITTEN[draft.step](ctx, memo, draft)


async def _times_written(ctx: Context, memo: MemoId, draft: Draft) -> Reply:
    try:
        schedule = parse_when(in_english(ctx.text, ctx.words), zone="UTC")
    except ScheduleError as error:
        lines = advice(ctx, error, example="08:00, 18:30")
        return _asked_again(ctx, memo, draft, lines)
    return await _at(ctx, memo, with_times(draft, schedule.slots))


async def _zone_written(ctx: Context, memo: MemoId, draft: Draft) -> Reply:
    try:
        zone = zone_meant(ctx.text, ctx.words)
    except ScheduleError:
        near = near_zones(ctx.text, ctx.words)
        key = "subscribe.zone_near" if near else "subscribe.zone_unknown"
        reply = _asked_again(ctx, memo, draft, (ctx.tell(key, word=ctx.text.strip()[:80]),))
        return replace(reply, buttons=tuple(zone_buttons(near, "sub", memo, "zone")))
    return await _at(ctx, memo, replace(draft, zone=zone, step="whom"))


async def _names_written(ctx: Context, memo: MemoId, draft: Draft) -> Reply:
    """Names that mean one actor are ticked; of those that mean several the reader ticks one."""
    meant = await meant_by(ctx, names_in(ctx.text))
    after = with_actors(draft, await _offered(ctx, list(meant.known.values())))
    doubtful = await _offered(ctx, [a for actors in meant.doubtful.values() for a in actors])
    known = {i for i, _ in after.offered}
    offered = (*after.offered, *dict.fromkeys(pair for pair in doubtful if pair[0] not in known))
    if len(offered) > _MOST_OFFERED:  # whom nobody chose makes room
        chosen = {*after.chosen, *(i for i, _ in doubtful)}
        offered = tuple(pair for pair in offered if pair[0] in chosen)[:_MOST_OFFERED]
    shown = await _at(ctx, memo, replace(after, offered=offered))
    lines = [ctx.tell("following.which", name=name) for name in meant.doubtful]
    lines += [ctx.tell("following.nobody", name=name) for name in meant.unknown]
    return replace(shown, blocks=(*ctx.reply(*lines).blocks, *shown.blocks))


_WRITTEN = {"when": _times_written, "zone": _zone_written, "whom": _names_written}


def _asked_again(ctx: Context, memo: MemoId, draft: Draft, lines: tuple[str, ...]) -> Reply:
    asked = ctx.tell(f"subscribe.write_{draft.step}")
    return asking(ctx, asked, pack("sub", memo, draft.step), lines=lines)


async def _takes(ctx: Context, values: tuple[str, ...]) -> bool:
    """Whether words are what the step asks for, and no question."""
    _, draft = await _draft(ctx, values)
    if draft is None or len(values) != 2 or values[1] != draft.step:
        return False
    if called_off(ctx):
        return True
    said = in_english(ctx.text, ctx.words)
    try:
        if draft.step == "when":
            return bool(parse_when(said, zone="UTC").slots)
        if draft.step == "zone":
            return bool(zone_meant(ctx.text, ctx.words))
    except ScheduleError:
        return False
    if draft.step != "whom" or "?" in ctx.text:
        return False
    meant = await meant_by(ctx, names_in(ctx.text))
    return bool(meant.known or meant.doubtful) and not meant.unknown


async def _draft(ctx: Context, values: tuple[str, ...]) -> tuple[MemoId, Draft | None]:
    """The draft of a button, when it is one of this chat, for the chat that is managed now."""
    content = await kept(ctx, values[0], _KIND) if values else None
    number = number_in(values[0]) if content else None
    if content is None or number is None:
        return MemoId(0), None
    draft = Draft.of(content)
    return MemoId(number), draft if draft.mark == mark(ctx.target) else None


async def _offered(ctx: Context, actors: Sequence[Actor]) -> tuple[tuple[str, str], ...]:
    """Ids and names; two of one name are told apart."""
    return tuple((a.id, name) for a, name in zip(actors, await called(ctx, actors), strict=True))


def _top_actors(store: Store) -> list[Actor]:
    """Who has most statements in the archive, as far as they have a name."""
    known = store.actors.known(limit=_OFFERED * 3)
    return [k.actor for k in known if not k.actor.id.startswith("~")][:_OFFERED]


async def _undo(ctx: Context, values: tuple[str, ...]) -> Reply:
    """Take a subscription back that was just made."""
    number = number_in(values[0]) if len(values) == 1 else None
    channel = ctx.channel
    if number is None or channel is None:
        return stale(ctx)
    if not await in_thread(_ended, ctx.store, channel, SubscriptionId(number)):
        return stale(ctx)
    wished(ctx, "subscription_taken_back", subscription=number)
    return replace(ctx.say("subscribe.taken_back"), replaces=isinstance(ctx.said, Pressed))


def _ended(store: Store, channel: Channel, number: SubscriptionId) -> bool:
    found = store.subscriptions.get(number)
    return found is not None and found.channel == channel.id and store.subscriptions.remove(number)


async def _form(ctx: Context, submitted: Submitted) -> dict[str, str]:
    """What the form says; its subscription is told in the chat that it is for."""
    wish = await subscribe_form.read(ctx, submitted)
    if isinstance(wish, dict):
        return wish
    language = subscribe_form.language_of(submitted)
    await subscribe_form.told(ctx, await subscribe_to(ctx, *wish, language=language))
    return {}


FAMILY = Family(
    commands=(Command("subscribe", subscribe, Needs.MANAGER),),
    actions=(
        Action("sub", _step, Needs.MANAGER),
        Action("subundo", for_target(_undo), Needs.MANAGER),
    ),
    answers={"sub": _written},
    takes={"sub": _takes},
    forms={"subscribe": _form},
)
