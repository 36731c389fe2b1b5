"""Wishes told in the reader's words: schedules, what is followed, how long a brief is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.render.clean import clean, clip
from newsdesk.following import effective_schedule
from newsdesk.model import Channel, Feed, Following, Subscription
from newsdesk.repairs import folded_name, shared_names
from newsdesk.schedule import QuietHours, Schedule, SlotKey, next_due
from newsdesk.subscribe import Subscribed, coming
from newsdesk.zones import zone_info

from .names import with_id

if TYPE_CHECKING:
    from bot.texts import Words
    from newsdesk.ports import Store
    from summarizer.actors.registry import Registry
    from summarizer.model import ActorId

# At most so many actors, and so many lines of each; None for the desk's own.
LENGTHS: dict[str, tuple[int | None, int | None]] = {"short": (4, 2), "normal": (None, None), "long": (20, 8)}
WEEKENDS = frozenset({5, 6})
_MANY = 12
_TITLE_CHARS = 120

Named = Callable[["ActorId"], str]


def schedule_line(schedule: Schedule, words: Words, /) -> str:
    """When: "weekdays at 08:00 and 18:30 (Europe/Kyiv)"."""
    days = words("subscribe.weekends") if schedule.weekdays == WEEKENDS else words.weekdays(schedule.weekdays)
    times = words.listed(words.time(slot) for slot in schedule.slots)
    return words("subscribe.schedule", days=days, times=times, zone=schedule.zone)


def quiet_line(quiet: QuietHours | None, words: Words, /, *, zone: str) -> str:
    """Quiet hours with the zone that they are told in, "22:00–07:00 (Europe/Kyiv)"; or that there are none."""
    if quiet is None:
        return words("settings.none")
    return f"{words.time(quiet.start)}–{words.time(quiet.end)} ({zone})"


def length_name(following: Following, /) -> str:
    """The name of a length: "short", "normal", "long", or "own"."""
    wished = (following.max_actors, following.max_bullets)
    return next((name for name, length in LENGTHS.items() if length == wished), "own")


def length_line(following: Following, words: Words, /) -> str:
    """How long a brief is, in words."""
    name = length_name(following)
    if name != "own":
        return words(f"settings.length_{name}")
    parts = []
    if following.max_actors is not None:
        parts.append(words("settings.at_most_actors", n=following.max_actors))
    if following.max_bullets is not None:
        parts.append(words("settings.at_most_lines", n=following.max_bullets))
    return ", ".join(parts)


def names_line(actors: Iterable[ActorId], named: Named, words: Words, /) -> str:
    """Names as a phrase; of very many the first."""
    names = sorted(named(actor) for actor in actors)
    if len(names) > _MANY:
        names = [*names[:_MANY], words("following.more", n=len(names) - _MANY)]
    return words.listed(names)


def feed_title(feed: Feed, /) -> str:
    """What a feed is called: its title, else its host; the rest of an address may hold a key."""
    title = clip(clean(feed.title), _TITLE_CHARS)
    return title if title and "://" not in title else shown_host(feed.url)


def shown_host(url: str, /) -> str:
    """Where an address points to: all of it that may be shown."""
    try:
        return clean(urlsplit(url).hostname or "").removeprefix("www.") or "?"
    except ValueError:
        return "?"


def following_lines(following: Following, named: Named, words: Words, /) -> list[str]:
    """What is followed, a line for each kind of wish; none for somebody who wishes nothing special."""
    lines = []
    if following.actors:
        lines.append(words("following.only", names=names_line(following.actors, named, words)))
    if following.muted:
        lines.append(words("following.never", names=names_line(following.muted, named, words)))
    if following.include:
        lines.append(words("settings.with", words=words.listed(f"“{p}”" for p in following.include)))
    if following.exclude:
        lines.append(words("settings.without", words=words.listed(f"“{p}”" for p in following.exclude)))
    if following.feeds:
        lines.append(words("feeds.named", n=len(following.feeds)))
    if length_name(following) != "normal":
        lines.append(words("settings.length_is", length=length_line(following, words)))
    return lines


def next_line(wish: Subscribed, words: Words, /, *, now: datetime) -> str:
    """When the next brief comes, by the clocks of the subscription's zone."""
    slot = coming(wish, now=now)
    if slot is None:
        return words("subscribe.never")
    zone = wish.subscription.schedule.zone
    today = now.astimezone(zone_info(zone)).date()
    local = slot[1].astimezone(zone_info(zone))
    held = _held_line(wish, slot, words, now=now)
    if local.date() in {today, today + timedelta(days=1)}:
        day = "today" if local.date() == today else "tomorrow"
        return words(f"subscribe.next_{day}", time=words.time(local), zone=zone) + held
    return words("subscribe.next", moment=words.moment(slot[1], zone)) + held


def _held_line(wish: Subscribed, slot: tuple[SlotKey, datetime], words: Words, /, *, now: datetime) -> str:
    """That quiet hours hold the next brief back; "" where none do."""
    schedule = effective_schedule(wish.channel, wish.subscription)
    free = next_due(replace(schedule, quiet=None), now)
    if schedule.quiet is None or free is None or free[1] == slot[1]:
        return ""
    zone = schedule.quiet_zone or schedule.zone
    return " " + words("subscribe.held", quiet=quiet_line(schedule.quiet, words, zone=zone))


def pause_line(schedule: Schedule, words: Words, /, *, now: datetime) -> str:
    """Until when there are no briefs; "" while there is no pause."""
    today = now.astimezone(zone_info(schedule.zone)).date()
    ends = [p.last for p in schedule.pauses if p.first <= today <= p.last]
    if not ends:
        return ""
    if max(ends) == date.max:
        return words("settings.paused")
    midday = datetime.combine(max(ends), datetime.min.time(), zone_info(schedule.zone)) + timedelta(hours=12)
    return words("settings.paused_until", day=words.day(midday, schedule.zone))


def subscription_lines(
    channel: Channel, subscriptions: Sequence[Subscription], named: Named, words: Words, /, *, now: datetime
) -> list[str]:
    """A channel's subscriptions with what each of them gets and when."""
    lines = []
    for number, subscription in enumerate(subscriptions, 1):
        front = f"{number}. " if len(subscriptions) > 1 else ""
        name = f"{subscription.name}: " if subscription.name else ""
        lines.append(f"{front}{name}{schedule_line(subscription.schedule, words)}")
        paused = pause_line(subscription.schedule, words, now=now)
        lines.append(paused or next_line(Subscribed(subscription, channel), words, now=now))
        lines += following_lines(subscription.following, named, words)
    return lines


def naming(store: Store, registry: Registry, /) -> Named:
    """What actors are called; an id, when neither registry nor archive knows it.  Blocks.

    The id stands behind a name that somebody else bears too.
    """
    shared: list[frozenset[tuple[str, ...]]] = []

    def named(actor: ActorId) -> str:
        entry = registry.by_id.get(actor)
        known = None if entry else store.actors.forms(actor)
        if entry is None and known is None:
            return str(actor)
        name = entry.actor.name if entry else known.actor.name if known else ""
        shared[:] = shared or [shared_names(store, registry)]
        return with_id(name, actor) if folded_name(name) in shared[0] else name

    return named
