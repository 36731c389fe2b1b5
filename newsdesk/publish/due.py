"""A tick: due slots answered, each brief computed once for everybody who gets the same.

A channel gets one brief at a time.  Windows begin at the last confirmed brief and marks compare with what has
arrived, so a brief that is made while another one, or an alert, is on its way to the same channel would say all
of that again.  Such a slot stays due until the other is settled, whatever became of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import structlog

from summarizer.brief import Shared
from summarizer.model import BriefSpec

from ..defects import where
from ..errors import StaleBrief
from ..following import effective, effective_schedule, spec_key
from ..model import (
    BriefId,
    BriefKind,
    BriefRecord,
    Channel,
    ChannelId,
    Following,
    Layout,
    Message,
    Publication,
    Recipient,
    Subscription,
    SubscriptionId,
    WhenEmpty,
    Window,
)
from ..ports import Renderer, Store
from ..schedule import Due, Schedule, Wait, plan
from .failures import Failures
from .press import Press

log = structlog.get_logger(__name__)

CHUNK = 10_000


@dataclass(slots=True)
class Published:
    """What a tick came to, in slots but for ``briefs``.

    Attributes:
        due: Subscriptions that were looked at; those that rest after a failure are not.
        briefs: Different briefs that were written.
        sent: Slots that got a brief.
        empty: Slots with nothing new.
        held: Slots put off by quiet hours, and those that a changed schedule no longer has.
        failed: Slots that stay due because of a defect; they are tried again.
        stale: Slots that stay due because a text was read again while their brief was written; the next tick
            tells what it says now.
        passed: Slots that stay due because another brief of this tick went to their channel.
    """

    due: int = 0
    briefs: int = 0
    sent: int = 0
    empty: int = 0
    held: int = 0
    failed: int = 0
    stale: int = 0
    passed: int = 0

    @property
    def left(self) -> int:
        """Slots that were looked at and stay due."""
        return self.failed + self.stale + self.passed


class _Group(NamedTuple):
    """What all recipients of one publication have in common.

    Attributes:
        earlier: What their channels were sent last, the newest first.
        late_since: When it was due, for one that is late, told in ``zone``.
        noted: Whether these channels want to be told that there is nothing new.
    """

    spec_key: str
    language: str
    platform: str
    layout: Layout
    window: Window
    earlier: tuple[BriefId, ...]
    late_since: datetime | None
    zone: str
    noted: bool


class _Order(NamedTuple):
    """A subscription that gets a brief now.

    Attributes:
        waits_since: When the first slot that it answers was due.
    """

    following: Following
    recipient: Recipient
    waits_since: datetime


def publish_due(
    store: Store,
    renderer: Renderer,
    now: datetime,
    /,
    *,
    defaults: BriefSpec,
    shared: Shared | None = None,
    failures: Failures | None = None,
    held: Collection[ChannelId] = frozenset(),
    chunk: int = CHUNK,
) -> Published:
    """Answer every slot that is due, in one transaction a group of recipients.

    A group that fails stops no other; it stays due and is tried again.

    Args:
        defaults: The desk's lengths, where a channel wishes no other.
        shared: What was worked out of the same texts before; it only saves time.
        failures: What failed in the ticks before, and waits; without it everything is tried at once.
        held: Channels that are to wait: what they would get may have arrived already.  Their slots stay due.
        chunk: How many subscriptions are held in memory at once.
    """
    published, failures = Published(), failures or Failures()
    tick = _Tick(store, renderer, defaults, now, published, shared, failures)
    seen: set[SubscriptionId] = set()
    resting = 0
    while found := [
        pair
        for pair in store.subscriptions.due(now, limit=chunk + resting + published.left)
        if pair[0].id not in seen
    ]:
        seen.update(subscription.id for subscription, _ in found)
        fresh = [pair for pair in found if pair[1].id not in held and not failures.rests(pair[0].id, now)]
        resting += len(found) - len(fresh)
        published.due += len(fresh)
        if fresh:
            tick.answer(fresh)
    if published.due:
        log.info("slots_answered", **{n: getattr(published, n) for n in Published.__slots__})
    return published


class _Tick:
    """One instant's work."""

    def __init__(
        self,
        store: Store,
        renderer: Renderer,
        defaults: BriefSpec,
        now: datetime,
        published: Published,
        shared: Shared | None,
        failures: Failures,
        /,
    ) -> None:
        self._shared = shared
        self._failures = failures
        self._store = store
        self._renderer = renderer
        self._defaults = defaults
        self._now = now
        self._published = published
        self._press: Press | None = None
        self._plans: dict[tuple[Schedule, datetime], Due | Wait] = {}
        self._served: set[ChannelId] = set()

    def answer(self, due: Sequence[tuple[Subscription, Channel]]) -> None:
        """Publish what these subscriptions get."""
        try:
            press, groups = self._grouped(due)
        except Exception:
            self._failures.failed([subscription.id for subscription, _ in due], self._now)
            raise
        # Of several that share a channel, nobody is passed over for ever.
        waits_since = {group: min(o.waits_since for o in orders) for group, orders in groups.items()}
        for group in sorted(groups, key=lambda g: (waits_since[g], g.window.after, g.spec_key)):
            orders = [o for o in groups[group] if o.recipient.channel not in self._served]
            self._published.passed += len(groups[group]) - len(orders)
            if not orders:
                continue
            try:
                self._publish(group, orders, press)
                self._failures.answered(o.recipient.subscription for o in orders)
            except StaleBrief as stale:
                self._published.stale += len(orders)
                log.info("brief_stale", spec=group.spec_key, articles=sorted(stale.articles))
            except Exception as error:  # noqa: BLE001  # its own defect: the others get their briefs
                self._failed(*(o.recipient.subscription for o in orders))
                log.error("publish_failed", spec=group.spec_key, slots=len(orders), **where(error))

    def _failed(self, *subscriptions: SubscriptionId) -> None:
        self._published.failed += len(subscriptions)
        self._failures.failed(subscriptions, self._now)

    def _grouped(self, due: Sequence[tuple[Subscription, Channel]]) -> tuple[Press, dict[_Group, list[_Order]]]:
        if self._press is None:
            self._press = Press(self._store, defaults=self._defaults, now=self._now, shared=self._shared)
        self._press.open(subscription.confirmed for subscription, _ in due)
        groups: dict[_Group, list[_Order]] = defaultdict(list)
        for group, order in self._orders(due, self._press):
            groups[group].append(order)
        return self._press, groups

    def _orders(
        self, due: Sequence[tuple[Subscription, Channel]], press: Press
    ) -> Iterator[tuple[_Group, _Order]]:
        earlier = press.earlier({channel.id for _, channel in due})
        for subscription, channel in due:
            try:
                planned = self._plan(subscription, channel)
                if isinstance(planned, Wait):
                    self._store.subscriptions.wait(
                        subscription.id, expected=subscription.next_due_at, next_due_at=planned.next_due_at
                    )
                    self._published.held += 1
                    self._failures.answered([subscription.id])
                    continue
                yield self._order(
                    subscription, channel, planned, press.window(subscription.confirmed), earlier[channel.id]
                )
            except Exception as error:  # noqa: BLE001  # the same
                self._failed(subscription.id)
                log.error("plan_failed", subscription=subscription.id, **where(error))

    def _plan(self, subscription: Subscription, channel: Channel) -> Due | Wait:
        schedule = effective_schedule(channel, subscription)
        planned_at = subscription.next_due_at or self._now
        key = (schedule, planned_at)
        if key not in self._plans:
            self._plans[key] = plan(schedule, planned_at, self._now)
        return self._plans[key]

    def _order(
        self,
        subscription: Subscription,
        channel: Channel,
        due: Due,
        window: Window,
        earlier: tuple[BriefId, ...],
    ) -> tuple[_Group, _Order]:
        following = effective(channel, subscription)
        group = _Group(
            spec_key(following, language=channel.language, defaults=self._defaults),
            channel.language,
            channel.address.platform,
            channel.layout,
            window,
            earlier,
            due.due_at if due.late else None,
            subscription.schedule.zone if due.late else "UTC",
            channel.when_empty is WhenEmpty.NOTE,
        )
        recipient = Recipient(
            subscription.id, channel.id, due.slot, due.due_at, due.next_due_at, missed=due.missed
        )
        return group, _Order(following, recipient, subscription.next_due_at or self._now)

    def _publish(self, group: _Group, orders: Sequence[_Order], press: Press) -> None:
        brief = press.brief(orders[0].following, group.window, earlier=group.earlier)
        record = None
        messages: tuple[Message, ...] = ()
        if brief.sections:
            record = BriefRecord(
                BriefId(0),
                BriefKind.BRIEF,
                group.spec_key,
                group.window,
                brief,
                self._now,
                language=group.language,
                previous=next(iter(group.earlier), None),
            )
            messages = self._renderer.brief(
                brief,
                platform=group.platform,
                language=group.language,
                late_since=group.late_since,
                zone=group.zone,
                layout=group.layout,
            )
        elif group.noted:
            messages = (self._renderer.nothing_new(platform=group.platform, language=group.language),)
        recipients = tuple(order.recipient for order in orders)
        publication = Publication(record, group.window, messages, recipients, late=group.late_since is not None)
        won = self._store.ledger.publish(publication, now=self._now)
        self._published.briefs += record is not None and won > 0
        if record is None:
            self._published.empty += won
        else:
            self._published.sent += won
            self._served.update(recipient.channel for recipient in recipients)
