"""Since when: the words of a window taken out of a line, in the reader's language too."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from summarizer.ask.window import Window, find_window

from .answering import local_now
from .spoken import in_english

if TYPE_CHECKING:
    from bot.texts import Words

    from .context import Context


def window_in(ctx: Context, text: str, /) -> Window:
    """The window that words ask for, and what is left of them; weekdays are those of the chat's zone."""
    return find_window(in_english_window(text, ctx.words), local_now(ctx))


def in_english_window(text: str, words: Words, /) -> str:
    """The same with "since", "yesterday" and the days of a language in English, where they make a window."""
    table = _table(words)
    if not table:
        return text
    known = "|".join(re.escape(said) for said in sorted(table, key=len, reverse=True))
    said = re.sub(
        rf"(?<!\w)(?:{known})(?!\w)",
        lambda m: table[" ".join(m[0].casefold().split())],
        text,
        flags=re.IGNORECASE,
    )
    front, since, behind = said.partition("since ")
    return f"{front}{since}{in_english(behind, words)}" if since else said


@cache
def _table(words: Words) -> dict[str, str]:
    if words.language == "en":
        return {}
    return {
        phrase.strip().casefold(): english
        for english in ("since", "yesterday", "today")
        for phrase in words(f"brief.say_{english}").split(",")
    }
