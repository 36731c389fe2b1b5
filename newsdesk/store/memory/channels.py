"""Channels in memory."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from newsdesk.model import Address, Channel, ChannelId
from summarizer.model import ActorId

from .state import State, locked


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
        """Save a channel's settings."""
        old = self._state.channels.get(channel.id)
        if old is None:
            return
        holder = self.find(channel.address)
        address = channel.address if holder is None or holder.id == channel.id else old.address
        self._state.channels[channel.id] = replace(channel, address=address, created_at=old.created_at)

    @locked
    def remove(self, channel: ChannelId, /) -> bool:
        """Forget a channel with all that hangs on it."""
        if self._state.channels.pop(channel, None) is None:
            return False
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
