"""Replies of a conversation as each platform's messages: whole blocks only, as many pages as it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .blocks import (
    Block,
    BulletBlock,
    Evidence,
    Example,
    Heading,
    Line,
    Note,
    Passage,
    Reference,
    SourceEntry,
    Title,
    parts,
)
from .clean import clean, clip, safe_url
from .document import RenderDocument
from .plain import plain_page
from .slack import JsonObject, SlackBudget, slack_fits, slack_page
from .split import split
from .telegram import telegram_fits, telegram_page
from .texts import Texts, catalogue

MAX_TITLE_CHARS = 200
MAX_HEAD_CHARS = 150
MAX_LABEL_CHARS = 100
MAX_LABELS = 5
MAX_EXAMPLE_CHARS = 300
# Room for the buttons, which stand on the last page.
_SLACK = SlackBudget(max_blocks=30, max_chars=8000)


@dataclass(frozen=True, slots=True)
class Page:
    """One message of a reply.

    Attributes:
        text: HTML on Telegram, escaped message text on Slack, plain text elsewhere.
        blocks: Of Slack alone.
        plain: The words without any markup, for a platform that refuses the markup.
    """

    text: str
    blocks: tuple[JsonObject, ...] = ()
    plain: str = ""


def reply_pages(blocks: Sequence[Block], /, *, platform: str, language: str) -> tuple[Page, ...]:
    """The blocks as messages within the platform's limits, in order; none for no blocks.

    Text is cleaned and labels are clipped here, so blocks may hold what a feed wrote.

    Raises:
        ValueError: There is no such platform.
    """
    texts = catalogue(language)
    safe = [shown for block in blocks if (shown := _safe(block)) is not None]
    document = RenderDocument(parts(safe), texts)
    match platform:
        case "telegram":
            messages = split(document, fits=telegram_fits(texts))
            return tuple(
                Page(telegram_page(m, texts, commands=True).text, plain=_plain(m, texts)) for m in messages
            )
        case "slack":
            messages = split(document, fits=lambda found: slack_fits(found, texts, budget=_SLACK))
            pages = (slack_page(m, texts, budget=_SLACK) for m in messages)
            return tuple(Page(p.text, p.blocks, p.text) for p in pages)
        case "console":
            return (Page(_plain(safe, texts), plain=_plain(safe, texts)),) if safe else ()
    raise ValueError(f"There is no platform {platform!r}.")


def _plain(blocks: Sequence[Block], texts: Texts) -> str:
    return plain_page(blocks, texts, width=10**6)


def _safe(block: Block) -> Block | None:
    """The block as it may be shown; None when nothing is left of it."""
    match block:
        case Title(text):
            text = clip(clean(text), MAX_TITLE_CHARS)
            return Title(text) if text else None
        case Heading(name, role):
            name, role = clip(clean(name), MAX_HEAD_CHARS), clip(clean(role), MAX_HEAD_CHARS)
            return replace(block, name=name or role, role=role if name else "") if name or role else None
        case Note(text):
            text = clean(text)
            return Note(text) if text else None
        case Line():
            return _safe_line(block)
        case Example(text, note):
            text = clip(clean(text), MAX_EXAMPLE_CHARS)
            return Example(text, clip(clean(note), MAX_EXAMPLE_CHARS)) if text else None
        case Passage(text, before, after):
            text = clean(text)
            return replace(block, text=text, before=clean(before), after=clean(after)) if text else None
        case BulletBlock(text) | Evidence(text):
            text = clean(text)
            return replace(block, text=text) if text else None
        case SourceEntry(reference, title, outlet):
            title, outlet = clip(clean(title), MAX_TITLE_CHARS), clip(clean(outlet), MAX_HEAD_CHARS)
            reference = Reference(reference.number, safe_url(reference.url))
            return replace(block, reference=reference, title=title or "?", outlet=outlet)


def _safe_line(block: Line) -> Line | None:
    text, head = clean(block.text), clip(clean(block.head), MAX_HEAD_CHARS)
    found = (clip(clean(word), MAX_LABEL_CHARS) for word in block.labels[:MAX_LABELS])
    labels = tuple(filter(None, found))
    if not (text or head):
        text, labels = " · ".join(labels), ()
    return Line(text, head, safe_url(block.url), labels) if text or head else None
