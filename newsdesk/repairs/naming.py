"""Whether the words of a source carry a name, carry another one, or leave open who is meant."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from summarizer.actors.bodies import nation_of
from summarizer.actors.lexicon import HONORIFICS, OFFICES, PEOPLE, SHORT_TITLES
from summarizer.actors.names import fold
from summarizer.text.words import FUNCTION_WORDS

_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_NO_NAME = FUNCTION_WORDS | OFFICES | PEOPLE | {fold(w) for w in (*HONORIFICS, *SHORT_TITLES)}


class Naming(Enum):
    """What a source's words say about a name."""

    CARRIES = "carries"
    OTHER = "other"
    OPEN = "open"


@lru_cache(50_000)
def naming(words: str, name: str, /) -> Naming:
    """How a source stands to a name.

    CARRIES: the name stands in it in whole words, case as written, line breaks counting as spaces.
    OPEN: nothing in it names anybody ("he", "the Finnish senator"), or only a part of the name does ("Ms. Roe"
    for "Jane Roe").  OTHER: a capitalised word that is neither names somebody else.
    """
    if carries(words, name):
        return Naming.CARRIES
    own = {fold(w) for w in _WORD.findall(name)}
    return Naming.OTHER if any(_names(w) and fold(w) not in own for w in _WORD.findall(words)) else Naming.OPEN


def carries(words: str, name: str, /) -> bool:
    """True when the name stands in the words whole; "Roe's" carries Roe, "Roe-Lane" and "Roeder" do not."""
    return bool(name.strip()) and _pattern(name).search(words) is not None


@lru_cache(1000)
def _pattern(name: str) -> re.Pattern[str]:
    inside = r"\s+".join(re.escape(w) for w in name.split())
    return re.compile(rf"(?<![\w-])(?<!\w['’]){inside}(?![\w-])(?!['’](?!s\b)\w)")


def _names(word: str) -> bool:
    return word[0].isupper() and fold(word) not in _NO_NAME and nation_of(word) is None
