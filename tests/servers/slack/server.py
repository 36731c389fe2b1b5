"""A workspace of Slack on the loopback interface, which refuses what Slack refuses and fails when told to."""

import asyncio
import json
import time
from typing import Any, Self

from aiohttp import web

from . import payloads
from .checks import check_blocks, check_text
from .fates import Call, Fate, Fates
from .links import HttpEvents, SocketMode
from .people import People, subscription
from .rates import Rates
from .web import SlackError, Web
from .world import BOT_USER, Channel, Posted, User, World

Json = dict[str, Any]
BOT_TOKEN = "xoxb-1111-2222-thisIsASecretOfTheTests"
APP_TOKEN = "xapp-1-A0NEWSDESK-3333-thisIsASecretOfTheTests"
SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
READERS = {"U1", "U2", "UADMIN"}


class SlackServer(People):
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
        return web.json_response(body, headers={"X-OAuth-Scopes": ",".join(sorted(self.web.scopes))})

    def _answer(self, call: Call) -> Json:
        if call.method == "apps.connections.open":
            url = f"ws://127.0.0.1:{self.port}/link/?ticket={self.socket.ticket()}&app_id=A0NEWSDESK"
            return {"ok": True, "url": url}
        try:
            body = self.web.answer(call.method, call.arguments, call.at)
        except SlackError as error:
            self.refused.append((call.method, str(error)))
            return error.body
        self.tell()
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
        if subscription(channel) in self.subscribed and (self.socket.alive or self.http):
            self._later(self.event(payloads.said(message, channel, "message")))

    def _later(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

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
        self.apply_url(state, body)
        self.tell()
        return web.Response(text="ok")

    async def _file(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
            return web.Response(text="<html>Sign in</html>", content_type="text/html")
        for message in self.world.posted:
            for file in message.files:
                if file["id"] == request.match_info["file"]:
                    return web.Response(body=file["content"].encode("latin-1"), content_type=file["mimetype"])
        return web.Response(status=404)


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


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
