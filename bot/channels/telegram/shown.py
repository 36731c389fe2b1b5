"""A reply as arguments of the Bot API: pure."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from telegram import ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters

from bot.render.buttons import telegram_rows
from bot.render.reply import reply_pages
from bot.talk.model import Heard, Person, PlaceKind, Pressed

from .people import PLATFORM

if TYPE_CHECKING:
    from bot.talk.model import Reply
    from bot.talk.paging import Page, Rows

# https://core.telegram.org/bots/api#answercallbackquery and #forcereply
MAX_TOAST_CHARS = 200
MAX_PROMPT_CHARS = 64


def pages_of(reply: Reply, /) -> list[Page]:
    """The messages of a reply: HTML, and the same words without markup."""
    found = reply_pages(reply.blocks, platform=PLATFORM, language=reply.language)
    return [{"text": page.text, "plain": page.plain} for page in found]


def keyboard(rows: Rows, /) -> InlineKeyboardMarkup | None:
    """Buttons under a message; None for none."""
    shown = telegram_rows(rows)
    if not shown:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(b["label"], callback_data=b["data"]) for b in row] for row in shown]
    )


def markup(
    rows: Rows, /, *, prompt: str = "", selective: bool = False
) -> InlineKeyboardMarkup | ForceReply | None:
    """What a message has below it: its buttons, or a field for the answer; Telegram has room for one of them.

    Args:
        selective: The field opens for the writer of the message that is replied to, and for whom the message
            names; for nobody else.
    """
    if prompt and not rows:
        return ForceReply(selective=selective, input_field_placeholder=placeholder(prompt))
    return keyboard(rows)


def placeholder(prompt: str, /) -> str:
    """The words of a field, at most 64 characters; what is longer ends after a whole word."""
    if len(prompt) <= MAX_PROMPT_CHARS:
        return prompt
    whole = prompt[: MAX_PROMPT_CHARS - 1].rpartition(" ")[0].rstrip(" ,;:–-")
    return f"{whole} …" if whole else prompt[:MAX_PROMPT_CHARS]


def replying_to(said: Heard | Pressed, /) -> ReplyParameters | None:
    """Which message an answer hangs on; a command in private needs none, there is nobody else."""
    if not said.message.isdecimal():
        return None
    if said.place.kind is PlaceKind.PRIVATE and (isinstance(said, Pressed) or said.command):
        return None
    return ReplyParameters(int(said.message), allow_sending_without_reply=True)


def naming(person: Person, /) -> str:
    """A person named in HTML, so that clients know who is meant; "" for whoever speaks as a chat."""
    if person.as_chat:
        return ""
    return f'<a href="tg://user?id={person.id}">{html.escape(person.name or person.id, quote=False)}</a>'


def alert_of(reply: Reply, /) -> str:
    """A reply that nobody else in a group is to see, as a notification; "" when it is too long for one."""
    pages = pages_of(reply)
    text = pages[0]["plain"] if len(pages) == 1 else ""
    return text if len(text) <= MAX_TOAST_CHARS and not reply.buttons else ""


def thread_of(thread: str, /) -> int | None:
    """``message_thread_id``; None outside of topics."""
    return int(thread) if thread.isdecimal() else None
