"""What subscribers read about feeds that fail."""

from __future__ import annotations

from collections.abc import Sequence

from newsdesk.model import FailingFeed

from .clean import clean, clip
from .texts import Texts

MAX_NAMED = 8
MAX_NAME_CHARS = 80


def failing_feeds(feeds: Sequence[FailingFeed], texts: Texts, /) -> str:
    """One note about feeds that fail, at least one; those that are gone are not tried again."""
    if len(feeds) == 1:
        return _worded(feeds[0], texts, "one")
    gone = sum(feed.gone for feed in feeds)
    all_gone = gone == len(feeds)
    sentences = [texts("failing.many_gone" if all_gone else "failing.many", n=len(feeds))]
    sentences += [_worded(feed, texts, "named") for feed in feeds[:MAX_NAMED]]
    if len(feeds) > MAX_NAMED:
        sentences.append(texts("failing.more", n=len(feeds) - MAX_NAMED))
    end = "failing.never_again" if all_gone else "failing.again_but_gone" if gone else "failing.again"
    return " ".join((*sentences, texts(end)))


def _worded(feed: FailingFeed, texts: Texts, how: str) -> str:
    values = {"name": clip(clean(feed.name), MAX_NAME_CHARS), "reason": clean(feed.reason)}
    if feed.gone:
        return texts(f"failing.{how}_gone", **values)
    if feed.since_at is None:
        return texts(f"failing.{how}_of_old", **values)
    return texts(f"failing.{how}", since=texts.moment(feed.since_at), **values)
