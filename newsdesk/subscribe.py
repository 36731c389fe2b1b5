"""Making, changing and ending subscriptions: what a command of any kind calls.

Each function decides with pure functions and stores the result.  They may be repeated: what is there already is
not made twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from .errors import UnknownWish, WishError
from .following import effective_schedule, validate_following
from .model import Address, Channel, ChannelId, Following, Subscription, SubscriptionId
from .ports import Store
from .schedule import Pause, Schedule, SlotKey, check_schedule, due_slots, next_due, next_due_at
from .zones import zone_info

# What a new subscription's first brief may tell: the news of a day.
FIRST_WINDOW = timedelta(hours=24)
_ANYTHING = Following()
# Quiet hours hold a slot back for less than this.
_HELD = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Subscribed:
    """A subscription with its channel.

    Attributes:
        new: False when the channel had the very same subscription before.
    """

    subscription: Subscription
    channel: Channel
    new: bool = True


def subscribe(
    store: Store,
    address: Address,
    schedule: Schedule,
    /,
    *,
    following: Following = _ANYTHING,
    name: str = "",
    now: datetime,
) -> Subscribed:
    """Subscribe a chat, whose channel is made when it has none; a new channel takes over the schedule's zone.

    The first brief tells what was read in the 24 hours before.  The same wish again is the subscription that is
    there already.

    Raises:
        WishError: The schedule or the wishes cannot be had.
    """
    schedule, following = check_schedule(schedule), validate_following(following)
    with store.together():
        is_new = store.channels.find(address) is None
        channel = store.channels.add(address, now=now)
        if is_new and channel.zone != schedule.zone:
            channel = replace(channel, zone=schedule.zone)
            store.channels.update(channel)
        for old in store.subscriptions.of(channel.id):
            if (old.schedule, old.following) == (schedule, following) and _tidy(name) in {"", old.name}:
                return Subscribed(old, channel, new=False)
        wish = Subscription(
            id=SubscriptionId(0),
            channel=channel.id,
            schedule=schedule,
            name=_tidy(name),
            following=following,
            confirmed=store.readings.position_at(now - FIRST_WINDOW),
            created_at=now,
        )
        wish = replace(wish, next_due_at=next_due_at(effective_schedule(channel, wish), now))
        return Subscribed(store.subscriptions.add(wish), channel)


def unsubscribe(store: Store, subscription: SubscriptionId, /) -> Subscribed:
    """End a subscription; what it was.  Its channel stays, and what is on its way is still sent.

    Raises:
        UnknownWish: There is no such subscription.
    """
    with store.together():
        ended = subscribed(store, subscription)
        store.subscriptions.remove(subscription)
        return ended


def adjust(
    store: Store,
    subscription: SubscriptionId,
    /,
    *,
    schedule: Schedule | None = None,
    following: Following | None = None,
    name: str | None = None,
    now: datetime,
) -> Subscribed:
    """Change what is given of a subscription, and when it is due next.

    Raises:
        UnknownWish: There is no such subscription.
        WishError: The schedule or the wishes cannot be had.
    """
    with store.together():
        channel, old = (found := subscribed(store, subscription)).channel, found.subscription
        changed = replace(
            old,
            schedule=old.schedule if schedule is None else check_schedule(schedule),
            following=old.following if following is None else validate_following(following),
            name=old.name if name is None else _tidy(name),
        )
        return Subscribed(_save(store, old, changed, channel, channel, now), channel)


def adjust_channel(
    store: Store, channel: ChannelId, change: Callable[[Channel], Channel], /, *, now: datetime
) -> Channel:
    """Change a channel's settings, and when its subscriptions are due next.

    Subscriptions in the channel's old zone move to the new one with it.

    Raises:
        UnknownWish: There is no such channel.
        WishError: A setting cannot be had.
    """
    with store.together():
        old = channel_of(store, channel)
        new = change(old)
        zone_info(new.zone)
        if new.alerts_per_day < 0:
            raise WishError("A channel cannot have fewer than no alerts a day: give 0 or more.")
        new = replace(new, title=_tidy(new.title), following=validate_following(new.following))
        store.channels.update(new)
        for wish in store.subscriptions.of(channel):
            moves = wish.schedule.zone == old.zone
            schedule = replace(wish.schedule, zone=new.zone) if moves else wish.schedule
            _save(store, wish, replace(wish, schedule=schedule), old, new, now)
        return channel_of(store, channel)


def pause(
    store: Store,
    subscriptions: Sequence[SubscriptionId],
    /,
    *,
    first: date | None = None,
    last: date = date.max,
    now: datetime,
) -> list[Subscribed]:
    """No briefs on local days, both included, from today or ``first`` on; for good unless ``last`` is given.

    Nothing of the pause is lost: the first brief after it tells what came in the meantime.

    Raises:
        UnknownWish: One of the subscriptions does not exist; then nothing is changed.
        WishError: The pause ends before it begins.
    """
    with store.together():
        found = [subscribed(store, subscription) for subscription in subscriptions]
        wanted = [_with_pause(f.subscription.schedule, first, last, now) for f in found]
        return [
            adjust(store, f.subscription.id, schedule=schedule, now=now)
            for f, schedule in zip(found, wanted, strict=True)
        ]


def resume(store: Store, subscriptions: Sequence[SubscriptionId], /, *, now: datetime) -> list[Subscribed]:
    """Forget all pauses, those to come too.

    Raises:
        UnknownWish: One of the subscriptions does not exist; then nothing is changed.
    """
    with store.together():
        found = [subscribed(store, subscription).subscription for subscription in subscriptions]
        return [adjust(store, s.id, schedule=replace(s.schedule, pauses=()), now=now) for s in found]


def coming(wish: Subscribed, /, *, now: datetime) -> tuple[SlotKey, datetime] | None:
    """The next slot of a subscription and when it is due; None when it is paused for good."""
    return next_due(effective_schedule(wish.channel, wish.subscription), now)


def subscribed(store: Store, subscription: SubscriptionId, /) -> Subscribed:
    """A subscription with its channel.

    Raises:
        UnknownWish: There is no such subscription.
    """
    found = store.subscriptions.get(subscription)
    channel = store.channels.get(found.channel) if found else None
    if found is None or channel is None:
        raise UnknownWish(f"There is no subscription {subscription}.")
    return Subscribed(found, channel, new=False)


def channel_of(store: Store, channel: ChannelId, /) -> Channel:
    """A channel.

    Raises:
        UnknownWish: There is no such channel.
    """
    found = store.channels.get(channel)
    if found is None:
        raise UnknownWish(f"There is no channel {channel}.")
    return found


def next_after_change(
    old: Schedule, new: Schedule, planned_at: datetime | None, /, *, now: datetime
) -> datetime | None:
    """When a subscription is due after its schedule was changed, so that the change loses nothing.

    A brief that is owed already stays owed, and a slot that quiet hours held back is due at once when they hold
    it no more.  Other slots of the past, as a new time of day may bring, are not made up for.
    """
    if planned_at and planned_at <= now:
        return planned_at
    ahead = next_due_at(new, now)
    if (old.slots, old.zone) != (new.slots, new.zone):
        return ahead
    waiting = {key for key, _ in due_slots(old, now, now + _HELD)}
    return min((at for key, at in due_slots(new, now - _HELD, now) if key in waiting), default=ahead)


def _save(
    store: Store, old: Subscription, new: Subscription, before: Channel, after: Channel, now: datetime
) -> Subscription:
    planned_at = next_after_change(
        effective_schedule(before, old), effective_schedule(after, new), old.next_due_at, now=now
    )
    changed = replace(new, next_due_at=planned_at)
    if changed != old:
        store.subscriptions.update(changed)
    return changed


def _with_pause(schedule: Schedule, first: date | None, last: date, now: datetime) -> Schedule:
    today = now.astimezone(zone_info(schedule.zone)).date()
    if last < today:
        raise WishError(f"A pause until {last} is over already: today is {today} in {schedule.zone}.")
    added = Pause(first or today, last)
    check_schedule(replace(schedule, pauses=(added,)))
    return replace(schedule, pauses=_merged([*(p for p in schedule.pauses if p.last >= today), added]))


def _merged(pauses: Sequence[Pause]) -> tuple[Pause, ...]:
    """Pauses in order, those that overlap as one."""
    merged: list[Pause] = []
    for pause_ in sorted(pauses):
        if merged and pause_.first <= merged[-1].last:
            merged[-1] = Pause(merged[-1].first, max(merged[-1].last, pause_.last))
        else:
            merged.append(pause_)
    return tuple(merged)


def _tidy(name: str) -> str:
    """A name on one line, without what would disturb a terminal or turn the reading direction."""
    return "".join(c for c in " ".join(name.split()) if c.isprintable())
