"""Content words: what a line is about, whatever its grammar."""

from __future__ import annotations

import functools
import re

import snowballstemmer

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,:]\d+)*")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_NEGATION = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|neither|nor|without|cannot)\b|n['’]t\b", re.IGNORECASE
)
_POSSESSIVE = re.compile(r"['’]s?$")

FUNCTION_WORDS = frozenset(
    """a about above after again all also am an and any are as at be because been before being between both
    but by can could did do does doing done down during each either else ever every few for from further
    get gets getting got had has have having he her here hers herself him himself his how however i if in
    into is it its itself just let like made make makes many may me might more most much must my myself of
    off on once one only onto or other our ours ourselves out over own per put quite rather really s same
    shall she should since so some still such than that the their theirs them themselves then there these
    they this those though through thus to too toward towards under until up upon us very via was we were
    what when where whether which while who whom whose why will with within would yet you your yours
    yourself""".split()
)
SPEECH_WORDS = frozenset(
    """said say says saying told tell tells telling stated states added adds noted notes according asked asks
    statement statements comment comments remarks remark think thinks thought believe believes view views
    talk talked speak spoke mention mentioned explain explained claim claimed claims argue
    argued""".split()
)


@functools.cache
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("english")


@functools.lru_cache(maxsize=50_000)
def stem(word: str, /) -> str:
    """A lower-case English stem (Snowball), possessive endings off: "Negotiations'" → "negoti"."""
    return str(_stemmer().stemWord(_POSSESSIVE.sub("", word.casefold().replace("’", "'"))))


def words(text: str, /) -> list[str]:
    """Words and numbers in text order, case kept."""
    return _WORD.findall(text)


def first_word(text: str, /) -> str:
    """The first word or number; "" in a text without any."""
    found = _WORD.search(text)
    return found.group() if found else ""


def content_stems(text: str, /) -> list[str]:
    """Stems of the words that carry meaning, in text order: no function words, no bare reporting words."""
    return [s for w in words(text) if (s := _content_stem(w)) is not None]


@functools.lru_cache(maxsize=100_000)
def _content_stem(word: str) -> str | None:
    low = word.casefold()
    return None if low in FUNCTION_WORDS or low in SPEECH_WORDS else stem(low)


def numbers(text: str, /) -> frozenset[str]:
    """Numbers written in digits, thousands separators off."""
    return frozenset(n.replace(",", "") for n in _NUMBER.findall(text))


def negations(text: str, /) -> int:
    """How many negating words a text has."""
    return len(_NEGATION.findall(text))
