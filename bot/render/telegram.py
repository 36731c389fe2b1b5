"""Telegram messages in HTML mode.

Limits and markup: https://core.telegram.org/bots/api#html-style and #sendmessage.  Only ``b``, ``i``, ``s``,
``a``, ``code`` and ``blockquote expandable`` are used, only the entities ``&lt; &gt; &amp; &quot;``, and
nothing nests but the ``b`` of a sentence in the quotation of its paragraph.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

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
from .split import Fits, split
from .texts import Texts
from .wording import DASH, SEPARATOR

# Clients and servers turn these into entities of their own, whatever the markup says.  A mention would
# notify somebody and a command would run at a tap, so a word joiner keeps them text; the rest is counted.
# Telegram takes neither an "@" behind a word (an address) nor a "/" behind a bracket ("</b>") for one: what is
# quoted stays as it is there.  Why a mark at all: docs/decisions/0009-conversation.md.
_MENTION = re.compile(r"(?<!\w)@(?=\w)|(?<![\w/<>])/(?=\w)")
_AUTOMATIC = re.compile(r"[#$]\w|\w[.:]\w|//|\d{5,}")
_WORD_JOINER = "\u2060"
# In lines of its own the bot's commands may be tapped.
COMMANDS = frozenset(
    """
    start help brief subscribe unsubscribe settings feeds follow unfollow mute unmute ask said summarize
    summarise actors merge split alias undo evidence status manage forget privacy alerts
    """.split()
)
_COMMAND = re.compile(r"(?<![\w/])/([a-z]+)(?![\w/@])")


@dataclass(frozen=True, slots=True)
class TelegramBudget:
    """What one message may hold.

    Attributes:
        max_units: UTF-16 code units of the text that is left after the markup is parsed (never fewer than
            its code points, so that both ways of counting are kept).
        max_bytes: UTF-8 bytes of the text with its markup.
        max_entities: Pieces of markup, those that Telegram adds by itself (links, hashtags) included; over
            100 it drops the rest in silence.
    """

    max_units: int = 4096
    max_bytes: int = 32_768
    max_entities: int = 90


@dataclass(frozen=True, slots=True)
class TelegramMessage:
    """The arguments of ``sendMessage``: ``text`` is HTML, the preview of links is off."""

    text: str
    parse_mode: str = "HTML"
    link_preview: bool = False


def render_telegram(
    document: RenderDocument, /, *, budget: TelegramBudget | None = None
) -> tuple[TelegramMessage, ...]:
    """The document as messages that Telegram accepts, in the order to be sent.

    Raises:
        BudgetTooSmall: The budget cannot hold a heading and one character with its links.
    """
    messages = split(document, fits=telegram_fits(document.texts, budget=budget))
    return tuple(telegram_page(blocks, document.texts) for blocks in messages)


def telegram_page(blocks: Sequence[Block], texts: Texts, /, *, commands: bool = False) -> TelegramMessage:
    """Blocks as one message, whatever its length.

    Args:
        commands: Whether the bot's commands can be tapped where they stand in notes.
    """
    return TelegramMessage(_page(blocks, texts, commands=commands).html)


def telegram_fits(texts: Texts, /, *, budget: TelegramBudget | None = None) -> Fits:
    """Tells whether blocks as one message keep every limit; measures each block once.

    It measures as if no command could be tapped, which takes more room and not fewer entities.
    """
    limits = budget or TelegramBudget()
    known: dict[int, tuple[Block, _Size]] = {}  # with the block itself, so that its number stays its own

    def size(block: Block) -> _Size:
        if id(block) not in known:
            page = _page((block,), texts)
            known[id(block)] = block, _Size(page.units, page.entities, len(page.html.encode()))
        return known[id(block)][1]

    def fits(blocks: Sequence[Block]) -> bool:
        sizes = [size(block) for block in blocks]
        breaks = sum(len(_break(block)) for block in blocks[1:])
        return (
            sum(s.units for s in sizes) + breaks <= limits.max_units
            and sum(s.entities for s in sizes) <= limits.max_entities
            and sum(s.octets for s in sizes) + breaks <= limits.max_bytes
        )

    return fits


class _Size(NamedTuple):
    """What a block takes of each limit."""

    units: int
    entities: int
    octets: int


def _break(block: Block) -> str:
    """What stands between a block and the one before it."""
    return "\n\n" if isinstance(block, Heading) else "\n"


@dataclass(slots=True)
class _Page:
    """Markup under construction, measured as it grows."""

    html: str = ""
    units: int = 0
    entities: int = 0
    commands: bool = False

    def own(self, text: str) -> None:
        """Words of the bot's own."""
        self.entities += sum(m[1] in COMMANDS for m in _COMMAND.finditer(text))
        self._shown(text, keeps=self.commands)

    def plain(self, text: str) -> None:
        self._shown(text, keeps=False)

    def _shown(self, text: str, *, keeps: bool) -> None:
        def guarded(found: re.Match[str]) -> str:
            command = _COMMAND.match(text, found.start()) if keeps else None
            return found[0] + ("" if command and command[1] in COMMANDS else _WORD_JOINER)

        safe = _MENTION.sub(guarded, text)
        self.entities += sum(1 for word in text.split() if _AUTOMATIC.search(word))
        self.html += _escape(safe)
        self.units += len(safe.encode("utf-16-le")) // 2

    def tagged(self, tag: str, text: str) -> None:
        self.html += f"<{tag}>"
        self.plain(text)
        self.html += f"</{tag.split(maxsplit=1)[0]}>"
        self.entities += 1

    def code(self, text: str) -> None:
        """Copied at a tap, so not one character is added; nothing in it becomes an entity by itself."""
        self.html += f"<code>{_escape(text)}</code>"
        self.units += len(text.encode("utf-16-le")) // 2
        self.entities += 1

    def quote(self, before: str, sentence: str, after: str) -> None:
        self.html += "<blockquote expandable>"
        self.plain(f"{before} " if before else "")
        self.tagged("b", sentence)
        self.plain(f" {after}" if after else "")
        self.html += "</blockquote>"
        self.entities += 1

    def link(self, text: str, url: str | None) -> None:
        if url:
            self.tagged(f'a href="{_escape(url)}"', text)
        else:
            self.plain(text)


