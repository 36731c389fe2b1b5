"""What Slack brings: remembered, acknowledged, then answered.

slack-bolt checks signatures and speaks both ways of delivery; what it brings is taken over before its
authorisation, so that no call of Slack's stands between an event and its acknowledgement.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import structlog

from bot.talk.model import Arrived, Heard, Left, MovedTo, Person, PlaceKind, Pressed, Submitted
from bot.talk.ports import Listener
from bot.texts import words
from newsdesk.ports import Clock, Talks

from ..inbox import Inbox
from .face import SlackFace, is_slash
from .heard import PLATFORM, Body
from .incoming import (
    HomeOpened,
    Incoming,
    Revoked,
    bot_of,
    chat_of,
    hook_of,
    key_of,
    meaning,
    order_of,
)
from .modals import errors_of
from .outgoing import FORM_BUTTON, prompt_of

log = structlog.get_logger(__name__)

# Slack waits three seconds for an acknowledgement; the way there and back needs some of them.
FORM_S = 2.3
# A command whose answer is there by then needs no line that says that it comes.
PROMISE_S = 0.1
_MAX_HOMES = 5000
_NOBODY_NEEDS = frozenset({"token", "authorizations", "context_team_id", "is_ext_shared_channel"})
_PEOPLE = ("U", "W")


class Receiver:
    """Takes payloads, whichever way they come.

    Args:
        form_s: How long a form waits for what is wrong with it before it is closed all the same.
    """

    def __init__(
        self, talks: Talks, listener: Listener, face: SlackFace, /, *, clock: Clock, form_s: float = FORM_S
    ) -> None:
        self.inbox = Inbox(
            talks,
            PLATFORM,
            self._answer,
            clock=clock,
            chat_of=lambda p: str(p["chat"]),
            order_of=lambda p: order_of(p["body"]),
            interrupted=self._interrupted,
            sign=self._sign,
        )
        self.bot = ""
        self._listener = listener
        self._face = face
        self._clock = clock
        self._form_s = form_s
        self._forms: dict[str, asyncio.Future[dict[str, str]]] = {}
        self._homes: set[str] = set()  # who has seen the App Home, which a form may have changed

    async def take(self, body: Body, /) -> dict[str, Any]:
        """Remember a payload; what its acknowledgement says, {} for nothing.

        What is not meant for the bot, such as talk in a thread that it has no part in, is not kept.

        Raises:
            StoreError: It could not be remembered: do not acknowledge it.
        """
        bot, now = bot_of(body) or self.bot, self._clock()
        try:
            found, chat = meaning(body, now=now, bot=bot, joined=self._has_joined(body)), chat_of(body)
        except Exception as error:  # noqa: BLE001  # what cannot be read must not come again
            log.warning("event_malformed", error=type(error).__name__)
            return {}
        if found is None or (isinstance(found, Heard) and not found.addressed):
            return {}
        key = key_of(body) or hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
        kept = {name: value for name, value in body.items() if name not in _NOBODY_NEEDS}
        payload = {"chat": chat, "at": now.isoformat(), "bot": bot, "key": key, "body": kept}
        if isinstance(found, Submitted):
            return await self._form(key, payload, body)
        if isinstance(found, Heard) and is_slash(found):
            promise = asyncio.ensure_future(self._face.promise(found, after_s=PROMISE_S))
            try:
                if await self.inbox.take([(key, payload)]):
                    return await promise
            finally:
                promise.cancel()
            return {}
        await self.inbox.take([(key, payload)])
        return {}

    async def _form(self, key: str, payload: Mapping[str, Any], body: Body) -> dict[str, Any]:
        """What is wrong with a form has to be said in its acknowledgement."""
        done = self._forms[key] = asyncio.get_running_loop().create_future()
        try:
            if not await self.inbox.take([(key, payload)]):
                return {}
            wrong = errors_of(body.get("view") or {}, await asyncio.wait_for(done, self._form_s))
        except TimeoutError:
            log.warning("form_answered_late", after_s=self._form_s)
            return {}
        finally:
            self._forms.pop(key, None)
        return {"response_action": "errors", "errors": wrong} if wrong else {}

    def _has_joined(self, body: Body) -> bool:
        event = body.get("event")
        if not isinstance(event, dict):
            return False
        return self._face.talks_in(str(event.get("channel") or ""), str(event.get("thread_ts") or ""))

    async def _answer(self, payload: Mapping[str, Any]) -> None:
        now = datetime.fromisoformat(str(payload["at"])).astimezone(UTC)
        found = meaning(payload["body"], now=now, bot=str(payload["bot"]), joined=True)
        if found is not None:
            await self._do(found, str(payload["key"]))

    async def _interrupted(self, payload: Mapping[str, Any]) -> None:
        now = datetime.fromisoformat(str(payload["at"])).astimezone(UTC)
        found = meaning(payload["body"], now=now, bot=str(payload["bot"]), joined=True)
        if isinstance(found, Heard):
            await self._listener.interrupted(found, self._face)

    @asynccontextmanager
    async def _sign(self, payload: Mapping[str, Any]) -> AsyncIterator[None]:
        """A question that waits for another one of the same person shows its line meanwhile."""
        now = datetime.fromisoformat(str(payload["at"])).astimezone(UTC)
        found = meaning(payload["body"], now=now, bot=str(payload["bot"]), joined=True)
        if isinstance(found, Heard) and found.message and not is_slash(found):
            async with self._face.expecting(found):
                yield
        else:
            yield

    async def _do(self, found: Incoming, key: str) -> None:
        match found:
            case Heard():
                await self._hear(found)
            case Pressed():
                await self._press(found)
            case Submitted():
                await self._submit(found, key)
            case HomeOpened(by):
                await self._show_home(by)
            case Arrived(place, by):
                await self._listener.arrived(place, by, self._face)
            case Left(place, reason):
                await self._listener.left(place, reason)
            case MovedTo(old, new):
                await self._listener.moved(old, new)
            case Revoked(reason):
                log.error("slack_app_removed", reason=reason)

    async def _hear(self, heard: Heard) -> None:
        if heard.place.kind is PlaceKind.PRIVATE and not heard.message and heard.replied_to is None:
            # A command in a conversation of two others, and a shortcut, belong to the person's own.
            heard = replace(heard, place=await self._face.private(heard.by))
        if heard.place.kind is PlaceKind.PRIVATE:
            heard = replace(heard, by=await self._face.known(heard.by))
        try:
            await self._listener.hear(heard, self._face)
        finally:
            await self._face.settle(heard)

    async def _press(self, pressed: Pressed) -> None:
        if pressed.place.address.chat.startswith(_PEOPLE):
            pressed = replace(pressed, place=await self._face.private(pressed.by))
        if (asked := prompt_of(pressed.data)) is not None:
            await self._face.ask(pressed, asked)
            return
        if pressed.place.kind is PlaceKind.PRIVATE:
            pressed = replace(pressed, by=await self._face.known(pressed.by))
        name, _, form = pressed.data.partition(":")
        if name == FORM_BUTTON:
            await self._listener.hear(_command(pressed, form), self._face)
            return
        await self._listener.press(pressed, self._face)
        if hook_of(pressed).home:
            await self._show_home(pressed.by)

    async def _submit(self, submitted: Submitted, key: str) -> None:
        wrong = await self._listener.submit(submitted, self._face)
        waiting = self._forms.get(key)
        if waiting is not None and not waiting.done():
            waiting.set_result(wrong)
        elif wrong:  # the form is closed: after a restart, or because it took too long
            place = await self._face.private(submitted.by)
            line = words(await self._face.language(place))("slack.form_late", problems=" ".join(wrong.values()))
            await self._face.tell(submitted.by, line)
        if not wrong and submitted.by.id in self._homes:
            await self._show_home(submitted.by)

    async def _show_home(self, by: Person) -> None:
        if len(self._homes) >= _MAX_HOMES:
            self._homes.clear()
        self._homes.add(by.id)
        by = await self._face.known(by)
        await self._face.show_home(by, await self._listener.overview(by, self._face))


def _command(pressed: Pressed, form: str) -> Heard:
    """A button of the face's own that stands for a command, as the shortcuts do."""
    return Heard(
        pressed.event, pressed.place, pressed.by, pressed.at, "", command=form, trigger=pressed.trigger
    )
