"""The menu of commands that clients show: by kind of chat, and by language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple, Protocol

import structlog

from bot.talk.permits import Needs
from bot.texts import ENGLISH, languages, words

from .calls import Refused, raw
from .failures import Cause

if TYPE_CHECKING:
    from telegram import Bot

log = structlog.get_logger(__name__)

MAX_DESCRIPTION_CHARS = 256
# https://core.telegram.org/bots/api#botcommandscope; what is shown to whom follows what they may do.
SCOPES = (
    ("all_private_chats", Needs.MANAGER),
    ("all_group_chats", Needs.NOTHING),
    ("all_chat_administrators", Needs.MANAGER),
)


class Item(Protocol):
    """A command, as menus see it (``bot.talk.context.Command``)."""

    @property
    def name(self) -> str:
        """In small letters; "menu.<name>" of the catalogue says what it does."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other names, which no menu shows."""

    @property
    def needs(self) -> Needs:
        """Who may use it."""

    @property
    def listed(self) -> bool:
        """Whether menus show it."""


class Menu(NamedTuple):
    """One menu; ``language`` is "" for everybody whose language has none of its own."""

    scope: str
    language: str
    commands: tuple[tuple[str, str], ...]


def menus(items: Iterable[Item], /) -> Iterator[Menu]:
    """Every menu there is; a command that the catalogue does not describe is left out."""
    known = list(items)
    for scope, allowed in SCOPES:
        names = [item.name for item in known if item.listed and item.needs <= allowed]
        for language in languages():
            w = words(language)
            commands = []
            for name in names:
                try:
                    commands.append((name, w(f"menu.{name}")[:MAX_DESCRIPTION_CHARS]))
                except KeyError:
                    continue
            if commands:
                yield Menu(scope, "" if language == ENGLISH else language, tuple(commands))


async def set_menus(bot: Bot, items: Iterable[Item], /) -> bool:
    """Tell Telegram the menus; False when it would not have them, which hinders nobody."""
    for menu in menus(items):
        try:
            await raw(
                bot,
                "set_my_commands",
                commands=[{"command": name, "description": text} for name, text in menu.commands],
                scope={"type": menu.scope},
                language_code=menu.language or None,
            )
        except Refused as error:
            log.warning("telegram_menu_not_set", scope=menu.scope, reason=str(error))
            if error.failure.cause is not Cause.UNREACHABLE:
                return False
    return True
