"""Whether a site lets robots read a page: robots.txt as RFC 9309 says, remembered for each host.

Feeds are not asked about: somebody named them, and a feed is there to be fetched by programs.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from ..threads import in_thread
from . import refusals
from .decode import Decoded, decode
from .fetch import ANY_TYPE, Fetched, Limits, Visit, visit
from .guard import Target, check_url, redacted
from .loaded import Refused
from .transport import Transport

if TYPE_CHECKING:
    from protego import Protego

TOKEN = "Newsdesk"  # noqa: S105  # the product token of RFC 9309, no secret
# The standard asks robots to read at least 500 KiB; what comes behind is not looked at.
_READ_BYTES = 524_288
_MAX_BYTES = 5_000_000
_MAX_DELAY_S = 30.0
_DAY_S = 86_400.0
# How long a site whose robots.txt cannot be had is left alone before it is asked again.
_UNREACHABLE_S = 1800.0
_MAX_HOSTS = 5000
_AGENT = re.compile(r"\s*user[- ]?agent\b\s*:?\s*([^\s#]*)", re.IGNORECASE)


class Permission(StrEnum):
    """What robots.txt says of a page.

    UNKNOWN: it could not be had, which means "no" until it can be.
    """

    ALLOWED = "allowed"
    DISALLOWED = "disallowed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Permit:
    """What a page's site says.

    Attributes:
        delay_s: Pause between two requests that the site asks for; 0 when it asks for none, 30 at most.
        again_in_s: For UNKNOWN, when to ask again.
    """

    permission: Permission
    delay_s: float = 0.0
    again_in_s: float = 0.0


@dataclass(frozen=True, slots=True)
class _Known:
    """A site's rules; without any, ``permission`` holds for all of it."""

    until: float
    permission: Permission = Permission.ALLOWED
    rules: Protego | None = None


class Robots:
    """Asks each host once a day; safe to use from many tasks of one loop.

    Args:
        limits: Whom to ask and how; size and types are its own.
        clock: Seconds that only ever grow.
    """

    def __init__(
        self,
        *,
        limits: Limits,
        transport: Transport | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limits = replace(
            limits, max_bytes=_MAX_BYTES, types=frozenset({"text/plain", ANY_TYPE}), timeout_s=10.0
        )
        self._transport = transport
        self._clock = clock
        self._known: dict[str, _Known] = {}
        self._asking: dict[str, asyncio.Task[_Known]] = {}

    async def permit(self, url: str, /) -> Permit:
        """What the page's site says; a URL that must not be fetched at all is refused when it is fetched."""
        target = check_url(url, allow=self._limits.allow)
        if isinstance(target, Refused):
            return Permit(Permission.ALLOWED)
        return self._read(await self._rules(target), target)

    def remembered(self, url: str, /) -> Permit | None:
        """The same without asking; None when the site has to be asked."""
        target = check_url(url, allow=self._limits.allow)
        if isinstance(target, Refused):
            return Permit(Permission.ALLOWED)
        known = self._known.get(_origin(target))
        return self._read(known, target) if known and known.until > self._clock() else None

    async def admit(self, target: Target, /) -> Refused | None:
        """The same for a redirect, as ``fetch.visit`` asks."""
        permit = await self.permit(target.url)
        return None if permit.permission is Permission.ALLOWED else refusals.no_robots(redacted(target.url))

    def _read(self, known: _Known, target: Target) -> Permit:
        if known.rules is None:
            return Permit(known.permission, again_in_s=max(known.until - self._clock(), 0.0))
        allowed = known.rules.can_fetch(target.url, TOKEN)
        delay = min(max(known.rules.crawl_delay(TOKEN) or 0.0, 0.0), _MAX_DELAY_S)
        return Permit(Permission.ALLOWED if allowed else Permission.DISALLOWED, delay)

    async def _rules(self, target: Target) -> _Known:
        origin = _origin(target)
        known = self._known.get(origin)
        if known is not None and known.until > self._clock():
            return known
        asking = self._asking.get(origin)
        if asking is None:
            asking = self._asking[origin] = asyncio.create_task(self._ask(origin))
            asking.add_done_callback(lambda _: self._asking.pop(origin, None))
        # Several pages wait for one answer; one that gives up must not take it from the others.
        return await asyncio.shield(asking)

    async def _ask(self, origin: str) -> _Known:
        seen = await visit(f"{origin}/robots.txt", limits=self._limits, transport=self._transport)
        known = await in_thread(_understood, seen, self._clock())
        if len(self._known) >= _MAX_HOSTS:
            self._known.pop(next(iter(self._known)))
        self._known[origin] = known
        return known


def _origin(target: Target) -> str:
    return f"{target.scheme}://{target.authority}"


def _understood(seen: Visit, now: float) -> _Known:
    """RFC 9309, 2.3.1: a 4xx means no rules; what may be there but cannot be had means "no" for a while."""
    if seen.passing:
        return _Known(now + _UNREACHABLE_S, Permission.UNKNOWN)
    if not isinstance(seen.outcome, Fetched):
        return _Known(now + _DAY_S)
    decoded = decode(seen.outcome.body[:_READ_BYTES], source="robots.txt", declared="utf-8")
    rules = _parsed(decoded.text) if isinstance(decoded, Decoded) else None
    return _Known(now + _DAY_S, rules=rules)


def _parsed(text: str) -> Protego:
    """The rules; whom they name besides us is left out.

    The parser keeps the rules once for every agent: 16,000 agents with 16,000 rules would cost minutes.
    """
    from protego import Protego

    return Protego.parse("\n".join(_ours(line) for line in text.splitlines()))


def _ours(line: str) -> str:
    """A line that names an agent, naming us, everybody, or nobody of concern; any other line as it is."""
    agent = _AGENT.match(line)
    if agent is None:
        return line
    name = agent[1].partition("/")[0].lower()
    return f"User-agent: {name if name in {'*', TOKEN.lower()} else '-'}"
