"""What a message is made of, on any platform: lines of different kinds, without markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SAID = "•"
DID = "▸"  # the legend of every language shows it


@dataclass(frozen=True, slots=True)
class Reference:
    """A bullet's pointer into the list of sources: "[2]", a link when ``url`` is set."""

    number: int
    url: str | None = None

    @property
    def mark(self) -> str:
        """As it is printed: ``[2]``."""
        return f"[{self.number}]"


@dataclass(frozen=True, slots=True)
class Title:
    """What the whole document is: "News brief", or the question that is answered."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """Opens a section; ``continued`` when a message repeats it for the rest of the section."""

    name: str
    role: str = ""
    continued: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A line that the bot says itself, such as the coverage figures or why there is no answer."""

    text: str


@dataclass(frozen=True, slots=True)
class BulletBlock:
    """One bullet.

    Attributes:
        mark: ``SAID`` or ``DID``, so that an action is visibly not a statement.
        references: Each cited article once, in the order of the citations; at most ``MAX_REFERENCES``, of
            which the first ``MAX_LINKS`` are links (the list of sources links every one).
        labels: Words behind the references, set apart from the bullet's own words: how many references
            are not shown, the date, the number of outlets, "repeated" or "changed".
        continued: True for the rest of a bullet that no single message can hold (see ``split``).
        number: Which bullet of the brief or answer it is, in reading order from 0.
        withdrawn: True when it is shown struck out, because its source says it no longer.
    """

    text: str
    mark: str
    references: tuple[Reference, ...]
    labels: tuple[str, ...] = ()
    continued: bool = False
    number: int = 0
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """The source sentence behind the reference of the bullet above it, in full."""

    text: str
    reference: Reference
    continued: bool = False


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """One line of the list of sources; ``title`` is never empty, ``outlet`` and ``date`` may be."""

    reference: Reference
    title: str
    outlet: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of a list: "• **head** – text · label".

    Attributes:
        head: Stands out in front of the text; a link when there is a ``url``.
        url: Of the head, or of the text where there is no head.
        labels: Set apart behind the text.
    """

    text: str = ""
    head: str = ""
    url: str | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """Something to be typed as it stands, such as a command, and what it does."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A source sentence within its paragraph; the sentence stands out.

    Attributes:
        text: The sentence.
        before, after: What stands around it, "" for nothing.
        continued: True for the rest of a sentence that no single message can hold (see ``split``).
    """

    text: str
    before: str = ""
    after: str = ""
    continued: bool = False


Item = Note | BulletBlock | Evidence | SourceEntry | Line | Example | Passage
Block = Title | Heading | Item


@dataclass(frozen=True, slots=True)
class Part:
    """A title or heading, if there is one, and what stands under it; ``items`` is never empty."""

    opener: Title | Heading | None
    items: tuple[Block, ...]


def parts(blocks: Iterable[Block], /) -> tuple[Part, ...]:
    """Blocks in reading order as parts: each title or heading with what follows it."""
    found: list[Part] = []
    opener: Title | Heading | None = None
    items: list[Block] = []
    for block in blocks:
        if isinstance(block, Title | Heading):
            found += _closed(opener, items)
            opener, items = block, []
        else:
            items.append(block)
    return (*found, *_closed(opener, items))


def _closed(opener: Title | Heading | None, items: Sequence[Block]) -> list[Part]:
    if items:
        return [Part(opener, tuple(items))]
    return [Part(None, (opener,))] if opener else []
