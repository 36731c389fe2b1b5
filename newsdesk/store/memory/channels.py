"""Channels in memory."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from newsdesk.model import Address, Channel, ChannelId, DeliveryKind, DeliveryState
from newsdesk.store.rules import ELSEWHERE, FINAL
from summarizer.model import ActorId

from .state import State, locked
from .talks import erase, move


class MemoryChannels:
    """See ``newsdesk.ports.Channels``."""

    def __init__(self, state: State, /) -> None:
        self._state = state

    @locked
    def add(self, address: Address, /, *, title: str = "", now: datetime) -> Channel:
        """The channel at an address."""
        old = self.find(address)
        if old is None:
            channel = Channel(ChannelId(next(self._state.ids)), address, title=title, created_at=now)
        else:
            channel = replace(old, title=title or old.title, gone_at=None, gone_reason="")
        self._state.channels[channel.id] = channel
        return channel

    @locked
    def get(self, channel: ChannelId, /) -> Channel | None:
        """A channel."""
        return self._state.channels.get(channel)

    @locked
    def find(self, address: Address, /) -> Channel | None:
        """The channel at exactly this address."""
        return next((c for c in self._state.channels.values() if c.address == address), None)

    @locked
    def all(self) -> list[Channel]:
        """Every channel, by id."""
        return sorted(self._state.channels.values(), key=lambda channel: channel.id)

    @locked
    def update(self, channel: Channel, /) -> None:
        """Save what people decide of a channel."""
        old = self._state.channels.get(channel.id)
        if old is None:
            return
        self._state.channels[channel.id] = replace(
            channel,
            address=old.address,
            created_at=old.created_at,
            gone_at=old.gone_at,
            gone_reason=old.gone_reason,
        )

    @locked
    def gone(self, channel: ChannelId, at: datetime, reason: str, /) -> None:
        """The bot is not wanted there any more."""
        old = self._state.channels.get(channel)
        if old is not None and old.gone_at is None:
            self._state.channels[channel] = replace(old, gone_at=at, gone_reason=reason)
        for delivery in list(self._state.deliveries.values()):
            if delivery.channel == channel and delivery.state is DeliveryState.PENDING:
                self._state.deliveries[delivery.id] = replace(
                    delivery, state=DeliveryState.DROPPED, error=reason, next_try_at=None, updated_at=at
                )

    @locked
    def moved(self, channel: ChannelId, address: Address, /) -> bool:
        """Give a channel another address."""
        old, holder = self._state.channels.get(channel), self.find(address)
        if old is None or (holder is not None and holder.id != channel):
            return False
        self._state.channels[channel] = replace(old, address=address)
        if old.address[:2] != address[:2]:
            self._leave_behind(channel)
        move(self._state, old.address, address)
        return True

    def _leave_behind(self, channel: ChannelId) -> None:
        """Nothing names a message of the old chat any more, not even one that is on its way there now."""
        for delivery in [d for d in self._state.deliveries.values() if d.channel == channel]:
            changed = replace(delivery, remote_id="", edits="")
            if delivery.kind is DeliveryKind.CORRECTION and delivery.state not in FINAL:
                changed = replace(changed, state=DeliveryState.DROPPED, error=ELSEWHERE, next_try_at=None)
            elif delivery.state is DeliveryState.SENDING:
                changed = replace(changed, error=ELSEWHERE)
            self._state.deliveries[delivery.id] = changed

    @locked
    def remove(self, channel: ChannelId, /) -> bool:
        """Forget a channel with all that hangs on it."""
        old = self._state.channels.pop(channel, None)
        if old is None:
            return False
        if not any(c.address[:2] == old.address[:2] for c in self._state.channels.values()):
            erase(self._state, old.address)
        gone = {s.id for s in self._state.subscriptions.values() if s.channel == channel}
        for subscription in gone:
            del self._state.subscriptions[subscription]
        for slot in [slot for slot in self._state.slots if slot[0] in gone]:
            del self._state.slots[slot]
        for delivery in [d.id for d in self._state.deliveries.values() if d.channel == channel]:
            del self._state.deliveries[delivery]
        return True

    @locked
    def alerted(self, actors: Collection[ActorId], /) -> list[Channel]:
        """Channels that want alerts of at least one of the actors."""
        wanted = frozenset(actors)
        return [c for c in self.all() if c.gone_at is None and c.alert_actors & wanted]
