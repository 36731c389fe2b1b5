"""Fetches the page of one entry or URL and files what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from ..defects import where
from ..hosts import host_of
from ..ingest.canonical import canonical_url, declared_canonical
from ..ingest.fetch import Fetched, NotModified, load_page, visit
from ..ingest.guard import redacted
from ..ingest.loaded import Refused
from ..ingest.refusals import no_robots
from ..ingest.robots import Permission, Permit
from ..model import Entry, Filed
from ..threads import in_thread
from .checking import mind_host
from .decide import next_try
from .filing import Page, Wanted, from_feed, from_page, is_cut, is_other, is_whole, only_a_day, stands_alone
from .outcomes import PageOutcome, PageState
from .post import Post

log = structlog.get_logger(__name__)
# Another feed brought the same page so recently that it need not be fetched again.
_FRESH = timedelta(hours=1)
_HEAD_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class Missing:
    """There is no page.

    Attributes:
        reason: As a sentence.
        passing: True when there may be one later.
        wait_s: For how long the host wants to be left alone.
    """

    reason: str
    passing: bool = False
    wait_s: float = 0.0


async def file_entry(post: Post, entry: Entry, feed_title: str, now: datetime, /) -> PageOutcome:
    """File what an entry leads to; whatever goes wrong is in the outcome, and the entry is kept for later."""
    wanted = Wanted(entry.content, entry.feed, feed_title)
    try:
        return await _entry(post, entry, wanted, now)
    except Exception as error:  # noqa: BLE001  # one entry among many: the others go on
        post.failures += 1
        log.error("entry_failed", entry=entry.id, host=host_of(entry.content.url), **where(error))
    broken = Missing("Something in Newsdesk broke while it was read; its log says what.", passing=True)
    try:
        return await _without_page(post, entry, wanted, broken, now)
    except Exception as error:  # noqa: BLE001  # the store itself is in trouble; the entry stays as it was
        log.error("entry_not_saved", entry=entry.id, **where(error))
        return _outcome(wanted, PageState.WAITS, reason=broken.reason)


async def file_url(post: Post, url: str, now: datetime, /) -> PageOutcome:
    """File the page of a URL that somebody named; refused pages are filed too, with the reason.

    A page that may be there later is not filed; whoever named it may ask again.
    """
    from ..model import NewEntry

    wanted = Wanted(NewEntry(key="", fingerprint="", url=url.strip()))
    page = await _page(post, url.strip(), now)
    if isinstance(page, Page):
        filed = await in_thread(from_page, page, wanted, now, languages=post.rules.languages)
        return await _file(post, filed, wanted, None, PageState.FILED, now)
    if page.passing:
        return _outcome(wanted, PageState.WAITS, reason=page.reason)
    filed = from_feed(wanted, now, languages=post.rules.languages, reason=page.reason)
    return await _file(post, filed, wanted, None, PageState.REFUSED, now)


async def _entry(post: Post, entry: Entry, wanted: Wanted, now: datetime) -> PageOutcome:
    url = entry.content.url
    if not url:
        return await _own_text(post, entry, wanted, "", now)
    known = await in_thread(_brought_by_another, post, entry, wanted, now)
    if known is not None:
        return await _file(post, known, wanted, entry, PageState.FILED, now)
    if post.politeness.closed_s(host_of(url)):
        return _outcome(wanted, PageState.WAITS, reason="Its host is left alone for now.")
    page = await _page(post, url, now)
    if isinstance(page, Missing):
        return await _without_page(post, entry, wanted, page, now)
    speaks = wanted.speaks_for(wanted.page_key)
    if speaks and is_cut(page, entry.content):
        return await _own_text(post, entry, wanted, "The page shows only a part of the article.", now)
    if speaks and is_other(page, entry.content):
        return await _own_text(post, entry, wanted, "The page shows something else than the article.", now)
    filed = await in_thread(from_page, page, wanted, now, languages=post.rules.languages)
    if filed.refused and stands_alone(entry.content):
        return await _own_text(post, entry, wanted, filed.refused, now)
    return await _file(post, filed, wanted, entry, PageState.FILED, now)


async def _without_page(
    post: Post, entry: Entry, wanted: Wanted, missing: Missing, now: datetime
) -> PageOutcome:
    """Wait for a page that may still come, unless the feed has the whole text or it was waited for enough."""
    retry_at = None
    if missing.passing:
        offline = post.politeness.nobody_answers
        retry_at = next_try(entry, now, wait_s=missing.wait_s, offline=offline)
    speaks = wanted.speaks_for(wanted.page_key)
    if retry_at is None or (entry.attempts and speaks and is_whole(entry.content)):
        return await _own_text(post, entry, wanted, missing.reason, now)
    await in_thread(post.store.feeds.settle, entry.id, now=now, retry_at=retry_at, reason=missing.reason)
    return _outcome(wanted, PageState.WAITS, reason=missing.reason, retry_at=retry_at)


async def _own_text(post: Post, entry: Entry, wanted: Wanted, reason: str, now: datetime) -> PageOutcome:
    filed = await in_thread(from_feed, wanted, now, languages=post.rules.languages, reason=reason)
    known = await in_thread(post.store.articles.find, filed.key)
    if known and not known.refused and len(known.article.text) > len(filed.article.text):
        # Another feed gave more of it: a teaser must not become its newest revision.
        filed = replace(known, feeds=filed.feeds, is_news=filed.is_news)
    return await _file(post, filed, wanted, entry, PageState.OWN_TEXT, now, reason=reason)


async def _page(post: Post, url: str, now: datetime) -> Page | Missing:
    """Ask robots.txt, wait for the host's turn, fetch and read."""
    host = host_of(url)
    permit = post.robots.remembered(url)
    if permit is None:
        async with post.politeness.turn(host):
            permit = await post.robots.permit(url)
    if permit.permission is not Permission.ALLOWED:
        return _forbidden(permit, url)
    async with post.politeness.turn(host, pause_s=permit.delay_s):
        seen = await visit(url, limits=post.rules.limits, transport=post.transport, admit=post.robots.admit)
    wait_s = mind_host(post, host, seen, now)
    if isinstance(seen.outcome, Fetched):
        return await in_thread(_read, seen.outcome)
    reason = "" if isinstance(seen.outcome, NotModified) else seen.outcome.reason
    return Missing(reason, passing=seen.passing, wait_s=wait_s)


