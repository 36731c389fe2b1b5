"""The ledger in memory: briefs, slots, and what is made for channels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from newsdesk.errors import StaleBrief
from newsdesk.model import (
    BriefId,
    BriefRecord,
    ChannelId,
    Delivery,
    DeliveryId,
    DeliveryKind,
    DeliveryState,
    Message,
    Position,
    Publication,
    Recipient,
    SubscriptionId,
)
from newsdesk.store.rules import (
    BRIEF_KINDS,
    REACHED,
    brief_batch,
    cited,
    cited_revisions,
    empty_batch,
    part_key,
    without_texts,
)
from summarizer.model import ArticleId

from .outbox import Outbox
from .state import Slot, State, locked


class MemoryLedger(Outbox):
    """See ``newsdesk.ports.Ledger``."""

    def __init__(self, state: State, /) -> None:
        self._state = state

    @locked
    def publish(self, publication: Publication, /, *, now: datetime) -> int:
        """Claim the recipients' slots and write what they get."""
        if publication.brief is not None:
            self._refuse_stale(publication.brief)
        won = [recipient for recipient in publication.recipients if self._claim_slot(recipient)]
        brief = self._keep(publication.brief) if won and publication.brief else None
        for recipient in won:
            slot = (recipient.subscription, recipient.slot)
            self._state.slots[slot] = Slot(recipient.due_at, brief)
            for missed in recipient.missed:
                self._state.slots.setdefault((recipient.subscription, missed), Slot(recipient.due_at, None))
            if brief is None:
                batch, kind, subscription = empty_batch(recipient), DeliveryKind.NOTE, None
            else:
                batch, kind = brief_batch(DeliveryKind.BRIEF, brief), DeliveryKind.BRIEF
                subscription = recipient.subscription
            self._write(
                recipient.channel,
                batch,
                kind,
                publication.messages,
                now=now,
                brief=brief,
                subscription=subscription,
                late=publication.late,
            )
            if brief is None or not publication.messages:
                self._move_window(recipient.subscription, publication.window.until, brief)
        return len(won)

    def _claim_slot(self, recipient: Recipient) -> bool:
        subscription = self._state.subscriptions.get(recipient.subscription)
        if subscription is None or subscription.channel != recipient.channel:
            return False
        due_at = subscription.next_due_at
        if due_at is not None and due_at <= recipient.due_at:
            self._state.subscriptions[subscription.id] = replace(
                subscription, next_due_at=recipient.next_due_at
            )
        slot = (recipient.subscription, recipient.slot)
        if slot in self._state.slots:
            return False
        self._state.slots[slot] = Slot(recipient.due_at, None)
        return True

    def _refuse_stale(self, record: BriefRecord) -> None:
        stale = {
            article
            for article, revision in cited_revisions(record).items()
            if (read := self._state.readings.get(article)) and read.reading.article.revision > revision
        }
        if stale:
            raise StaleBrief(frozenset(stale))

    def _keep(self, record: BriefRecord) -> BriefId:
        brief = BriefId(next(self._state.ids))
        self._state.briefs[brief] = replace(without_texts(record), id=brief)
        return brief

    def _write(
        self,
        channel: ChannelId,
        batch: str,
        kind: DeliveryKind,
        messages: Sequence[Message],
        *,
        now: datetime,
        brief: BriefId | None = None,
        subscription: SubscriptionId | None = None,
        late: bool = False,
    ) -> bool:
        held = (d for d in self._state.deliveries.values() if d.channel == channel)
        if any(self._state.batches[d.id] == batch for d in held):
            return False
        for part, message in enumerate(messages, 1):
            delivery = Delivery(
                DeliveryId(next(self._state.ids)),
                channel,
                self._state.channels[channel].address,
                part_key(batch, part, kind),
                kind,
                message,
                part=part,
                parts=len(messages),
                brief=brief,
                subscription=subscription,
                late=late,
                created_at=now,
                updated_at=now,
            )
            self._state.deliveries[delivery.id] = delivery
            self._state.batches[delivery.id] = batch
        return bool(messages)

    @locked
    def alert(
        self,
        brief: BriefRecord,
        messages: Sequence[Message],
        channels: Sequence[ChannelId],
        /,
        *,
        now: datetime,
    ) -> BriefId:
        """Write an alert and its deliveries."""
        self._refuse_stale(brief)
        identifier = self._keep(brief)
        batch = brief_batch(DeliveryKind.ALERT, identifier)
        for channel in channels:
            if channel in self._state.channels:
                self._write(channel, batch, DeliveryKind.ALERT, messages, now=now, brief=identifier)
        return identifier

    @locked
    def alerts_since(self, channel: ChannelId, instant: datetime, /) -> int:
        """How many alerts were made for a channel since an instant."""
        return sum(
            d.kind is DeliveryKind.ALERT and d.part == 1 and d.channel == channel
            for d in self._state.deliveries.values()
            if d.created_at is not None and d.created_at >= instant
        )

    @locked
    def note(
        self,
        channels: Sequence[ChannelId],
        key: str,
        messages: Sequence[Message],
        /,
        *,
        now: datetime,
        kind: DeliveryKind = DeliveryKind.NOTE,
    ) -> int:
        """Write a note of the desk to channels."""
        known = [channel for channel in channels if channel in self._state.channels]
        return sum(self._write(channel, key, kind, messages, now=now) for channel in known)

    @locked
    def cursor(self, name: str, /) -> Position:
        """Up to where a named reader has come."""
        return self._state.cursors.get(name, Position(0))

    @locked
    def advance(self, name: str, position: Position, /) -> None:
        """Move a cursor forward."""
        self._state.cursors[name] = max(position, self.cursor(name))

    @locked
    def brief(self, brief: BriefId, /) -> BriefRecord | None:
        """A brief as published."""
        return self._state.briefs.get(brief)

    @locked
    def histories(
        self, channels: Collection[ChannelId], /, *, limit: int, arrived: bool = True
    ) -> dict[ChannelId, tuple[BriefId, ...]]:
        """The last briefs and alerts of channels, the newest first."""
        parts: defaultdict[tuple[ChannelId, DeliveryKind, BriefId], set[DeliveryState]] = defaultdict(set)
        for delivery in self._state.deliveries.values():
            if delivery.kind in BRIEF_KINDS and delivery.brief is not None:
                parts[delivery.channel, delivery.kind, delivery.brief].add(delivery.state)
        found: dict[tuple[ChannelId, DeliveryKind], list[BriefId]] = defaultdict(list)
        for (channel, kind, brief), states in parts.items():
            if states == {DeliveryState.SENT} or (not arrived and states & REACHED):
                found[channel, kind].append(brief)
        newest = {key: sorted(briefs, reverse=True)[:limit] for key, briefs in found.items()}
        return {
            c: tuple(sorted((b for kind in BRIEF_KINDS for b in newest.get((c, kind), ())), reverse=True))
            for c in channels
        }

    @locked
    def citing(self, article: ArticleId, /) -> list[BriefRecord]:
        """Briefs that cite an article, the oldest first."""
        return [record for record in self._state.briefs.values() if article in cited(record)]

    @locked
    def withdraw(self, brief: BriefId, bullets: Collection[int], /) -> None:
        """Mark bullets whose evidence has vanished."""
        old = self._state.briefs.get(brief)
        if old is not None:
            self._state.briefs[brief] = replace(old, withdrawn=old.withdrawn | frozenset(bullets))

    @locked
    def correct(self, edits: Mapping[DeliveryId, Message], /, *, now: datetime) -> int:
        """Write edits of messages that were sent, and change those that still wait."""
        return sum(self._correct(delivery, message, now) for delivery, message in sorted(edits.items()))

    def _correct(self, delivery: DeliveryId, message: Message, now: datetime) -> bool:
        target = self._state.deliveries.get(self._state.targets.get(delivery, delivery))
        if target is None or target.state in {DeliveryState.FAILED, DeliveryState.DROPPED}:
            return False
        if target.state is DeliveryState.SENT and not target.remote_id:  # its chat has another id now
            return False
        earlier = [
            self._state.deliveries[i]
            for i, of in self._state.targets.items()
            if of == target.id and i in self._state.deliveries
        ]
        waits = [d for d in (target, *earlier) if d.state is DeliveryState.PENDING]
        if waits:
            self._state.deliveries[waits[-1].id] = replace(waits[-1], message=message, updated_at=now)
            return True
        root = target.key if target.kind is DeliveryKind.NOTE else f"{target.brief}:{target.part}"
        key = f"{DeliveryKind.CORRECTION}:{root}:{len(earlier) + 1}"
        edit = replace(
            target,
            id=DeliveryId(next(self._state.ids)),
            key=key,
            kind=DeliveryKind.CORRECTION,
            message=message,
            state=DeliveryState.PENDING,
            subscription=None,
            edits=target.remote_id,
            remote_id="",
            attempts=0,
            next_try_at=None,
            created_at=now,
            updated_at=now,
            error="",
        )
        self._state.deliveries[edit.id] = edit
        self._state.batches[edit.id] = key
        self._state.targets[edit.id] = target.id
        return True