def _escape(text: str) -> str:
    return html.escape(text, quote=False).replace('"', "&quot;")


def _page(blocks: Sequence[Block], texts: Texts, *, commands: bool = False) -> _Page:
    page = _Page(commands=commands)
    for number, block in enumerate(blocks):
        if number:
            page.plain(_break(block))
        _add(page, block, texts)
    return page


def _add(page: _Page, block: Block, texts: Texts) -> None:
    match block:
        case Title(text):
            page.tagged("b", text)
        case Note(text):
            page.own(text)
        case Heading(name, role, continued):
            page.tagged("b", name)
            if continued:
                page.plain(f" {texts('render.continued')}")
            elif role:
                page.plain("\n")
                page.tagged("i", role)
        case BulletBlock():
            _add_bullet(page, block, texts)
        case Evidence():
            rest = _rest(texts, continued=block.continued)
            page.tagged("blockquote expandable", f"{rest}{block.reference.mark} {block.text}")
        case SourceEntry():
            _add_source(page, block)
        case Line():
            _add_line(page, block)
        case Example(text, note):
            page.code(text)
            page.own(f"{DASH}{note}" if note else "")
        case Passage():
            rest = _rest(texts, continued=block.continued)
            page.quote(" ".join(filter(None, (rest.rstrip(), block.before))), block.text, block.after)


def _add_bullet(page: _Page, block: BulletBlock, texts: Texts) -> None:
    rest = _rest(texts, continued=block.continued)
    if block.withdrawn:
        page.plain(f"{block.mark} {rest}")
        page.tagged("s", block.text)
        page.plain(" ")
    else:
        page.plain(f"{block.mark} {rest}{block.text} ")
    for reference in block.references:
        page.link(reference.mark, reference.url)
    if block.labels:
        page.plain(SEPARATOR)
        page.tagged("i", SEPARATOR.join(block.labels))


def _add_source(page: _Page, block: SourceEntry) -> None:
    page.plain(f"{block.reference.mark} " + (f"{block.outlet}: " if block.outlet else ""))
    page.link(block.title, block.reference.url)
    if block.date:
        page.plain(f", {block.date}")


def _add_line(page: _Page, block: Line) -> None:
    page.plain(f"{SAID} ")
    if block.head and block.url:
        page.link(block.head, block.url)
    elif block.head:
        page.tagged("b", block.head)
    page.plain(DASH if block.head and block.text else "")
    if block.text:
        page.link(block.text, None if block.head else block.url)
    if block.labels:
        page.plain(SEPARATOR)
        page.tagged("i", SEPARATOR.join(block.labels))


def _rest(texts: Texts, *, continued: bool) -> str:
    return f"{texts('render.continued')} " if continued else ""
