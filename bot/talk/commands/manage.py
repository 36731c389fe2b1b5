"""/manage: a channel or group from a private chat; and everything that somebody manages."""

from __future__ import annotations

from dataclasses import replace

import structlog

from bot.render.clean import clean, clip
from bot.render.document import Block, Heading, Note
from bot.texts import words
from newsdesk.addresses import is_private
from newsdesk.defects import told
from newsdesk.model import OWNER_NOTE, Channel, ChannelId
from newsdesk.ports import Store
from newsdesk.threads import in_thread

from ..buttons import numbers_of, pack
from ..context import Action, Command, Context, Family, Services, channel_at
from ..managing import manage as managed_from_now_on
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
    mine = await _managed(services, person, face)
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
    if not mine:
        blocks.append(Note(texts("manage.nothing", slash="/newsdesk " if face.platform == "slack" else "/")))
    if len(mine) > _SHOWN:
        blocks.append(Note(texts("manage.more", n=len(mine) - _SHOWN)))
    return Reply(tuple(blocks), tuple(buttons), language=texts.language)


async def _choices(ctx: Context) -> Reply:
    mine = [c for c in await _managed(ctx.services, ctx.by, ctx.face) if c.address != ctx.place.home]
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
    found = numbers_of(pack("x", number))
    channel = await in_thread(ctx.store.channels.get, ChannelId(found[0])) if found else None
    if channel is None or channel.address.platform != ctx.face.platform:
        return None
    if is_private(channel.address) and not await in_thread(_is_own, ctx.store, channel, ctx.by):
        return None
    return channel


async def _managed(services: Services, person: Person, face: Face) -> list[Channel]:
    every = await in_thread(services.store.channels.all)
    here = [c for c in every if c.address.platform == face.platform and c.gone_at is None]
    mine = []
    for channel in here[:_LOOKED_AT]:
        if is_private(channel.address):
            if await in_thread(_is_own, services.store, channel, person):
                mine.append(channel)
        elif services.permits.serves(_place(channel), person) and await _may(services, channel, person, face):
            mine.append(channel)
    return mine


async def _may(services: Services, channel: Channel, person: Person, face: Face) -> bool:
    try:
        return await services.permits.may(Needs.MANAGER, _place(channel), person, face)
    except FaceError as error:
        log.warning("permission_unknown", chat=str(channel.address), **told(error))
        return False


def _is_own(store: Store, channel: Channel, person: Person) -> bool:
    """Whether a private chat is this person's; on Telegram it has the person's own number."""
    return channel.address.chat == person.id or store.talks.noted(channel.address, OWNER_NOTE) == person.id


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
        return words(language)("manage.private")
    return str(channel.address)


FAMILY = Family(
    commands=(Command("manage", manage),),
    actions=(Action("manage", _pressed), Action("home", _home)),
)
