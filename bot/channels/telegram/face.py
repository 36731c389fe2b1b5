"""Telegram as conversation sees it: implements ``bot.talk.ports.Face``."""

from __future__ import annotations

import html
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog
from telegram import LinkPreviewOptions

from bot.talk.model import Attached, Filled, Heard, Person, Place, PlaceKind, Pressed, Reply
from bot.talk.paging import Paging
from bot.texts import words

from .calls import Calls, Refused
from .chats import Chats
from .failures import Cause
from .people import PLATFORM
from .shown import alert_of, keyboard, markup, naming, pages_of, replying_to, thread_of
from .signs import Callbacks, typing

if TYPE_CHECKING:
    from telegram import Bot, ForceReply, InlineKeyboardMarkup, ReplyParameters

    from bot.talk.paging import Page
    from newsdesk.ports import Clock, Talks

    from ..pace import Pace

log = structlog.get_logger(__name__)

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

Moved = Callable[[Place, Place], Awaitable[None]]


class TelegramFace:
    """Shows replies.

    Args:
        moved: Told when a write finds that a group has become a supergroup.
    """

    platform = PLATFORM

    def __init__(
        self, bot: Bot, pace: Pace, talks: Talks, clock: Clock, /, *, moved: Moved | None = None
    ) -> None:
        self.bot = bot
        self.callbacks = Callbacks(bot)
        self.chats = Chats(bot)
        self._calls = Calls(bot, pace)
        self._paging = Paging(talks, clock)
        self._moved = moved

    @asynccontextmanager
    async def answering(self, heard: Heard | Pressed, /) -> AsyncIterator[_Draft]:
        """Shows "typing…" until the answer is there."""
        async with typing(self.bot, heard.place):
            yield _Draft(self, heard)

    async def say(self, place: Place, reply: Reply, /) -> str:
        """Write into a place; the remote id of the first message."""
        return await self._write(place, reply)

    async def reply_to(self, heard: Heard, reply: Reply, /) -> str:
        """Answer a message, in its topic."""
        return await self._write(heard.place, reply, under=replying_to(heard))

    async def answer(self, pressed: Pressed, reply: Reply, /) -> str:
        """Answer a button: a toast, another text for its message, or a message of its own."""
        in_group = pressed.place.kind is not PlaceKind.PRIVATE
        alert = alert_of(reply) if reply.hidden and in_group and not reply.toast else ""
        if alert and await self.callbacks.answer(pressed.callback, alert, alert=True):
            return ""
        toasted = await self.callbacks.answer(pressed.callback, reply.toast)
        asks = bool(reply.prompt and not reply.buttons)  # a message that is changed cannot open a field
        if reply.blocks and reply.replaces and pressed.message.isdecimal() and not asks:
            return await self._change(pressed, reply)
        if reply.blocks:
            # In a group the field opens for whom the message names, and for nobody else.
            name = naming(pressed.by) if asks and in_group else ""
            return await self._write(pressed.place, reply, under=replying_to(pressed), name=name)
        if reply.toast and not toasted:
            page: Page = {"text": html.escape(reply.toast, quote=False), "plain": reply.toast}
            return await self._send(pressed.place, page, None, replying_to(pressed))
        return ""

    async def more(self, pressed: Pressed, /) -> None:
        """Show the page that a "More" button asks for, and take the button away."""
        turned = await self._paging.turn(pressed)
        if turned is None:
            gone = words(pressed.by.language or "en")("paging.gone")
            await self.callbacks.answer(pressed.callback, gone)
            return
        await self.callbacks.answer(pressed.callback)
        if turned.page is None:
            return
        try:
            message = await self._send(pressed.place, turned.page, keyboard(turned.rows), replying_to(pressed))
        except Refused:
            await self._paging.take_back(pressed, turned)
            raise
        await self._paging.shown(pressed, message)
        await self._without_buttons(pressed)

    async def is_manager(self, place: Place, person: Person, /) -> bool:
        """Whether somebody administrates a chat, as Telegram said at most half a minute ago."""
        return await self.chats.is_manager(place, person)

    async def find_place(self, words: str, by: Person, /) -> Place | None:
        """The chat of "@name", a t.me link, or a number, where the bot may write."""
        return await self.chats.find(words, by)

    async def download(self, file: Attached, /, *, limit: int) -> bytes:
        """The content of an attached file."""
        return await self.chats.download(file, limit=limit)

    async def open_form(
        self, to: Heard | Pressed, form: str, place: Place, /, *, filled: Filled | None = None
    ) -> bool:
        """Telegram has no forms."""
        del to, form, place, filled
        return False

    async def _write(
        self, place: Place, reply: Reply, *, under: ReplyParameters | None = None, name: str = ""
    ) -> str:
        pages = pages_of(reply)
        if not pages:
            return ""
        if name:
            pages[0] = {**pages[0], "text": f"{name}\n{pages[0]['text']}"}
        rows = await self._paging.keep(place, pages, reply.buttons, language=reply.language, by=reply.by)
        below = markup(rows, prompt=reply.prompt, selective=place.kind is PlaceKind.GROUP)
        return await self._send(place, pages[0], below, under)

    async def _send(
        self,
        place: Place,
        page: Page,
        below: InlineKeyboardMarkup | ForceReply | None,
        under: ReplyParameters | None = None,
    ) -> str:
        async def send(text: str, mode: str | None, where: Place) -> str:
            message = await self._calls.write(
                where,
                lambda: self.bot.send_message(
                    int(where.address.chat),
                    text,
                    parse_mode=mode,
                    message_thread_id=thread_of(where.address.thread),
                    reply_markup=below,
                    reply_parameters=under,
                    link_preview_options=_NO_PREVIEW,
                ),
            )
            return str(message.message_id)

        try:
            return await send(page["text"], "HTML", place)
        except Refused as error:
            if error.failure.cause is Cause.MARKUP:
                log.error("markup_refused", chat=str(place.chat), reason=str(error))
                return await send(page["plain"], None, place)
            if error.failure.cause is not Cause.MOVED:
                raise
            new = await self._follow(place, error.failure.moved_to)
        under = None  # messages of the old group have other numbers
        return await send(page["text"], "HTML", new)

    async def _follow(self, place: Place, chat: str) -> Place:
        new = replace(place, address=place.address._replace(chat=chat))
        if self._moved is not None:
            await self._moved(place, new)
        return new

    async def _change(self, pressed: Pressed, reply: Reply) -> str:
        """Another text for the message of a button."""
        pages = pages_of(reply)
        rows = await self._paging.keep(
            pressed.place, pages, reply.buttons, language=reply.language, by=reply.by
        )

        async def edit(text: str, mode: str | None) -> str:
            await self._calls.write(
                pressed.place,
                lambda: self.bot.edit_message_text(
                    text,
                    chat_id=int(pressed.place.address.chat),
                    message_id=int(pressed.message),
                    parse_mode=mode,
                    reply_markup=keyboard(rows),
                    link_preview_options=_NO_PREVIEW,
                ),
            )
            return pressed.message

        try:
            return await edit(pages[0]["text"], "HTML")
        except Refused as error:
            match error.failure.cause:
                case Cause.UNCHANGED:
                    return pressed.message
                case Cause.MARKUP:
                    return await edit(pages[0]["plain"], None)
                case Cause.REFUSED:
                    return await self._send(pressed.place, pages[0], keyboard(rows), replying_to(pressed))
            raise

    async def _without_buttons(self, pressed: Pressed) -> None:
        try:
            await self._calls.write(
                pressed.place,
                lambda: self.bot.edit_message_reply_markup(
                    chat_id=int(pressed.place.address.chat), message_id=int(pressed.message), reply_markup=None
                ),
            )
        except Refused as error:
            log.info("buttons_not_removed", reason=str(error))


class _Draft:
    """An answer that is on its way."""

    def __init__(self, face: TelegramFace, said: Heard | Pressed) -> None:
        self._face = face
        self._said = said

    async def finish(self, reply: Reply, /) -> str:
        """Send it; a toast alone, where there is no button to show it, is a message."""
        if isinstance(self._said, Pressed):
            return await self._face.answer(self._said, reply)
        return await self._face.reply_to(self._said, reply)
