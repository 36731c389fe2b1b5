"""What a server says about asking again: when, and how to ask only for what is new (RFC 9110, RFC 9111)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

DAY_S = 86_400.0
# Some servers call everything fresh for a year; news that is a day late is none.
MAX_FRESH_S = 21_600.0
_DIRECTIVE = re.compile(r"([a-z-]+)(?:\s*=\s*\"?([^\s,\"]*))?", re.IGNORECASE)
_MAX_VALIDATOR_CHARS = 500


@dataclass(frozen=True, slots=True)
class Validators:
    """What makes the next request conditional: the server's own words, given back as they came.

    Attributes:
        etag: With its quotation marks and ``W/``; "" for none.
        last_modified: As the server wrote it, never parsed; "" for none.
    """

    etag: str = ""
    last_modified: str = ""

    @classmethod
    def of(cls, headers: Mapping[str, str], /) -> Validators:
        """Those of a response; what could not be sent back in a header is passed over."""
        return cls(_sendable(headers.get("etag", "")), _sendable(headers.get("last-modified", "")))

    def headers(self) -> dict[str, str]:
        """For the next request; empty when nothing is known."""
        found = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in found.items() if value and _sendable(value)}


NO_VALIDATORS = Validators()


def retry_after_s(headers: Mapping[str, str], /, *, now: datetime) -> float | None:
    """For how long a server wants to be left alone, 0 to a day; None when it does not say, or not clearly."""
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return min(float(said[:9]), DAY_S)
    at = _http_date(said)
    return None if at is None else min(max((at - now).total_seconds(), 0.0), DAY_S)


def fresh_for_s(headers: Mapping[str, str], /, *, now: datetime) -> float:
    """For how long asking again is pointless, 0 to six hours: ``max-age`` less ``Age``, else ``Expires``."""
    said = {k.lower(): v for k, v in _DIRECTIVE.findall(headers.get("cache-control", "")[:1000])}
    if "no-cache" in said or "no-store" in said:
        return 0.0
    if "max-age" in said:
        return min(max(_number(said["max-age"]) - _number(headers.get("age", "").strip()), 0.0), MAX_FRESH_S)
    expires = _http_date(headers.get("expires", ""))
    if expires is None:
        return 0.0
    since = _http_date(headers.get("date", "")) or now
    return min(max((expires - since).total_seconds(), 0.0), MAX_FRESH_S)


def _number(said: str) -> float:
    return float(said[:12]) if said.isascii() and said.isdigit() else 0.0


def _http_date(said: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(said)
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def _sendable(value: str) -> str:
    fits = value.isascii() and value.isprintable() and len(value) <= _MAX_VALIDATOR_CHARS
    return value.strip() if fits else ""
