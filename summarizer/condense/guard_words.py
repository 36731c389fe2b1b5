"""What the evidence guard looks at in a text: words, names, numbers, dates, negations, quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ..text.words import FUNCTION_WORDS, stem

WORD = re.compile(
    r"(?:[$€£¥])?\d+(?:[.,:]\d+)*(?:st|nd|rd|th|s)?%?"  # numbers, ordinals, percentages, sums
    r"|(?:[^\W\d_]\.){2,}"  # U.S., a.m.
    r"|[^\W\d_]+(?:['’][^\W\d_]+)*"
)
QUOTED = re.compile(r"(?:[“\"„«]|''|``)((?:(?!'')[^“”\"„»])+)(?:[”\"»“]|'')")
SENTENCE_END = re.compile(r"[.!?…:][”\"’')\]]*\s+$|^\s*$|[“\"„«(\[]\s*$|\n\s*$|[–—―]\s*$")

_BREAK = re.compile(r"[,.;:!?…“”\"()\[\]–—―]|--")

NEGATORS = frozenset(
    """not never no none nobody nothing neither nor without cannot n't hardly barely scarcely rarely seldom
    denied denies deny denying refused refuses refuse refusing rejected rejects reject rejecting declined
    declines decline declining failed fails fail failing unlikely lacks lacked lacking""".split()
)
_NOT = re.compile(r"(?:n['’]t)$", re.IGNORECASE)

HEDGES = frozenset(
    """may might could would should must can will shall allegedly reportedly apparently
    supposedly possibly perhaps
    probably likely""".split()
)

NUMBER_WORDS = frozenset(
    """zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand
    thousands million millions billion billions trillion trillions dozen dozens half third thirds quarter
    quarters double triple twice thrice once second fourth fifth sixth seventh eighth ninth tenth
    percent per cent""".split()
) - {"per", "second", "once"}
DATES = frozenset(
    """january february march april may june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday today yesterday tomorrow tonight""".split()
)
_UNITS = {
    "zero": "0", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "twenty": "20", "thirty": "30", "fifty": "50",
    "percent": "%",
}  # fmt: skip


class Facts(NamedTuple):
    """What a word is wherever it stands."""

    low: str
    is_negator: bool
    is_hedge: bool
    is_number: bool
    is_content: bool


@lru_cache(maxsize=1 << 15)
def facts_of(text: str, /) -> Facts:
    """Lower case without a possessive ending, and what lists the word is in."""
    folded = text.casefold()
    low = re.sub(r"'s?$", "", folded) or folded
    number = any(c.isdigit() for c in text) or low in NUMBER_WORDS
    negator = folded in NEGATORS or _NOT.search(text) is not None
    return Facts(low, negator, folded in HEDGES, number, low not in FUNCTION_WORDS and not negator)


@lru_cache(maxsize=1 << 15)
def _key_of(text: str) -> str:
    facts = facts_of(text)
    return number_key(text) if facts.is_number else stem(facts.low)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text as the guard sees it.

    Attributes:
        text: As written, typographic apostrophes made plain.
        initial: True where a capital says nothing: at the start of a sentence, a quotation or a heading.
        quoted: True inside quotation marks.
        breaks: True when a comma, a stop, a mark or a dash stands between it and the word before.
        low: Lower case, without a possessive ending.
        is_negator: True for "not", "never", "denied" and their like.
        is_hedge: True for words that make a claim less than a fact: "may", "could", "allegedly".
        is_number: True for digits, number words, ordinals and percentages.
        is_content: False for function words and negators, which other checks look at.
        is_name: True for a capitalised word that need not be one.
    """

    text: str
    start: int
    initial: bool
    quoted: bool
    breaks: bool
    low: str
    is_negator: bool
    is_hedge: bool
    is_number: bool
    is_content: bool
    is_name: bool

    @property
    def key(self) -> str:
        """What two spellings of one number, or two inflections of one word, have in common."""
        return _key_of(self.text)  # only when asked for: stemming is what costs most in the guard


_NO_NAMES = DATES | FUNCTION_WORDS


def number_key(text: str, /) -> str:
    """One spelling for all: "1,200" → "1200", "twelve" → "12", "$5" → "$5", "12th" → "12"."""
    low = text.casefold().replace(",", "")
    low = _UNITS.get(low, low)
    return re.sub(r"(?<=\d)(?:st|nd|rd|th|s)$", "", low)


def words_of(text: str, /) -> list[Word]:
    """The words of a text, in order."""
    plain = text.replace("’", "'").replace("‘", "'")
    quoted = [m.span(1) for m in QUOTED.finditer(text)]
    found: list[Word] = []
    end = 0
    for m in WORD.finditer(plain):
        word, start = m.group(), m.start()
        facts = facts_of(word)
        initial = start == 0 or SENTENCE_END.search(plain[max(0, start - 6) : start]) is not None
        within = any(a <= start < b for a, b in quoted)
        breaks = _BREAK.search(plain[end:start]) is not None
        name = word[0].isupper() and not initial and facts.low not in _NO_NAMES
        found.append(Word(word, start, initial, within, breaks, *facts, is_name=name))
        end = m.end()
    return found


def quotations_in(text: str, /) -> Iterator[str]:
    """The words between quotation marks, normalised by ``plain``, ellipses of our own kept apart."""
    for match in QUOTED.finditer(text):
        yield plain(match.group(1))


def plain(text: str, /) -> str:
    """White space and quotation marks made uniform, so that only words can differ."""
    text = re.sub(r"[‘’`´]", "'", text)
    text = re.sub(r"[“”„«»]|''", '"', text)
    return re.sub(r"\s+", " ", text).strip()
