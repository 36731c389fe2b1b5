"""Blocks of text with the raw range of every character, built piece by piece."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from .place import Place
from .references import resolved

# White space collapses; soft hyphens and zero-width signs that no word needs, and control characters, vanish.
_INVISIBLE = "\u00ad\u200b\u2060\ufeff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
_TOKEN = re.compile(
    rf"(?P<words>[^&\s{_INVISIBLE}]+(?: [^&\s{_INVISIBLE}]+)*)"
    rf"|(?P<space>\s+)|(?P<entity>&(?:\#[xX][0-9a-fA-F]+;?|\#[0-9]+;?|[A-Za-z][A-Za-z0-9]*;?))"
    rf"|(?P<invisible>[{_INVISIBLE}]+)|(?P<other>&)"
)
# The last word of a line that cannot be the last of a sentence or a headline.
_HANGING = re.compile(
    r"(?:,|\b(?:a|an|and|as|at|but|by|for|from|her|his|in|of|on|or|said|says|that|the|their|to|with))$"
)
_IS_INVISIBLE = re.compile(f"[{_INVISIBLE}]*")


class Piece(NamedTuple):
    """Some characters and their raw range; ``verbatim`` when they are the same ones, one by one."""

    text: str
    start: int
    end: int
    verbatim: bool = True


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or cell as a reader sees it.

    Attributes:
        pieces: In text order; the text begins and ends with something other than white space.
        tag: The innermost open element that breaks lines ("p", "h2", "li"), or "".
        apart: Inside navigation, a caption, an advertisement or the like.
        consent: Inside a cookie banner.
        within: "article", "main" or "".
        place: The innermost open element that breaks lines; None outside of all.
        linked: How many of the characters stand in links.
    """

    pieces: tuple[Piece, ...]
    text: str
    tag: str = ""
    apart: bool = False
    consent: bool = False
    within: str = ""
    place: Place | None = None
    linked: int = 0

    @property
    def linked_share(self) -> float:
        """From 0 to 1."""
        return self.linked / max(len(self.text), 1)


class BlockBuilder:
    """Collects the text of one block; white space is written only once something follows it."""

    def __init__(self) -> None:
        self._pieces: list[Piece] = []
        self._gap: tuple[int, int] | None = None
        self._breaks = 0
        self._linked = 0
        self.in_link = False

    @property
    def broken(self) -> bool:
        """True after two line breaks in a row: a new paragraph for the reader."""
        return self._breaks > 1

    def line_break(self, start: int, end: int) -> None:
        """A ``<br>``."""
        self._breaks += 1
        self._space(start, end)

    def mark(self, sign: str, start: int, end: int) -> None:
        """A sign that a tag stands for: the quotation marks of ``<q>``."""
        self._write(Piece(sign, start, end, verbatim=False))

    def text(self, raw: str, start: int, end: int) -> None:
        """The raw characters ``[start, end)`` between two tags."""
        for token in _TOKEN.finditer(raw, start, end):
            kind = token.lastgroup
            if kind in {"words", "other"}:
                self._write(Piece(token.group(), token.start(), token.end()))
            elif kind == "space":
                self._space(token.start(), token.end())
            elif kind == "entity":
                self._entity(token)

    def _entity(self, token: re.Match[str]) -> None:
        value, length = resolved(token.group())
        start, end = token.start(), token.start() + length
        if length == 0:
            self._write(Piece(token.group(), start, token.end()))
            return
        if value.isspace():
            self._space(start, end)
        elif not _IS_INVISIBLE.fullmatch(value):
            self._write(Piece(value, start, end, verbatim=False))
        if end < token.end():
            self._write(Piece(token.group()[length:], end, token.end()))

    def _space(self, start: int, end: int) -> None:
        self._gap = (self._gap[0] if self._gap else start, end)

    def _write(self, piece: Piece) -> None:
        if self._gap and self._pieces:
            parted = self._breaks and not _runs_on(self._pieces[-1].text, piece.text)
            self._pieces.append(Piece("\n" if parted else " ", *self._gap, verbatim=False))
        self._gap, self._breaks = None, 0
        self._pieces.append(piece)
        self._linked += len(piece.text) * self.in_link

    def finish(
        self, *, tag: str, apart: bool, consent: bool, within: str, place: Place | None = None
    ) -> Block | None:
        """The block so far, or None when it shows nothing; the builder starts anew."""
        pieces, self._pieces = tuple(self._pieces), []
        linked, self._linked = self._linked, 0
        self._gap, self._breaks = None, 0
        if not pieces:
            return None
        text = "".join(p.text for p in pieces)
        return Block(pieces, text, tag, apart, consent, within, place, min(linked, len(text)))


def _runs_on(line: str, following: str) -> bool:
    """Whether a sentence runs on over a line break; a line of its own would be taken for a headline."""
    return following[:1].islower() or bool(_HANGING.search(line))
