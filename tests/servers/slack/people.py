"""What people do in the workspace, and how it reaches the bot."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from . import payloads
from .links import Answer, HttpEvents, SocketMode
from .web import Web
from .world import BOT_USER, Channel, Posted, View, World

Json = dict[str, Any]


class People:
    """The part of the server that plays people; see ``SlackServer`` for its attributes."""

    world: World
    web: Web
    socket: SocketMode
    http: HttpEvents | None
    subscribed: set[str]
    port: int
    _ack_s: float
    _pauses_s: tuple[float, ...]
    _urls: dict[str, Json]
    _changed: asyncio.Event

    def tell(self) -> None:
        """Something has changed: whoever expects something looks again."""
        self._changed.set()
        self._changed = asyncio.Event()

    def messages(self, channel: str, *, thread: str | None = None) -> list[Posted]:
        """What stands in a channel, threads included, in order; or what stands in one thread."""
        shown = [p for p in self.world.posted if p.channel == channel and not p.deleted and not p.seen_by]
        return shown if thread is None else [p for p in shown if p.thread_ts == thread]

    def hidden(self, user: str) -> list[Posted]:
        """What only one person sees: ephemeral messages and hidden answers."""
        return [p for p in self.world.posted if p.seen_by == user and not p.deleted]

    def home(self, user: str) -> View | None:
        return self.world.homes.get(user)

    def views(self, user: str) -> list[View]:
        return [v for v in self.world.views.values() if v.user == user]

    async def event(self, event: Json, *, event_id: str = "", tries: int = 4) -> Answer:
        """Deliver an event, again and again until it is acknowledged."""
        event_id = event_id or f"Ev{self.world.number():08d}"
        body = payloads.event_callback(event, event_id=event_id, event_time=int(time.time()))
        answer = Answer(acked=False)
        for attempt in range(tries):
            if attempt:
                await asyncio.sleep(self._pauses_s[attempt - 1])
            answer = await self.deliver("events_api", body, attempt=attempt)
            answer.tries = attempt + 1
            if answer.acked:
                break
        return answer

    async def deliver(self, kind: str, payload: Mapping[str, Any], *, attempt: int = 0) -> Answer:
        """Deliver anything once, over HTTP when ``http`` is set."""
        begun = time.monotonic()
        if self.http is not None:
            status, text = await self.http.deliver(kind, payload, attempt=attempt, within_s=self._ack_s)
            body: Any = json.loads(text) if text.startswith("{") else text or None
            return Answer(200 <= status < 300, body, status, after_s=time.monotonic() - begun)
        acked, body = await self.socket.deliver(kind, payload, attempt=attempt, within_s=self._ack_s)
        return Answer(acked, body, after_s=time.monotonic() - begun)

    async def say(
        self, channel: str, user: str, text: str, *, thread_ts: str = "", files: list[Json] | None = None
    ) -> Posted:
        """Somebody writes; the bot hears it as far as it is subscribed."""
        message = Posted(self.world.ts(), channel, user, text, thread_ts=thread_ts, files=files or [])
        self.world.posted.append(message)
        place = self.world.channels[channel]
        if BOT_USER in place.members:
            if f"<@{BOT_USER}>" in text and "app_mention" in self.subscribed and not place.is_im:
                await self.event(payloads.said(message, place, "app_mention"))
            if subscription(place) in self.subscribed:
                await self.event(payloads.said(message, place, "message"))
        return message

    async def mention(self, channel: str, user: str, text: str, thread_ts: str = "") -> Posted:
        """Somebody names the bot."""
        return await self.say(channel, user, f"<@{BOT_USER}> {text}", thread_ts=thread_ts)

    async def dm(self, user: str, text: str, *, thread_ts: str = "", files: list[Json] | None = None) -> Posted:
        """Somebody writes to the bot alone."""
        return await self.say(self.world.im_of(user).id, user, text, thread_ts=thread_ts, files=files)

    async def slash(self, channel: str, user: str, text: str, *, command: str = "/newsdesk") -> Answer:
        """Somebody types a command; ``channel`` "" is the direct messages with the bot."""
        place = self.world.channels[channel] if channel else self.world.im_of(user)
        url, trigger = self._url(place.id, user), self._trigger(user)
        who = self.world.users[user]
        body = payloads.slash(command, text, place, who, trigger=trigger, url=url)
        answer = await self.deliver("slash_commands", body)
        if isinstance(answer.body, dict) and answer.body.get("text"):
            self.apply_url({"message": None, "channel": place.id, "user": user}, answer.body)
            self.tell()
        return answer

    async def press(self, on: Posted | View, label: str, user: str, *, chosen: tuple[str, ...] = ()) -> Answer:
        """Somebody presses a button, by its label or action id, or chooses from a menu.

        Raises:
            AssertionError: There is no such button.
        """
        fitting = [b for b in on.buttons if label in {b.get("action_id"), b.get("text", {}).get("text")}]
        assert fitting, f"no button {label!r}; there are {on.labels}"
        place = self.world.channels[on.channel] if isinstance(on, Posted) else None
        url = self._url(place.id, user, on) if isinstance(on, Posted) and place is not None else ""
        body = payloads.pressed(
            on,
            place,
            self.world.users[user],
            fitting[0],
            trigger=self._trigger(user),
            response_url=url,
            action_ts=self.world.ts(),
            chosen=chosen,
        )
        return await self.deliver("interactive", body)

    async def shortcut(self, callback_id: str, on: Posted, user: str) -> Answer:
        """Somebody chooses an entry of a message's menu."""
        place, who = self.world.channels[on.channel], self.world.users[user]
        trigger, url = self._trigger(user), self._url(on.channel, user)
        body = payloads.shortcut(callback_id, on, place, who, trigger=trigger, url=url)
        return await self.deliver("interactive", body)

    async def submit_view(self, view: View, values: Mapping[str, Any], user: str = "") -> Answer:
        """Somebody sends a form; without errors in the answer it is closed."""
        user = user or view.user
        body = payloads.submitted(view, self.world.users[user], values, trigger=self._trigger(user))
        answer = await self.deliver("interactive", body)
        action = answer.body.get("response_action") if isinstance(answer.body, dict) else None
        if answer.acked and action in {None, "clear"}:
            self.world.views.pop(view.id, None)
        return answer

    async def open_home(self, user: str) -> Answer:
        """Somebody opens the app's home tab."""
        event: Json = {
            "type": "app_home_opened",
            "user": user,
            "channel": self.world.im_of(user).id,
            "tab": "home",
            "event_ts": self.world.ts(),
        }
        if user in self.world.homes:
            event["view"] = self.world.homes[user].json()
        return await self.event(event)

    async def invite(self, channel: str, inviter: str) -> Answer:
        """The bot is added to a channel."""
        place = self.world.channels[channel]
        place.members.add(BOT_USER)
        return await self.event(
            {
                "type": "member_joined_channel",
                "user": BOT_USER,
                "channel": channel,
                "channel_type": "G" if place.is_private else "C",
                "team": "T0NEWSDESK",
                "inviter": inviter,
                "event_ts": self.world.ts(),
            }
        )

    async def kick(self, channel: str) -> Answer:
        """The bot is removed from a channel."""
        place = self.world.channels[channel]
        place.members.discard(BOT_USER)
        kind = "group_left" if place.is_private else "channel_left"
        event = {"type": kind, "channel": channel, "actor_id": "U1", "event_ts": self.world.ts()}
        return await self.event(event)

    async def expect(
        self,
        channel: str,
        *words: str,
        thread: str | None = None,
        after: str = "",
        where: Callable[[Posted], bool] = lambda _: True,
        within_s: float = 15.0,
    ) -> Posted:
        """Wait for a message of the bot's that holds all words, now or after an edit.

        Args:
            thread: The thread in which it has to stand; "" for none.
            after: Only messages later than this ``ts``.

        Raises:
            AssertionError: None came in time; it says what is there.
        """
        deadline = time.monotonic() + within_s
        while True:
            for message in self.messages(channel):
                if not message.by_bot or message.ts <= after or not where(message):
                    continue
                if thread is not None and message.thread_ts != thread:
                    continue
                if all(w in message.words or w in message.text for w in words):
                    return message
            changed = self._changed
            try:
                await asyncio.wait_for(changed.wait(), max(0.0, deadline - time.monotonic()))
            except TimeoutError:
                there = [(m.thread_ts, m.words) for m in self.messages(channel) if m.by_bot]
                raise AssertionError(f"{words} not in {there}") from None

    async def view(self, user: str, *, within_s: float = 15.0) -> View:
        """Wait for a form that somebody sees."""
        deadline = time.monotonic() + within_s
        while not self.views(user):
            await asyncio.wait_for(self._changed.wait(), max(0.0, deadline - time.monotonic()))
        return self.views(user)[-1]

    def _trigger(self, user: str) -> str:
        trigger = f"{self.world.number()}.1.{user}"
        self.web.triggers[trigger] = (time.monotonic(), user)
        return trigger

    def _url(self, channel: str, user: str, message: Posted | None = None) -> str:
        key = f"k{self.world.number()}"
        self._urls[key] = {"left": 5, "channel": channel, "user": user, "message": message}
        return f"http://127.0.0.1:{self.port}/answers/{key}"

    def apply_url(self, state: Json, body: Json) -> None:
        on: Posted | None = state["message"]
        blocks = [{"block_id": f"b{n}", **b} for n, b in enumerate(body.get("blocks", []))]
        if on is not None and body.get("delete_original"):
            on.deleted = True
        elif on is not None and body.get("replace_original"):
            on.text, on.blocks, on.edited = body.get("text", ""), blocks, True
            on.versions.append(on.text)
        else:
            shown = body.get("response_type") == "in_channel"
            self.world.posted.append(
                Posted(
                    ts=self.world.ts(),
                    channel=state["channel"],
                    user=BOT_USER,
                    text=body.get("text", ""),
                    blocks=blocks,
                    thread_ts=str(body.get("thread_ts") or ""),
                    seen_by="" if shown else state["user"],
                    versions=[body.get("text", "")],
                    arguments=body,
                )
            )


def subscription(channel: Channel) -> str:
    return f"message.{channel.kind}" if channel.is_im else f"message.{channel.kind}s"
