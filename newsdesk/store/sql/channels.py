"""Channels in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from newsdesk.model import Address, Channel, ChannelId, DeliveryKind, DeliveryState
from newsdesk.store.rules import ELSEWHERE, FINAL
from summarizer.model import ActorId

from .database import Database
from .rows import HELD, channel_of, chunks, settings_row
from .tables import channel_alerts, channels, deliveries
from .talks import erase, move

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
                born = {"created_at": now, "gone_at": None, "gone_reason": ""}
                connection.execute(sa.insert(channels).values(address._asdict() | settings_row(fresh) | born))
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
        """Save what people decide of a channel."""
        with self._database.write() as connection:
            same = sa.update(channels).where(channels.c.id == channel.id)
            if not connection.execute(same.values(settings_row(channel))).rowcount:
                return
            connection.execute(sa.delete(channel_alerts).where(channel_alerts.c.channel_id == channel.id))
            wanted = [{"channel_id": channel.id, "actor_id": actor} for actor in sorted(channel.alert_actors)]
            if wanted:
                connection.execute(sa.insert(channel_alerts), wanted)

    def gone(self, channel: ChannelId, at: datetime, reason: str, /) -> None:
        """The bot is not wanted there any more."""
        dropped = {
            "state": DeliveryState.DROPPED.value,
            "error": reason,
            "next_try_at": None,
            "updated_at": at,
        }
        waits = deliveries.c.state.in_([DeliveryState.PENDING.value, HELD])
        here = (channels.c.id == channel) & channels.c.gone_at.is_(None)
        with self._database.write() as connection:
            connection.execute(sa.update(channels).where(here).values(gone_at=at, gone_reason=reason))
            connection.execute(
                sa.update(deliveries).where(deliveries.c.channel_id == channel, waits).values(dropped)
            )

    def moved(self, channel: ChannelId, address: Address, /) -> bool:
        """Give a channel another address."""
        with self._database.write() as connection:
            holder = _first(connection, _at(address))
            if holder is not None:
                return holder.id == channel
            old = _first(connection, channels.c.id == channel)
            if old is None:
                return False
            if old.address[:2] != address[:2]:
                _leave_behind(connection, channel)
            move(connection, old.address, address)
            there = sa.update(channels).where(channels.c.id == channel)
            return connection.execute(there.values(address._asdict())).rowcount > 0

    def remove(self, channel: ChannelId, /) -> bool:
        """Forget a channel with all that hangs on it."""
        with self._database.write() as connection:
            old = _first(connection, channels.c.id == channel)
            if old is None:
                return False
            connection.execute(sa.delete(channels).where(channels.c.id == channel))
            same = (channels.c.platform == old.address.platform) & (channels.c.chat == old.address.chat)
            if connection.scalar(sa.select(channels.c.id).where(same).limit(1)) is None:
                erase(connection, old.address)
            return True

    def alerted(self, actors: Collection[ActorId], /) -> list[Channel]:
        """Channels that are not gone and want alerts of at least one of the actors, by id."""
        found: dict[ChannelId, Channel] = {}
        with self._database.read() as connection:
            for some in chunks(sorted(set(actors))):
                wanting = sa.select(channel_alerts.c.channel_id).where(channel_alerts.c.actor_id.in_(some))
                here = channels.c.id.in_(wanting) & channels.c.gone_at.is_(None)
                found |= {channel.id: channel for channel in channels_where(connection, here)}
        return [found[channel] for channel in sorted(found)]


def _leave_behind(connection: Connection, channel: ChannelId) -> None:
    """Nothing names a message of the old chat any more, not even one that is on its way there now."""
    here = deliveries.c.channel_id == channel
    is_edit = deliveries.c.kind == DeliveryKind.CORRECTION.value
    on_its_way = deliveries.c.state == DeliveryState.SENDING.value
    dropped = {"state": DeliveryState.DROPPED.value, "error": ELSEWHERE, "next_try_at": None}
    final = [state.value for state in sorted(FINAL)]
    open_edits = here & is_edit & deliveries.c.state.not_in(final)
    connection.execute(sa.update(deliveries).where(open_edits).values(dropped))
    connection.execute(sa.update(deliveries).where(here, on_its_way).values(error=ELSEWHERE))
    numbered = (deliveries.c.remote_id != "") | (deliveries.c.edits != "")
    connection.execute(sa.update(deliveries).where(here, numbered).values(remote_id="", edits=""))


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
