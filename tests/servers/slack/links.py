"""How events reach the bot: Socket Mode or signed HTTP requests, and again when nobody acknowledges them."""

import asyncio
import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import WSMsgType, web

from .world import APP


@dataclass
class Answer:
    """What the bot said to something that was delivered.

    Attributes:
        acked: In time.
        body: What came with the acknowledgement: a text for a slash command, errors for a form.
        status: Of HTTP; 0 over a socket or when there was no answer.
        tries: How often it was delivered.
        after_s: How long the last try took.
    """

    acked: bool
    body: Any = None
    status: int = 0
    tries: int = 1
    after_s: float = 0.0


@dataclass
class Socket:
    ws: web.WebSocketResponse
    request: web.Request
    stalled: bool = False
    opened_at: float = field(default_factory=time.monotonic)


class SocketMode:
    """The websockets of one app.

    Attributes:
        opened: How many connections were made in all.
        stall_new: New connections are dead from the start.
    """

    def __init__(self) -> None:
        self.sockets: list[Socket] = []
        self.tickets: set[str] = set()
        self.opened = 0
        self.stall_new = False
        self._acks: dict[str, asyncio.Future[Any]] = {}

    def ticket(self) -> str:
        ticket = uuid.uuid4().hex
        self.tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection, as long as it lasts; a ticket opens one."""
        ticket = request.query.get("ticket", "")
        if ticket not in self.tickets:
            return web.Response(status=403)
        self.tickets.discard(ticket)
        ws = web.WebSocketResponse(autoping=False)
        await ws.prepare(request)
        socket = Socket(ws, request, stalled=self.stall_new)
        self.sockets.append(socket)
        self.opened += 1
        try:
            if not socket.stalled:
                await ws.send_json(self._hello())
            await self._read(socket)
        finally:
            self.sockets.remove(socket)
        return ws

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": len(self.sockets),
            "debug_info": {"host": "applink", "approximate_connection_time": 18060},
            "connection_info": {"app_id": APP},
        }

    async def _read(self, socket: Socket) -> None:
        async for message in socket.ws:
            if socket.stalled:
                continue
            if message.type is WSMsgType.PING:
                await socket.ws.pong(message.data)
            elif message.type is WSMsgType.TEXT:
                body = json.loads(message.data)
                future = self._acks.get(body.get("envelope_id", ""))
                if future is not None and not future.done():
                    future.set_result(body.get("payload"))

    @property
    def alive(self) -> list[Socket]:
        return [s for s in self.sockets if not s.ws.closed]

    def stall(self) -> None:
        """From now on the connections are open and dead: no events, no answers to pings."""
        for socket in self.sockets:
            socket.stalled = True

    async def cut(self) -> None:
        """Break every connection without a word."""
        for socket in self.alive:
            if socket.request.transport is not None:
                socket.request.transport.abort()
        await asyncio.sleep(0)

    async def close(self) -> None:
        """Close every connection properly."""
        for socket in self.alive:
            await socket.ws.close()

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Tell the bot to connect anew ("warning", "refresh_requested", "link_disabled")."""
        for socket in self.alive:
            await socket.ws.send_json({"type": "disconnect", "reason": reason, "debug_info": {}})

    async def deliver(
        self, kind: str, payload: Mapping[str, Any], *, attempt: int, within_s: float
    ) -> tuple[bool, Any]:
        """Send one envelope over the newest connection; whether it was acknowledged, and with what."""
        if not self.alive:
            return False, None
        envelope_id = str(uuid.uuid4())
        envelope: dict[str, Any] = {
            "envelope_id": envelope_id,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
        future = self._acks[envelope_id] = asyncio.get_running_loop().create_future()
        socket = self.alive[-1]
        try:
            if not socket.stalled:
                await socket.ws.send_json(envelope)
            return True, await asyncio.wait_for(future, within_s)
        except (TimeoutError, ConnectionError):
            return False, None
        finally:
            del self._acks[envelope_id]


def signed(secret: str, body: bytes, *, at: float | None = None, forged: bool = False) -> dict[str, str]:
    """The headers of a request from Slack: https://docs.slack.dev/authentication/verifying-requests-from-slack."""
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    if forged:
        digest = "0" * 8 + digest[8:]
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


class HttpEvents:
    """Requests to the bot's address."""

    def __init__(self, url: str, secret: str) -> None:
        self.url = url
        self.secret = secret

    async def deliver(
        self,
        kind: str,
        payload: Mapping[str, Any],
        *,
        attempt: int = 0,
        within_s: float = 3.0,
        at: float | None = None,
        forged: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, str]:
        """Send one request; the status, 0 when there was no answer in time, and the body.

        Args:
            headers: Added, or put in place of those that belong there; "" leaves one out.
        """
        body, content_type = _body(kind, payload)
        sent = {"Content-Type": content_type, **signed(self.secret, body, at=at, forged=forged)}
        if attempt:
            sent |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_timeout"}
        sent |= headers or {}
        sent = {name: value for name, value in sent.items() if value}
        timeout = aiohttp.ClientTimeout(total=within_s)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(self.url, data=body, headers=sent) as response,
            ):
                return response.status, await response.text()
        except (aiohttp.ClientError, TimeoutError):
            return 0, ""


def _body(kind: str, payload: Mapping[str, Any]) -> tuple[bytes, str]:
    form = "application/x-www-form-urlencoded"
    if kind == "interactive":
        return urlencode({"payload": json.dumps(payload)}).encode(), form
    if kind == "slash_commands":
        return urlencode(payload).encode(), form
    return json.dumps(payload).encode(), "application/json"
