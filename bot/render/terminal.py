"""The plain renderer's lines on a terminal: headings, references and labels stand out.

Where standard output is no terminal, or ``NO_COLOR`` is set, the text is the plain renderer's.
"""

from __future__ import annotations

from shutil import get_terminal_size
from typing import TextIO

from rich.console import Console
from rich.text import Text

from .blocks import (
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
from .plain import block_lines

MAX_WIDTH = 96
_REFERENCE = r"\[\d+\]"
_ADDRESS = r"https?://\S+"


def print_document(document: RenderDocument, /, *, file: TextIO) -> None:
    """Print the document, no wider than the terminal and never wider than reads well."""
    width = min(MAX_WIDTH, get_terminal_size((80, 24)).columns)
    console = Console(file=file, highlight=False, soft_wrap=True)
    lines = [
        _styled(block, "\n".join(block_lines(block, document.texts, width))) for block in document.blocks()
    ]
    console.print(Text("\n").join(lines))


def _styled(block: Block, words: str) -> Text:
    text = Text(words)
    match block:
        case Title():
            text.stylize("bold reverse")
        case Heading(name):
            text.stylize("italic")
            text.highlight_words([name], "bold not italic cyan")
        case Note() | Evidence():
            text.stylize("dim")
        case BulletBlock():
            text.highlight_regex(_REFERENCE, "cyan")
            text.highlight_words(block.labels, "yellow")
        case SourceEntry():
            text.highlight_regex(_REFERENCE, "cyan")
            text.highlight_regex(_ADDRESS, "dim underline")
        case Line(_, head):
            text.highlight_words([head] if head else [], "bold")
            text.highlight_regex(_ADDRESS, "dim underline")
        case Example(command):
            text.highlight_words([command], "cyan")
        case Passage(sentence):
            text.highlight_words([sentence], "bold")
    return text
