"""The one client of the Bot API that sending, conversation and polling share."""

from __future__ import annotations

import importlib.util
import json
import sys
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import httpx
from telegram import Bot
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import HTTPXRequest, RequestData

from ..pace import under_way

BASE_URL = "https://api.telegram.org/bot"
BASE_FILE_URL = "https://api.telegram.org/file/bot"

CONNECT_S = 5.0
READ_S = 20.0
WRITE_S = 10.0
POOL_S = 5.0
CONNECTIONS = 96
# The pool looks at every idle connection for every call.
IDLE = 12
# Shorter than any server or proxy keeps a silent connection: what it has closed must not be written to.
KEEP_ALIVE_S = 15.0
# Telegram's own words for what is answered at its place by the library.
_KNOWN = frozenset({400, 401, 403, 404, 409, 429})


def build_bot(
    token: str,
    /,
    *,
    base_url: str = BASE_URL,
    base_file_url: str = BASE_FILE_URL,
    connections: int = CONNECTIONS,
    read_s: float = READ_S,
) -> Bot:
    """A bot that repeats nothing by itself; call ``initialize`` before and ``shutdown`` after use.

    Args:
        base_url, base_file_url: Without the token; of Telegram, or of a Bot API server of one's own.
        connections: At most so many calls at the same time; polling has one of its own.
        read_s: How long an answer is waited for.
    """
    _know_what_is_absent()
    return Bot(
        token,
        base_url=base_url,
        base_file_url=base_file_url,
        request=_Request.of(connections, read_s),
        get_updates_request=_Request.of(2, read_s),
    )


def _know_what_is_absent() -> None:
    """Have the import of a package that is not installed fail at once.

    httpcore tries sniffio at every step of a call; Python searches its whole path for it each time, which made
    up a third of the time of a send (13 searches of 0.3 ms).
    """
    if "sniffio" not in sys.modules and importlib.util.find_spec("sniffio") is None:
        sys.modules["sniffio"] = None  # type: ignore[assignment]  # documented: the import fails at once


class Flood(RetryAfter):
    """429.  The library's own warns of a change to come whenever it is made, and needs a parameter."""

    __slots__ = ()

    @property
    def retry_after(self) -> timedelta:
        """After which time Telegram wants to hear of it again."""
        return self._retry_after


class _Request(HTTPXRequest):
    """Keeps apart what the library throws together: it tells errors by status no further than 409."""

    @classmethod
    def of(cls, connections: int, read_s: float) -> _Request:
        limits = httpx.Limits(
            max_connections=connections, max_keepalive_connections=IDLE, keepalive_expiry=KEEP_ALIVE_S
        )
        return cls(
            connection_pool_size=connections,
            connect_timeout=CONNECT_S,
            read_timeout=read_s,
            write_timeout=WRITE_S,
            pool_timeout=POOL_S,
            httpx_kwargs={"limits": limits, "event_hooks": {"request": [_traced]}},
        )

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *args: Any,  # noqa: ANN401  # the library's own timeouts, handed on
        **kwargs: Any,  # noqa: ANN401
    ) -> tuple[int, bytes]:
        status, payload = await super().do_request(url, method, request_data, *args, **kwargs)
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            raise Flood(_retry_after(payload))
        if status == HTTPStatus.GATEWAY_TIMEOUT:
            raise TimedOut("Gateway Timeout (504)")  # a proxy gave up waiting: it may have arrived
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise NetworkError(f"Answered with status {status}")  # often HTML, which the library would log
        if 400 <= status < 500 and status not in _KNOWN:
            raise BadRequest(f"Refused with status {status}")
        return status, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """As the library does, which writes what it cannot read, people's words included, into the log."""
        try:
            found = json.loads(payload.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise TelegramError("Invalid server response")
        return found


async def _traced(request: httpx.Request) -> None:
    """Have httpcore tell when a request is written (https://www.encode.io/httpcore/extensions/#trace)."""

    async def told(event: str, _: object) -> None:
        if event.endswith("send_request_headers.started"):
            under_way()

    request.extensions["trace"] = told


def _retry_after(payload: bytes) -> int:
    try:
        return max(1, int(json.loads(payload)["parameters"]["retry_after"]))
    except (ValueError, KeyError, TypeError):
        return 1
