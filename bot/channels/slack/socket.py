"""Socket Mode with a watchdog.

slack_sdk reconnects by itself, but can loop for ever on "Session is closed" after a network loss, and keeps a
connection on which nothing comes any more.  So a connection is watched from outside, and one that is silent for
too long is thrown away with everything that belongs to it; what Slack delivered meanwhile, and what nobody
acknowledged, it delivers again.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog

from newsdesk.defects import where

from .failures import Trouble, failure_of
from .redaction import careful_logger

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt.async_app import AsyncApp

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the watchdog waits, in seconds.

    Attributes:
        ping: Between two pings.
        silent: Without a word or an answer to a ping, a connection is dead.
        connect: For one attempt to connect.
        first_pause, longest_pause: Before the next attempt; each pause is twice the last.
        close: For closing a connection, then it is cut.
    """

    ping: float = 5.0
    silent: float = 30.0
    connect: float = 15.0
    first_pause: float = 1.0
    longest_pause: float = 60.0
    close: float = 2.0


class SocketMode:
    """Keeps one connection to Slack, building it anew whenever it fails.

    Attributes:
        built: How many connections were built so far.
    """

    def __init__(self, app: AsyncApp, app_token: str, /, *, patience: Patience | None = None) -> None:
        self._app = app
        self._app_token = app_token
        self._patience = patience or Patience()
        self.built = 0

    async def run(self, stop: asyncio.Event, /) -> None:
        """Receive until told to stop; never raises because Slack cannot be reached."""
        pause = self._patience.first_pause
        while not stop.is_set():
            link = _Link(self._app, self._app_token, self._patience)
            try:
                if await link.connect(stop):
                    self.built += 1
                    log.info("slack_connected", connection=self.built)
                    pause = self._patience.first_pause
                    await link.watch(stop)
            except Exception as error:  # noqa: BLE001  # the top of a task: whatever breaks, a new link is built
                self._tell(error, pause)
            finally:
                await link.close()
            if not stop.is_set():
                await _sleep(stop, pause)
                pause = min(2 * pause, self._patience.longest_pause)

    def _tell(self, error: Exception, pause: float) -> None:
        failure = failure_of(error)
        if failure.trouble is Trouble.OPERATOR:
            log.error("slack_not_connected", reason=failure.reason, again_s=pause)
        elif failure.trouble is Trouble.UNSURE and not isinstance(error, OSError | TimeoutError):
            log.warning("slack_not_connected", again_s=pause, **where(error))
        else:
            log.warning("slack_not_connected", reason=failure.code, again_s=pause)


class _Link:
    """One handler of slack_bolt, from its building to its end."""

    def __init__(self, app: AsyncApp, app_token: str, patience: Patience) -> None:
        from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

        self._patience = patience
        self._handler = AsyncSocketModeHandler(
            app, app_token, logger=careful_logger(), ping_interval=patience.ping
        )
        self._client = self._handler.client
        self._client.on_message_listeners.append(self._heard)
        self._last = time.monotonic()
        self._last_pong: float | None = None

    async def _heard(self, _message: object) -> None:
        self._last = time.monotonic()

    async def connect(self, stop: asyncio.Event) -> bool:
        """Ask for an address and open it; False when told to stop meanwhile."""
        return await unless(stop, self._connect)

    async def _connect(self) -> None:
        # Left to itself the library tries for ever, without a pause that grows.
        async with asyncio.timeout(self._patience.connect):
            self._client.wss_uri = await self._client.issue_new_wss_url()
            await self._client.connect()  # type: ignore[no-untyped-call]  # the library has no types here
        self._last = time.monotonic()

    async def watch(self, stop: asyncio.Event) -> None:
        """Return when told to stop, or when nothing was heard for too long."""
        while not await _sleep(stop, min(1.0, self._patience.silent / 4)):
            pong = self._client.last_ping_pong_time
            if pong != self._last_pong and pong is not None and not self._is_closed():
                self._last, self._last_pong = time.monotonic(), pong
            silent_s = time.monotonic() - self._last
            if silent_s >= self._patience.silent:
                log.warning("slack_connection_stalled", silent_s=round(silent_s, 1))
                return

    def _is_closed(self) -> bool:
        session = self._client.current_session
        return session is None or session.closed

    async def close(self) -> None:
        """Close the connection, or cut it when the other side does not answer."""
        client = self._client
        try:
            closing = client.close()  # type: ignore[no-untyped-call]  # the library has no types here
            await asyncio.wait_for(closing, self._patience.close)
        except Exception as error:  # noqa: BLE001  # a connection that is broken may break while it is closed
            log.info("slack_connection_cut", reason=type(error).__name__)
        finally:
            tasks = [client.message_processor, client.current_session_monitor, client.message_receiver]
            for task in tasks:
                if task is not None:
                    task.cancel()
            await client.aiohttp_client_session.close()


async def _sleep(stop: asyncio.Event, seconds: float) -> bool:
    """Wait, or less when told to stop; whether it was."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return False
    return True


async def unless(stop: asyncio.Event, work: Callable[[], Any]) -> bool:
    """Do something unless told to stop first; whether it was done."""
    working, stopping = asyncio.ensure_future(work()), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            await working
            return True
        return False
    finally:
        for task in (working, stopping):
            task.cancel()
        await asyncio.gather(working, stopping, return_exceptions=True)
