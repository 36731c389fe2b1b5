"""Briefs that somebody asks for, as replies."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.render.document import brief_document
from newsdesk.model import Following, Position
from newsdesk.on_demand import brief_now
from newsdesk.threads import in_thread
from newsdesk.zones import zone_info
from summarizer.model import Actor, ActorId, Brief, Coverage, Query

from .buttons import pack
from .conversing import ABOUT, ANSWER, go_on_from, showing
from .keeping import actor_kept, actor_of, bullets_kept, following_kept, following_of, keep, query_kept
from .model import Button, Reply
from .names import told_apart
from .people import called
from .turns import Turns

if TYPE_CHECKING:
    from .context import Context

# So much is shown of what had no room; each face shows it page by page.
MOST_BULLETS = 60
WIDE_ACTORS, WIDE_BULLETS = 40, 20
ACTOR_BULLETS = 12
WEEK = timedelta(days=7)
MAX_BUTTONS = 3
# A brief of a long window takes a processor for seconds: nobody gets several at once.
_TURNS = Turns(at_once=2)
_PATIENCE_S = 20.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """A brief that is asked for.

    Attributes:
        since: The position of an earlier brief, or an instant; None for what was read in the last day.
        words: Since when, as a line for the reader.
    """

    since: Position | datetime | None
    words: str
    actor: Actor | None = None
    following: Following = field(default_factory=Following)


def kept_wanted(wanted: Wanted, /) -> dict[str, Any]:
    """The same as JSON."""
    since = wanted.since
    return {
        "since": since.astimezone(UTC).isoformat() if isinstance(since, datetime) else since,
        "words": wanted.words,
        "actor": actor_kept(wanted.actor) if wanted.actor else None,
        "following": following_kept(wanted.following),
    }


def wanted_of(content: dict[str, Any], /) -> Wanted:
    """What was kept."""
    since, actor = content["since"], content["actor"]
    return Wanted(
        datetime.fromisoformat(since) if isinstance(since, str) else since,
        content["words"],
        actor_of(actor) if actor else None,
        following_of(content["following"]),
    )


async def compose(ctx: Context, wanted: Wanted, /, *, wide: bool = False) -> Brief:
    """The brief of everything that was read since.

    Args:
        wide: As long as it may become.

    Raises:
        Busy: Too many others are being made for too long.
    """
    async with a_turn(ctx):
        return await in_thread(_composed, ctx, wanted, wide=wide)


def a_turn(ctx: Context, /) -> AbstractAsyncContextManager[None]:
    """A turn at making a brief, after some waiting.

    Raises:
        Busy: When entered: too many others are being made for too long.
    """
    return _TURNS.awaited(ctx.place.chat, at_most_s=_PATIENCE_S)


def _composed(ctx: Context, wanted: Wanted, *, wide: bool) -> Brief:
    following = wanted.following
    if wide:
        following = replace(following, max_actors=WIDE_ACTORS, max_bullets=WIDE_BULLETS)
    elif wanted.actor is not None:
        following = replace(following, max_bullets=ACTOR_BULLETS)
    return brief_now(
        ctx.store,
        following=following,
        defaults=ctx.services.defaults,
        now=ctx.now,
        since=wanted.since,
        actor=wanted.actor.id if wanted.actor else None,
        shared=ctx.services.shared,
    )


async def brief_reply(
    ctx: Context, wanted: Wanted, /, *, composed: Brief | None = None, otherwise: Brief | None = None
) -> Reply:
    """A brief as a reply with its buttons; a line when there is nothing.

    Args:
        composed: What is shown in place of everything since; nothing more is left out of it.
        otherwise: What is shown where that would be nothing.
    """
    found = await compose(ctx, wanted) if composed is None else composed
    if otherwise is not None and not found.sections:
        found = otherwise
    who = (await called(ctx, [wanted.actor]))[0] if wanted.actor else ""
    if not found.sections:
        return await _nothing(ctx, wanted, who)
    bullets = [bullet for section in found.sections for bullet in section.bullets]
    query = Query((wanted.actor,)) if wanted.actor else None
    content = {
        "question": "",
        "query": query_kept(query) if query else None,
        "bullets": bullets_kept(bullets),
        "wanted": kept_wanted(wanted),
    }
    memo = await keep(ctx, ANSWER, content)
    await showing(ctx, pack(ABOUT, memo))
    if query is not None:
        await go_on_from(ctx, query)
    title = ctx.tell("brief.of", name=who) if who else ""
    document = brief_document(found, texts=ctx.words, title=title, lead=wanted.words, zone=ctx.reading_zone)
    row = [Button(ctx.tell("ask.evidence"), pack("aev", memo, 0))]
    if found.coverage.left_out and composed is None:
        row.append(Button(ctx.tell("render.button_more"), pack("bmore", memo)))
    rows = (tuple(row), () if who else tuple(_actor_buttons(ctx, memo, found)))
    reply = ctx.reply(*document.blocks(), buttons=tuple(filter(None, rows)))
    return replace(reply, about=pack(ABOUT, memo))


def no_more(ctx: Context, /) -> Reply:
    """Nothing was left out that is still known."""
    return ctx.say("brief.no_more")


def first_bullets(found: Brief, /, *, without: Collection[tuple[ActorId, str]] = ()) -> Brief:
    """The first bullets of a brief but for those that were shown."""
    sections, left = [], MOST_BULLETS
    for section in found.sections:
        bullets = tuple(b for b in section.bullets if (b.actor.id, b.text) not in without)[:left]
        left -= len(bullets)
        if bullets:
            sections.append(replace(section, bullets=bullets))
    cited = {c.article for section in sections for b in section.bullets for c in b.citations}
    articles = tuple(article for article in found.articles if article.id in cited)
    return Brief(tuple(sections), Coverage(bullets=MOST_BULLETS - left), articles)


async def _nothing(ctx: Context, wanted: Wanted, who: str) -> Reply:
    """That there is nothing, with the last week to be had by a button."""
    if isinstance(wanted.since, datetime):
        day = ctx.words.day(wanted.since.astimezone(zone_info(ctx.reading_zone)), ctx.reading_zone)
        key = "brief.none_since" if who else "brief.nothing_since"
        lines = [ctx.tell(key, name=who, since=day)]
    else:
        lines = [ctx.tell("brief.nothing_of", name=who) if who else ctx.tell("brief.nothing"), wanted.words]
    if isinstance(wanted.since, datetime) and wanted.since <= ctx.now - WEEK:
        return ctx.reply(*lines)
    week = await compose(ctx, replace(wanted, since=ctx.now - WEEK))
    if not week.sections:
        return ctx.reply(*lines)
    memo = await keep(ctx, "wider", kept_wanted(wanted))
    return ctx.reply(*lines, buttons=((Button(ctx.tell("brief.week"), pack("bweek", memo)),),))


def _actor_buttons(ctx: Context, memo: int, found: Brief) -> list[Button]:
    """The first actors of a brief, each with a brief of its own."""
    buttons, number = [], 0
    labels = told_apart([section.actor for section in found.sections])
    for section, name in zip(found.sections[:MAX_BUTTONS], labels, strict=False):
        buttons.append(Button(ctx.tell("ask.brief_of", name=name), pack("abrief", memo, number)))
        number += len(section.bullets)
    return buttons
