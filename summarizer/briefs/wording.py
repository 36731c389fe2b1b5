"""Words and phrases that a statement must or must not hold: whole words, and never a pattern of a user's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..model import Article, Statement

# Abbreviations with points, numbers with separators, words with inner apostrophes.
_WORD = re.compile(r"[^\W\d_](?:\.[^\W\d_])+(?![^\W_])\.?|\d+(?:[.,:]\d+)+|[^\W_]+(?:'[^\W_]+)*")
_POSSESSIVE = re.compile(r"'s$")
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "\u00ad": None})


def plain_words(text: str, /) -> str:
    """The words of a text, each between single spaces, " like this ", for finding whole words and phrases.

    Case, accents' spelling (NFKC), kinds of apostrophe, possessive endings, points of abbreviations and
    hyphens make no difference: "Cease-fire", "cease fire"; "the U.N.’s", "the UN".  " " for a text without
    words.
    """
    folded = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).casefold()
    return " ".join(["", *map(_plain, _WORD.findall(folded)), ""])


def _plain(word: str) -> str:
    if word[0].isdigit():
        return word.replace(",", "")
    return _POSSESSIVE.sub("", word.replace(".", ""))


@dataclass(frozen=True, slots=True)
class Wording:
    """Phrases to look for, made comparable once.

    Attributes:
        include: One of these must stand in the statement; no condition when ``wants`` is False.
        exclude: None of these may.
        wants: Whether there is an ``include`` at all; one that holds no word ("…") matches nothing.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    wants: bool = field(default=False)

    @classmethod
    def of(cls, include: Sequence[str], exclude: Sequence[str], /) -> Wording:
        """From phrases as a user wrote them."""
        return cls(_phrases(include), _phrases(exclude), bool(include))

    def __bool__(self) -> bool:
        return self.wants or bool(self.exclude)

    def admits(self, words: str, /) -> bool:
        """True when a statement with these words (of ``statement_words``) passes."""
        if any(phrase in words for phrase in self.exclude):
            return False
        return not self.wants or any(phrase in words for phrase in self.include)


def statement_words(statement: Statement, article: Article, /) -> str:
    """The words of the statement's line and of each of its evidence sentences; no phrase spans two of them."""
    sentences = [article.text[span.start : span.end] for span in statement.evidence]
    return "|".join(plain_words(part) for part in (statement.gist, *sentences))


def _phrases(phrases: Sequence[str]) -> tuple[str, ...]:
    return tuple(words for phrase in phrases if (words := plain_words(phrase)).strip())
