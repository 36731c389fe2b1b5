"""The server itself: HTTP, rates, faults, and what a test does to it and asks of it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from aiohttp import web

from .driving import Driving
from .methods import METHODS, WRITES, Refused
from .plan import Fault, Plan
from .rates import Rates
from .updates import Updates
from .world import Message, User, World

TOKEN = "123456:loopback-token-of-the-tests"
_HTML = "<html><head><title>502 Bad Gateway</title></head></html>"


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it came.

    Attributes:
        status: As answered; 0 when the connection was cut.
    """

    method: str
    params: dict[str, Any]
    at: float
    status: int


class TelegramServer(Driving):
    """A Bot API on a loopback port: ``async with TelegramServer() as server``.

    Args:
        rates: None when this test is not about them.
        query_age_s: A button is "too old" to be answered after so long.

    Attributes:
        calls: Everything that came, in order.
        sent: What the bot has written, in the order in which it was taken.
        toasts: Person, text, and whether it is an alert.
        actions: Chat, action ("typing"), instant.
        commands: Menus by scope (JSON) and language.
        dropped_entities: How many were too many for their messages.
        lacking: Methods, in small letters, that this server does not know.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        username: str = "newsdesk_bot",
        rates: Rates | None = None,
        plan: Plan | None = None,
        query_age_s: float = 15.0,
    ) -> None:
        self.token = token
        self.world = World(User(int(token.partition(":")[0]), "Newsdesk", username, is_bot=True))
        self.rates = rates
        self.plan = plan or Plan()
        self.query_age_s = query_age_s
        self.calls: list[Call] = []
        self.sent: list[Message] = []
        self.actions: list[tuple[int, str, float]] = []
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.files: dict[str, tuple[str, bytes]] = {}
        self.dropped_entities = 0
        self.lacking: frozenset[str] = frozenset()
        self.is_up = True
        self.port = 0
        self._runner: web.AppRunner | None = None
        super().__init__()

    @property
    def base_url(self) -> str:
        """For ``telegram.Bot``: the token comes behind it."""
        return f"http://127.0.0.1:{self.port}/bot"

    @property
    def base_file_url(self) -> str:
        """The same for files."""
        return f"http://127.0.0.1:{self.port}/file/bot"

    async def __aenter__(self) -> Self:
        self.updates = Updates()
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_get("/file/bot{token}/documents/{name}", self._file)
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.updates.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        at = time.monotonic()
        method = request.match_info["method"].lower()
        if not self.is_up:
            return self._cut(request)
        if request.match_info["token"] != self.token:
            return _answer(Refused(401, "Unauthorized"))
        try:
            params = await _params(request)
        except ConnectionResetError:  # the bot was stopped while it was sending
            return web.Response(status=400)
        try:
            response = await self._answer(request, method, params, at)
        except Refused as refused:
            response = _answer(refused)
        status = 0 if request.transport is None or request.transport.is_closing() else response.status
        self.calls.append(Call(method, params, at, status))
        self.stir()
        return response

    async def _answer(
        self, request: web.Request, method: str, params: dict[str, Any], at: float
    ) -> web.StreamResponse:
        if method in self.lacking:
            raise Refused(404, "Not Found")
        if method in {"getupdates", "setwebhook", "deletewebhook", "getwebhookinfo"}:
            return _answer(await self._updates(method, params))
        if method not in METHODS:
            raise Refused(404, "Not Found")
        fault = self._fault(method, params, at) if method in WRITES else self.plan.fate(method, "")
        match fault:
            case Fault.FLOOD:
                after = self.plan.retry_after_s
                raise Refused(429, f"Too Many Requests: retry after {after}", retry_after=after)
            case Fault.ERROR:
                raise Refused(500, "Internal Server Error")
            case Fault.BAD_GATEWAY:
                return web.Response(status=502, text=_HTML, content_type="text/html")
            case Fault.CUT_BEFORE:
                return self._cut(request)
            case Fault.SLOW:
                await asyncio.sleep(self.plan.slow_s)
        result = METHODS[method](self, params)
        if fault is Fault.CUT_AFTER:
            self.plan.cut_after.append((int(params.get("chat_id", 0)), str(params.get("text", ""))))
            return self._cut(request)
        return _answer(result)

    def _fault(self, method: str, params: dict[str, Any], at: float) -> Fault | None:
        """Count a call that writes, and say what is to go wrong with it."""
        chat = self.world.chats.get(int(params.get("chat_id") or 0))
        if chat is None:
            return None
        if self.rates is not None and (wait := self.rates.arrived(chat.id, at)) > 0:
            after = max(1, round(wait + 0.5))
            raise Refused(429, f"Too Many Requests: retry after {after}", retry_after=after)
        if chat.refuses or chat.moved_to is not None:
            return None
        fault = self.plan.fate(_spelled(method), chat.kind)
        match fault:
            case Fault.MIGRATE:
                self.world.upgrade(chat)
            case Fault.BLOCK:
                chat.refuses = "bot was blocked by the user"
            case Fault.KICK:
                chat.refuses = f"bot was kicked from the {chat.kind} chat"
        return fault

    async def _updates(self, method: str, params: dict[str, Any]) -> Any:
        match method:
            case "getupdates":
                return await self.updates.poll(params)
            case "setwebhook":
                return self.updates.set_webhook(params)
            case "deletewebhook":
                return self.updates.delete_webhook(params)
        return self.updates.info()

    async def _file(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        found = next((content for n, content in self.files.values() if n == name), None)
        if found is None or request.match_info["token"] != self.token:
            return _answer(Refused(404, "Not Found"))
        return web.Response(body=found)

    @staticmethod
    def _cut(request: web.Request) -> web.StreamResponse:
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)


async def _params(request: web.Request) -> dict[str, Any]:
    """Parameters, however they came; what is JSON inside a form is read."""
    if request.content_type == "application/json":
        return dict(await request.json())
    found = dict(request.query) | dict(await request.post())
    return {name: _read(name, value) for name, value in found.items()}


def _read(name: str, value: Any) -> Any:
    if name in {"text", "description"} or not isinstance(value, str):
        return value
    if value in {"true", "True"}:
        return True
    if value in {"false", "False"}:
        return False
    if value[:1] in {"[", "{"}:
        with contextlib.suppress(ValueError):
            return json.loads(value)
    return value


def _answer(result: Any) -> web.Response:
    if isinstance(result, Refused):
        body: dict[str, Any] = {"ok": False, "error_code": result.code, "description": result.description}
        if result.parameters:
            body["parameters"] = result.parameters
        return web.json_response(body, status=result.code)
    return web.json_response({"ok": True, "result": result})


_SPELLED = {"sendmessage": "sendMessage", "editmessagetext": "editMessageText"}


def _spelled(method: str) -> str:
    return _SPELLED.get(method, method)


def until(happened: Callable[[], bool], /, *, within_s: float = 15.0) -> Any:
    """Wait until something has happened; await it.

    Raises:
        TimeoutError: It never did.
    """

    async def wait() -> None:
        async with asyncio.timeout(within_s):
            while not happened():  # noqa: ASYNC110
                await asyncio.sleep(0.005)

    return wait()
