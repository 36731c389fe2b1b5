"""What answers leave behind: queries, and bullets with their citations, as JSON of notes and memos."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from newsdesk.model import Memo, MemoId
from newsdesk.threads import in_thread
from summarizer.model import Act, Actor, ActorId, ActorKind, ArticleId, Bullet, Citation, Query, Span, Status

if TYPE_CHECKING:
    from .context import Context

Kept = dict[str, Any]
MAX_DIGITS = 16


class NotYours(Exception):  # no error: what somebody pressed was offered to another
    """A button is for somebody else in the same chat."""


async def keep(ctx: Context, kind: str, content: Mapping[str, Any], /, *, person: str = "") -> MemoId:
    """Keep what the buttons of a message need, until its time has passed or whoever asked is erased.

    Args:
        person: Who alone may press them; "" for everybody in the chat.
    """
    memo = Memo(MemoId(0), ctx.place.chat, kind, json.dumps(content, ensure_ascii=False), person, by=ctx.by.id)
    return await in_thread(ctx.store.talks.keep, memo, now=ctx.now)


async def kept(ctx: Context, number: str, kind: str, /) -> Kept | None:
    """What was kept; None when it is gone, or of another chat or kind.

    Args:
        number: As a button carries it, which may be forged.

    Raises:
        NotYours: It is for somebody else to use.
    """
    if (memo_id := number_in(number)) is None:
        return None
    memo = await in_thread(ctx.store.talks.memo, MemoId(memo_id), chat=ctx.place.chat)
    if memo is None or memo.kind != kind:
        return None
    if memo.person not in {"", ctx.by.id}:
        raise NotYours
    content = json.loads(memo.content)
    return content if isinstance(content, dict) else None


async def spent(ctx: Context, number: str, kind: str, /) -> Kept | None:
    """The same, taken away: whoever presses twice, or with somebody else at once, gets it once."""
    content = await kept(ctx, number, kind)
    memo_id = number_in(number)
    if content is None or memo_id is None:
        return None
    gone = await in_thread(ctx.store.talks.spend, MemoId(memo_id), chat=ctx.place.chat)
    return None if gone is None else content


def number_in(value: str, /) -> int | None:
    """The number that a button carries; None when it is none, as in data that somebody has forged."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < MAX_DIGITS else None


def query_kept(query: Query, /) -> Kept:
    """A query as JSON."""
    return {
        "actors": [_actor_kept(actor) for actor in query.actors],
        "topic": list(query.topic),
        "since": _instant_kept(query.since),
        "until": _instant_kept(query.until),
    }


def query_of(content: Mapping[str, Any] | None, /) -> Query | None:
    """The query that was kept; None for nothing."""
    if content is None:
        return None
    actors = tuple(map(_actor_of, content["actors"]))
    return Query(actors, tuple(content["topic"]), _instant_of(content["since"]), _instant_of(content["until"]))


def bullets_kept(bullets: Iterable[Bullet], /) -> list[Kept]:
    """Bullets as JSON, without what they were worth."""
    return [
        {
            "text": bullet.text,
            "actor": _actor_kept(bullet.actor),
            "act": bullet.act.value,
            "status": bullet.status.value,
            "outlets": bullet.outlets,
            "citations": [[c.article, *c.span, c.revision, c.url] for c in bullet.citations],
        }
        for bullet in bullets
    ]


def bullets_of(content: Iterable[Mapping[str, Any]], /) -> tuple[Bullet, ...]:
    """The bullets that were kept."""
    return tuple(
        Bullet(
            bullet["text"],
            _actor_of(bullet["actor"]),
            Act(bullet["act"]),
            tuple(
                Citation(ArticleId(article), Span(start, end), url, revision)
                for article, start, end, revision, url in bullet["citations"]
            ),
            Status(bullet["status"]),
            bullet["outlets"],
        )
        for bullet in content
    )


def _actor_kept(actor: Actor) -> list[str]:
    return [actor.id, actor.name, actor.kind.value]


def _actor_of(content: list[str]) -> Actor:
    identifier, name, kind = content
    return Actor(ActorId(identifier), name, ActorKind(kind))


def _instant_kept(instant: datetime | None) -> str | None:
    return instant.astimezone(UTC).isoformat() if instant else None


def _instant_of(content: str | None) -> datetime | None:
    return datetime.fromisoformat(content) if content else None
