"""What people say that is no question: thanks, greetings, "ok"."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import cache
from typing import TYPE_CHECKING

from bot.texts import ENGLISH, words

if TYPE_CHECKING:
    from bot.texts import Words

_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_MOST_WORDS = 8


class Small(Enum):
    """What somebody means who asks nothing."""

    THANKS = auto()
    GREETING = auto()
    NOTHING = auto()


def small_talk(text: str, reader: Words, /) -> Small | None:
    """What words mean that are small talk and nothing else, in English or the reader's language; else None.

    A sign without a word is small talk, a question mark is not.
    """
    said = [word.casefold().replace("’", "'").replace("ʼ", "'") for word in _WORD.findall(text)]
    if not said:
        return None if "?" in text else Small.NOTHING
    known = {**_known(words(ENGLISH)), **_known(reader)}
    if len(said) > _MOST_WORDS or not all(word in known for word in said):
        return None
    meant = {known[word] for word in said}
    return next((small for small in (Small.THANKS, Small.GREETING) if small in meant), Small.NOTHING)


@cache
def _known(reader: Words) -> dict[str, Small]:
    """Every small word of a language, and what it means."""
    return {
        word.strip().casefold(): small
        for small, key in (
            (Small.NOTHING, "ask.say_small"),
            (Small.GREETING, "ask.say_greeting"),
            (Small.THANKS, "ask.say_thanks"),
        )
        for word in reader(key).split(",")
    }
