"""Splitting a document into messages: whole bullets only, and no heading without its bullet.

What fits is asked of the renderer itself (``fits`` renders and measures), so no estimate can be wrong.

The rule for a bullet that even an empty message cannot hold: it is neither lost nor cut, but **continued**.
Bullets have about 28 words, but a quotation or a scraped table can be longer than 4,096 characters, and
refusing it would take the whole brief away from its readers.  Such a bullet becomes several blocks, divided
between words (within one only where there is none), each with the references and, from the second on, marked
as continued; read in order they are its text, character for character but for the spaces between them.
Every bullet that one message can hold stays whole.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace

from .blocks import Block, BulletBlock, Evidence, Heading, Line, Note, Passage, Title
from .clean import cut_point
from .document import RenderDocument

Fits = Callable[[Sequence[Block]], bool]


class BudgetTooSmall(ValueError):
    """A message of this size cannot even hold a heading and one character; the budget must be larger."""


def split(document: RenderDocument, /, *, fits: Fits) -> tuple[tuple[Block, ...], ...]:
    """The document's blocks as messages, in order, each as full as ``fits`` allows.

    A title or heading always stands with the first of its items; a section that goes on in the next
    message repeats its heading, marked as continued.  Sources are split between whole entries.

    Args:
        fits: Whether blocks rendered as one message keep every limit.  Fewer blocks never fit worse.

    Raises:
        BudgetTooSmall: Not even one character under a heading fits.
    """
    messages: list[tuple[Block, ...]] = []
    current: tuple[Block, ...] = ()
    for part in document.parts:
        opener: Title | Heading | None = part.opener
        queue = deque(part.items)
        while queue:
            item = queue.popleft()
            block = (*current, *((opener,) if opener else ()), item)
            if fits(block):
                current, opener = block, None
            elif current:
                messages.append(current)
                current = ()
                opener = opener or _again(part.opener)
                queue.appendleft(item)
            else:
                queue.extendleft(reversed(_halves(item)))
    return (*messages, current) if current else tuple(messages)


def _again(opener: Title | Heading | None) -> Heading | None:
    return replace(opener, continued=True) if isinstance(opener, Heading) else None


def _halves(block: Block) -> tuple[Block, Block]:
    """A block that no message can hold, divided between two words, or within one if it has to be."""
    if not isinstance(block, Note | BulletBlock | Evidence | Line | Passage) or len(block.text) < 2:
        raise BudgetTooSmall(f"No message of this size can hold {type(block).__name__}.")
    middle = (len(block.text) + 1) // 2
    at = block.text.rfind(" ", 1, middle + 1)
    if at < 0:
        at = cut_point(block.text, middle)
    first, rest = block.text[:at], block.text[at:].removeprefix(" ")
    match block:
        case Note() | Line():
            return replace(block, text=first), replace(block, text=rest)
        case Passage():
            return (
                replace(block, text=first, after=""),
                replace(block, text=rest, before="", continued=True),
            )
        case BulletBlock() | Evidence():
            return replace(block, text=first), replace(block, text=rest, continued=True)
