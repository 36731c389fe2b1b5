"""One small HTTP server for what platforms post to the bot; a proxy with TLS belongs before it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import structlog

from newsdesk.defects import where

if TYPE_CHECKING:
    from aiohttp import web

log = structlog.get_logger(__name__)

MAX_BODY_BYTES = 1024 * 1024
HEALTH_PATH = "/healthz"
# A request takes one write into the store; a stop has little time.
_FINISH_S = 0.5

Handler = Callable[["web.Request"], Awaitable["web.StreamResponse"]]


class HttpServer:
    """Answers ``POST`` on the paths that platforms ask for, and ``GET /healthz``.

    Paths can come and go while it runs, since each platform starts and stops by itself.  Nothing of a request
    is logged: a path can be a secret.

    Args:
        port: 0 for any free one; ``port`` tells which after ``start``.
        healthy: What ``/healthz`` tells: 200, or 503 when False.
    """

    def __init__(self, host: str, port: int, /, *, healthy: Callable[[], bool] = lambda: True) -> None:
        self.host = host
        self.port = port
        self._healthy = healthy
        self._handlers: dict[str, Handler] = {}
        self._runner: web.AppRunner | None = None
        self._starting = asyncio.Lock()

    def add_post(self, path: str, handler: Handler, /) -> None:
        """Give what is posted to a path to a handler.

        Raises:
            ValueError: Somebody has the path already, or it is no path.
        """
        if not path.startswith("/") or path == HEALTH_PATH or path in self._handlers:
            raise ValueError(f"{path!r} cannot be used for events")
        self._handlers[path] = handler

    def remove_post(self, path: str, /) -> None:
        """Refuse what is posted to a path from now on."""
        self._handlers.pop(path, None)

    async def start(self) -> None:
        """Listen; does nothing when it does already.

        Raises:
            OSError: The address cannot be had.
        """
        from aiohttp import web

        async with self._starting:
            if self._runner is not None:
                return
            application = web.Application(client_max_size=MAX_BODY_BYTES)
            application.router.add_route("*", "/{path:.*}", self._serve)
            runner = web.AppRunner(application, access_log=None, shutdown_timeout=_FINISH_S)
            await runner.setup()
            try:
                await web.TCPSite(runner, self.host, self.port).start()
            except OSError:
                await runner.cleanup()
                raise
            self._runner = runner
            self.port = int(runner.addresses[0][1])
            log.info("http_listening", host=self.host, port=self.port)

    async def close(self) -> None:
        """Stop listening; requests under way get half a second."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        from aiohttp import web

        if request.path == HEALTH_PATH and request.method in {"GET", "HEAD"}:
            is_well = self._healthy()
            return web.Response(status=200 if is_well else 503, text="ok\n" if is_well else "not well\n")
        handler = self._handlers.get(request.path)
        if handler is None:
            return web.Response(status=404)
        if request.method != "POST":
            return web.Response(status=405, headers={"Allow": "POST"})
        try:
            return await handler(request)
        except web.HTTPException:
            raise
        except Exception as error:  # noqa: BLE001  # one request's defect stops no other
            log.error("http_request_failed", **where(error))
            return web.Response(status=500)
