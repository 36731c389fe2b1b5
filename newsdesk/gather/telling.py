"""At the end of a round: who is told of which feeds; a crash at any step neither loses nor repeats a note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import structlog

from ..defects import where
from ..model import Feed, FeedId
from ..threads import in_thread
from .decide import should_tell
from .outcomes import FeedOutcome
from .post import Post
from .tell import NoteRenderer, tell, told_together

log = structlog.get_logger(__name__)
# For so long a process that died may have left its notes unwritten.
_LEFT_OVER = timedelta(days=1)


async def tell_failures(post: Post, outcomes: Sequence[FeedOutcome], now: datetime, /) -> frozenset[FeedId]:
    """Tell subscribers of the feeds that fail for long, all in one note a channel; the feeds.

    That feeds are told of is saved first, with an instant that no other round has; what was saved so in the
    last day is told again when a process begins, and those who have the note get nothing.
    """
    if post.renderer is None:
        return frozenset()
    silence = post.politeness.nobody_answers and not post.politeness.one_is_silent
    failing = [
        o.feed for o in outcomes if o.asked and should_tell(o.feed, now, post.rules.pace, offline=silence)
    ]
    if not failing and post.told_at is not None:
        return frozenset()
    try:
        return await in_thread(_tell, post, post.renderer, failing, now)
    except Exception as error:  # noqa: BLE001  # the store is in trouble; the next round begins as a process does
        post.failures += 1
        post.told_at = None
        log.error("feeds_not_told", feeds=len(failing), **where(error))
        return frozenset()


def _tell(post: Post, renderer: NoteRenderer, failing: Sequence[Feed], now: datetime) -> frozenset[FeedId]:
    feeds = {feed.id: feed for feed in failing}
    if post.told_at is None:
        known = post.store.feeds.all()
        for left in told_together(known, now - _LEFT_OVER):
            tell(post.store, renderer, left)
        # Nobody checks a feed that is gone again, so this is the last chance to tell of it.
        feeds |= {f.id: f for f in known if f.next_check_at is None and should_tell(f, now, post.rules.pace)}
        post.told_at = max((f.told_at for f in known if f.told_at), default=datetime.min.replace(tzinfo=UTC))
    if feeds:
        post.told_at = max(now, post.told_at + timedelta(microseconds=1))
        post.store.feeds.told(feeds, now=post.told_at)
        tell(post.store, renderer, [replace(f, told_at=post.told_at) for f in feeds.values()])
    return frozenset(feeds)
