"""What a conversation is about: the query before, by thread, by person, or by the answer replied to."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newsdesk.model import Address
from summarizer.model import Query

from .buttons import name_of, values_of
from .keeping import kept, query_kept, query_of
from .memory import prompted, recall, remember

if TYPE_CHECKING:
    from .context import Context

# A message of an answer is about the memo of this kind: what is said in reply to it goes on from there.
ABOUT = "on"
ANSWER = "answer"


def in_own_thread(ctx: Context, /) -> bool:
    """Whether the conversation has a thread to itself; a forum topic is none, many talk there at once."""
    return bool(ctx.place.address.thread) and not ctx.place.lasting


def noted_as(ctx: Context, name: str, /) -> tuple[Address, str]:
    """Where something of this conversation is noted.

    People in one thread share it; elsewhere everybody has his own, so that two do not mix.
    """
    return ctx.place.address, name if in_own_thread(ctx) else f"{name}:{ctx.by.id}"


async def before(ctx: Context, /) -> Query | None:
    """The query that a question goes on with; None at the beginning of a conversation.

    In reply to an older answer it is the query of that answer; in reply to anything else that the bot said
    there is none.  Nor is there one for those who speak in the chat's name: nobody can tell whether it is the
    same person.
    """
    noted = await _query_noted(ctx)
    quoted = ctx.heard.replied_to if ctx.heard else None
    if quoted is None or not quoted.own or (noted and in_own_thread(ctx)):
        return noted
    about = await prompted(ctx.store, ctx.place, quoted.message)
    if name_of(about) == ABOUT:
        content = await kept(ctx, values_of(about)[0], ANSWER)
        return query_of(content["query"]) if content else None
    return None


async def _query_noted(ctx: Context) -> Query | None:
    if ctx.by.as_chat and not in_own_thread(ctx):
        return None
    return query_of(await recall(ctx.store, *noted_as(ctx, "query")) or None)


async def go_on_from(ctx: Context, query: Query, /) -> None:
    """What is said next may go on with this query."""
    await remember(ctx.store, *noted_as(ctx, "query"), query_kept(query), now=ctx.now, person=ctx.by.id)


async def begin_anew(ctx: Context, /) -> None:
    """What is said next goes on with nothing."""
    await remember(ctx.store, *noted_as(ctx, "query"), {}, now=ctx.now, person=ctx.by.id)


async def shown_last(ctx: Context, /) -> tuple[str, datetime | None]:
    """What was shown last in this conversation, as ``showing`` was told, and when; "" for nothing."""
    noted = await recall(ctx.store, *noted_as(ctx, "shown")) or {}
    at = noted.get("at")
    return str(noted.get("what", "")), datetime.fromisoformat(at) if at else None


async def showing(ctx: Context, what: str, /) -> None:
    """Remember what is shown, as a button's data, for those who ask for its evidence by a command."""
    await remember(
        ctx.store,
        *noted_as(ctx, "shown"),
        {"what": what, "at": ctx.now.astimezone(UTC).isoformat()},
        now=ctx.now,
        person=ctx.by.id,
    )
