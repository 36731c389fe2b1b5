"""Slack as conversation sees it (``bot.talk.ports.Face``)."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import structlog

from bot.talk.model import Attached, Filled, Heard, Person, Place, PlaceKind, Pressed, Reply
from bot.texts import words
from newsdesk.model import Address

from .calls import Calls, Refused
from .drafts import Response, Spot, Thread, change, post, respond
from .failures import Trouble
from .files import fetch
from .heard import PLATFORM
from .home import home_view
from .incoming import hook_of
from .modals import form_view, prompt_view
from .outgoing import Content, line, pages_of, rendered
from .people import People

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

log = structlog.get_logger(__name__)

LanguageOf = Callable[[Address], Awaitable[str]]
_MAX_THREADS = 5000
K = TypeVar("K")


async def english(_chat: Address, /) -> str:
    """The language of every chat, when nobody knows better."""
    return "en"


class SlackFace:
    """One workspace.

    Args:
        language_of: The language of a chat, for what the face itself says before there is an answer.
    """

    def __init__(
        self, client: AsyncWebClient, calls: Calls, people: People, /, *, language_of: LanguageOf = english
    ) -> None:
        self._client = client
        self._calls = calls
        self._people = people
        self._language_of = language_of
        self._threads: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._answered: OrderedDict[str, None] = OrderedDict()
        self._promised: OrderedDict[str, None] = OrderedDict()
        self._waited: dict[str, list[asyncio.Event]] = {}
        self._expected: dict[str, Spot] = {}

    @property
    def platform(self) -> str:
        """As in addresses."""
        return PLATFORM

    @asynccontextmanager
    async def answering(self, heard: Heard | Pressed, /) -> AsyncIterator[_Draft]:
        """A placeholder in the thread, or behind a slash command the line that only the person sees."""
        _keep(self._answered, heard.event)
        spot = self._expected.pop(heard.event, None) or await self._opened(heard)
        draft = _Draft(self, spot, heard)
        try:
            yield draft
        finally:
            if not draft.is_finished:
                await spot.close()

    @asynccontextmanager
    async def expecting(self, heard: Heard, /) -> AsyncIterator[None]:
        """The placeholder of what waits for others; ``answering`` goes on with it.

        Left by an exception it is taken back: there will be no answer.
        """
        spot = self._expected[heard.event] = await self._opened(heard)
        try:
            yield
        except BaseException:
            del self._expected[heard.event]
            await spot.close()
            raise

    async def settle(self, heard: Heard, /) -> None:
        """Take back the line shown before there was an answer, when nobody has answered."""
        if (spot := self._expected.pop(heard.event, None)) is not None:
            await spot.close()
        if is_slash(heard) and heard.event not in self._answered:
            await self._spot(heard).close()
        self._answered.pop(heard.event, None)
        self._promised.pop(heard.event, None)
        for done in self._waited.get(heard.event, ()):
            done.set()

    async def promise(self, heard: Heard, /, *, after_s: float) -> Content:
        """What the acknowledgement of a slash command shows: nothing when the answer is there in time.

        Slack does not replace what a command's acknowledgement has shown
        (https://github.com/slackapi/bolt-python/issues/1268), so it is not shown without need.
        """
        done, waited = asyncio.Event(), self._waited.setdefault(heard.event, [])
        waited.append(done)  # Slack may deliver one command twice at the same time
        try:
            await asyncio.wait_for(done.wait(), after_s)
        except TimeoutError:
            shown = line(words(await self.language(heard.place))("slack.looking"))
            if done.is_set():
                return {}
            _keep(self._promised, heard.event)
            return {"response_type": "ephemeral", **shown}
        finally:
            waited.remove(done)
            if not waited:
                self._waited.pop(heard.event, None)
        return {}

    async def say(self, place: Place, reply: Reply, /) -> str:
        """Write into a place, not in answer to anybody; further pages stand in the thread of the first."""
        spot = Thread(self._calls, place.address.chat, place.address.thread, "", alone=True)
        return await spot.finish(replace(reply, hidden=False))

    async def answer(self, pressed: Pressed, reply: Reply, /) -> str:
        """Answer a button: a line for one person, the change of its message, a field to fill in, or more."""
        try:
            return await self._answered_press(pressed, reply)
        except Refused:
            await self.sorry(pressed)
            raise

    async def _answered_press(self, pressed: Pressed, reply: Reply) -> str:
        if reply.toast:
            await self._whisper(pressed, reply.toast)
        if reply.prompt_for and await self.ask(pressed, reply):
            return ""
        if reply.replaces and not hook_of(pressed).home:
            return await self._replace(pressed, reply)
        if reply.blocks or reply.buttons or reply.prompt_for:
            return await self._spot(pressed).finish(replace(reply, toast=""))
        return ""

    async def is_manager(self, place: Place, person: Person, /) -> bool:
        """Whether somebody may change what a place gets; asked anew every minute.

        Raises:
            FaceError: Slack does not tell.
        """
        return await self._people.is_manager(place, person)

    async def find_place(self, words: str, by: Person, /) -> Place | None:  # noqa: ARG002  # the port's
        """The channel that somebody means by "#name", a mention, a link or an id; None without the bot."""
        return await self._people.find(words)

    async def download(self, file: Attached, /, *, limit: int) -> bytes:
        """The content of an attached file, at most ``limit`` bytes.

        Raises:
            FaceError: It is larger, or cannot be had.
        """
        return await fetch(self._client, file, limit=limit)

    async def open_form(
        self, to: Heard | Pressed, form: str, place: Place, /, *, filled: Filled | None = None
    ) -> bool:
        """Open a form about a place; False when there is none, or Slack gave no trigger for it."""
        if not to.trigger:
            return False
        language = await self.language(place)
        view = form_view(form, place, language=language, filled=filled)
        return view is not None and await self._open(to.trigger, view)

    async def ask(self, to: Heard | Pressed, reply: Reply, /) -> bool:
        """Open the field that a reply asks to be filled in; False when it could not be."""
        if not to.trigger:
            return False
        above = [block for page in rendered(reply.blocks, reply.language) for block in page["blocks"]]
        view = prompt_view(reply.prompt_for, reply.prompt, to.place, language=reply.language, above=above)
        return await self._open(to.trigger, view)

    async def show_home(self, person: Person, overview: Reply, /) -> None:
        """Put an overview into somebody's App Home."""
        view = {"user_id": person.id, "view": home_view(overview)}
        try:
            await self._calls.call("views.publish", view, repeat=True)
        except Refused as error:
            log.warning("home_not_shown", reason=error.failure.reason)

    async def language(self, place: Place, /) -> str:
        """The language of a place."""
        return await self._language_of(place.home)

    async def tell(self, person: Person, text: str, /) -> None:
        """A line in somebody's conversation with the bot."""
        try:
            await post(self._calls, (await self.private(person)).address.chat, line(text))
        except Refused as error:
            log.warning("person_not_told", reason=error.failure.reason)

    async def sorry(self, to: Heard | Pressed, /) -> None:
        """Tell whoever asked, and nobody else, that the answer could not be shown."""
        text = line(words(await self.language(to.place))("errors.platform"))
        try:
            if to.answer_url:
                how = {"response_type": "ephemeral", "replace_original": False}
                await self._calls.respond(to.answer_url, {**text, **how})
                return
            thread = thread_of(to)
            about = {"channel": to.place.address.chat, "user": to.by.id}
            below = {"thread_ts": thread} if thread else {}
            await self._calls.call("chat.postEphemeral", {**text, **about, **below})
        except Refused as error:
            log.warning("person_not_told", reason=error.failure.reason)

    async def known(self, person: Person, /) -> Person:
        """The same person with the language of his client."""
        return replace(person, language=await self._people.language(person.id))

    async def private(self, person: Person, /) -> Place:
        """Somebody's conversation with the bot."""
        return await self._people.private(person.id)

    def talks_in(self, chat: str, thread: str, /) -> bool:
        """Whether the bot has answered in a thread since it was started."""
        return (chat, thread) in self._threads

    async def _opened(self, to: Heard | Pressed) -> Spot:
        """A way of answering with a sign that there will be an answer; without one where it cannot be shown."""
        spot = self._spot(to)
        if isinstance(to, Heard) and not (to.message or to.answer_url):
            return spot  # what a shortcut opens is sign enough
        if isinstance(to, Pressed) and hook_of(to).home:
            return spot
        text = words(await self.language(to.place))("slack.looking")
        try:
            await spot.open(text)
        except Refused as error:
            if error.failure.trouble is Trouble.GONE and to.answer_url:
                # A shortcut, or a button that was forwarded, where the bot is not.
                return Response(self._calls, to.place.address.chat, to.answer_url, to.by.id)
            log.warning("placeholder_not_shown", reason=error.failure.reason)
        return spot

    def _spot(self, to: Heard | Pressed) -> Spot:
        chat, person = to.place.address.chat, to.by.id
        if isinstance(to, Heard) and is_slash(to):
            return Response(self._calls, chat, to.answer_url, person, opened=lambda: to.event in self._promised)
        if isinstance(to, Pressed) and hook_of(to).hidden and to.answer_url:
            return Response(self._calls, chat, to.answer_url, person, aside=True)
        thread = thread_of(to)
        if thread:
            _keep(self._threads, (chat, thread))
        return Thread(self._calls, chat, thread, person, alone=to.place.kind is PlaceKind.PRIVATE)

    async def _replace(self, pressed: Pressed, reply: Reply) -> str:
        pages = pages_of(reply)
        if not pages:
            return ""
        if hook_of(pressed).hidden:
            for number, page in enumerate(pages):
                how = {"response_type": "ephemeral", "replace_original": number == 0}
                await respond(self._calls, pressed.answer_url, {**page, **how})
            return ""
        chat = pressed.place.address.chat
        await change(self._calls, chat, pressed.message, pages[0])
        for page in pages[1:]:
            thread = hook_of(pressed).thread or pressed.message
            await post(self._calls, chat, {**page, "thread_ts": thread})
        return pressed.message

    async def _whisper(self, pressed: Pressed, text: str) -> None:
        """A line that only whoever pressed sees; on the App Home it comes as a message."""
        hook, chat = hook_of(pressed), pressed.place.address.chat
        if hook.home or not pressed.message:
            await post(self._calls, chat, line(text))
            return
        where = {"thread_ts": hook.thread} if hook.thread else {}
        if pressed.answer_url:
            how = {"response_type": "ephemeral", "replace_original": False}
            try:
                await self._calls.respond(pressed.answer_url, {**line(text), **where, **how})
            except Refused as error:
                log.info("response_refused", reason=error.failure.reason)
            else:
                return
        about = {"channel": chat, "user": pressed.by.id}
        await self._calls.call("chat.postEphemeral", {**line(text), **where, **about})

    async def _open(self, trigger: str, view: Content) -> bool:
        try:
            await self._calls.call("views.open", {"trigger_id": trigger, "view": view})
        except Refused as error:
            # A trigger lives for three seconds; whoever asked is answered in another way.
            log.warning("form_not_opened", reason=error.failure.reason)
            return False
        return True


class _Draft:
    """An answer that is being worked on."""

    def __init__(self, face: SlackFace, spot: Spot, to: Heard | Pressed) -> None:
        self._face = face
        self._spot = spot
        self._to = to
        self.is_finished = False

    async def finish(self, reply: Reply, /) -> str:
        """Put the reply in its place."""
        if reply.prompt_for and await self._face.ask(self._to, reply):
            return ""
        try:
            message = await self._spot.finish(reply)
        except Refused:
            await self._face.sorry(self._to)
            raise
        self.is_finished = True
        return message


def is_slash(heard: Heard, /) -> bool:
    """Whether it is the slash command, whose acknowledgement shows a line at once."""
    return bool(heard.answer_url) and not heard.message and heard.replied_to is None


def thread_of(to: Heard | Pressed, /) -> str:
    """The first message of the thread in which something is answered; "" for none."""
    if isinstance(to, Pressed):
        hook = hook_of(to)
        return "" if hook.home or hook.hidden else hook.thread or to.message
    return to.place.address.thread or (to.replied_to.message if to.replied_to else to.message)


def _keep(known: OrderedDict[K, None], key: K) -> None:
    known[key] = None
    while len(known) > _MAX_THREADS:
        known.popitem(last=False)
