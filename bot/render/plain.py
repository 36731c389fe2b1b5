"""Plain text for a terminal, a log or a mail: no colour, no markup, no escape codes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .blocks import (
    SAID,
    Block,
    BulletBlock,
    Evidence,
    Example,
    Heading,
    Line,
    Note,
    Passage,
    SourceEntry,
    Title,
)
from .document import RenderDocument
from .split import split
from .texts import Texts
from .wording import bullet_words, evidence_words, example_words, line_words, passage_words, source_words

NO_BREAK = "\u00a0"  # cleaned text holds none, so it can stand where a line must not end
_INDENT = "  "


@dataclass(frozen=True, slots=True)
class PlainMessage:
    """Lines joined by line feeds, without one at the end."""

    text: str


def render_plain(
    document: RenderDocument, /, *, width: int = 80, max_chars: int | None = None
) -> tuple[PlainMessage, ...]:
    """The document as plain text, wrapped between words with hanging indents.

    One message, unless ``max_chars`` asks for more.

    Args:
        width: Columns; wide East Asian characters count as two.  An address or any other word that is
            longer than a line stays whole and sticks out, so that it can still be copied.
        max_chars: At most this many code points a message; None for no limit.

    Raises:
        BudgetTooSmall: ``max_chars`` cannot hold a heading and one character.
    """

    def render(blocks: Sequence[Block]) -> str:
        return plain_page(blocks, document.texts, width=width)

    messages = split(document, fits=lambda blocks: max_chars is None or len(render(blocks)) <= max_chars)
    return tuple(PlainMessage(render(blocks)) for blocks in messages)


def plain_page(blocks: Sequence[Block], texts: Texts, /, *, width: int = 80) -> str:
    """Blocks as one message, whatever its length."""
    lines = [line for block in blocks for line in block_lines(block, texts, width)]
    return "\n".join(lines).lstrip("\n")


def block_lines(block: Block, texts: Texts, width: int) -> Iterator[str]:
    """One block as lines of at most ``width`` columns; a heading begins with an empty one."""
    match block:
        case Title(text) | Note(text):
            yield from wrap(text, width=width)
        case Heading(name, role, continued):
            yield ""
            yield from wrap(f"{name} {texts('render.continued')}" if continued else name, width=width)
            if role and not continued:
                yield from wrap(role, width=width)
        case BulletBlock():
            labels = tuple(label.replace(" ", NO_BREAK) for label in block.labels)
            words = bullet_words(replace(block, labels=labels), texts, separator=f" ·{NO_BREAK}")
            yield from wrap(words, width=width, first=f"{_INDENT}{block.mark} ")
        case Evidence():
            yield from wrap(evidence_words(block, texts), width=width, first=_INDENT * 3)
        case SourceEntry():
            first = f"{_INDENT}{block.reference.mark} "
            yield from wrap(source_words(block), width=width, first=first)
            if block.reference.url:
                yield " " * cells(first) + block.reference.url
        case Line():
            yield from wrap(line_words(block), width=width, first=f"{_INDENT}{SAID} ")
            if block.url:
                yield f"{_INDENT * 2}{block.url}"
        case Example():
            yield from wrap(example_words(block), width=width, first=_INDENT)
        case Passage():
            yield from wrap(passage_words(block, texts), width=width, first=_INDENT * 3)


def wrap(text: str, /, *, width: int, first: str = "") -> Iterator[str]:
    """Lines of at most ``width`` columns; the first starts with ``first``, the others stand under its end.

    Breaks at spaces; a ``NO_BREAK`` becomes a space that no line ends at.
    """
    indent = " " * cells(first)
    line, used = first, cells(first)
    empty = True
    for word in text.split(" "):
        size = cells(word)
        if not empty and used + 1 + size > width:
            yield line.replace(NO_BREAK, " ")
            line, used, empty = indent, len(indent), True
        line, used, empty = (
            (line + word, used + size, False) if empty else (f"{line} {word}", used + 1 + size, False)
        )
    yield line.replace(NO_BREAK, " ")


def cells(text: str, /) -> int:
    """Columns that a terminal needs for the text."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(_cell(char) for char in text)


def _cell(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