def _forbidden(permit: Permit, url: str) -> Missing:
    if permit.permission is Permission.DISALLOWED:
        return Missing(no_robots(redacted(url)).reason)
    return Missing("The site's robots.txt cannot be had.", passing=True, wait_s=permit.again_in_s)


def _read(fetched: Fetched) -> Page | Missing:
    loaded = load_page(fetched)
    if isinstance(loaded, Refused):
        return Missing(loaded.reason)
    head = fetched.body[:_HEAD_BYTES].decode("utf-8", "replace")
    key = declared_canonical(head, fetched.url) or canonical_url(fetched.url)
    said = loaded.article.url or ""
    article = replace(loaded.article, url=said if canonical_url(said) == key else fetched.url)
    return Page(key, article, only_a_day(loaded.article.published_at))


def _brought_by_another(post: Post, entry: Entry, wanted: Wanted, now: datetime) -> Filed | None:
    known = post.store.articles.find(wanted.page_key)
    if known is None or known.refused or entry.feed in known.feeds or now - known.stored_at > _FRESH:
        return None
    return replace(known, feeds=frozenset({entry.feed}), is_news=entry.content.is_news)


async def _file(
    post: Post,
    filed: Filed,
    wanted: Wanted,
    entry: Entry | None,
    state: PageState,
    now: datetime,
    *,
    reason: str = "",
) -> PageOutcome:
    filing = await in_thread(
        post.store.articles.file, filed, now=now, entry=None if entry is None else entry.id
    )
    title = filed.article.title or wanted.content.title
    state = PageState.REFUSED if filed.refused else state
    return PageOutcome(redacted(wanted.content.url), title, state, filing, filed.refused or reason)


def _outcome(
    wanted: Wanted, state: PageState, *, reason: str = "", retry_at: datetime | None = None
) -> PageOutcome:
    return PageOutcome(redacted(wanted.content.url), wanted.content.title, state, None, reason, retry_at)
