"""Checks one feed: fetch, parse, save its new state together with its new entries."""

from __future__ import annotations

from datetime import datetime

import structlog

from ..defects import where
from ..hosts import host_of
from ..ingest.caching import Validators, fresh_for_s, retry_after_s
from ..ingest.feeds.entries import marks_of, new_entries
from ..ingest.feeds.parse import parse_feed
from ..ingest.feeds.refusals import of_feed
from ..ingest.fetch import Fetched, NotModified, Visit, visit
from ..ingest.loaded import Refused
from ..model import Feed, NewEntry
from ..threads import in_thread
from .decide import Failed, Found, after_check, put_off
from .outcomes import FeedOutcome
from .post import Post

log = structlog.get_logger(__name__)
_GONE = 410
_TOO_MANY = 429
_SLOW_DOWN = frozenset({_TOO_MANY, 503})
# For a server that asks to slow down and does not say for how long.
_SLOW_DOWN_S = 300.0


async def check_feed(post: Post, feed: Feed, now: datetime, /) -> FeedOutcome:
    """Check a feed; whatever goes wrong is in the outcome, and the feed's next check is later."""
    try:
        return await _checked(post, feed, now)
    except Exception as error:  # noqa: BLE001  # one feed among many: the others go on
        post.failures += 1
        log.error("feed_check_failed", feed=feed.id, host=host_of(feed.url), **where(error))
    outcome = Failed("Something in Newsdesk broke while it was checked; its log says what.")
    after = after_check(feed, outcome, now, post.rules.pace)
    try:
        await in_thread(post.store.feeds.checked, after, now=now)
    except Exception as error:  # noqa: BLE001  # the store itself is in trouble; the feed stays due
        log.error("feed_not_saved", feed=feed.id, **where(error))
    return FeedOutcome(after)


async def _checked(post: Post, feed: Feed, now: datetime) -> FeedOutcome:
    host, pace = host_of(feed.url), post.rules.pace
    if closed_s := post.politeness.closed_s(host):
        later = put_off(feed, now, closed_s, pace)
        await in_thread(post.store.feeds.checked, later, now=now)
        return FeedOutcome(later, asked=False)
    validators = Validators(feed.etag, feed.last_modified)
    async with post.politeness.turn(host):
        seen = await visit(feed.url, validators=validators, limits=post.feed_limits, transport=post.transport)
    wait_s = mind_host(post, host, seen, now)
    result, entries = await _understood(post, feed, seen, now, wait_s)
    after = after_check(feed, result, now, pace)
    return FeedOutcome(after, await in_thread(post.store.feeds.checked, after, entries, now=now))


def mind_host(post: Post, host: str, seen: Visit, now: datetime, /) -> float:
    """Remember how a host fares; for how many seconds it wants to be left alone."""
    wait_s = retry_after_s(seen.headers, now=now) if seen.status in _SLOW_DOWN else None
    if wait_s is None and seen.status == _TOO_MANY:
        wait_s = _SLOW_DOWN_S
    if seen.status == 0 and seen.passing:
        post.politeness.failed(host)
    elif seen.status:
        post.politeness.answered(host)
    if wait_s is not None:
        post.politeness.close(host, wait_s)
    return wait_s or 0.0


async def _understood(
    post: Post, feed: Feed, seen: Visit, now: datetime, wait_s: float
) -> tuple[Found | Failed, tuple[NewEntry, ...]]:
    if isinstance(seen.outcome, Refused):
        return Failed(of_feed(seen.outcome, status=seen.status).reason, wait_s, gone=seen.status == _GONE), ()
    fresh_s = fresh_for_s(seen.headers, now=now)
    if isinstance(seen.outcome, NotModified):
        return Found(changed=False, moved_to=seen.moved_to, fresh_for_s=fresh_s), ()
    return await in_thread(_parsed, post, feed, seen, seen.outcome, now, fresh_s)


def _parsed(
    post: Post, feed: Feed, seen: Visit, page: Fetched, now: datetime, fresh_s: float
) -> tuple[Found | Failed, tuple[NewEntry, ...]]:
    parsed = parse_feed(page.body, url=page.url, content_type=page.content_type, charset=page.charset)
    if isinstance(parsed, Refused):
        return Failed(parsed.reason), ()
    known = post.store.feeds.known(feed.id, marks_of(parsed))
    entries = tuple(new_entries(parsed, known, feed_is_new=feed.changed_at is None, now=now, url=page.url))
    found = Found(
        changed=bool(entries),
        title=parsed.title,
        site_url=parsed.site_url,
        validators=Validators.of(page.headers),
        moved_to=seen.moved_to,
        fresh_for_s=fresh_s,
    )
    return found, entries
