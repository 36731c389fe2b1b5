"""Slack messages: rich-text blocks, and the whole text once more for notifications and screen readers.

Feed text stands in ``rich_text`` elements, whose text is literal: mentions, links and styles are elements of
their own, so no feed can write ``<!channel>`` or ``*bold*``.  The header is a text object and ``text`` is
message text: there ``& < >`` are escaped, and ``mrkdwn`` is off.  Screen readers read ``text``, not the
blocks, so it is complete.  Sources: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block and
https://docs.slack.dev/reference/methods/chat.postMessage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

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
from .wording import DASH, SEPARATOR, block_words

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
JsonObject: TypeAlias = "dict[str, Json]"

MAX_HEADER_CHARS = 150


@dataclass(frozen=True, slots=True)
class SlackBudget:
    """What one message may hold.

    Attributes:
        max_blocks: Blocks of a message.
        max_block_chars: Text of one block; the documented limit of a section, kept for rich text as well.
        max_chars: Text and addresses of all blocks; Slack refuses messages somewhere above 11,000 as
            ``msg_blocks_too_long``, without a documented limit.
        max_text_chars: The escaped ``text``; Slack advises 4,000 and cuts at 40,000.
    """

    max_blocks: int = 50
    max_block_chars: int = 3000
    max_chars: int = 9500
    max_text_chars: int = 4000


@dataclass(frozen=True, slots=True)
class SlackMessage:
    """The arguments of ``chat.postMessage`` but for the channel."""

    text: str
    blocks: tuple[JsonObject, ...]
    mrkdwn: bool = False
    unfurl_links: bool = False
    unfurl_media: bool = False

    def arguments(self) -> JsonObject:
        """As JSON values, for the client or for printing."""
        return {
            "text": self.text,
            "blocks": list(self.blocks),
            "mrkdwn": self.mrkdwn,
            "unfurl_links": self.unfurl_links,
            "unfurl_media": self.unfurl_media,
        }


def render_slack(document: RenderDocument, /, *, budget: SlackBudget | None = None) -> tuple[SlackMessage, ...]:
    """The document as messages that Slack accepts, in the order to be sent.

    Raises:
        BudgetTooSmall: The budget cannot hold a heading and one character with its links.
    """
    messages = split(document, fits=lambda blocks: slack_fits(blocks, document.texts, budget=budget))
    return tuple(slack_page(blocks, document.texts, budget=budget) for blocks in messages)


def slack_page(blocks: Sequence[Block], texts: Texts, /, *, budget: SlackBudget | None = None) -> SlackMessage:
    """Blocks as one message, whatever its length."""
    page = _page(blocks, texts, budget or SlackBudget())
    return SlackMessage(page.text, tuple(page.blocks))


def slack_fits(blocks: Sequence[Block], texts: Texts, /, *, budget: SlackBudget | None = None) -> bool:
    """Whether blocks as one message keep every limit."""
    limits = budget or SlackBudget()
    page = _page(blocks, texts, limits)
    return (
        len(page.blocks) <= limits.max_blocks
        and max(page.sizes) <= limits.max_block_chars
        and sum(page.sizes) + page.address_chars <= limits.max_chars
        and _size(page.text) <= limits.max_text_chars
    )


def _page(blocks: Sequence[Block], texts: Texts, limits: SlackBudget) -> _Page:
    page = _Page(texts, limits.max_block_chars)
    for block in blocks:
        page.add(block)
    return page


def escape(text: str, /) -> str:
    """Slack's three control characters as entities; nothing else may be encoded."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _size(text: str) -> int:
    """Length in UTF-16 units: never less than in code points, whichever of the two Slack counts."""
    return len(text.encode("utf-16-le")) // 2


