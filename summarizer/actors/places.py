"""Words that name a state or its people, whatever stands around them."""

from __future__ import annotations

from .countries import by_demonym, by_metonym, by_name


def is_place(word: str, /) -> bool:
    """True for a state, its adjective or people, or a capital that speaks for it."""
    plain = word.casefold()
    return plain in by_name() or plain in by_demonym() or plain in by_metonym()
