"""Channels in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from newsdesk.model import Address, Channel, ChannelId
from summarizer.model import ActorId

from .database import Database
from .rows import channel_of, channel_row, chunks
from .tables import channel_alerts, channels

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


class SqlChannels:
    """See ``newsdesk.ports.Channels``."""

    def __init__(self, database: Database, /) -> None:
        self._database = database

    def add(self, address: Address, /, *, title: str = "", now: datetime) -> Channel:
        """The channel at an address."""
        with self._database.write() as connection:
            old = _first(connection, _at(address))
            if old is None:
                fresh = Channel(ChannelId(0), address, title=title)
                connection.execute(sa.insert(channels).values(channel_row(fresh) | {"created_at": now}))
            else:
                values = {"title": title or old.title, "gone_at": None, "gone_reason": ""}
                connection.execute(sa.update(channels).where(channels.c.id == old.id).values(values))
            channel = _first(connection, _at(address))
            assert channel is not None  # noqa: S101  # written just now
            return channel

    def get(self, channel: ChannelId, /) -> Channel | None:
        """A channel."""
        with self._database.read() as connection:
            return _first(connection, channels.c.id == channel)

    def find(self, address: Address, /) -> Channel | None:
        """The channel at exactly this address."""
        with self._database.read() as connection:
            return _first(connection, _at(address))

    def all(self) -> list[Channel]:
        """Every channel, by id."""
        with self._database.read() as connection:
            return channels_where(connection, sa.true())

    def update(self, channel: Channel, /) -> None:
        """Save a channel's settings; an address that another channel has stays as it was."""
        with self._database.write() as connection:
            old = _first(connection, channels.c.id == channel.id)
            if old is None:
                return
            holder = _first(connection, _at(channel.address))
            if holder is not None and holder.id != channel.id:
                channel = replace(channel, address=old.address)
            connection.execute(
                sa.update(channels).where(channels.c.id == channel.id).values(channel_row(channel))
            )
            connection.execute(sa.delete(channel_alerts).where(channel_alerts.c.channel_id == channel.id))
            wanted = [{"channel_id": channel.id, "actor_id": actor} for actor in sorted(channel.alert_actors)]
            if wanted:
                connection.execute(sa.insert(channel_alerts), wanted)

    def remove(self, channel: ChannelId, /) -> bool:
        """Forget a channel with all that hangs on it."""
        with self._database.write() as connection:
            return connection.execute(sa.delete(channels).where(channels.c.id == channel)).rowcount > 0

    def alerted(self, actors: Collection[ActorId], /) -> list[Channel]:
        """Channels that are not gone and want alerts of at least one of the actors, by id."""
        found: dict[ChannelId, Channel] = {}
        with self._database.read() as connection:
            for some in chunks(sorted(set(actors))):
                wanting = sa.select(channel_alerts.c.channel_id).where(channel_alerts.c.actor_id.in_(some))
                here = channels.c.id.in_(wanting) & channels.c.gone_at.is_(None)
                found |= {channel.id: channel for channel in channels_where(connection, here)}
        return [found[channel] for channel in sorted(found)]


def _at(address: Address) -> sa.ColumnElement[bool]:
    return sa.and_(
        channels.c.platform == address.platform,
        channels.c.chat == address.chat,
        channels.c.thread == address.thread,
    )


def _first(connection: Connection, condition: sa.ColumnElement[bool]) -> Channel | None:
    return next(iter(channels_where(connection, condition)), None)


def channels_where(connection: Connection, condition: sa.ColumnElement[bool], /) -> list[Channel]:
    """The channels that fit, by id."""
    rows = connection.execute(sa.select(channels).where(condition).order_by(channels.c.id)).mappings().all()
    alerts = alerts_of(connection, [row["id"] for row in rows])
    return [channel_of(row, alerts[row["id"]]) for row in rows]


def alerts_of(connection: Connection, rows: Sequence[int], /) -> defaultdict[int, list[str]]:
    """The actors whose statements channels want at once, by row."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for some in chunks(rows):
        query: sa.Select[Any] = sa.select(channel_alerts).where(channel_alerts.c.channel_id.in_(some))
        for channel, actor in connection.execute(query):
            found[channel].append(actor)
    return found