class _Page:
    """A message under construction: blocks, and the text characters of each."""

    def __init__(self, texts: Texts, max_block_chars: int) -> None:
        self.blocks: list[JsonObject] = []
        self.sizes: list[int] = []
        self.address_chars = 0
        self._texts = texts
        self._max = max_block_chars
        self._lines: list[str] = []
        self._rich: list[Json] | None = None  # the elements of the last block, while it can take more

    @property
    def text(self) -> str:
        """Every line, escaped."""
        return escape("\n".join(self._lines))

    def add(self, block: Block) -> None:
        """Append one block of the document."""
        self._lines.append(block_words(block, self._texts))
        match block:
            case Title(text) if _size(escape(text)) <= MAX_HEADER_CHARS:
                self._add_header(escape(text))
            case Title(text):
                self._add_rich("rich_text_section", [_text(text, "bold")], opens=True)
            case Heading(name, role, continued):
                rest = f" {self._texts('render.continued')}" if continued else ""
                subtitle = [_text(f"  {role}", "italic")] if role and not continued else []
                self._add_rich("rich_text_section", [_text(name + rest, "bold"), *subtitle], opens=True)
            case Note(text):
                self._add_rich("rich_text_section", [_text(text)])
            case BulletBlock():
                self._add_rich("rich_text_list", self._bullet(block))
            case Evidence():
                rest = self._rest(continued=block.continued)
                line = [_text(f"{rest}{block.reference.mark} {block.text}")]
                self._add_rich("rich_text_quote", line)
            case SourceEntry():
                self._add_rich("rich_text_section", _source(block))
            case Line():
                self._add_rich("rich_text_list", _line(block))
            case Example(text, note):
                line = [_text(text, "code"), *([_text(f"{DASH}{note}")] if note else [])]
                self._add_rich("rich_text_section", line)
            case Passage():
                self._add_rich("rich_text_quote", self._passage(block))

    def _rest(self, *, continued: bool) -> str:
        return f"{self._texts('render.continued')} " if continued else ""

    def _passage(self, block: Passage) -> list[JsonObject]:
        before = self._rest(continued=block.continued) + (f"{block.before} " if block.before else "")
        return [
            *([_text(before)] if before else []),
            _text(block.text, "bold"),
            *([_text(f" {block.after}")] if block.after else []),
        ]

    def _bullet(self, block: BulletBlock) -> list[JsonObject]:
        mark = f"{block.mark} " if block.mark != SAID else ""  # the list has its own "•"
        rest = self._rest(continued=block.continued)
        labels = "".join(SEPARATOR + label for label in block.labels)
        return [
            *_struck(f"{mark}{rest}", block),
            *(_link(r.mark, r.url) for r in block.references),
            *([_text(labels, "italic")] if labels else []),
        ]

    def _add_header(self, text: str) -> None:
        self.blocks.append({"type": "header", "text": {"type": "plain_text", "text": text, "emoji": False}})
        self.sizes.append(_size(text))
        self._rich = None

    def _add_rich(self, kind: str, line: list[JsonObject], *, opens: bool = False) -> None:
        """Append a line to the last block, or to a new one when it opens a section or would be too long."""
        size = sum(_size(str(e["text"])) for e in line) + 1
        self.address_chars += sum(len(str(e["url"])) for e in line if "url" in e)
        if self._rich is None or opens or self.sizes[-1] + size > self._max:
            self._rich = []
            self.blocks.append({"type": "rich_text", "elements": self._rich})
            self.sizes.append(0)
        self.sizes[-1] += size
        last = self._rich[-1] if self._rich else None
        if kind == "rich_text_list":
            self._add_item(last, line)
        elif isinstance(last, dict) and last["type"] == kind and isinstance(last["elements"], list):
            last["elements"] += [_text("\n"), *line]
        else:
            self._rich.append({"type": kind, "elements": [*line]})

    def _add_item(self, last: Json, line: list[JsonObject]) -> None:
        item: JsonObject = {"type": "rich_text_section", "elements": [*line]}
        if isinstance(last, dict) and last["type"] == "rich_text_list" and isinstance(last["elements"], list):
            last["elements"].append(item)
        elif self._rich is not None:
            self._rich.append({"type": "rich_text_list", "style": "bullet", "elements": [item]})


def _struck(before: str, block: BulletBlock) -> list[JsonObject]:
    if not block.withdrawn:
        return [_text(f"{before}{block.text} ")]
    return [*([_text(before)] if before else []), _text(block.text, "strike"), _text(" ")]


def _text(text: str, style: str = "") -> JsonObject:
    element: JsonObject = {"type": "text", "text": text}
    return {**element, "style": {style: True}} if style else element


def _link(text: str, url: str | None) -> JsonObject:
    return {"type": "link", "url": url, "text": text} if url else _text(text)


def _source(block: SourceEntry) -> list[JsonObject]:
    outlet = f"{block.outlet}: " if block.outlet else ""
    return [
        _text(f"{block.reference.mark} {outlet}"),
        _link(block.title, block.reference.url),
        *([_text(f", {block.date}")] if block.date else []),
    ]


def _line(block: Line) -> list[JsonObject]:
    dash = DASH if block.head and block.text else ""
    head = [_link(block.head, block.url) if block.url else _text(block.head, "bold")] if block.head else []
    text = [_link(dash + block.text, None if block.head else block.url)] if block.text else []
    labels = "".join(SEPARATOR + label for label in block.labels)
    return [*head, *text, *([_text(labels, "italic")] if labels else [])]
