"""The part of the ledger in memory that sends: claim, settle, recover."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from newsdesk.model import (
    Address,
    BriefId,
    ChannelId,
    Delivery,
    DeliveryId,
    DeliveryKind,
    DeliveryState,
    Position,
    SubscriptionId,
)
from newsdesk.store.rules import BEHIND, CUT_SHORT, ELSEWHERE, FINAL, ON_THE_WAY, QUIET, quiet_until

from .state import State, locked


class Outbox:
    """Deliveries on their way."""

    _state: State

    @locked
    def claim(self, platform: str, /, *, now: datetime, limit: int) -> list[Delivery]:
        """Mark the next deliveries of a platform as SENDING and return them."""
        busy: set[ChannelId] = {
            d.channel for d in self._state.deliveries.values() if d.state is DeliveryState.SENDING
        }
        quiet: set[ChannelId] = set()
        claimed: list[Delivery] = []
        for delivery in sorted(self._state.deliveries.values(), key=lambda d: d.id):
            if len(claimed) == limit:
                break
            channel = self._state.channels[delivery.channel]
            if delivery.state is not DeliveryState.PENDING or delivery.channel in busy or self._held(delivery):
                continue
            is_edit = delivery.kind is DeliveryKind.CORRECTION
            if delivery.channel in quiet and not is_edit:
                continue
            ready = delivery.next_try_at is None or delivery.next_try_at <= now
            if not ready and delivery.error == QUIET:
                quiet.add(delivery.channel)
                continue
            ready = ready and channel.gone_at is None and channel.address.platform == platform
            until = quiet_until(delivery.kind, channel.quiet, channel.zone, now)
            if ready and until:
                quiet.add(delivery.channel)
                self._change(delivery, DeliveryState.PENDING, now=now, error=QUIET, retry_at=until)
                continue
            busy.add(delivery.channel)  # what is behind it waits, whether it can go now or not
            if ready:
                claimed.append(self._change(delivery, DeliveryState.SENDING, now=now))
        return [self._addressed(delivery) for delivery in claimed]

    def _held(self, delivery: Delivery) -> bool:
        """True for an edit whose message is itself still on its way."""
        target = self._state.targets.get(delivery.id)
        return target is not None and not delivery.edits

    def _change(
        self,
        delivery: Delivery,
        state: DeliveryState,
        *,
        now: datetime,
        remote_id: str = "",
        error: str = "",
        retry_at: datetime | None = None,
    ) -> Delivery:
        changed = self._state.deliveries[delivery.id] = replace(
            delivery,
            state=state,
            attempts=delivery.attempts + (state is DeliveryState.SENDING),
            remote_id=remote_id or delivery.remote_id,
            error=error,
            next_try_at=retry_at,
            updated_at=now,
        )
        return changed

    def _addressed(self, delivery: Delivery) -> Delivery:
        return replace(delivery, address=self._state.channels[delivery.channel].address)

    @locked
    def settle(
        self,
        delivery: DeliveryId,
        state: DeliveryState,
        /,
        *,
        now: datetime,
        remote_id: str = "",
        error: str = "",
        retry_at: datetime | None = None,
    ) -> None:
        """What a send came to."""
        old = self._state.deliveries.get(delivery)
        if old is None or old.state in FINAL:
            return
        remote_id = "" if old.error == ELSEWHERE else remote_id
        settled = self._change(old, state, now=now, remote_id=remote_id, error=error, retry_at=retry_at)
        if state is DeliveryState.SENT:
            self._confirm(settled)
        if state in {DeliveryState.FAILED, DeliveryState.DROPPED}:
            for behind in self._batch(settled):
                if behind.part > settled.part and behind.state is DeliveryState.PENDING:
                    self._change(behind, DeliveryState.DROPPED, now=now, error=error or BEHIND)
        if state in FINAL:
            self._release(settled, now)

    def _batch(self, delivery: Delivery) -> list[Delivery]:
        batch = self._state.batches[delivery.id]
        return [
            other
            for other in self._state.deliveries.values()
            if other.channel == delivery.channel and self._state.batches[other.id] == batch
        ]

    def _release(self, target: Delivery, now: datetime) -> None:
        """Let the edits go that wait for a message, or drop them with it."""
        for identifier in [i for i, of in self._state.targets.items() if of == target.id]:
            edit = self._state.deliveries.get(identifier)
            if edit is None or edit.state is not DeliveryState.PENDING:
                continue
            if target.state is DeliveryState.SENT and not target.remote_id:
                self._change(edit, DeliveryState.DROPPED, now=now, error=ELSEWHERE)
            elif target.state is DeliveryState.SENT:
                self._state.deliveries[identifier] = replace(edit, edits=target.remote_id)
            else:
                self._change(edit, DeliveryState.DROPPED, now=now, error=BEHIND)

    def _confirm(self, delivery: Delivery) -> None:
        if delivery.kind is not DeliveryKind.BRIEF or delivery.brief is None:
            return
        if any(part.state is not DeliveryState.SENT for part in self._batch(delivery)):
            return
        until = self._state.briefs[delivery.brief].window.until
        for (subscription, _), slot in self._state.slots.items():
            wish = self._state.subscriptions[subscription]
            if slot.brief == delivery.brief and wish.channel == delivery.channel:
                self._move_window(subscription, until, delivery.brief)

    def _move_window(self, subscription: SubscriptionId, until: Position, brief: BriefId | None) -> None:
        wish = self._state.subscriptions[subscription]
        if wish.confirmed <= until:
            last = wish.last_brief if brief is None else brief
            self._state.subscriptions[subscription] = replace(wish, confirmed=until, last_brief=last)

    @locked
    def recover(self, *, now: datetime) -> list[Delivery]:
        """Mark what was SENDING when the process died as UNCERTAIN."""
        sending = [d for d in self._state.deliveries.values() if d.state is DeliveryState.SENDING]
        changed = [self._change(d, DeliveryState.UNCERTAIN, now=now, error=CUT_SHORT) for d in sending]
        return [self._addressed(delivery) for delivery in changed]

    @locked
    def get(self, delivery: DeliveryId, /) -> Delivery | None:
        """A delivery."""
        found = self._state.deliveries.get(delivery)
        return None if found is None else self._addressed(found)

    @locked
    def sent_as(self, address: Address, remote_id: str, /) -> Delivery | None:
        """What was sent to a chat as the message of this remote id."""
        for delivery in sorted(self._state.deliveries.values(), key=lambda d: d.id):
            here = self._state.channels[delivery.channel].address[:2] == address[:2]
            own = bool(remote_id) and delivery.remote_id == remote_id
            if here and own and delivery.kind is not DeliveryKind.CORRECTION:
                return self._addressed(delivery)
        return None

    @locked
    def superseded(self, delivery: DeliveryId, /) -> bool:
        """Whether a later brief of the same subscription was sent, or waits or is on its way."""
        mine = self._state.deliveries.get(delivery)
        if mine is None or mine.kind is not DeliveryKind.BRIEF or mine.subscription is None:
            return False
        return any(
            d.kind is DeliveryKind.BRIEF
            and (d.channel, d.subscription) == (mine.channel, mine.subscription)
            and d.brief != mine.brief
            and d.id > mine.id
            and d.state in ON_THE_WAY
            for d in self._state.deliveries.values()
        )

    @locked
    def overdue(self, before: datetime, /) -> tuple[int, datetime | None]:
        """How many messages might have been sent before an instant and still wait."""
        made = [
            d.created_at
            for d in self._state.deliveries.values()
            if d.state is DeliveryState.PENDING
            and self._state.channels[d.channel].gone_at is None
            and (at := d.next_try_at or d.created_at) is not None
            and at < before
        ]
        return len(made), min(filter(None, made), default=None)

    @locked
    def deliveries(
        self,
        *,
        brief: BriefId | None = None,
        channel: ChannelId | None = None,
        states: Collection[DeliveryState] = (),
        since: datetime | None = None,
        limit: int = 1000,
    ) -> list[Delivery]:
        """Deliveries that fit, the oldest first."""
        found = [
            self._addressed(delivery)
            for delivery in self._state.deliveries.values()
            if (brief is None or delivery.brief == brief)
            and (channel is None or delivery.channel == channel)
            and (not states or delivery.state in states)
            and (since is None or (delivery.updated_at is not None and delivery.updated_at >= since))
        ]
        return sorted(found, key=lambda delivery: delivery.id)[:limit]
