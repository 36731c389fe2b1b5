"""Files that came with messages."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import aiohttp

from bot.talk.model import Attached
from bot.talk.ports import FaceError

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

_HOSTS = frozenset({"files.slack.com"})
_TIMEOUT_S = 30.0
_CHUNK = 64 * 1024


def is_own(url: str, base_url: str, /, *, hosts: frozenset[str] = _HOSTS) -> bool:
    """Whether an address is Slack's own: for files, so that the token may be shown to it.

    Args:
        hosts: Others that are Slack's, by https alone.
        base_url: Where the Web API is; what has its scheme, host and port is Slack's too.
    """
    try:
        asked, base = urlsplit(url), urlsplit(base_url)
        if asked.username or asked.password:
            return False
        same = (asked.scheme, asked.hostname, asked.port) == (base.scheme, base.hostname, base.port)
        return same or (asked.scheme == "https" and asked.hostname in hosts and asked.port in {None, 443})
    except ValueError:
        return False


async def fetch(client: AsyncWebClient, file: Attached, /, *, limit: int) -> bytes:
    """The content of a file, at most ``limit`` bytes.

    Raises:
        FaceError: It is larger, is not Slack's, or cannot be had.
    """
    if not is_own(file.ref, client.base_url):
        raise FaceError("The file is not kept by Slack, so it was not fetched.")
    if file.size > limit:
        raise FaceError(f"The file has {file.size} bytes; at most {limit} are read.")
    headers = {"Authorization": f"Bearer {client.token}"}
    timeout = aiohttp.ClientTimeout(total=_TIMEOUT_S)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            # A redirect may lead anywhere, and Slack sends those without the permission to a page.
            session.get(file.ref, headers=headers, allow_redirects=False) as answer,
        ):
            if answer.status != 200:
                raise FaceError(f"Slack does not give the file (HTTP {answer.status}); is files:read granted?")
            if answer.content_type == "text/html" and file.mime not in {"", "text/html"}:
                raise FaceError("Slack gives a page in place of the file; is files:read granted?")
            return await _read(answer, limit)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise FaceError(f"The file cannot be had ({type(error).__name__}).") from None


async def _read(answer: aiohttp.ClientResponse, limit: int) -> bytes:
    content = bytearray()
    async for chunk in answer.content.iter_chunked(_CHUNK):
        content += chunk
        if len(content) > limit:
            raise FaceError(f"The file has more than {limit} bytes.")
    return bytes(content)
