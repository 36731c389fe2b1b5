"""The bolt app: it checks signatures, answers Slack's own checks, and hands everything else to the receiver."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from .redaction import careful_logger

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.response import BoltResponse
    from slack_sdk.web.async_client import AsyncWebClient

Take = Callable[[Mapping[str, Any]], Awaitable[dict[str, Any]]]
_SLACKS_OWN = frozenset({"url_verification", "ssl_check"})


def build_app(client: AsyncWebClient, take: Take, /, *, signing_secret: str = "") -> AsyncApp:
    """An app whose every payload is taken before it is acknowledged.

    When ``take`` raises, Slack gets no acknowledgement and delivers again.

    Args:
        take: Remembers a payload and says what the acknowledgement says.
        signing_secret: For events over HTTP; "" for Socket Mode, where the connection is the proof.
    """
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.response import BoltResponse

    async def remember(
        body: dict[str, Any],
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002  # bolt passes it by this name
    ) -> BoltResponse:
        if body.get("type") in _SLACKS_OWN:
            return await next()
        return BoltResponse(status=200, body=await take(body) or "")

    return AsyncApp(
        name="newsdesk",
        logger=careful_logger(),
        client=client,
        signing_secret=signing_secret,
        request_verification_enabled=bool(signing_secret),
        before_authorize=remember,
    )
