"""Character references (``&#8220;``, ``&eacute;``) to characters, however long they are."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from html.entities import html5

_NUMBER = re.compile(r"&#(?:[xX]0*(?P<hex>[0-9a-fA-F]+)|0*(?P<decimal>[0-9]+));?")
# The last code point, U+10FFFF, is 1114111: what has more digits is no character, and int() refuses thousands.
_MAX_DIGITS = 7
_NO_CHARACTER = "\ufffd"


@lru_cache(maxsize=4096)
def resolved(reference: str, /) -> tuple[str, int]:
    """What a character reference stands for and how many of its characters belong to it; 0 when none do.

    Old names need no semicolon, so ``&notit;`` is ``¬`` and "it;".  A number beyond Unicode is U+FFFD.
    """
    if reference.startswith("&#"):
        return unescaped(reference), len(reference)
    name = reference[1:]
    for length in range(len(name), 1, -1):
        if name[:length] in html5:
            return html5[name[:length]], length + 1
    return "", 0


def unescaped(text: str, /) -> str:
    """A text with every reference in it resolved, as ``html.unescape`` does, whatever numbers it holds."""
    return html.unescape(_NUMBER.sub(_shortened, text))


def _shortened(number: re.Match[str]) -> str:
    digits = number["hex"] or number["decimal"]
    if len(digits) > _MAX_DIGITS:
        return _NO_CHARACTER
    return f"&#{'x' * bool(number['hex'])}{digits};"
