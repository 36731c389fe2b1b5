"""The pages of a reply that do not fit into one message: kept, and shown one by one when wanted."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.texts import words
from newsdesk.model import Memo, MemoId
from newsdesk.threads import in_thread

from .buttons import name_of, number_in, pack, values_of
from .memory import prompt_note
from .model import Button, Place, Pressed

if TYPE_CHECKING:
    from newsdesk.ports import Clock, Talks

NAME = "pg"
_KIND = "pages"

# What a face needs to show a page, as JSON.
Page = Mapping[str, str]
Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Turned:
    """A page that somebody wants, and what stands under it.

    Attributes:
        page: None when it was shown already.
    """

    memo: MemoId
    page: Page | None
    rows: Rows = ()


class Paging:
    """Keeps the pages behind a "More" button, and gives each of them once."""

    def __init__(self, talks: Talks, clock: Clock, /) -> None:
        self._talks = talks
        self._clock = clock
        self._turning = asyncio.Lock()  # two people may want the same page at once

    async def keep(
        self,
        place: Place,
        pages: Sequence[Page],
        rows: Rows,
        /,
        *,
        language: str,
        person: str = "",
        by: str = "",
    ) -> Rows:
        """Keep all pages but the first, which is shown now; what stands under that one.

        Args:
            rows: The buttons of the last page.
            person: Who alone may turn the pages; "" for everybody in the chat.
            by: With whom they are erased.
        """
        if len(pages) < 2:
            return rows
        content = {
            "pages": [dict(page) for page in pages],
            "rows": [[[b.label, b.data, b.weighty] for b in row] for row in rows],
            "language": language,
            "shown": 1,
        }
        memo = Memo(MemoId(0), place.chat, _KIND, json.dumps(content), person, by=by)
        kept = await in_thread(self._talks.keep, memo, now=self._clock())
        return ((_more(kept, 1, len(pages), language),),)

    async def turn(self, pressed: Pressed, /) -> Turned | None:
        """The page that a button asks for; None when it is gone, or belongs to somebody else."""
        numbers = [number_in(value) for value in values_of(pressed.data)]
        match numbers:
            case [int(memo), int(page)] if name_of(pressed.data) == NAME:
                async with self._turning:
                    return await in_thread(self._turn, pressed, MemoId(memo), page)
        return None

    def _turn(self, pressed: Pressed, number: MemoId, wanted: int) -> Turned | None:
        memo = self._talks.memo(number, chat=pressed.place.chat)
        if memo is None or memo.kind != _KIND or (memo.person and memo.person != pressed.by.id):
            return None
        content = json.loads(memo.content)
        pages, shown = content["pages"], int(content["shown"])
        if wanted != shown or wanted >= len(pages):
            return Turned(number, None) if 0 < wanted < shown else None
        self._talks.change(number, json.dumps(content | {"shown": shown + 1}))
        if wanted + 1 < len(pages):
            rows: Rows = ((_more(number, wanted + 1, len(pages), content["language"]),),)
        else:
            rows = tuple(tuple(Button(*button) for button in row) for row in content["rows"])
        return Turned(number, pages[wanted], rows)

    async def shown(self, pressed: Pressed, message: str, /) -> None:
        """A page is shown as a message of its own: whoever replies to it replies to the first one."""
        await in_thread(self._shown, pressed, message)

    def _shown(self, pressed: Pressed, message: str) -> None:
        chat = pressed.place.chat
        if message and (about := self._talks.noted(chat, prompt_note(pressed.message))):
            self._talks.note(chat, prompt_note(message), about, now=self._clock())

    async def take_back(self, pressed: Pressed, turned: Turned, /) -> None:
        """A page could not be shown: it can be asked for again."""
        async with self._turning:
            await in_thread(self._take_back, pressed, turned.memo)

    def _take_back(self, pressed: Pressed, number: MemoId) -> None:
        if (memo := self._talks.memo(number, chat=pressed.place.chat)) is not None:
            content = json.loads(memo.content)
            self._talks.change(number, json.dumps(content | {"shown": int(content["shown"]) - 1}))


def _more(memo: MemoId, page: int, pages: int, language: str) -> Button:
    return Button(words(language)("paging.more", page=page + 1, pages=pages), pack(NAME, memo, page))
