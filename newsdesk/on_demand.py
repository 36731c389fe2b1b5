"""Briefs that somebody asks for: now, or what a published one had no room for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from summarizer.brief import Shared
from summarizer.model import ActorId, Brief, BriefSpec, Bullet, Status

from .following import MAX_ACTORS, MAX_BULLETS, effective
from .marks import mark
from .model import BriefRecord, Delivery, Following, Position
from .ports import Store
from .publish import Press
from .publish.press import MAX_WINDOW

# What a brief tells of when nobody says since when.
LAST = timedelta(hours=24)
# So many briefs before the published one may have held a line that it does not repeat.
_BEFORE = 7


def brief_now(
    store: Store,
    /,
    *,
    following: Following,
    defaults: BriefSpec,
    now: datetime,
    since: Position | datetime | None = None,
    actor: ActorId | None = None,
    shared: Shared | None = None,
) -> Brief:
    """The brief of everything since, for somebody with these wishes; nothing is written.

    No bullet is marked and nothing is left out because it was sent before.  Its articles are those that it
    cites, without their texts.  A brief of one actor, or since an instant, goes by the days on which articles
    were published, and so takes in the backlog of feeds too; any other holds what has been read as news.

    Args:
        defaults: The desk's lengths.
        since: The position of the last brief, or an instant; None for the last 24 hours.  No brief reaches back
            further than two months (``earliest``), but one of an actor since an instant.
        actor: Only this one, followed or not, even if muted.
        shared: What was worked out of the same texts before; it only saves time.
    """
    press = Press(store, defaults=defaults, now=now, shared=shared)
    if actor is not None:
        following = _only(following, actor, press)
    if since is None and actor is not None:
        since = now - LAST
    if isinstance(since, datetime):
        (by,) = (None,) if actor is None else press.ends([actor])
        return press.archived(following, since, by=by)
    after = store.readings.position_at(now - LAST) if since is None else since
    return press.brief(following, press.window(after), earlier=())


def earliest(now: datetime, /) -> datetime:
    """What was published before is in no brief but an actor's own."""
    return now - MAX_WINDOW


def more(
    store: Store,
    record: BriefRecord,
    /,
    *,
    following: Following,
    defaults: BriefSpec,
    now: datetime,
    actor: ActorId | None = None,
    shared: Shared | None = None,
) -> Brief:
    """What a published brief left out because of its length, of the same window; without sections for nothing.

    No bullet that stood in it comes again, also none that was withdrawn, and none that the briefs before it
    held.  The articles may have changed since: it is what they say now.

    Args:
        following: As it was published for (``wishes``).
        actor: Only this one.
    """
    press = Press(store, defaults=defaults, now=now, shared=shared, until=record.window.until)
    if actor is not None:
        following = _only(following, actor, press)
    wide = replace(following, max_actors=MAX_ACTORS, max_bullets=MAX_BULLETS)
    found = press.brief(wide, press.window(record.window.after), earlier=())
    left = mark(found, [record.brief, *_before(store, record)])
    shown = {_line(bullet) for section in record.brief.sections for bullet in section.bullets}
    sections = []
    for section in left.sections:
        bullets = tuple(replace(b, status=Status.NEW) for b in section.bullets if _line(b) not in shown)
        if bullets:
            sections.append(replace(section, bullets=bullets))
    cited = {c.article for section in sections for b in section.bullets for c in b.citations}
    articles = tuple(article for article in left.articles if article.id in cited)
    kept, c = sum(len(section.bullets) for section in sections), left.coverage
    coverage = replace(c, bullets=kept, folded=c.folded + c.bullets - kept)
    return replace(left, sections=tuple(sections), coverage=coverage, articles=articles)


def wishes(store: Store, delivery: Delivery, /) -> Following:
    """What a delivery was published for, as far as it is still known."""
    channel = store.channels.get(delivery.channel)
    if channel is None:
        return Following()
    subscription = None if delivery.subscription is None else store.subscriptions.get(delivery.subscription)
    return channel.following if subscription is None else effective(channel, subscription)


def _only(following: Following, actor: ActorId, press: Press) -> Following:
    """The same wishes about one actor."""
    (end,) = press.ends([actor])
    muted = frozenset(a for a in following.muted if press.ends([a]) != {end})
    return replace(following, actors=frozenset({actor}), muted=muted)


def _before(store: Store, record: BriefRecord) -> Iterator[Brief]:
    """What was published before a brief, the newest first."""
    before = record.previous
    for _ in range(_BEFORE):
        earlier = None if before is None else store.ledger.brief(before)
        if earlier is None:
            return
        yield earlier.brief
        before = earlier.previous


def _line(bullet: Bullet) -> tuple[ActorId, str]:
    return bullet.actor.id, bullet.text
