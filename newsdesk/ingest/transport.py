"""How the desk reaches the web: a two-method seam, the real thing and a fake that is shipped."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Protocol

from ..errors import TransportFailed
from .guard import Target
from .inflate import Inflater, Unreadable

if TYPE_CHECKING:
    import httpx2


@dataclass(frozen=True, slots=True)
class Hop:
    """One request: a checked target, the very addresses that were checked, and what to send.

    Attributes:
        addresses: Tried in order; nothing else is connected to.
        headers: Besides Host; conditional requests have theirs here.
        max_bytes: The body is not read further than one byte beyond.
    """

    target: Target
    addresses: tuple[str, ...]
    headers: Mapping[str, str]
    max_bytes: int


@dataclass(frozen=True, slots=True)
class Reply:
    """One response.

    Attributes:
        headers: Names in lower case; of a repeated header the last value.
        body: Decompressed; empty unless the status is 200.
        truncated: True when the body is longer than was allowed; what it held is not given.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    truncated: bool = False


class Transport(Protocol):
    """Resolves and fetches; decides nothing."""

    async def resolve(self, host: str, port: int, /) -> Sequence[str]:
        """Every IP address of a host.

        Raises:
            TransportFailed: The name is unknown or cannot be looked up.
        """

    async def get(self, hop: Hop, /) -> Reply:
        """One GET without following redirects.

        Raises:
            TransportFailed: No connection, no valid certificate, or no sensible answer.
        """


@dataclass(frozen=True, slots=True)
class HttpTransport:
    """httpx2, connected to the checked address while name and certificate stay those of the host.

    A connection serves one request: a pool would key it by address and so could hand a connection with the
    certificate of one host to another.  Proxies of the environment are not used: they would resolve anew.

    Attributes:
        tls: Whom to trust; the system's authorities by default.
    """

    tls: ssl.SSLContext | None = None

    async def resolve(self, host: str, port: int, /) -> tuple[str, ...]:
        """See ``Transport``; the lookup is abandoned, not awaited, when the caller runs out of time."""
        from anyio import to_thread

        try:
            found = await to_thread.run_sync(
                lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM), abandon_on_cancel=True
            )
        except (OSError, UnicodeError) as error:
            known = isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN
            raise TransportFailed(host, "its name is not known", unknown=not known) from error
        return tuple(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))

    async def get(self, hop: Hop, /) -> Reply:
        """See ``Transport``; the next address is tried when one does not connect."""
        import httpx2

        limits = httpx2.Limits(max_keepalive_connections=0)
        tls = self.tls or _default_tls()
        async with httpx2.AsyncHTTPTransport(verify=tls, trust_env=False, limits=limits) as wire:
            last = len(hop.addresses) - 1
            for number, address in enumerate(hop.addresses):
                try:
                    return await _get(wire, hop, address)
                except Unreadable as error:
                    raise TransportFailed(hop.target.host, str(error)) from error
                except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as error:
                    if number == last or not isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout):
                        raise TransportFailed(hop.target.host, _why(error)) from error
        raise TransportFailed(hop.target.host, "it has no address")


@cache
def _default_tls() -> ssl.SSLContext:
    """The system's authorities; reading them takes 20 ms, which a fetch need not spend each time."""
    import httpx2

    return httpx2.create_ssl_context(trust_env=False)


async def _get(wire: httpx2.AsyncHTTPTransport, hop: Hop, address: str) -> Reply:
    import httpx2

    target = hop.target
    at = f"[{address}]" if ":" in address else address
    request = httpx2.Request(
        "GET",
        f"{target.scheme}://{at}:{target.port}{target.path}",
        headers={"Host": target.authority, **hop.headers},
        extensions={
            "sni_hostname": target.host,
            "timeout": {"connect": 10.0, "read": 15.0, "write": 10.0, "pool": 5.0},
        },
    )
    response = await wire.handle_async_request(request)
    try:
        headers = {name.lower(): value for name, value in response.headers.multi_items()}
        if response.status_code != 200:
            return Reply(response.status_code, headers)
        body = Inflater(headers.get("content-encoding", ""), max_bytes=hop.max_bytes)
        async for part in response.aiter_raw():
            body.feed(part)
            if body.over:
                return Reply(200, headers, truncated=True)
        return Reply(200, headers, body.body())
    finally:
        await response.aclose()


def _why(error: Exception) -> str:
    """A reason in plain words; library messages may hold whole URLs and are not passed on."""
    kind, said = type(error).__name__, str(error).lower()
    if "certificate" in said or "ssl" in said or "tls" in said:
        return "its certificate is not valid"
    if "Timeout" in kind:
        return "it does not answer in time"
    if "Connect" in kind:
        return "no connection can be made"
    return "it does not answer as a web server does"


@dataclass(slots=True)
class FakeTransport:
    """A web made of a table, for tests and demonstrations.

    Attributes:
        replies: By URL; a list is answered one by one, its last for ever.
        names: Addresses by host, in turns likewise; 93.184.216.34 for others.
        asked: Every hop that was made, in order.
    """

    replies: Mapping[str, Reply | Sequence[Reply]]
    names: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    asked: list[Hop] = field(default_factory=list)
    resolved: list[str] = field(default_factory=list)

    async def resolve(self, host: str, _port: int, /) -> Sequence[str]:
        """See ``Transport``."""
        turns = self.names.get(host, [["93.184.216.34"]])
        addresses = turns[min(self.resolved.count(host), len(turns) - 1)]
        self.resolved.append(host)
        if not addresses:
            raise TransportFailed(host, "its name is not known", unknown=True)
        return addresses

    async def get(self, hop: Hop, /) -> Reply:
        """See ``Transport``."""
        url = hop.target.url
        if url not in self.replies:
            raise TransportFailed(hop.target.host, "no connection can be made")
        before = sum(h.target.url == url for h in self.asked)
        self.asked.append(hop)
        found = self.replies[url]
        reply = found if isinstance(found, Reply) else found[min(before, len(found) - 1)]
        if len(reply.body) > hop.max_bytes:
            return Reply(reply.status, reply.headers, truncated=True)
        return reply
