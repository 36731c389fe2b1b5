"""What a conversation is about: the query before, by thread, by person, or by the answer replied to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsdesk.model import Address, DeliveryKind
from newsdesk.threads import in_thread
from summarizer.model import Query

from .buttons import name_of, values_of
from .keeping import kept, query_kept, query_of
from .memory import prompted, recall, remember

if TYPE_CHECKING:
    from .context import Context

# A message of an answer is about the memo of this kind: what is said in reply to it goes on from there.
ABOUT = "on"
ANSWER = "answer"
_BRIEFS = frozenset({DeliveryKind.BRIEF, DeliveryKind.ALERT})


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

    In reply to an older answer it is the query of that answer; in reply to a brief there is none.
    """
    noted = await recall(ctx.store, *noted_as(ctx, "query"))
    quoted = ctx.heard.replied_to if ctx.heard else None
    if quoted is None or not quoted.own or (noted and in_own_thread(ctx)):
        return query_of(noted)
    about = await prompted(ctx.store, ctx.place, quoted.message)
    if name_of(about) == ABOUT:
        content = await kept(ctx, values_of(about)[0], ANSWER)
        return query_of(content["query"]) if content else None
    sent = await in_thread(ctx.store.ledger.sent_as, ctx.place.chat, quoted.message)
    return None if sent is not None and sent.kind in _BRIEFS else query_of(noted)


async def go_on_from(ctx: Context, query: Query, /) -> None:
    """What is said next may go on with this query."""
    await remember(ctx.store, *noted_as(ctx, "query"), query_kept(query), now=ctx.now)


async def shown_last(ctx: Context, /) -> str:
    """What was shown last in this conversation, as ``showing`` was told; "" for nothing."""
    noted = await recall(ctx.store, *noted_as(ctx, "shown"))
    return str(noted["what"]) if noted else ""


async def showing(ctx: Context, what: str, /) -> None:
    """Remember what is shown, as a button's data, for those who ask for its evidence by a command."""
    await remember(ctx.store, *noted_as(ctx, "shown"), {"what": what}, now=ctx.now)
