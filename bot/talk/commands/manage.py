"""/manage: a channel or group from a private chat; and everything that somebody manages."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import structlog

from bot.render.clean import clean, clip
from bot.render.document import Block, Heading, Note
from bot.texts import words
from newsdesk.addresses import is_private
from newsdesk.defects import told
from newsdesk.model import OWNER_NOTE, Address, Channel, ChannelId
from newsdesk.ports import Store
from newsdesk.threads import in_thread

from ..buttons import number_in, pack
from ..context import Action, Command, Context, Family, Services, channel_at
from ..managing import manage as managed_from_now_on
from ..managing import manager_note, note_manager
from ..model import Button, Person, Place, PlaceKind, Reply
from ..permits import Needs
from ..phrases import following_lines, naming, subscription_lines
from ..ports import Face, FaceError
from ..targets import refusal, stale
from .settings import panel
from .settings_form import filled as settings_filled
from .start import go
from .subscribe_form import filled as subscribe_filled

log = structlog.get_logger(__name__)
_HERE = ("here", "this", "me")
_SHOWN = 20
_LOOKED_AT = 60
_AT_ONCE = 8


async def manage(ctx: Context, /) -> Reply:
    """From now on this private chat is about another; "here" makes it about itself again."""
    if not ctx.in_private:
        return ctx.refuse(ctx.tell("manage.in_private"))
    said = ctx.text.strip()
    if not said:
        return await _choices(ctx)
    if said.casefold() in {*_HERE, ctx.tell("manage.here_word").casefold()}:
        return await _of(ctx, None)
    place = await ctx.face.find_place(said, ctx.by)
    if place is None:
        return ctx.refuse(ctx.tell("manage.not_found", name=clip(said, 60)))
    return await _of(ctx, place)


async def overview(services: Services, person: Person, face: Face, /) -> Reply:
    """The chats of a platform that somebody manages, with what each of them gets."""
    texts = words(person.language or "en")
    if over := services.limits.spend(_own_place(person), person, services.clock()):
        return Reply((Note(texts("errors.limit", n=over.wait_s)),), language=texts.language)
    mine, is_all = await _managed(services, person, face)
    blocks: list[Block] = [Heading(texts("manage.overview"))]
    buttons: list[tuple[Button, ...]] = []
    for channel in mine[:_SHOWN]:
        lines = await in_thread(_lines, services, channel, texts.language)
        title = clip(clean(channel.title), 100) or _name(channel, texts.language)
        blocks += [Heading(title), *(Note(clean(line)) for line in lines)]
        label = clip(title, 30)
        buttons.append(
            (
                Button(texts("manage.button_settings", title=label), pack("home", "settings", channel.id)),
                Button(texts("manage.button_subscribe", title=label), pack("home", "subscribe", channel.id)),
            )
        )
    slash = "/newsdesk " if face.platform == "slack" else "/"
    if not mine:
        blocks.append(Note(texts("manage.nothing", slash=slash)))
    if len(mine) > _SHOWN or not is_all:
        blocks.append(Note(texts("manage.others", slash=slash)))
    return Reply(tuple(blocks), tuple(buttons), language=texts.language)


async def _choices(ctx: Context) -> Reply:
    managed, _ = await _managed(ctx.services, ctx.by, ctx.face)
    mine = [c for c in managed if c.address != ctx.place.home]
    rows = [
        (Button(clip(clean(c.title), 40) or _name(c, ctx.words.language), pack("manage", c.id)),)
        for c in mine[:_SHOWN]
    ]
    lines = [ctx.tell("manage.usage")]
    if ctx.target.home != ctx.place.home:
        lines.insert(0, ctx.tell("manage.for", title=clean(ctx.target.title) or str(ctx.target.home)))
        rows.append((Button(ctx.tell("manage.button_here"), pack("manage", "here")),))
    return ctx.reply(*lines, buttons=tuple(rows))


async def _pressed(ctx: Context, values: tuple[str, ...]) -> Reply:
    if not ctx.in_private or len(values) != 1:
        return stale(ctx)
    if values[0] == "here":
        return replace(await _of(ctx, None), replaces=True)
    channel = await _channel(ctx, values[0])
    if channel is None:
        return stale(ctx)
    return replace(await _of(ctx, _place(channel)), replaces=True)


async def _of(ctx: Context, target: Place | None) -> Reply:
    """Manage a target from here, when whoever asks may."""
    if target is not None:
        if not ctx.services.permits.serves(target, ctx.by):
            log.warning("chat_not_served", chat=str(target.chat), person=ctx.by.id)
            return ctx.say("errors.not_served")
        ctx = replace(ctx, target=target, channel=await channel_at(ctx.store, target))
        if refused := await refusal(ctx, Needs.MANAGER, "manage"):
            return refused
        await note_manager(ctx)
    await managed_from_now_on(ctx.store, ctx.place, target, now=ctx.now)
    if target is None:
        return ctx.say("manage.now_here")
    log.info("managing", person=ctx.by.id, chat=str(target.home))
    row = (go(ctx, "subscribe"), go(ctx, "settings"), go(ctx, "status"))
    here = (Button(ctx.tell("manage.button_here"), pack("manage", "here")),)
    return ctx.reply(ctx.tell("manage.now", title=clean(target.title) or str(target.home)), buttons=(row, here))


async def _home(ctx: Context, values: tuple[str, ...]) -> Reply | None:
    """A button of the overview: it says itself which channel it is about."""
    what, channel = ("", None) if len(values) != 2 else (values[0], await _channel(ctx, values[1]))
    if channel is None:
        return stale(ctx)
    place = _place(channel)
    if not ctx.services.permits.serves(place, ctx.by):
        return ctx.toast("errors.not_served")
    about = ctx.about(place, channel)
    if refused := await refusal(about, Needs.MANAGER, f"home_{what}"):
        return refused
    if what == "settings":
        if await ctx.face.open_form(ctx.said, what, place, filled=settings_filled(about)):
            return None
        return await panel(about)
    if what == "subscribe":
        await ctx.face.open_form(ctx.said, what, place, filled=await subscribe_filled(about))
        return None
    return stale(ctx)


async def _channel(ctx: Context, number: str) -> Channel | None:
    """A channel of this platform, by its number in a button."""
    found = number_in(number)
    channel = await in_thread(ctx.store.channels.get, ChannelId(found)) if found is not None else None
    if channel is None or channel.address.platform != ctx.face.platform:
        return None
    if is_private(channel.address) and not await in_thread(_is_own, ctx.store, channel, ctx.by):
        return None
    return channel


async def _managed(services: Services, person: Person, face: Face) -> tuple[list[Channel], bool]:
    """The channels that somebody manages, as many as are shown; whether all others were asked about.

    A platform tells of one chat at a time who manages it, so those come first where he has changed something,
    and not all of many are asked about.
    """
    own, groups = await in_thread(_candidates, services, person, face.platform)
    asked = asyncio.Semaphore(_AT_ONCE)

    async def is_his(channel: Channel) -> bool:
        async with asked:
            return await _may(services, channel, person, face)

    mine = list(own)
    for start in range(0, min(len(groups), _LOOKED_AT), _SHOWN):
        if len(mine) > _SHOWN:
            break
        some = groups[start : min(start + _SHOWN, _LOOKED_AT)]
        his = await asyncio.gather(*map(is_his, some))
        mine += [channel for channel, may in zip(some, his, strict=True) if may]
    return mine, len(groups) <= _LOOKED_AT


def _candidates(services: Services, person: Person, platform: str) -> tuple[list[Channel], list[Channel]]:
    """Somebody's own private chats; and groups, those first where he has managed something, then the newest."""
    store = services.store
    here = [c for c in store.channels.all() if c.address.platform == platform and c.gone_at is None]
    own = [c for c in here if is_private(c.address) and _is_own(store, c, person)]
    groups = [c for c in here if not is_private(c.address) and services.permits.serves(_place(c), person)]
    known = {c.id for c in groups if store.talks.noted(c.address, manager_note(person)) is not None}
    return own, sorted(groups, key=lambda c: (c.id not in known, -c.id))


