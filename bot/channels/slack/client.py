"""The client of Slack's Web API, built so that it never sends anything twice and never writes a token down."""

from __future__ import annotations

import logging

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

BASE_URL = "https://slack.com/api/"
CONNECT_S = 5.0
TIMEOUT_S = 20.0


def build_client(token: str, base_url: str = BASE_URL, /, *, timeout_s: float = TIMEOUT_S) -> AsyncWebClient:
    """A client for one token; call it inside the running loop and close it with ``close_client``.

    It repeats nothing by itself.  slack_sdk's default is to send again when the connection drops, which posts
    twice when Slack had taken the message before; and its answer to a 429 sleeps for the first digit of
    Retry-After only.  Both are decided by whoever calls, from ``failures.failure_of``.

    Each call has a connection of its own: one that is kept open may be closed by Slack in the moment in which
    it is used again, and then nobody can tell whether the message was taken.

    Args:
        base_url: With or without a slash at its end.
        timeout_s: For a whole call; connecting has 5 s of it, so that a host that cannot be reached is told
            from one that does not answer.
    """
    session = aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(force_close=True),
        timeout=aiohttp.ClientTimeout(total=timeout_s, sock_connect=min(CONNECT_S, timeout_s)),
    )
    return AsyncWebClient(
        token=token,
        base_url=base_url,
        timeout=max(1, round(timeout_s)),  # for a session that the library opens when ours is closed
        session=session,
        retry_handlers=[],
        logger=quiet_logger(),
    )


async def close_client(client: AsyncWebClient, /) -> None:
    """Close the client's connections; it may be called twice."""
    if client.session is not None:
        await client.session.close()


def quiet_logger() -> logging.Logger:
    """A logger for slack_sdk that says warnings only, whatever level the rest has.

    On debug level the library writes whole requests and answers: what people say, and the tickets of
    Socket Mode, which are as good as a token while they last.
    """
    logger = logging.getLogger("slack_sdk.newsdesk")
    logger.setLevel(logging.WARNING)
    return logger
