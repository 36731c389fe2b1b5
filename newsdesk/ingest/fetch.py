"""One page of the web to bytes and to an article, or a value that says why not; guarded at every hop."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from urllib.parse import urljoin

from ..errors import TransportFailed
from . import refusals
from .decode import decode
from .files import load_text
from .guard import Target, check_addresses, check_url, redacted
from .html import load_html
from .loaded import Loaded, Refused
from .metadata import declared_charset
from .transport import Hop, HttpTransport, Reply, Transport

PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "text/markdown"})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Limits:
    """What a fetch may cost and where it may go.

    Attributes:
        max_bytes: Of the decompressed body.
        timeout_s: For everything together, names, redirects and body.
        allow: Hosts, or ``host:port``, that may live at private addresses (NEWSDESK_FETCH_ALLOW).
        types: Content types that are read.
    """

    max_bytes: int = 5_000_000
    timeout_s: float = 20.0
    max_redirects: int = 5
    allow: frozenset[str] = frozenset()
    types: frozenset[str] = PAGE_TYPES
    user_agent: str = "Newsdesk (self-hosted news briefing)"


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came.

    Attributes:
        url: Where it was in the end, after redirects.
        content_type: Without parameters, in lower case.
        charset: As the server names it, or None.
        headers: Names in lower case; ETag and Last-Modified serve the next conditional request.
    """

    url: str
    body: bytes
    content_type: str
    charset: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


async def fetch(
    url: str, /, *, limits: Limits = DEFAULT_LIMITS, transport: Transport | None = None
) -> Fetched | Refused:
    """Fetch one URL; a refusal never holds the URL's user name, password, query or fragment."""
    source = redacted(url)
    try:
        async with asyncio.timeout(limits.timeout_s):
            return await _follow(url, source, limits, transport or HttpTransport())
    except TimeoutError:
        return refusals.too_slow(source, limits.timeout_s)
    except TransportFailed as error:
        return refusals.unreachable(source, f"{error.host}: {error.reason}")


async def _follow(url: str, source: str, limits: Limits, transport: Transport) -> Fetched | Refused:
    target: Target | Refused = check_url(url, allow=limits.allow)
    for hops in range(limits.max_redirects + 1):
        checked = await _checked(target, limits, transport)
        if isinstance(checked, Refused):
            return refusals.bad_redirect(source, checked) if hops else checked
        reply = await transport.get(checked)
        location = reply.headers.get("location")
        if reply.status not in _REDIRECTS or not location:
            return _page(reply, checked.target, source, limits)
        target = check_url(urljoin(checked.target.url, location), allow=limits.allow)
    return refusals.too_many_redirects(source, limits.max_redirects)


async def _checked(target: Target | Refused, limits: Limits, transport: Transport) -> Hop | Refused:
    """A hop whose every address was looked at; what is connected to is what was checked."""
    if isinstance(target, Refused):
        return target
    addresses = tuple(await transport.resolve(target.host, target.port))
    refused = check_addresses(target, addresses, source=redacted(target.url))
    if refused is not None:
        return refused
    headers = {
        "User-Agent": limits.user_agent,
        "Accept": ", ".join([*sorted(limits.types), "*/*;q=0.1"]),
        "Accept-Encoding": "gzip, deflate",
        "Accept-Language": "en, *;q=0.5",
    }
    return Hop(target, addresses, headers, limits.max_bytes)


def _page(reply: Reply, target: Target, source: str, limits: Limits) -> Fetched | Refused:
    if reply.status != 200:
        return refusals.bad_status(source, reply.status)
    kind, _, parameters = reply.headers.get("content-type", "").partition(";")
    content_type = kind.strip().lower()
    if content_type not in limits.types:
        return refusals.bad_type(source, content_type if content_type.isprintable() else "")
    if reply.truncated:
        return refusals.too_long(source, limits.max_bytes)
    if not reply.body:
        return refusals.empty(source)
    _, _, charset = parameters.lower().partition("charset=")
    return Fetched(
        target.url, reply.body, content_type, charset.split(";")[0].strip(" \"'") or None, dict(reply.headers)
    )


def load_page(page: Fetched, /) -> Loaded | Refused:
    """The article in a fetched page; its id is the page's URL without query and fragment."""
    source = redacted(page.url)
    decoded = decode(page.body, source=source, declared=page.charset or declared_charset(page.body))
    if isinstance(decoded, Refused):
        return decoded
    if page.content_type in {"text/html", "application/xhtml+xml"}:
        return load_html(decoded.text, source=source, url=page.url)
    return load_text(decoded.text, source=source, url=page.url)


def load_url(
    url: str, /, *, limits: Limits = DEFAULT_LIMITS, transport: Transport | None = None
) -> Loaded | Refused:
    """Fetch and read one article, for code that is not asynchronous (the command line)."""
    page = asyncio.run(fetch(url, limits=limits, transport=transport))
    return page if isinstance(page, Refused) else load_page(page)
