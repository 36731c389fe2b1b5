"""What is said to the bot and what it replies, as values that no platform owns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from newsdesk.model import Address

if TYPE_CHECKING:
    from bot.render.document import Block


class PlaceKind(StrEnum):
    """What sort of chat a place is."""

    PRIVATE = "private"
    GROUP = "group"
    CHANNEL = "channel"  # where only administrators write: a broadcast channel of Telegram


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was said, and where the answer belongs.

    Attributes:
        address: With the topic or thread in which it was said.
        title: As the platform shows it; "" when unknown.
        lasting: True when the thread is one that briefs can be sent to: a forum topic of Telegram.
    """

    address: Address
    kind: PlaceKind
    title: str = ""
    lasting: bool = False

    @property
    def chat(self) -> Address:
        """The whole chat, without its topic or thread."""
        return self.address._replace(thread="")

    @property
    def home(self) -> Address:
        """Where briefs asked for here go: the topic on a forum, the chat elsewhere."""
        return self.address if self.lasting else self.chat


@dataclass(frozen=True, slots=True)
class Person:
    """Who speaks.

    Attributes:
        id: The platform's, never a name.
        as_chat: True when an administrator speaks in the chat's own name, so that nobody can tell who it is.
        language: Of the person's client, as an IETF tag; "" when unknown.
    """

    platform: str
    id: str
    name: str = ""
    as_chat: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with a message; the face can open it.

    Attributes:
        ref: What the platform calls it.
        size: Bytes as the platform says; 0 when unknown.
    """

    ref: str
    name: str = ""
    mime: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Quoted:
    """The message that somebody replied to, or chose for a shortcut.

    Attributes:
        own: True when the bot wrote it.
    """

    message: str
    text: str = ""
    links: tuple[str, ...] = ()
    files: tuple[Attached, ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """A command or a question.

    Attributes:
        event: Unique for the platform, however often the event is delivered.
        text: Without the bot's name and without the command.
        command: Its name in small letters without a slash; "" for plain words.
        addressed: True when it is meant for the bot: said in private, mentioning it, or replying to it.
        message: The remote id of the message; "" when there is none (a slash command of Slack).
        links: Addresses in the message, hidden ones behind words included.
        trigger: What the platform wants back when a form is opened; "" where there are none.
        answer_url: Where a hidden answer is sent to; "" where there is none.
    """

    event: str
    place: Place
    by: Person
    at: datetime
    text: str
    command: str = ""
    addressed: bool = True
    message: str = ""
    links: tuple[str, ...] = ()
    files: tuple[Attached, ...] = ()
    replied_to: Quoted | None = None
    trigger: str = ""
    answer_url: str = ""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button that somebody pressed.

    Attributes:
        data: What the button carries (see ``bot.talk.buttons``).
        message: The remote id of the message that it hangs on.
        callback: What the platform wants back, so that the button stops turning.
    """

    event: str
    place: Place
    by: Person
    at: datetime
    data: str
    message: str = ""
    callback: str = ""
    trigger: str = ""
    answer_url: str = ""


@dataclass(frozen=True, slots=True)
class Submitted:
    """A form that somebody filled in.

    Attributes:
        place: What the form is about, not where it was opened.
        values: By the field's name; several values for a choice of many.
    """

    event: str
    place: Place
    by: Person
    at: datetime
    form: str
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Arrived:
    """The bot was added to a chat.

    Attributes:
        by: Who added it.
    """

    place: Place
    by: Person


@dataclass(frozen=True, slots=True)
class Left:
    """The bot was removed from a chat, or blocked by the person it spoke with, or the chat ended.

    Attributes:
        reason: For the operator.
    """

    place: Place
    reason: str


@dataclass(frozen=True, slots=True)
class MovedTo:
    """A chat has another id now."""

    old: Place
    new: Place


@dataclass(frozen=True, slots=True)
class Filled:
    """What a form shows when it opens.

    Attributes:
        values: What its fields hold at first, by name, as ``Submitted`` brings them back.
        choices: What there is to choose among, by the field's name: the value and its label.
    """

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    choices: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message.

    Attributes:
        data: At most 64 bytes of UTF-8 (Telegram's limit; see ``bot.talk.buttons``).
        weighty: True for what cannot be undone; shown as dangerous where a platform can.
    """

    label: str
    data: str
    weighty: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot says.

    Attributes:
        blocks: What ``bot.render`` shows on each platform; whole blocks only, overflow becomes further pages.
        buttons: Rows of at most 8, the last page carries them.
        hidden: True when nobody but the one who asked is to see it, where a platform can do that.
        prompt: The words of the field in which an answer is asked for; "" for none.  The answer comes as a
            reply to the message, or as a form.
        prompt_for: Who gets that answer, and about what, written as a button's data.
        about: Who takes the words of somebody who replies to the message, written as a button's data; nothing
            is asked for, and a platform shows nothing of it.
        toast: A line shown for a moment, in answer to a button; with no blocks nothing else is shown.
        replaces: True when the message whose button was pressed is to be changed into this.
        language: Of the words that a face adds ("More").
        by: Whose question it answers: pages of it that are kept go with what is kept of that person.
    """

    blocks: tuple[Block, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    hidden: bool = False
    prompt: str = ""
    prompt_for: str = ""
    about: str = ""
    toast: str = ""
    replaces: bool = False
    language: str = "en"
    by: str = ""
