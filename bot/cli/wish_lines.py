"""Channels and subscriptions in words, as JSON, and as the command that makes them."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.talk.keeping import following_kept
from newsdesk.following import effective_schedule
from newsdesk.model import Channel, FeedId, Following, Subscription
from newsdesk.schedule import slot_name
from newsdesk.subscribe import Subscribed, coming
from newsdesk.when import spell, spell_quiet
from newsdesk.zones import zone_info
from summarizer.model import ActorId

from .actor_lines import count

if TYPE_CHECKING:
    from newsdesk.model import Address

    from .wishes import Wishes


def subscribe_line(wish: Subscribed, desk: Wishes, /) -> str:
    """The command that makes a subscription again."""
    words = ["newsdesk", "subscribe", _address(wish.channel.address), spell(wish.subscription.schedule)]
    if wish.subscription.name:
        words += ["--name", wish.subscription.name]
    return shlex.join([*words, *_options(wish.subscription.following, desk)])


def next_line(wish: Subscribed, /, *, now: datetime) -> str:
    """When the next brief comes, in the subscription's zone, and how long that is from now."""
    schedule = wish.subscription.schedule
    slot = coming(wish, now=now)
    if slot is None:
        back = f"newsdesk channels resume s{wish.subscription.id}"
        return f"No brief will come: it is paused. Let it go on with: {back}"
    key, due_at = slot
    line = f"The next brief comes {moment(due_at, schedule.zone)}, {_in(due_at - now)}."
    if moment(due_at, schedule.zone) != f"{_day(key.day)} at {key.name} ({schedule.zone})":
        line += f" It is the one of {_day(key.day)} {key.name}, put off by quiet hours or a clock change."
    return line


def moment(instant: datetime, zone: str, /) -> str:
    """An instant as "Tue 13 January 2026 at 08:00 (Europe/Kyiv)"."""
    local = instant.astimezone(zone_info(zone))
    return f"{_day(local.date())} at {slot_name(local.time())} ({zone})"


def channel_lines(
    channel: Channel, subscriptions: Iterable[Subscription], desk: Wishes, /, *, now: datetime
) -> list[str]:
    """A channel with its settings, and its subscriptions below."""
    title = f" “{channel.title}”" if channel.title else ""
    lines = [f"{channel.id} {_address(channel.address)}{title} ({', '.join(_settings(channel, desk))})"]
    if channel.gone_at:
        lines.append(f"    gone since {moment(channel.gone_at, channel.zone)}: {channel.gone_reason}")
    lines += [f"    {text}" for text in _wishes(channel.following, desk)]
    for subscription in subscriptions:
        name = f"{subscription.name}: " if subscription.name else ""
        lines.append(f"    s{subscription.id} {name}{spell(subscription.schedule)}")
        lines.append(f"        {next_line(Subscribed(subscription, channel), now=now)}")
        lines += [f"        {text}" for text in _wishes(subscription.following, desk)]
    return lines


def channel_record(
    channel: Channel, subscriptions: Iterable[Subscription], /, *, now: datetime
) -> dict[str, Any]:
    """A channel as ``--json`` prints it; instants are ISO 8601 in UTC, or null."""
    return {
        "id": channel.id,
        "address": _address(channel.address),
        "title": channel.title,
        "language": channel.language,
        "zone": channel.zone,
        "quiet": spell_quiet(channel.quiet) if channel.quiet else None,
        "when_empty": channel.when_empty.value,
        "alerts_per_day": channel.alerts_per_day,
        "alert_actors": sorted(channel.alert_actors),
        "following": following_kept(channel.following),
        "gone_at": channel.gone_at.isoformat() if channel.gone_at else None,
        "gone_reason": channel.gone_reason,
        "subscriptions": [subscription_record(Subscribed(s, channel), now=now) for s in subscriptions],
    }


def subscription_record(wish: Subscribed, /, *, now: datetime) -> dict[str, Any]:
    """A subscription as ``--json`` prints it."""
    subscription, slot = wish.subscription, coming(wish, now=now)
    schedule = effective_schedule(wish.channel, subscription)
    return {
        "id": subscription.id,
        "channel": wish.channel.id,
        "address": _address(wish.channel.address),
        "name": subscription.name,
        "when": spell(subscription.schedule),
        "zone": schedule.zone,
        "slots": [slot_name(s) for s in schedule.slots],
        "weekdays": sorted(schedule.weekdays),
        "quiet": spell_quiet(schedule.quiet) if schedule.quiet else None,
        "pauses": [
            [first.isoformat(), None if last == date.max else last.isoformat()]
            for first, last in schedule.pauses
        ],
        "next_due_at": slot[1].isoformat() if slot else None,
        "next_slot": [slot[0].day.isoformat(), slot[0].name] if slot else None,
        "following": following_kept(subscription.following),
    }


def _settings(channel: Channel, desk: Wishes) -> list[str]:
    parts = [channel.language, channel.zone]
    if channel.quiet:
        parts.append(f"quiet {spell_quiet(channel.quiet)}")
    if channel.alerts_per_day and channel.alert_actors:
        names = ", ".join(desk.name_of(actor) for actor in sorted(channel.alert_actors))
        parts.append(f"at most {count(channel.alerts_per_day, 'alert')} a day of {names}")
    if channel.when_empty.value == "note":
        parts.append("a note when there is nothing new")
    return parts


def _wishes(following: Following, desk: Wishes) -> list[str]:
    def names(actors: Iterable[ActorId]) -> str:
        return ", ".join(sorted(desk.name_of(actor) for actor in actors))

    feeds = ", ".join(_feed(feed, desk) for feed in sorted(following.feeds))
    found = [
        ("only", names(following.actors)),
        ("never", names(following.muted)),
        ("from", feeds),
        ("with", ", ".join(f"“{phrase}”" for phrase in following.include)),
        ("without", ", ".join(f"“{phrase}”" for phrase in following.exclude)),
        ("at most", _lengths(following)),
    ]
    return [f"{word} {text}" for word, text in found if text]


def _lengths(following: Following) -> str:
    lengths = ((following.max_actors, "actor", ""), (following.max_bullets, "line", " an actor"))
    return ", ".join(f"{count(number, noun)}{of}" for number, noun, of in lengths if number)


def _options(following: Following, desk: Wishes) -> list[str]:
    words = [word for actor in sorted(following.actors) for word in ("--actor", actor)]
    words += [word for actor in sorted(following.muted) for word in ("--mute", actor)]
    words += [word for feed in sorted(following.feeds) for word in ("--feed", _feed(feed, desk))]
    words += [word for phrase in following.include for word in ("--include", phrase)]
    words += [word for phrase in following.exclude for word in ("--exclude", phrase)]
    if following.max_actors:
        words += ["--max-actors", str(following.max_actors)]
    if following.max_bullets:
        words += ["--max-bullets", str(following.max_bullets)]
    return words


def _feed(feed: FeedId, desk: Wishes) -> str:
    found = desk.store.feeds.get(feed)
    return found.url if found else str(feed)


def _address(address: Address) -> str:
    return "console" if address == ("console", "-", "") else str(address)


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%B %Y}"


def _in(span: timedelta) -> str:
    minutes = max(1, -(-span // timedelta(minutes=1)))
    for size, noun in ((2 * 1440, "days"), (2 * 60, "hours")):
        if minutes >= size:
            return f"in {round(minutes / (size / 2))} {noun}"
    return f"in {minutes} minute{'s' * (minutes > 1)}"
