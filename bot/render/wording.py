"""Blocks as plain words without layout or markup: the plain renderer and Slack's fallback text share it."""

from __future__ import annotations

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
from .texts import Texts

SEPARATOR = " · "
DASH = " – "


def block_words(block: Block, texts: Texts, /) -> str:
    """One block on one line, its mark or number included, without addresses."""
    match block:
        case Title(text) | Note(text):
            return text
        case Heading(name, role, continued):
            return f"{name} {texts('render.continued')}" if continued else f"{name}, {role}" if role else name
        case BulletBlock():
            return f"{block.mark} {bullet_words(block, texts)}"
        case Evidence():
            return evidence_words(block, texts)
        case SourceEntry():
            return f"{block.reference.mark} {source_words(block)}"
        case Line():
            return f"{SAID} {line_words(block)}"
        case Example():
            return example_words(block)
        case Passage():
            return passage_words(block, texts)


def bullet_words(block: BulletBlock, texts: Texts, /, *, separator: str = SEPARATOR) -> str:
    """Text, references and labels, without the mark in front: ``Ordered a review [1][2] · changed``.

    A withdrawn bullet stands between ``~~``, as mails and notes strike out.
    """
    references = "".join(r.mark for r in block.references)
    text = f"~~{block.text}~~" if block.withdrawn else block.text
    words = separator.join((f"{text} {references}", *block.labels))
    return _opened(words, texts, continued=block.continued)


def evidence_words(block: Evidence, texts: Texts, /) -> str:
    """The number it belongs to, then the sentence: ``[1] The minister said …``."""
    words = f"{block.reference.mark} {block.text}"
    return _opened(words, texts, continued=block.continued)


def source_words(block: SourceEntry, /) -> str:
    """Outlet, headline and date: ``Harbour Wire: Talks open in Istanbul, 11 May 2025``."""
    titled = f"{block.outlet}: {block.title}" if block.outlet else block.title
    return f"{titled}, {block.date}" if block.date else titled


def line_words(block: Line, /) -> str:
    """Head, text and labels, without the mark in front: ``Harbour Wire – checked at 08:00 · fails``."""
    return SEPARATOR.join((DASH.join(filter(None, (block.head, block.text))), *block.labels))


def example_words(block: Example, /) -> str:
    """What is to be typed, and what it does: ``/brief – a brief now``."""
    return DASH.join(filter(None, (block.text, block.note)))


def passage_words(block: Passage, texts: Texts, /) -> str:
    """The sentence between double angles, so that it stands out of its paragraph: ``It rained. »He left.«``."""
    sentence = f"»{block.text}«" if block.before or block.after else block.text
    words = " ".join(filter(None, (block.before, sentence, block.after)))
    return _opened(words, texts, continued=block.continued)


def _opened(words: str, texts: Texts, *, continued: bool) -> str:
    return f"{texts('render.continued')} {words}" if continued else words
