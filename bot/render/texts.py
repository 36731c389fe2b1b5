"""Which words a document is rendered with."""

from __future__ import annotations

from bot.texts import Words, words

Texts = Words
ENGLISH = words("en")


def catalogue(language: str, /) -> Texts:
    """The words of a language, "de" for "de-AT"; English where there is no catalogue."""
    return words(language)
