"""Blocks as plain words without layout or markup: the plain renderer and Slack's fallback text share it."""

from __future__ import annotations

from .document import Block, BulletBlock, Evidence, Heading, Note, SourceEntry, Title
from .texts import Texts

SEPARATOR = " · "


def block_words(block: Block, texts: Texts, /) -> str:
    """One block on one line, its mark or number included, without addresses."""
    match block:
        case Title(text) | Note(text):
            return text
        case Heading(name, role, continued):
            return f"{name} {texts.continued}" if continued else f"{name}, {role}" if role else name
        case BulletBlock():
            return f"{block.mark} {bullet_words(block, texts)}"
        case Evidence():
            return evidence_words(block, texts)
        case SourceEntry():
            return f"{block.reference.mark} {source_words(block)}"


def bullet_words(block: BulletBlock, texts: Texts, /, *, separator: str = SEPARATOR) -> str:
    """Text, references and labels, without the mark in front: ``Ordered a review [1][2] · changed``.

    A withdrawn bullet stands between ``~~``, as mails and notes strike out.
    """
    references = "".join(r.mark for r in block.references)
    text = f"~~{block.text}~~" if block.withdrawn else block.text
    words = separator.join((f"{text} {references}", *block.labels))
    return f"{texts.continued} {words}" if block.continued else words


def evidence_words(block: Evidence, texts: Texts, /) -> str:
    """The number it belongs to, then the sentence: ``[1] The minister said …``."""
    words = f"{block.reference.mark} {block.text}"
    return f"{texts.continued} {words}" if block.continued else words


def source_words(block: SourceEntry, /) -> str:
    """Outlet, headline and date: ``Harbour Wire: Talks open in Istanbul, 11 May 2025``."""
    titled = f"{block.outlet}: {block.title}" if block.outlet else block.title
    return f"{titled}, {block.date}" if block.date else titled
