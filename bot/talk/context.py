"""What a command is given, and what commands are."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.render.clean import clean
from bot.render.document import Block, Note
from newsdesk.model import Channel
from newsdesk.threads import in_thread
from summarizer.brief import Shared

from .model import Button, Heard, Person, Place, PlaceKind, Pressed, Reply, Submitted
from .permits import Needs, Permits

if TYPE_CHECKING:
    from bot.texts import Words
    from newsdesk.desk import Reader
    from newsdesk.gather.post import Rules
    from newsdesk.ports import Clock, Renderer, Store
    from newsdesk.questions import Questions
    from summarizer.actors.registry import Registry
    from summarizer.model import BriefSpec

    from .limits import Limits
    from .ports import Face


# Slack gives an app one command; what it does stands behind it.
_SLASHES = {"slack": "/newsdesk "}
# What Slack calls otherwise, or lets nobody do: its commands are no replies, and do not work in threads.
_ON_SLACK = {
    "errors.managers_only": "slack.managers_only",
    "evidence.nothing": "slack.evidence_nothing",
    "help.ask": "slack.help_ask",
    "help.evidence": "slack.help_evidence",
    "help.for_managers": "slack.help_for_managers",
    "help.managers": "slack.help_managers",
    "help.manage": "slack.help_manage",
    "help.summarize": "slack.help_summarize",
    "manage.in_private": "slack.in_private",
    "manage.usage": "slack.manage_usage",
    "settings.title": "slack.settings_of",
    "summarize.how": "slack.summarize_how",
}


@dataclass(frozen=True, slots=True)
class Services:
    """What commands work with; one for the process.

    Attributes:
        reader: Loads the models when they are first needed and gives the same reader to everybody; blocks.
        nudge: Tells the running desk that something waits: "feeds", "deliver".
        default_zone: Of a new channel.
        registry: Who is known before any article is read, without the models; None asks the reader.
        running: Whether the desk is at work; None when nobody can tell.
        shared: What briefs need of texts, worked out when they are read.
    """

    store: Store
    renderer: Renderer
    questions: Questions
    reader: Callable[[], Reader]
    rules: Rules
    permits: Permits
    limits: Limits
    clock: Clock
    defaults: BriefSpec
    nudge: Callable[[str], object] = lambda _what: None
    default_zone: str = "UTC"
    registry: Callable[[], Registry] | None = None
    running: Callable[[], bool | None] = lambda: True
    shared: Shared = field(default_factory=Shared)

    def actors(self) -> Registry:
        """Who is known before any article is read; blocks."""
        return self.registry() if self.registry is not None else self.reader().registry


@dataclass(frozen=True, slots=True)
class Context:
    """One thing that somebody asked for.

    Attributes:
        place: Where it was said and the answer goes.
        target: What it is about: the same chat, or one that is managed from a private chat.
        channel: What the desk keeps of the target; None before anything was wished for there.
        text: The words behind the command, or the question; "" for a button.
        said: The message, or the button.
        home: What the desk keeps of the chat in which the answer is read.
    """

    services: Services
    face: Face
    place: Place
    target: Place
    by: Person
    words: Words
    now: datetime
    text: str
    said: Heard | Pressed
    channel: Channel | None = None
    home: Channel | None = None

    @property
    def store(self) -> Store:
        """What the desk remembers; it blocks, so asynchronous code calls it through ``newsdesk.threads``."""
        return self.services.store

    @property
    def zone(self) -> str:
        """Of the chat that this is about."""
        return self.channel.zone if self.channel else self.services.default_zone

    @property
    def reading_zone(self) -> str:
        """Of the chat in which the answer is read: in it days are meant and told."""
        return self.home.zone if self.home else self.services.default_zone

    @property
    def heard(self) -> Heard | None:
        """The message, when it is one."""
        return self.said if isinstance(self.said, Heard) else None

    @property
    def in_private(self) -> bool:
        """Whether nobody else reads the answer."""
        return self.place.kind is PlaceKind.PRIVATE

    async def may(self, needs: Needs, /) -> bool:
        """Whether whoever asked may do more than the command needs."""
        return await self.services.permits.may(needs, self.target, self.by, self.face)

    def reply(
        self, *blocks: Block | str, buttons: tuple[tuple[Button, ...], ...] = (), hidden: bool = False
    ) -> Reply:
        """A reply in the reader's language; strings become lines of their own, cleaned."""
        shown = tuple(Note(clean(b)) if isinstance(b, str) else b for b in blocks)
        return Reply(shown, buttons, hidden=hidden, language=self.words.language)

    def tell(self, key: str, /, **values: str | int) -> str:
        """A line of the catalogue; ``{slash}`` in it is what commands begin with on this platform."""
        platform = self.place.address.platform
        key = _ON_SLACK.get(key, key) if platform == "slack" else key
        return self.words(key, slash=_SLASHES.get(platform, "/"), **values)

    def say(self, key: str, /, **values: str | int) -> Reply:
        """A reply of one line of the catalogue."""
        return self.reply(self.tell(key, **values))

    def refuse(self, *lines: str, buttons: tuple[tuple[Button, ...], ...] = ()) -> Reply:
        """Why nothing was done: for the one who asked alone, where a platform can do that."""
        return self.reply(*lines, buttons=buttons, hidden=self.heard is not None)

    def toast(self, key: str, /, **values: str | int) -> Reply:
        """A line shown for a moment."""
        return Reply(toast=clean(self.tell(key, **values)), language=self.words.language)

    def about(self, target: Place, channel: Channel | None, /) -> Context:
        """The same, about another chat."""
        return replace(self, target=target, channel=channel)


Handler = Callable[[Context], Awaitable[Reply | None]]


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    Attributes:
        name: In small letters; its line in the menu is "menu.<name>", its help "help.<name>".
        needs: What whoever uses it must be; a handler may ask for more by ``Context.may``.
        aliases: Other names for it.
        listed: Whether menus and the help show it.
        hidden: Whether its answer is for the one who asked alone, where a platform can do that.
    """

    name: str
    handler: Handler
    needs: Needs = Needs.NOTHING
    aliases: tuple[str, ...] = ()
    listed: bool = True
    hidden: bool = False


ButtonHandler = Callable[[Context, tuple[str, ...]], Awaitable[Reply | None]]


@dataclass(frozen=True, slots=True)
class Action:
    """What a button does: ``name`` is the word in front of its data, the handler gets the values behind it.

    Values come from outside and may be forged: handlers check them, and that they belong to the chat.
    """

    name: str
    handler: ButtonHandler
    needs: Needs = Needs.NOTHING


Parses = Callable[[Context, tuple[str, ...]], Awaitable[bool]]
FormHandler = Callable[[Context, Submitted], Awaitable[dict[str, str]]]


@dataclass(frozen=True, slots=True)
class Family:
    """Commands that belong together, with their buttons, what answers to a prompt, and their forms.

    Attributes:
        answers: By the word in front of ``Reply.prompt_for``; the answer is the context's text.
        takes: By the same word: whether words are such an answer, where they are no reply to the prompt.
        forms: By ``Submitted.form``; see ``bot.talk.forms`` for the fields.
    """

    commands: tuple[Command, ...] = ()
    actions: tuple[Action, ...] = ()
    answers: dict[str, ButtonHandler] = field(default_factory=dict)
    takes: dict[str, Parses] = field(default_factory=dict)
    forms: dict[str, FormHandler] = field(default_factory=dict)


async def channel_at(store: Store, target: Place, /) -> Channel | None:
    """The channel of a place."""
    return await in_thread(store.channels.find, target.home)
