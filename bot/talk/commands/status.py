"""/status: what a chat gets and when; for operators, how the desk fares."""

from __future__ import annotations

from dataclasses import dataclass

from bot.render.clean import clean, clip
from bot.render.document import Heading
from newsdesk.model import Channel, Delivery, DeliveryState, Feed, Subscription
from newsdesk.ports import Store
from newsdesk.status import Status, examine
from newsdesk.threads import in_thread

from ..context import Command, Context, Family
from ..model import Reply
from ..people import with_names
from ..permits import Needs
from ..phrases import feed_title, following_lines, subscription_lines
from .feed_wishes import followed
from .settings_lines import alerts_line
from .start import go

_SHOWN = 10
_SENTENCE_CHARS = 300


@dataclass(frozen=True, slots=True)
class Seen:
    """What there is to tell of a chat."""

    subscriptions: tuple[Subscription, ...]
    feeds: int
    failing: tuple[Feed, ...]
    last: Delivery | None
    uncertain: int


async def status(ctx: Context, /) -> Reply:
    """The chat; then, in private and for operators, the desk."""
    blocks = await _chat(ctx)
    if ctx.in_private and await ctx.may(Needs.OPERATOR):
        seen = await in_thread(_examined, ctx)
        blocks += [Heading(ctx.tell("status.desk")), *_desk(ctx, seen)]
    return ctx.reply(*blocks, buttons=((go(ctx, "brief"), go(ctx, "feeds")),))


async def _chat(ctx: Context) -> list[Heading | str]:
    title = clip(clean(ctx.target.title), 100)
    heading = ctx.tell("status.of", title=title) if title else ctx.tell("status.here")
    blocks: list[Heading | str] = [Heading(heading)]
    if ctx.channel is None:
        feeds = await in_thread(ctx.store.feeds.all)
        return [*blocks, ctx.tell("subscribe.none"), ctx.tell("status.feeds", n=len(feeds))]
    channel, words = ctx.channel, ctx.words
    seen = await in_thread(_look, ctx.store, channel)
    if channel.gone_at is not None:
        blocks.append(ctx.tell("status.gone", since=words.moment(channel.gone_at, channel.zone)))
    if not seen.subscriptions:
        blocks.append(ctx.tell("subscribe.none"))
    blocks += await with_names(
        ctx,
        lambda named: [
            *subscription_lines(channel, seen.subscriptions, named, words, now=ctx.now),
            *following_lines(channel.following, named, words),
            *([alerts_line(channel, named, words)] if channel.alert_actors else []),
        ],
    )
    if seen.last is not None and seen.last.updated_at is not None:
        blocks.append(ctx.tell("status.last", moment=words.moment(seen.last.updated_at, channel.zone)))
    else:
        blocks.append(ctx.tell("status.no_brief"))
    if seen.uncertain:
        blocks.append(ctx.tell("status.uncertain", n=seen.uncertain))
    blocks.append(ctx.tell("status.feeds", n=seen.feeds))
    if seen.failing:
        names = words.listed(clip(feed_title(f), 60) for f in seen.failing[:_SHOWN])
        blocks.append(ctx.tell("status.failing", n=len(seen.failing), names=names))
    return blocks


def _look(store: Store, channel: Channel) -> Seen:
    feeds, _ = followed(store, channel)
    last = _last(store, channel)
    uncertain = store.ledger.deliveries(channel=channel.id, states=[DeliveryState.UNCERTAIN])
    failing = tuple(f for f in feeds if f.failing_since_at is not None)
    return Seen(tuple(store.subscriptions.of(channel.id)), len(feeds), failing, last, len(uncertain))


def _last(store: Store, channel: Channel) -> Delivery | None:
    """The end of the last brief that has arrived in full."""
    newest = store.ledger.histories([channel.id], limit=1).get(channel.id, ())
    parts = [d for brief in newest for d in store.ledger.deliveries(brief=brief, channel=channel.id)]
    return parts[-1] if parts else None


def _examined(ctx: Context) -> Status:
    return examine(ctx.store, now=ctx.now, running=ctx.services.running())


def _desk(ctx: Context, seen: Status) -> list[str]:
    """The desk as its operator sees it; what is wrong is said in the operator's own sentences."""
    tally = seen.tally
    lines = (
        [ctx.tell("status.problems", n=len(seen.problems))] if seen.problems else [ctx.tell("status.healthy")]
    )
    lines += [f"• {clip(clean(p.sentence), _SENTENCE_CHARS)}" for p in seen.problems[:_SHOWN]]
    lines.append(ctx.tell("status.archive", articles=tally.articles, statements=tally.statements))
    lines.append(ctx.tell("status.backlog", pages=tally.entries_waiting, articles=tally.articles_unread))
    lines.append(ctx.tell("status.chats", channels=tally.channels, subscriptions=tally.subscriptions))
    if tally.next_due_at is not None:
        lines.append(ctx.tell("status.next", moment=ctx.words.moment(tally.next_due_at, ctx.zone)))
    if tally.last_brief_at is not None:
        lines.append(ctx.tell("status.last", moment=ctx.words.moment(tally.last_brief_at, ctx.zone)))
    return lines


FAMILY = Family(commands=(Command("status", status, hidden=True),))
