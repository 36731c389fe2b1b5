"""Which addresses of the web may be fetched: pure checks, before and after a name is resolved.

A chat user may name any URL, so a URL must not become a way into the network that Newsdesk runs in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import quote, urlsplit

from . import refusals
from .loaded import Fault, Refused

_DEFAULT_PORTS = {"http": 80, "https": 443}
_MAX_URL_CHARS = 4096
_SAFE = "/%:@!$&'()*+,;=~-._"
_NUMERIC_LABEL = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)")
_NAME = re.compile(
    r"(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
)
_SECRETS = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]*:)?//[^/?#]*@")
# What follows the colon is no port, so it may be a password with a sign in it that URLs do not allow.
_ODD_PORT = re.compile(r"^((?:[a-zA-Z][a-zA-Z0-9+.-]*:)?//)[^/\[\]]*:(?![0-9]*(?:/|$)).*", re.DOTALL)
_NAT64 = IPv6Network("64:ff9b::/96")
_UNICAST = IPv6Network("2000::/3")
# Beyond what ``ipaddress`` calls private: tunnels that embed IPv4, documentation, benchmarks, ORCHID, and
# space that is shared or reserved (https://www.iana.org/assignments/iana-ipv6-special-registry/).
_SPECIAL = tuple(
    ip_network(n)
    for n in (
        "2001::/23 2001:db8::/32 2002::/16 3fff::/20 "
        "0.0.0.0/8 100.64.0.0/10 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.18.0.0/15 198.51.100.0/24 "
        "203.0.113.0/24 240.0.0.0/4"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Target:
    """A URL that passed, taken apart; only these parts are ever used to connect.

    Attributes:
        host: Lower case, IDNA-encoded, without a final dot; an IPv6 address without brackets.
        path: With the query, percent-encoded, from "/" on.
        trusted: The operator allows this host by name, wherever it lives.
    """

    scheme: str
    host: str
    port: int
    path: str
    trusted: bool = False

    @property
    def authority(self) -> str:
        """The host header's value: host, and port where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole URL, query included."""
        return f"{self.scheme}://{self.authority}{self.path}"


def redacted(url: str, /) -> str:
    """A URL to show: without user name, password, query and fragment, which may all hold secrets."""
    shown = _SECRETS.sub(lambda m: f"{m[1] or ''}//", re.split(r"[?#]", url.strip(), maxsplit=1)[0])
    shown = _ODD_PORT.sub(r"\1…", shown)
    return "".join(c if c.isprintable() else "\ufffd" for c in shown)[:300]


def check_url(url: str, /, *, allow: frozenset[str] = frozenset()) -> Target | Refused:
    """Take a URL apart, or say why it must not be fetched; nothing is resolved or connected to.

    Args:
        allow: Hosts, or ``host:port``, that may live at any address and port; written in lower case.
    """
    source = redacted(url)
    text = url.strip()
    if len(text) > _MAX_URL_CHARS or any(c.isspace() or not c.isprintable() or c == "\\" for c in text):
        return refusals.bad_url(source, "It is too long or holds characters that no URL has")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return refusals.bad_url(source, "It is no URL")
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS:
        return refusals.bad_url(
            source, "Only http:// and https:// addresses can be fetched", fault=Fault.SCHEME
        )
    if "@" in parts.netloc:
        return refusals.bad_url(source, "It holds a user name or password")
    host = _host(parts.hostname or "")
    if host is None:
        return refusals.bad_url(source, "Its host is not a plain name or address")
    port = _DEFAULT_PORTS[scheme] if port is None else port
    trusted = host in allow or f"{host}:{port}" in allow
    query = f"?{quote(parts.query, safe=_SAFE + '?[]')}" if parts.query else ""
    path = quote(parts.path or "/", safe=_SAFE) + query
    target = Target(scheme, host, port, path, trusted)
    return target if trusted else _public(target, source)


def check_addresses(target: Target, addresses: Sequence[str], /, *, source: str) -> Refused | None:
    """Why a resolved target must not be connected to; every answer has to be public."""
    if target.trusted:
        return None
    if not addresses or not all(is_public(a) for a in addresses):
        return refusals.forbidden_address(source)
    return None


def is_public(address: str, /) -> bool:
    """Whether an IP address is on the public internet; an IPv4 address inside an IPv6 one counts as itself."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        if ip.scope_id:
            return False
        inner = ip.ipv4_mapped or (IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
        if inner is not None:
            return is_public(str(inner))
        if ip not in _UNICAST:
            return False
    special = any(ip.version == n.version and ip in n for n in _SPECIAL)
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not special


def _public(target: Target, source: str) -> Target | Refused:
    if target.port not in _DEFAULT_PORTS.values() and target.port < 1024:
        return refusals.bad_url(source, "Its port belongs to another service than the web")
    if _is_address(target.host):
        return target if is_public(target.host) else refusals.forbidden_address(source)
    local = target.host.rsplit(".", 1)[-1] in {"localhost", "local", "internal", "localdomain"}
    return refusals.forbidden_address(source) if local or "." not in target.host else target


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _host(said: str) -> str | None:
    """The host as it may be resolved, or None; shortened and hexadecimal IPv4 notations are not plain."""
    if ":" in said:
        return said.lower() if _is_address(said) and "%" not in said else None
    host = _encoded(said.removesuffix("."))
    if host is None or not _NAME.fullmatch(host):
        return None
    if _NUMERIC_LABEL.fullmatch(host.rsplit(".", 1)[-1]):
        return host if _is_address(host) else None
    return host


def _encoded(host: str) -> str | None:
    if host.isascii():
        return host.lower()
    import idna

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        return None
