"""What proves bullets, as replies: a few bullets at a time, each with its sentences in their paragraphs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.render.document import Block, BulletBlock, Note
from bot.render.evidence import evidence_blocks
from newsdesk.sources import Source, sources
from newsdesk.threads import in_thread
from summarizer.model import Article, Bullet

from .model import Button, Reply

if TYPE_CHECKING:
    from newsdesk.ports import Store

    from .context import Context

AT_ONCE = 5
MAX_PLACES = 4

Proven = tuple[Bullet, tuple[Source, ...]]


async def proof(
    ctx: Context,
    bullets: Sequence[Bullet],
    /,
    *,
    articles: Sequence[Article] = (),
    known: Sequence[tuple[Source, ...]] = (),
    withdrawn: Collection[int] = (),
    further: str = "",
    left: int = 0,
) -> Reply:
    """The evidence of bullets.

    Args:
        articles: What is known of articles that may be forgotten.
        known: The sources of each bullet where no store has them.
        withdrawn: Places in ``bullets`` of those that their sources say no longer.
        further: The data of the button for the evidence of the ``left`` bullets behind these.
    """
    if known:
        proven: list[Proven] = list(zip(bullets, known, strict=True))
    else:
        proven = await in_thread(_proven, ctx.store, bullets, articles)
    blocks = list(_blocks(ctx, proven, withdrawn))
    more = ((Button(ctx.tell("evidence.more", n=left), further),),) if further and left > 0 else ()
    return ctx.reply(*blocks, buttons=more)


def _proven(store: Store, bullets: Sequence[Bullet], articles: Sequence[Article]) -> list[Proven]:
    return [(bullet, sources(store, bullet, articles=articles)) for bullet in bullets]


def _blocks(ctx: Context, proven: Sequence[Proven], withdrawn: Collection[int]) -> Iterator[Block]:
    few = [(bullet, found[:MAX_PLACES]) for bullet, found in proven]
    for block in evidence_blocks(few, texts=ctx.words, zone=ctx.reading_zone):
        if isinstance(block, BulletBlock) and block.number in withdrawn:
            yield replace(block, withdrawn=True, labels=(ctx.tell("render.withdrawn"),))
        else:
            yield block
    if hidden := sum(len(found) - MAX_PLACES for _, found in proven if len(found) > MAX_PLACES):
        yield Note(ctx.tell("evidence.places", n=hidden))


def source_kept(source: Source, /) -> dict[str, Any]:
    """A source as JSON, for a text that no store has."""
    return {
        "sentence": source.sentence,
        "before": source.before,
        "after": source.after,
        "title": source.title,
        "outlet": source.outlet,
        "url": source.url,
        "published_at": source.published_at.isoformat() if source.published_at else None,
    }


def source_of(content: dict[str, Any], bullet: Bullet, /) -> Source:
    """The source of a bullet's first citation that was kept."""
    at = content["published_at"]
    return Source(
        bullet.citations[0],
        sentence=str(content["sentence"]),
        before=str(content["before"]),
        after=str(content["after"]),
        title=str(content["title"]),
        outlet=str(content["outlet"]),
        url=str(content["url"]),
        published_at=datetime.fromisoformat(at) if at else None,
    )
