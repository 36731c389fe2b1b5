"""When a feed is checked again, when a page is tried again, when somebody is told: pure functions."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ..ingest.caching import Validators
from ..model import Entry, Feed

DAY_S = 86_400
# Between the tries of a page; after the last one its entry is filed with what the feed itself says.
_RETRIES_S = (600, 3600, 14_400, 43_200)
_JITTER = 0.1
_OFFLINE_RETRY = timedelta(hours=1)
_OFFLINE_PATIENCE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Pace:
    """How often feeds are checked.

    Attributes:
        min_s: Never more often than this.
        max_s: Never less often, however quiet or broken a feed is.
        tell_after_checks: So many failures in a row, or
        tell_after_s: so long a failure, and the subscribers are told.
    """

    min_s: int = 600
    max_s: int = DAY_S
    tell_after_checks: int = 5
    tell_after_s: int = DAY_S


DEFAULT_PACE = Pace()


@dataclass(frozen=True, slots=True)
class Found:
    """A check that reached the feed.

    Attributes:
        changed: Whether it brought an entry that is new or has another text.
        validators: For the next check; None keeps those of the last one ("not modified").
        moved_to: Where the feed lives from now on; "" when it stayed.
        fresh_for_s: For how long the server says that asking again is pointless.
    """

    changed: bool
    title: str = ""
    site_url: str = ""
    validators: Validators | None = None
    moved_to: str = ""
    fresh_for_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Failed:
    """A check that brought nothing.

    Attributes:
        reason: A sentence for people.
        wait_s: For how long the server wants to be left alone.
        gone: The server says that the feed is gone for good.
    """

    reason: str
    wait_s: float = 0.0
    gone: bool = False


def after_check(feed: Feed, outcome: Found | Failed, now: datetime, pace: Pace = DEFAULT_PACE, /) -> Feed:
    """The feed's next state.

    A feed that changes is checked sooner, up to four times within the time between two changes; a quiet one
    later and later.  A failing one is asked half as often after each failure.  A feed that is gone for good is
    never due again, until somebody removes and adds it.
    """
    if isinstance(outcome, Failed):
        return _failed(feed, outcome, now, pace)
    interval = _interval(feed, now, pace, changed=outcome.changed)
    validators = outcome.validators or Validators(feed.etag, feed.last_modified)
    return replace(
        feed,
        url=outcome.moved_to or feed.url,
        title=feed.title or outcome.title,
        site_url=outcome.site_url or feed.site_url,
        etag=validators.etag,
        last_modified=validators.last_modified,
        next_check_at=_next(feed, now, max(interval, outcome.fresh_for_s), pace),
        interval_s=interval,
        checked_at=now,
        changed_at=now if outcome.changed else feed.changed_at or now,
        failures=0,
        failing_since_at=None,
        error="",
        told_at=None,
    )


def put_off(feed: Feed, now: datetime, wait_s: float, pace: Pace = DEFAULT_PACE, /) -> Feed:
    """A feed that was not asked, because its host wants to be left alone for so long; no failure of its own."""
    return replace(feed, next_check_at=_next(feed, now, wait_s, pace))


def should_tell(feed: Feed, now: datetime, pace: Pace = DEFAULT_PACE, /, *, offline: bool = False) -> bool:
    """Whether the subscribers must hear now that a feed fails: once for each time that it breaks.

    Args:
        offline: Not one host answers: it is our own connection that fails, and for up to a week nobody is told.
    """
    if feed.told_at is not None or feed.failing_since_at is None:
        return False
    if offline and now - feed.failing_since_at < _OFFLINE_PATIENCE:
        return False
    failing_s = (now - feed.failing_since_at).total_seconds()
    return (
        feed.next_check_at is None or feed.failures >= pace.tell_after_checks or failing_s >= pace.tell_after_s
    )


def next_try(entry: Entry, now: datetime, /, *, wait_s: float = 0.0, offline: bool = False) -> datetime | None:
    """When to ask for an entry's page again after a failure that may pass; None when it was tried enough.

    Args:
        wait_s: For how long the host wants to be left alone.
        offline: Not one host answers: it is our own connection that fails, and an entry waits up to a week.
    """
    if entry.attempts >= len(_RETRIES_S):
        return now + _OFFLINE_RETRY if offline and now - entry.seen_at < _OFFLINE_PATIENCE else None
    return now + timedelta(seconds=max(_RETRIES_S[entry.attempts], wait_s))


def _failed(feed: Feed, outcome: Failed, now: datetime, pace: Pace) -> Feed:
    failures = feed.failures + 1
    wait_s = max(pace.min_s * 2.0 ** min(failures - 1, 20), outcome.wait_s)
    return replace(
        feed,
        next_check_at=None if outcome.gone else _next(feed, now, wait_s, pace),
        checked_at=now,
        failures=failures,
        failing_since_at=feed.failing_since_at or now,
        error=outcome.reason,
    )


def _interval(feed: Feed, now: datetime, pace: Pace, *, changed: bool) -> int:
    """Seconds; follows a quarter of the time since the last change, in steps."""
    if feed.changed_at is None:
        return _within(pace.min_s, pace)  # nothing is known of a new feed: better too often than too late
    quarter = (now - feed.changed_at).total_seconds() / 4
    if changed:
        return _within(min(feed.interval_s / 2, quarter), pace)
    return _within(max(feed.interval_s, min(feed.interval_s * 1.5, quarter)), pace)


def _within(seconds: float, pace: Pace) -> int:
    return int(min(max(seconds, pace.min_s), pace.max_s))


def _next(feed: Feed, now: datetime, wait_s: float, pace: Pace) -> datetime:
    """After a wait within bounds, made up to a tenth longer so that feeds added together spread out."""
    share = hashlib.sha256(str(feed.id).encode()).digest()[0] / 255
    wait_s = _within(wait_s, pace) * (1 + _JITTER * share)
    return now + timedelta(seconds=min(wait_s, pace.max_s))
