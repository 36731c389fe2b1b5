"""Events over HTTP: Slack posts them, signed, to ``/slack/events``."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp

log = structlog.get_logger(__name__)

PATH = "/slack/events"
MAX_AGE_S = 300
_FORMS = frozenset({"application/x-www-form-urlencoded", "application/json"})


class Events:
    """Handles requests to ``PATH``.

    The signature is checked here on the bytes that came, before anything is read out of them; bolt checks it
    once more.

    Args:
        clock: Seconds since 1970.
    """

    def __init__(
        self, app: AsyncApp, signing_secret: str, /, *, clock: Callable[[], float] = time.time
    ) -> None:
        self._app = app
        self._verifier = SignatureVerifier(signing_secret)
        self._clock = clock

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one request: 401 for what Slack has not signed within five minutes."""
        from slack_bolt.adapter.aiohttp import to_aiohttp_response
        from slack_bolt.request.async_request import AsyncBoltRequest

        raw = await request.read()
        if why := self._refusal(raw, request):
            log.warning("slack_request_refused", reason=why, remote=request.remote)
            return web.json_response({"error": "invalid request"}, status=401)
        if number := request.headers.get("X-Slack-Retry-Num"):
            reason = request.headers.get("X-Slack-Retry-Reason", "")[:60]
            log.info("slack_event_retried", number=number[:4], reason=reason)
        if request.content_type not in _FORMS:
            return web.Response(status=415)
        try:
            bolt = AsyncBoltRequest(
                body=raw.decode("utf-8", "replace"),
                query=request.query_string,
                headers=dict(request.headers),
            )
        except Exception as error:  # noqa: BLE001  # bolt reads parts of the body, whatever their shape
            log.warning("slack_request_malformed", error=type(error).__name__)
            return web.Response(status=400)
        return await to_aiohttp_response(await self._app.async_dispatch(bolt))

    def _refusal(self, raw: bytes, request: web.Request) -> str:
        """Why a request is not answered, "" when it is Slack's."""
        stamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        if not stamp or not signature:
            return "no signature"
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 16 and signature.isascii()):
            return "forged signature"
        if abs(self._clock() - int(stamp)) > MAX_AGE_S:
            return "stale signature"
        try:
            is_valid = self._verifier.is_valid(raw, stamp, signature)
        except ValueError:  # bytes that are no text, which Slack sends never
            is_valid = False
        return "" if is_valid else "forged signature"
