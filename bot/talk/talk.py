"""Conversation: whatever a face brings is allowed or refused, answered by its command, and never raises."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from bot.render.document import Note
from bot.texts import words
from newsdesk.defects import told, where
from newsdesk.errors import WishError
from newsdesk.model import Channel
from newsdesk.threads import in_thread

from . import directory, forms
from .buttons import name_of, values_of
from .commands import FAMILIES
from .commands.start import start
from .context import Command, Context, Handler, Services, channel_at
from .doubles import Doubles
from .keeping import NotYours
from .managing import lost_target, managed
from .memory import prompted, remember_prompt
from .model import Heard, Person, Place, PlaceKind, Pressed, Reply, Submitted
from .pending import Pending
from .permits import Needs
from .ports import FaceError
from .targets import stale

if TYPE_CHECKING:
    from .limits import Over
    from .ports import Face

log = structlog.get_logger(__name__)


class Talk:
    """Implements ``bot.talk.ports.Listener``."""

    def __init__(self, services: Services, /) -> None:
        self._services = services
        self._directory = directory.Directory()
        self._doubles = Doubles()
        self._pending = Pending()

    @property
    def commands(self) -> tuple[Command, ...]:
        """Every command, in the order of menus."""
        return tuple(c for family in FAMILIES for c in family.commands)

    async def hear(self, heard: Heard, face: Face, /) -> None:
        """Answer what was said, if it is meant for the bot; plain words are a question."""
        async with _logged("hear", heard.place):
            await self._hear(heard, face)

    async def interrupted(self, heard: Heard, face: Face, /) -> None:
        """Say that an answer may not have come: a process that ended in the middle cannot tell."""
        async with _logged("interrupted", heard.place):
            if heard.addressed and self._serves(heard, face):
                ctx = await self._context(heard, face)
                await self._reply(ctx, _refusal(ctx, "errors.interrupted"))

    async def press(self, pressed: Pressed, face: Face, /) -> None:
        """Answer a button; what nobody answers any more is said so."""
        async with _logged("press", pressed.place):
            await self._press(pressed, face)

    async def _hear(self, heard: Heard, face: Face) -> None:
        if not heard.addressed or not self._serves(heard, face):
            return
        ctx = await self._context(heard, face)
        command = self._directory.command(heard.command)
        if over := self._services.limits.spend(heard.place, heard.by, ctx.now):
            await self._over(ctx, over)
            return
        handler, needs = (
            (command.handler, command.needs) if command else (self._directory.unknown, Needs.NOTHING)
        )
        if heard.command or heard.replied_to is not None:
            self._pending.settle(heard)
        if not heard.command:
            handler, needs = await self._plain(heard, ctx)
        elif command is not None and command.hidden:
            handler = _aside(handler)
        await self._answer(ctx, handler, needs, what=heard.command or "question")

    async def _press(self, pressed: Pressed, face: Face) -> None:
        if not self._serves(pressed, face):
            return
        ctx = await self._context(pressed, face)
        if over := self._services.limits.spend(pressed.place, pressed.by, ctx.now):
            await self._over(ctx, over)
            return
        self._pending.settle(pressed)
        action = self._directory.action(name_of(pressed.data))
        if action is None:
            await self._reply(ctx, ctx.toast("errors.stale_button"))
            return
        values = values_of(pressed.data)
        await self._answer(ctx, lambda c: action.handler(c, values), action.needs, what=action.name)

    async def submit(self, submitted: Submitted, face: Face, /) -> dict[str, str]:
        """Do what a form says; a sentence for each field that is wrong."""
        where_to = _as_heard(submitted)
        if not self._serves(where_to, face):
            return forms.refused(submitted, words(submitted.by.language or "en")("errors.not_served"))
        try:
            # A form names what it is about; the answer to a prompt is about whatever its chat is about.
            ctx = await self._context(where_to, face, manages=submitted.form.startswith(forms.PROMPT))
            if over := self._services.limits.spend(submitted.place, submitted.by, ctx.now):
                log.warning("limit_reached", person=ctx.by.id, wait_s=over.wait_s, **_about(ctx))
                return forms.refused(submitted, ctx.words("errors.limit", n=over.wait_s))
            self._pending.settle(where_to)
            return await self._submitted(ctx, submitted)
        except Exception as error:  # noqa: BLE001  # the top of a task
            log.error("form_failed", form=submitted.form, chat=str(submitted.place.chat), **where(error))
            return forms.refused(submitted, words(submitted.by.language or "en")("errors.defect"))

    async def _submitted(self, ctx: Context, submitted: Submitted) -> dict[str, str]:
        try:
            if lost := await lost_target(ctx):
                return forms.refused(submitted, ctx.tell("manage.no_longer", title=lost))
            return await forms.submit(ctx, submitted, self._directory)
        except WishError as error:
            log.info("wish_refused", what=submitted.form, **_about(ctx), **told(error))
            return forms.refused(submitted, ctx.tell("errors.wish"))
        except FaceError as error:
            log.warning("platform_failed", what=submitted.form, **_about(ctx), **told(error))
            if submitted.place.address.platform == "slack" and not submitted.form.startswith(forms.PROMPT):
                return forms.about_the_chat(ctx.words("slack.not_seen"))
            return forms.refused(submitted, ctx.words("errors.platform"))

    async def overview(self, person: Person, face: Face, /) -> Reply:
        """What the desk sends on this platform, and to whom."""
        try:
            return await self._directory.overview(self._services, person, face)
        except Exception as error:  # noqa: BLE001  # the top of a task
            log.error("overview_failed", platform=face.platform, **where(error))
            texts = words(person.language or "en")
            return Reply((Note(texts("errors.defect")),), language=texts.language)

    async def arrived(self, place: Place, by: Person, face: Face, /) -> None:
        """Greet a group that is served; the channels of one that was gone are back."""
        async with _logged("arrived", place):
            if not self._services.permits.serves(place, by):
                log.warning("chat_not_served", chat=str(place.chat), person=by.id, platform=face.platform)
                return
            channels = await self._channels_of(place)
            for channel in channels:
                if channel.gone_at is not None:
                    now = self._services.clock()
                    await in_thread(
                        self._services.store.channels.add, channel.address, title=place.title, now=now
                    )
            log.info("chat_joined", chat=str(place.chat))
            if place.kind is PlaceKind.GROUP and not channels:
                await self._greet(place, by, face)

    async def _greet(self, place: Place, by: Person, face: Face) -> None:
        added = Heard("", place, by, self._services.clock(), "", command="start")
        ctx = await self._context(added, face)
        # Whoever adds a bot is the only one there whose language is known.
        ctx = replace(ctx, words=words(ctx.channel.language if ctx.channel else by.language or "en"))
        try:
            await face.say(place, await start(ctx))
        except FaceError as error:
            log.warning("answer_not_sent", what="start", **_about(ctx), **told(error))

    async def left(self, place: Place, reason: str, /) -> None:
        """The channels of a chat that is gone get nothing any more; the operator reads it in the log."""
        async with _logged("left", place):
            now = self._services.clock()
            for channel in await self._channels_of(place):
                if channel.gone_at is None:
                    log.error("channel_gone", channel=channel.id, reason=reason)
                    await in_thread(self._services.store.channels.gone, channel.id, now, reason)

    async def moved(self, old: Place, new: Place, /) -> None:
        """A chat's subscriptions go with it."""
        async with _logged("moved", old):
            for channel in await self._channels_of(old):
                address = new.chat._replace(thread=channel.address.thread)
                has_moved = await in_thread(self._services.store.channels.moved, channel.id, address)
                log.warning("channel_moved", channel=channel.id, to=str(address), moved=has_moved)

    async def _channels_of(self, place: Place) -> list[Channel]:
        channels = await in_thread(self._services.store.channels.all)
        return [c for c in channels if c.address._replace(thread="") == place.chat]

    def _serves(self, said: Heard | Pressed, face: Face) -> bool:
        if self._services.permits.serves(said.place, said.by):
            return True
        log.warning("chat_not_served", chat=str(said.place.chat), person=said.by.id, platform=face.platform)
        return False

    async def _context(self, said: Heard | Pressed, face: Face, *, manages: bool = True) -> Context:
        services = self._services
        here = await channel_at(services.store, said.place)
        target, channel = said.place, here
        if manages and said.place.kind is PlaceKind.PRIVATE:
            target = await managed(services.store, said.place) or said.place
            if target != said.place:
                channel = await channel_at(services.store, target)
        client = said.by.language if said.place.kind is PlaceKind.PRIVATE else ""
        language = here.language if here else client or "en"
        text = said.text if isinstance(said, Heard) else ""
        return Context(
            services,
            face,
            said.place,
            target,
            said.by,
            words(language),
            services.clock(),
            text,
            said,
            channel,
            home=here,
        )

    async def _plain(self, heard: Heard, ctx: Context) -> tuple[Handler, Needs]:
        """Words without a command: the answer to a prompt, or a question."""
        if heard.replied_to is not None and heard.replied_to.own:
            asked_for = await prompted(ctx.store, heard.place, heard.replied_to.message)
            if asked_for and (answer := self._directory.answer(asked_for)):
                return answer
        asked_for = self._pending.waiting(heard, ctx.now)
        if asked_for and await self._directory.takes(asked_for, ctx):
            self._pending.settle(heard)
            if answer := self._directory.answer(asked_for):
                return answer
        return self._directory.question, Needs.NOTHING

    async def _answer(self, ctx: Context, handler: Handler, needs: Needs, *, what: str) -> None:
        """Run a handler behind a sign that an answer comes."""
        try:
            if isinstance(ctx.said, Pressed):
                reply = self._but_once(ctx, ctx.said, await self._permitted(ctx, handler, needs, what))
                await self._reply(ctx, reply or Reply(language=ctx.words.language))
                return
            async with ctx.face.answering(ctx.said) as draft:
                reply = await self._permitted(ctx, handler, needs, what)
                if reply is not None:
                    await self._remember(ctx, reply, await draft.finish(reply))
        except FaceError as error:
            log.warning("answer_not_sent", what=what, **_about(ctx), **told(error))

    def _but_once(self, ctx: Context, pressed: Pressed, reply: Reply | None) -> Reply | None:
        """The second tap on a button that has done its work is no mistake."""
        if reply is not None and reply.replaces:
            self._doubles.note(pressed)
        elif reply is not None and reply.toast == stale(ctx).toast and self._doubles.has(pressed):
            return ctx.toast("errors.done_already")
        return reply

    async def _permitted(self, ctx: Context, handler: Handler, needs: Needs, what: str) -> Reply | None:
        reply = await self._tried(ctx, handler, needs, what)
        return reply and replace(reply, by=ctx.by.id)

    async def _tried(self, ctx: Context, handler: Handler, needs: Needs, what: str) -> Reply | None:
        try:
            if lost := await lost_target(ctx):
                return _refusal(ctx, "manage.no_longer", title=lost)
            if not await ctx.may(needs):
                log.warning("not_permitted", what=what, person=ctx.by.id, **_about(ctx))
                key = "errors.operators_only" if needs is Needs.OPERATOR else "errors.managers_only"
                return _refusal(ctx, key)
            return await handler(ctx)
        except asyncio.CancelledError:
            raise
        except NotYours:
            return _refusal(ctx, "errors.somebody_elses")
        except WishError as error:
            log.info("wish_refused", what=what, **_about(ctx), **told(error))
            return _refusal(ctx, "errors.wish")
        except FaceError as error:
            log.warning("platform_failed", what=what, **_about(ctx), **told(error))
            return _refusal(ctx, "errors.platform")
        except Exception as error:  # noqa: BLE001  # the top of a task: the operator is told, the reader in one line
            log.error("command_failed", what=what, **_about(ctx), **where(error))
            return _refusal(ctx, "errors.defect")

    async def _over(self, ctx: Context, over: Over) -> None:
        log.warning("limit_reached", person=ctx.by.id, wait_s=over.wait_s, **_about(ctx))
        if over.first or isinstance(ctx.said, Pressed):
            await self._reply(ctx, _refusal(ctx, "errors.limit", n=over.wait_s))

    async def _reply(self, ctx: Context, reply: Reply) -> None:
        try:
            if isinstance(ctx.said, Pressed):
                await self._remember(ctx, reply, await ctx.face.answer(ctx.said, reply))
            else:
                async with ctx.face.answering(ctx.said) as draft:
                    await draft.finish(reply)
        except FaceError as error:
            log.warning("answer_not_sent", **_about(ctx), **told(error))

    async def _remember(self, ctx: Context, reply: Reply, message: str) -> None:
        if reply.prompt_for:
            self._pending.ask(ctx.place, reply.prompt_for, ctx.now)
        if message and (data := reply.prompt_for or reply.about):
            await remember_prompt(ctx.store, ctx.place, message, data, now=ctx.now)


def _refusal(ctx: Context, key: str, **values: str | int) -> Reply:
    """A line for the one who asked: a toast on a button, hidden where the platform can."""
    if isinstance(ctx.said, Pressed):
        return ctx.toast(key, **values)
    return replace(ctx.say(key, **values), hidden=True)


@asynccontextmanager
async def _logged(what: str, place: Place) -> AsyncIterator[None]:
    """The top of a task: what goes wrong is the operator's to read and ends nothing else."""
    try:
        yield
    except Exception as error:  # noqa: BLE001  # see above
        log.error("talk_failed", what=what, chat=str(place.chat), **where(error))


def _aside(handler: Handler) -> Handler:
    """The same, for the one who asked alone."""

    async def answer(ctx: Context) -> Reply | None:
        reply = await handler(ctx)
        return reply and replace(reply, hidden=True)

    return answer


def _about(ctx: Context) -> dict[str, str]:
    return {"chat": str(ctx.place.chat)}


def _as_heard(submitted: Submitted) -> Heard:
    return Heard(submitted.event, submitted.place, submitted.by, submitted.at, "", command="form")
