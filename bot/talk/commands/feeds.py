"""/feeds: what is read for a chat, and how it fares."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.render.clean import clean, clip
from bot.render.document import Heading
from newsdesk.model import Feed, FeedId
from newsdesk.status import is_gone
from newsdesk.threads import in_thread

from ..buttons import number_in, pack
from ..context import Action, Command, Context, Family, channel_at
from ..keeping import keep, spent
from ..model import Button, Pressed, Reply
from ..permits import Needs
from ..phrases import feed_title, shown_host
from ..targets import channel_for, for_target, mark, refusal, stale, wished
from ..turns import Busy, Turns
from .feed_wishes import Dropped, drop, follow, take_back
from .feed_wishes import followed as followed_by

if TYPE_CHECKING:
    from newsdesk.ingest.feeds.load import FoundFeed

log = structlog.get_logger(__name__)
MAX_FEEDS = 200
# Faults of an address that are told as such; whatever else is there, it is no feed.
_TOLD = frozenset({"address", "scheme", "host", "gone", "redirect", "private", "unreachable", "slow", "status"})
_LISTED = 60
_BUTTONS = 20
_TITLE_CHARS = 120
_LABEL_CHARS = 40
# Looking for a feed asks servers that somebody names: one at a time for a chat, few at once.
_TURNS = Turns(at_once=8)
_PATIENCE_S = 20.0
_ADDED = "feed"


async def feeds(ctx: Context, /) -> Reply | None:
    """List, add or remove."""
    word, _, rest = ctx.text.strip().partition(" ")
    word, rest = word.casefold(), rest.strip()
    if word in {"", "list"}:
        return await _list(ctx)
    if word == "remove":
        return await _remove(ctx, rest)
    if word == "add" or _is_url(word):
        return await _add(ctx, rest if word == "add" else ctx.text.strip())
    return ctx.refuse(ctx.tell("feeds.usage"))


async def _list(ctx: Context) -> Reply:
    found, all_of_them = await in_thread(followed_by, ctx.store, ctx.channel)
    if not found:
        return ctx.say("feeds.none")
    key = "feeds.all" if all_of_them else "feeds.some"
    lines = [f"{n}. {_line(ctx, feed)}" for n, feed in enumerate(found[:_LISTED], 1)]
    if len(found) > _LISTED:
        lines.append(ctx.tell("feeds.more", n=len(found) - _LISTED))
    return ctx.reply(Heading(ctx.tell(key, n=len(found))), *lines, ctx.tell("feeds.usage"))


async def _add(ctx: Context, said: str) -> Reply:
    if refused := await refusal(ctx, ctx.services.permits.feeds_need, "feeds_add"):
        return refused
    url = _address(ctx, said)
    if not url:
        lines = [ctx.tell("feeds.no_address", said=clip(clean(said), _LABEL_CHARS))] if said else []
        return ctx.refuse(*lines, ctx.tell("feeds.add_what"))
    try:
        async with _TURNS.awaited(ctx.place.chat, at_most_s=_PATIENCE_S):
            return await _added(ctx, url)
    except Busy:
        return ctx.refuse(ctx.tell("summarize.busy"))


async def _added(ctx: Context, url: str) -> Reply:
    """Look for a feed and follow it; nothing is fetched for a chat that has as many as it may have."""
    here, _ = await in_thread(followed_by, ctx.store, ctx.channel)
    if len(here) >= MAX_FEEDS and not ctx.services.permits.is_operator(ctx.by):
        return ctx.refuse(ctx.tell("feeds.too_many", n=MAX_FEEDS))
    found = await _found(ctx, url)
    if isinstance(found, Reply):
        return found
    channel = await channel_for(ctx)
    followed = await in_thread(follow, ctx.store, channel, found.url, clean(found.feed.title), ctx.now)
    feed = followed.feed
    wished(ctx, "feed_added", feed=feed.id, new=followed.is_new)
    ctx.services.nudge("feeds")
    lines = [ctx.tell("feeds.added" if followed.is_new else "feeds.had", title=feed_title(feed))]
    if found.page:
        lines.append(ctx.tell("feeds.found_on_page", host=shown_host(found.page)))
    lines.append(_newest(ctx, found))
    lines.append(ctx.tell("feeds.by_name" if followed.by_name else "feeds.among_all"))
    if found.others:
        lines.append(ctx.tell("feeds.others", n=len(found.others)))
    if not followed.is_new:
        return ctx.reply(*lines)
    added = {"feed": feed.id, "new": followed.new_on_desk}
    memo = await keep(ctx, _ADDED, added, person=ctx.by.id)
    undo = Button(ctx.tell("subscribe.undo"), pack("unfeed", mark(ctx.target), memo))
    return ctx.reply(*lines, buttons=((undo,),))


async def _found(ctx: Context, url: str) -> FoundFeed | Reply:
    """The feed at an address; refused addresses and failures in words that tell nothing of our network."""
    from newsdesk.ingest.feeds.load import FoundFeed, find_feed

    found = await find_feed(url, limits=ctx.services.rules.limits)
    if isinstance(found, FoundFeed):
        return found
    log.info("feed_refused", chat=str(ctx.target.home), host=shown_host(url), reason=found.reason)
    if found.fault.value in _TOLD:
        return ctx.refuse(ctx.tell(f"feeds.no_{found.fault.value}", host=shown_host(url), said=shown_host(url)))
    return ctx.refuse(ctx.tell("feeds.refused", host=shown_host(url)), ctx.tell("feeds.try_instead"))


async def _remove(ctx: Context, said: str) -> Reply:
    if refused := await refusal(ctx, ctx.services.permits.feeds_need, "feeds_remove"):
        return refused
    found, _ = await in_thread(followed_by, ctx.store, ctx.channel)
    if not found:
        return ctx.say("feeds.none")
    if not said:
        rows = [
            (Button(clip(f"{n}. {feed_title(f)}", _LABEL_CHARS), pack("feedx", mark(ctx.target), f.id)),)
            for n, f in enumerate(found[:_BUTTONS], 1)
        ]
        return ctx.reply(ctx.tell("feeds.remove_which"), buttons=tuple(rows))
    number = int(said) if re.fullmatch(r"[0-9]{1,4}", said) else 0
    chosen = [f for n, f in enumerate(found, 1) if n == number or f.url == said]
    if not chosen:
        return ctx.refuse(ctx.tell("feeds.unknown"))
    return await _dropped(ctx, chosen[0])


async def _pressed(ctx: Context, values: tuple[str, ...]) -> Reply:
    if refused := await refusal(ctx, ctx.services.permits.feeds_need, "feeds_remove"):
        return refused
    number = number_in(values[0]) if len(values) == 1 else None
    found, _ = await in_thread(followed_by, ctx.store, ctx.channel)
    chosen = [f for f in found if f.id == number]
    if not chosen:
        return stale(ctx)
    return replace(await _dropped(ctx, chosen[0]), replaces=isinstance(ctx.said, Pressed))


async def _undone(ctx: Context, values: tuple[str, ...]) -> Reply:
    """Take back what somebody has just added, which he alone may."""
    if refused := await refusal(ctx, ctx.services.permits.feeds_need, "feeds_remove"):
        return refused
    added = await spent(ctx, values[0], _ADDED) if len(values) == 1 else None
    every = await in_thread(ctx.store.feeds.all)
    chosen = [f for f in every if added and f.id == FeedId(added["feed"])]
    if added is None or not chosen or ctx.channel is None:
        return stale(ctx)
    undo = partial(take_back, ctx.store, ctx.channel, chosen[0].id, new_on_desk=added["new"], now=ctx.now)
    reply = await _told(ctx, chosen[0], await in_thread(undo))
    return replace(reply, replaces=isinstance(ctx.said, Pressed))


async def _dropped(ctx: Context, feed: Feed) -> Reply:
    """From this chat; from the desk when its operator says so in private."""
    from_desk = ctx.services.permits.is_operator(ctx.by) and ctx.in_private
    channel = ctx.channel if from_desk else await channel_for(ctx)
    outcome = await in_thread(drop, ctx.store, channel, feed.id, from_desk=from_desk, now=ctx.now)
    return await _told(ctx, feed, outcome)


async def _told(ctx: Context, feed: Feed, outcome: Dropped) -> Reply:
    if outcome is Dropped.LAST:
        return ctx.say("feeds.last", title=feed_title(feed))
    wished(ctx, "feed_removed", feed=feed.id, how=outcome.value)
    if outcome is Dropped.NAMED:
        others, _ = await in_thread(followed_by, ctx.store, await channel_at(ctx.store, ctx.target))
        return ctx.say("feeds.removed_named", title=feed_title(feed), n=len(others))
    return ctx.say(f"feeds.removed_{outcome.value}", title=feed_title(feed))


def _line(ctx: Context, feed: Feed) -> str:
    host = shown_host(feed.url)
    title = feed_title(feed)
    front = title if title == host else f"{title} ({host})"
    if feed.failing_since_at is None:
        return front
    key = "feeds.gone" if is_gone(feed) else "feeds.failing"
    return f"⚠ {front}: {ctx.tell(key, since=ctx.words.moment(feed.failing_since_at, ctx.zone))}"


def _newest(ctx: Context, found: FoundFeed) -> str:
    entries = found.feed.entries
    if not entries:
        return ctx.tell("feeds.empty")
    dated = [e for e in entries if e.published_at is not None]
    newest = max(dated, key=lambda e: e.published_at or ctx.now) if dated else entries[0]
    title = clip(clean(newest.title or newest.text), _TITLE_CHARS)
    if newest.published_at is None:
        return ctx.tell("feeds.newest", title=title)
    return ctx.tell("feeds.newest_of", title=title, moment=ctx.words.moment(newest.published_at, ctx.zone))


def _address(ctx: Context, said: str) -> str:
    """The address that somebody means: as typed, or the one link of the message; "" for none."""
    word = said.split(maxsplit=1)[0].strip("<>") if said.split() else ""
    if not _is_url(word) and ctx.heard and len(ctx.heard.links) == 1:
        return ctx.heard.links[0]
    if "://" in word:
        return word
    return f"https://{word}" if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", word) else ""


def _is_url(word: str) -> bool:
    return word.lower().lstrip("<").startswith(("http://", "https://"))


FAMILY = Family(
    commands=(Command("feeds", feeds),),
    actions=(
        Action("feedx", for_target(_pressed), Needs.NOTHING),
        Action("unfeed", for_target(_undone), Needs.NOTHING),
    ),
)
