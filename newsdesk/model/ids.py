"""Ids, and positions in the sequence of everything read."""

from __future__ import annotations

from typing import NewType

FeedId = NewType("FeedId", int)


EntryId = NewType("EntryId", int)


ChannelId = NewType("ChannelId", int)


SubscriptionId = NewType("SubscriptionId", int)


BriefId = NewType("BriefId", int)


MessageId = NewType("MessageId", int)


DeliveryId = NewType("DeliveryId", int)


RepairId = NewType("RepairId", int)


# Where in the sequence of everything ever read; gapless in the order of commits, so that "everything after n"
# misses nothing, whatever the clocks of hosts and publishers say.
Position = NewType("Position", int)
BEGINNING = Position(0)
