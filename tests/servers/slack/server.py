"""A workspace of Slack on the loopback interface, which refuses what Slack refuses and fails when told to."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from typing import Any, Self

from aiohttp import web

from . import payloads
from .checks import check_blocks, check_text
from .fates import Call, Fate, Fates
from .links import Answer, HttpEvents, SocketMode
from .rates import Rates
from .web import SlackError, Web
from .world import BOT_USER, Channel, Posted, User, View, World

Json = dict[str, Any]
BOT_TOKEN = "xoxb-1111-2222-thisIsASecretOfTheTests"
APP_TOKEN = "xapp-1-A0NEWSDESK-3333-thisIsASecretOfTheTests"
SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
READERS = {"U1", "U2", "UADMIN"}


class SlackServer:
    """``async with SlackServer() as server:`` — then give the bot ``server.base_url`` and the tokens above.

    There are two channels at first: C1 (#news, made by U1, with the bot) and C2 (#private-desk, private, with
    the bot); people U1, U2 and UADMIN, who is an administrator.

    Args:
        second: How long one of Slack's seconds takes: for limits of rates, not for acknowledgements.
        ack_s: Within how long the bot has to acknowledge.
        retry_pauses_s: Pauses before an event that was not acknowledged comes again.

    Attributes:
        world: What the workspace looks like.
        web: The API; its ``scopes`` and ``complaints``.
        calls: Every call of the API, in order.
        refused: (method, code) of every call that was refused.
        drops_after_commit: How many messages were taken and the connection cut, or never answered.
        subscribed: Events that the app is subscribed to; "message.channels" and the like by kind of channel.
        http: Set it to deliver over HTTP in place of Socket Mode.
    """

    def __init__(
        self,
        *,
        second: float = 1.0,
        ack_s: float = 3.0,
        retry_pauses_s: tuple[float, ...] = (0.0, 60.0, 300.0),
    ) -> None:
        self.world = World()
        self.web = Web(self.world)
        self.rates = Rates(second)
        self.fates = Fates()
        self.socket = SocketMode()
        self.http: HttpEvents | None = None
        self.calls: list[Call] = []
        self.refused: list[tuple[str, str]] = []
        self.drops_after_commit = 0
        self.answered_urls: list[Json] = []
        self.ephemeral_answers: list[Posted] = []
        self.subscribed = {
            "app_mention", "message.im", "app_home_opened", "member_joined_channel", "member_left_channel",
            "channel_left", "channel_archive", "channel_deleted", "app_uninstalled", "tokens_revoked",
        }  # fmt: skip
        self.tokens = {BOT_TOKEN}
        self.app_tokens = {APP_TOKEN}
        self.base_url = ""
        self._ack_s = ack_s
        self._pauses_s = retry_pauses_s
        self._urls: dict[str, Json] = {}
        self._changed = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        for user in (User("U1", "ada"), User("U2", "bob"), User("UADMIN", "carol", is_admin=True)):
            self.world.users[user.id] = user
        self.channel("C1", "news")
        self.channel("C2", "private-desk", is_private=True)

    # Life

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self, port: int = 0) -> None:
        """Listen; a port of its own choice unless one is given."""
        app = web.Application(client_max_size=4 * 1024**2)
        app.router.add_route("*", "/api/{method}", self._call)
        app.router.add_get("/link/", self.socket.serve)
        app.router.add_post("/answers/{key}", self._answer_url)
        app.router.add_get("/files/{file}", self._file)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.base_url = f"http://127.0.0.1:{self.port}/api/"

    async def stop(self) -> None:
        """Stop listening; connections are refused from then on."""
        for task in self._tasks:
            task.cancel()
        await self.socket.close()
        if self._runner is not None:
            await self._runner.cleanup()

    # What the workspace is

    def channel(self, id_: str, name: str = "", *, creator: str = "U1", **more: Any) -> Channel:
        """Make a channel with all people and the bot in it."""
        made = Channel(id_, name or id_.lower(), creator, {*READERS, BOT_USER}, **more)
        self.world.channels[id_] = made
        return made

    def fail(self, method: str, fate: Fate, *, times: int = 1, channel: str = "") -> None:
        """What becomes of the next calls of a method."""
        self.fates.plan(method, fate, times=times, channel=channel)

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

    def calls_of(self, method: str) -> list[Call]:
        return [c for c in self.calls if c.method == method]

    # The API

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        args = await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or str(args.get("token", ""))
        now = time.monotonic()
        call = Call(method, args, now, len(self.calls_of(method)) + 1)
        self.calls.append(call)
        if token not in (self.app_tokens if method == "apps.connections.open" else self.tokens):
            return self._refuse(method, {"ok": False, "error": "invalid_auth" if token else "not_authed"})
        if (wait_s := self.rates.wait_s(method, call.channel, now)) > 0:
            return self._busy(method, wait_s)
        return await self._fated(request, call, self.fates.of(call))

    async def _fated(self, request: web.Request, call: Call, fate: Fate) -> web.StreamResponse:
        match fate:
            case Fate.BUSY:
                return self._busy(call.method, self.rates.second)
            case Fate.ERROR | Fate.UNAVAILABLE:
                return web.Response(
                    status=int(fate.value), text="<html>Server Error</html>", content_type="text/html"
                )
            case Fate.INTERNAL:
                return self._refuse(call.method, {"ok": False, "error": "internal_error"})
            case Fate.CUT_BEFORE:
                return _cut(request)
            case Fate.HANG_BEFORE:
                await asyncio.sleep(3600)
            case Fate.ARCHIVE:
                self.world.channels[call.channel].is_archived = True
            case Fate.KICK:
                self.world.channels[call.channel].members.discard(BOT_USER)
        body = self._answer(call)
        if fate is Fate.CUT_AFTER:
            self.drops_after_commit += 1
            return _cut(request)
        if fate is Fate.ERROR_AFTER:
            self.drops_after_commit += 1
            return web.json_response({"ok": False, "error": "internal_error"}, status=500)
        if fate is Fate.HANG_AFTER:
            self.drops_after_commit += 1
            await asyncio.sleep(3600)
        return web.json_response(body)

    def _answer(self, call: Call) -> Json:
        if call.method == "apps.connections.open":
            url = f"ws://127.0.0.1:{self.port}/link/?ticket={self.socket.ticket()}&app_id=A0NEWSDESK"
            return {"ok": True, "url": url}
        try:
            body = self.web.answer(call.method, call.arguments, call.at)
        except SlackError as error:
            self.refused.append((call.method, str(error)))
            return error.body
        self._tell()
        if call.method == "chat.postMessage":
            self._echo(self.world.posted[-1])
        return body

    def _refuse(self, method: str, body: Json) -> web.Response:
        self.refused.append((method, body["error"]))
        return web.json_response(body)

    def _busy(self, method: str, wait_s: float) -> web.Response:
        self.refused.append((method, "ratelimited"))
        # Slack gives whole seconds; with quick seconds that would be far too long.
        after = str(int(-(-wait_s // 1))) if self.rates.second == 1.0 else f"{wait_s:.3f}"
        return web.json_response(
            {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": after}
        )

    def _echo(self, message: Posted) -> None:
        """The bot's own messages are events too."""
        channel = self.world.channels[message.channel]
        if _subscription(channel) in self.subscribed and (self.socket.alive or self.http):
            self._later(self.event(payloads.said(message, channel, "message")))

    def _later(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _tell(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def _answer_url(self, request: web.Request) -> web.Response:
        """A ``response_url``: five answers within half an hour."""
        state = self._urls.get(request.match_info["key"])
        if state is None or state["left"] <= 0:
            return web.json_response({"ok": False, "error": "used_url" if state else "expired_url"}, status=404)
        state["left"] -= 1
        body = await request.json()
        self.answered_urls.append(body)
        check = check_blocks(body.get("blocks", []))
        if check.errors:
            return web.json_response(
                {"ok": False, "error": "invalid_blocks", "errors": check.errors}, status=400
            )
        self.web.complaints += [*check.complaints, *check_text(body.get("text", ""))]
        self._apply_url(state, body)
        self._tell()
        return web.Response(text="ok")

    def _apply_url(self, state: Json, body: Json) -> None:
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

    async def _file(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
            return web.Response(text="<html>Sign in</html>", content_type="text/html")
        for message in self.world.posted:
            for file in message.files:
                if file["id"] == request.match_info["file"]:
                    return web.Response(body=file["content"].encode("latin-1"), content_type=file["mimetype"])
        return web.Response(status=404)

    # What people do

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
            if _subscription(place) in self.subscribed:
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
            self._apply_url({"message": None, "channel": place.id, "user": user}, answer.body)
            self._tell()
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
        within_s: float = 5.0,
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

    async def view(self, user: str, *, within_s: float = 5.0) -> View:
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


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _subscription(channel: Channel) -> str:
    return f"message.{channel.kind}" if channel.is_im else f"message.{channel.kind}s"


async def _arguments(request: web.Request) -> Json:
    """Arguments as JSON, as a form or in the address; nested values of a form are JSON texts."""
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        body = await request.json()
        return {**args, **body} if isinstance(body, dict) else args
    args |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    for name in ("blocks", "metadata", "view"):
        if isinstance(args.get(name), str):
            args[name] = json.loads(args[name])
    return args
