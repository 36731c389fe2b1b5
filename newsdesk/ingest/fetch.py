"""One page of the web to bytes and to an article, or a value that says why not; guarded at every hop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin

from ..errors import TransportFailed
from . import refusals
from .caching import NO_VALIDATORS, Validators
from .decode import decode
from .files import load_text, looks_like_html
from .guard import Target, check_addresses, check_url, redacted
from .html import load_html
from .loaded import Loaded, Refused
from .markdown import load_markdown
from .metadata import declared_charset
from .pdf import load_pdf, looks_like_pdf
from .transport import Hop, HttpTransport, Reply, Transport

PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/pdf"})
# Feeds come under any type, most often a wrong one; what they hold decides.
ANY_TYPE = "*/*"
FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
        "application/xml",
        "text/xml",
        ANY_TYPE,
    }
)
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_NOT_MODIFIED = 304
_PASSING = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class Limits:
    """What a fetch may cost and where it may go.

    Attributes:
        max_bytes: Of the decompressed body.
        timeout_s: For everything together, names, redirects and body.
        allow: Hosts, or ``host:port``, that may live at private addresses (NEWSDESK_FETCH_ALLOW).
        types: Content types that are read; with ``ANY_TYPE`` among them, all.
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


@dataclass(frozen=True, slots=True)
class NotModified:
    """What we have is still what is there.

    Attributes:
        url: Where that was said, after redirects.
    """

    url: str


@dataclass(frozen=True, slots=True)
class Visit:
    """What asking for one URL came to.

    Attributes:
        status: Of the last answer; 0 when there was none.
        headers: Of the last answer, names in lower case.
        moved_to: Where permanent redirects lead for good; "" when the URL is still the right one.
        passing: True for a refusal that may be none the next time: no answer, too slow, overloaded.
    """

    outcome: Fetched | NotModified | Refused
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    moved_to: str = ""
    passing: bool = False


# Asked before each hop but the first; a refusal ends the visit.
Admission = Callable[[Target], Awaitable[Refused | None]]


async def fetch(
    url: str, /, *, limits: Limits = DEFAULT_LIMITS, transport: Transport | None = None
) -> Fetched | Refused:
    """Fetch one URL; a refusal never holds the URL's user name, password, query or fragment."""
    outcome = (await visit(url, limits=limits, transport=transport)).outcome
    if isinstance(outcome, NotModified):  # nobody asked for that, so it is an answer to nothing
        return refusals.bad_status(redacted(url), _NOT_MODIFIED)
    return outcome


async def visit(
    url: str,
    /,
    *,
    validators: Validators = NO_VALIDATORS,
    limits: Limits = DEFAULT_LIMITS,
    transport: Transport | None = None,
    admit: Admission | None = None,
) -> Visit:
    """Fetch one URL if it has changed; everything that can go wrong is a value.

    Args:
        validators: Of the last visit; without any, nothing is ever "not modified".
        admit: Whether a redirect may be followed to where it leads.
    """
    source = redacted(url)
    walk = _Walk(source, validators.headers(), limits, transport or HttpTransport(), admit)
    try:
        async with asyncio.timeout(limits.timeout_s):
            return await walk.follow(url)
    except TimeoutError:
        return Visit(refusals.too_slow(source, limits.timeout_s), passing=True)
    except TransportFailed as error:
        why = f"{error.host}: {error.reason}"
        return Visit(refusals.unreachable(source, why, unknown=error.unknown), passing=True)


@dataclass(frozen=True, slots=True)
class _Walk:
    """One visit, hop by hop."""

    source: str
    conditions: Mapping[str, str]
    limits: Limits
    transport: Transport
    admit: Admission | None

    async def follow(self, url: str) -> Visit:
        target: Target | Refused = check_url(url, allow=self.limits.allow)
        moved_to, for_good = "", True
        for hops in range(self.limits.max_redirects + 1):
            hop = await self._hop(target, first=not hops)
            if isinstance(hop, Refused):
                return Visit(refusals.bad_redirect(self.source, hop) if hops else hop)
            reply = await self.transport.get(hop)
            location = reply.headers.get("location")
            if reply.status not in _REDIRECTS or not location:
                return self._arrived(reply, hop.target, moved_to)
            target = self._next(hop.target, location)
            for_good = for_good and reply.status in _PERMANENT
            if for_good and isinstance(target, Target):
                moved_to = target.url
        return Visit(refusals.too_many_redirects(self.source, self.limits.max_redirects))

    def _next(self, target: Target, location: str) -> Target | Refused:
        try:
            url = urljoin(target.url, location)
        except ValueError:  # "http://[x": what cannot be joined cannot be a URL either
            url = location
        return check_url(url, allow=self.limits.allow)

    async def _hop(self, target: Target | Refused, *, first: bool) -> Hop | Refused:
        """A hop whose every address was looked at; what is connected to is what was checked."""
        if isinstance(target, Refused):
            return target
        if self.admit and not first and (closed := await self.admit(target)):
            return closed
        addresses = tuple(await self.transport.resolve(target.host, target.port))
        refused = check_addresses(target, addresses, source=redacted(target.url))
        if refused is not None:
            return refused
        headers = {
            "User-Agent": self.limits.user_agent,
            "Accept": ", ".join([*sorted(self.limits.types - {ANY_TYPE}), "*/*;q=0.1"]),
            "Accept-Encoding": "gzip, deflate",
            "Accept-Language": "en, *;q=0.5",
            **self.conditions,
        }
        return Hop(target, addresses, headers, self.limits.max_bytes)

    def _arrived(self, reply: Reply, target: Target, moved_to: str) -> Visit:
        outcome: Fetched | NotModified | Refused
        if reply.status == _NOT_MODIFIED and self.conditions:
            outcome = NotModified(target.url)
        else:
            outcome = _page(reply, target, self.source, self.limits)
        passing = reply.status in _PASSING or reply.status >= 500
        return Visit(outcome, reply.status, dict(reply.headers), moved_to, passing)


def _page(reply: Reply, target: Target, source: str, limits: Limits) -> Fetched | Refused:
    if reply.status != 200:
        return refusals.bad_status(source, reply.status)
    kind, _, parameters = reply.headers.get("content-type", "").partition(";")
    content_type = kind.strip().lower()
    if content_type and content_type not in limits.types and ANY_TYPE not in limits.types:
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
    if looks_like_pdf(page.body):
        return _at(load_pdf(page.body, source=source), page.url)
    decoded = decode(page.body, source=source, declared=page.charset or declared_charset(page.body))
    if isinstance(decoded, Refused):
        return decoded
    # Servers call pages text, or nothing at all; what they hold says what they are.
    if page.content_type in _HTML_TYPES or looks_like_html(decoded.text):
        return load_html(decoded.text, source=source, url=page.url)
    if page.content_type == "text/markdown":
        return _at(load_markdown(decoded.text, source=source), page.url)
    return load_text(decoded.text, source=source, url=page.url)


def _at(loaded: Loaded | Refused, url: str) -> Loaded | Refused:
    if isinstance(loaded, Refused):
        return loaded
    return replace(loaded, article=replace(loaded.article, url=url))


def load_url(
    url: str, /, *, limits: Limits = DEFAULT_LIMITS, transport: Transport | None = None
) -> Loaded | Refused:
    """Fetch and read one article, for code that is not asynchronous (the command line)."""
    page = asyncio.run(fetch(url, limits=limits, transport=transport))
    return page if isinstance(page, Refused) else load_page(page)