async def _may(services: Services, channel: Channel, person: Person, face: Face) -> bool:
    try:
        return await services.permits.may(Needs.MANAGER, _place(channel), person, face)
    except FaceError as error:
        log.warning("permission_unknown", chat=str(channel.address), **told(error))
        return False


def _is_own(store: Store, channel: Channel, person: Person) -> bool:
    """Whether a private chat is this person's; on Telegram it has the person's own number."""
    return channel.address.chat == person.id or store.talks.noted(channel.address, OWNER_NOTE) == person.id


def _own_place(person: Person) -> Place:
    """What stands for somebody's private chat, wherever it is."""
    return Place(Address(person.platform, person.id), PlaceKind.PRIVATE)


def _place(channel: Channel) -> Place:
    kind = PlaceKind.PRIVATE if is_private(channel.address) else PlaceKind.GROUP
    return Place(channel.address, kind, channel.title, lasting=bool(channel.address.thread))


def _lines(services: Services, channel: Channel, language: str) -> list[str]:
    texts, store = words(language), services.store
    named = naming(store, services.actors())
    found = store.subscriptions.of(channel.id)
    lines = subscription_lines(channel, found, named, texts, now=services.clock())
    return [*(lines or [texts("manage.no_subscription")]), *following_lines(channel.following, named, texts)]


def _name(channel: Channel, language: str) -> str:
    if is_private(channel.address):
        return words(language)("slack.private" if channel.address.platform == "slack" else "manage.private")
    return str(channel.address)


FAMILY = Family(
    commands=(Command("manage", manage),),
    actions=(Action("manage", _pressed), Action("home", _home)),
)
