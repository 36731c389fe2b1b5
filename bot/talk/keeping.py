"""What replies leave behind for their buttons, and queries, bullets, actors and wishes as JSON of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from newsdesk.model import FeedId, Following, Memo, MemoId
from newsdesk.threads import in_thread
from summarizer.model import Act, Actor, ActorId, ActorKind, ArticleId, Bullet, Citation, Query, Span, Status

from .buttons import number_in

if TYPE_CHECKING:
    from .context import Context

Kept = dict[str, Any]


class NotYours(Exception):  # no error: what somebody pressed was offered to another
    """A button is for somebody else in the same chat."""


def memo_of(ctx: Context, kind: str, content: Mapping[str, Any], /, *, person: str = "") -> Memo:
    """What the buttons of a message need, as a memo that is not kept yet; as for ``keep``."""
    return Memo(MemoId(0), ctx.place.chat, kind, json.dumps(content, ensure_ascii=False), person, by=ctx.by.id)


async def keep(ctx: Context, kind: str, content: Mapping[str, Any], /, *, person: str = "") -> MemoId:
    """Keep what the buttons of a message need, until its time has passed or whoever asked is erased.

    Args:
        person: Who alone may press them; "" for everybody in the chat.
    """
    return await in_thread(ctx.store.talks.keep, memo_of(ctx, kind, content, person=person), now=ctx.now)


async def kept(ctx: Context, number: str, kind: str, /) -> Kept | None:
    """What was kept; None when it is gone, or of another chat or kind.

    Args:
        number: As a button carries it, which may be forged.

    Raises:
        NotYours: It is for somebody else to use.
    """
    return await in_thread(_found, ctx, number, kind)


async def spent(ctx: Context, number: str, kind: str, /) -> Kept | None:
    """The same, taken away: whoever presses twice, or with somebody else at once, gets it once."""
    return await in_thread(taken, ctx, number, kind)


def taken(ctx: Context, number: str, kind: str, /) -> Kept | None:
    """As ``spent``, for a transaction in which something else is done too; blocks."""
    content, memo_id = _found(ctx, number, kind), number_in(number)
    if content is None or memo_id is None:
        return None
    gone = ctx.store.talks.spend(MemoId(memo_id), chat=ctx.place.chat)
    return None if gone is None else content


def _found(ctx: Context, number: str, kind: str) -> Kept | None:
    if (memo_id := number_in(number)) is None:
        return None
    memo = ctx.store.talks.memo(MemoId(memo_id), chat=ctx.place.chat)
    if memo is None or memo.kind != kind:
        return None
    if memo.person not in {"", ctx.by.id}:
        raise NotYours
    content = json.loads(memo.content)
    return content if isinstance(content, dict) else None


def query_kept(query: Query, /) -> Kept:
    """A query as JSON."""
    return {
        "actors": [actor_kept(actor) for actor in query.actors],
        "topic": list(query.topic),
        "since": _instant_kept(query.since),
        "until": _instant_kept(query.until),
    }


def query_of(content: Mapping[str, Any] | None, /) -> Query | None:
    """The query that was kept; None for nothing."""
    if content is None:
        return None
    actors = tuple(map(actor_of, content["actors"]))
    return Query(actors, tuple(content["topic"]), _instant_of(content["since"]), _instant_of(content["until"]))


def bullets_kept(bullets: Iterable[Bullet], /) -> list[Kept]:
    """Bullets as JSON, without what they were worth."""
    return [
        {
            "text": bullet.text,
            "actor": actor_kept(bullet.actor),
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
            actor_of(bullet["actor"]),
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


def actor_kept(actor: Actor, /) -> list[str]:
    """An actor as JSON."""
    return [actor.id, actor.name, actor.kind.value]


def actor_of(content: list[str], /) -> Actor:
    """The actor that was kept."""
    identifier, name, kind = content
    return Actor(ActorId(identifier), name, ActorKind(kind))


def following_kept(following: Following, /) -> Kept:
    """Wishes as JSON, as the command line prints them too."""
    return {
        "feeds": sorted(following.feeds),
        "actors": sorted(following.actors),
        "muted": sorted(following.muted),
        "include": list(following.include),
        "exclude": list(following.exclude),
        "max_actors": following.max_actors,
        "max_bullets": following.max_bullets,
    }


def following_of(content: Mapping[str, Any], /) -> Following:
    """The wishes that were kept."""
    return Following(
        feeds=frozenset(map(FeedId, content["feeds"])),
        actors=frozenset(map(ActorId, content["actors"])),
        muted=frozenset(map(ActorId, content["muted"])),
        include=tuple(content["include"]),
        exclude=tuple(content["exclude"]),
        max_actors=content["max_actors"],
        max_bullets=content["max_bullets"],
    )


def _instant_kept(instant: datetime | None) -> str | None:
    return instant.astimezone(UTC).isoformat() if instant else None


def _instant_of(content: str | None) -> datetime | None:
    return datetime.fromisoformat(content) if content else None
