"""Questions to the archive: plain words, /ask and /said, and what their answers' buttons do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.render.clean import clean
from bot.render.document import Block, Example, Note, Title
from bot.texts import ENGLISH
from newsdesk.threads import in_thread
from summarizer.model import ActorId, ActorKind, Answer, Query

from ..answering import (
    MAX_QUESTION_CHARS,
    MOST,
    SHOWN,
    bullet_blocks,
    feeds_of,
    local_now,
    searched,
    shown,
    under,
    widened,
)
from ..buttons import pack
from ..context import Action, Command, Context, Family
from ..conversing import ABOUT, ANSWER, before
from ..delivered import sent_here
from ..keeping import bullets_of, keep, kept, number_in, query_kept, query_of
from ..model import Button, Pressed, Reply
from ..names import told_apart
from ..targets import stale

if TYPE_CHECKING:
    from newsdesk.ports import Store
    from newsdesk.questions import Answered

CHOICE = "choice"
MAX_CHOICES = 8


async def question(ctx: Context, /) -> Reply | None:
    """Answer plain words; what they do not name is kept of the question before."""
    asked = clean(ctx.text)
    if not asked:
        return await how_to_ask(ctx)
    return await answered(ctx, asked, previous=await before(ctx))


async def said(ctx: Context, /) -> Reply | None:
    """ACTOR [TOPIC] [since …]: a question that stands by itself."""
    asked = clean(ctx.text)
    if not asked:
        return await how_to_ask(ctx, "ask.said_example")
    return await answered(ctx, asked, previous=None, as_words=f"What did {asked} say?")


async def answered(
    ctx: Context,
    asked: str,
    /,
    *,
    previous: Query | None,
    actor: ActorId | None = None,
    as_words: str = "",
) -> Reply:
    """The answer to a question, or a choice of whom it means.

    Args:
        actor: Whom the asker chose for an ambiguous name.
        as_words: The question as it is understood, in place of the words that stand above the answer.
    """
    if len(asked) > MAX_QUESTION_CHARS:
        return ctx.say("ask.too_long", n=MAX_QUESTION_CHARS)
    found = await in_thread(
        ctx.services.questions.answer,
        as_words or asked,
        now=local_now(ctx),
        previous=previous,
        actor=actor,
        feeds=await feeds_of(ctx),
        limit=MOST,
    )
    found = replace(found, answer=replace(found.answer, question=asked))
    if found.choice:
        return await _choice(ctx, asked, as_words, previous, found)
    if not (found.answer.query.actors or found.answer.query.topic or found.answer.bullets):
        silent = await shown(ctx, found)
        return replace(silent, blocks=(*silent.blocks, *await in_thread(_examples, ctx, "ask.example")))
    return await shown(ctx, found, previous=previous)


async def how_to_ask(ctx: Context, example: str = "ask.example", /) -> Reply:
    """How to ask, with somebody of the archive as the example."""
    only = () if ctx.words.language == ENGLISH else (ctx.tell("ask.in_english"),)
    examples = await in_thread(_examples, ctx, example)
    return ctx.reply(ctx.tell("ask.how"), *only, *examples, ctx.tell("ask.go_on"))


def _examples(ctx: Context, key: str) -> tuple[Block, ...]:
    name = _somebody(ctx.store)
    return (Example(ctx.tell(key, name=name)),) if name else (Note(ctx.tell("ask.nothing_read")),)


def _somebody(store: Store) -> str:
    """Who is quoted most, people first."""
    known = [k.actor for k in store.actors.known(limit=20) if k.actor.kind is not ActorKind.UNKNOWN]
    people = [actor for actor in known if actor.kind is ActorKind.PERSON]
    return next((name for actor in (*people, *known) if (name := clean(actor.name))), "")


async def _choice(ctx: Context, asked: str, as_words: str, previous: Query | None, found: Answered) -> Reply:
    """Buttons for those whom an ambiguous name may mean; whoever asked may press."""
    offered = found.choice[:MAX_CHOICES]
    content = {
        "question": asked,
        "as_words": as_words,
        "previous": query_kept(previous) if previous else None,
        "actors": [actor.id for actor in offered],
    }
    memo = await keep(ctx, CHOICE, content, person="" if ctx.by.as_chat else ctx.by.id)
    rows = tuple((Button(name, pack("awho", memo, n)),) for n, name in enumerate(told_apart(offered)))
    return ctx.reply(Title(asked), ctx.tell("ask.whom"), buttons=rows)


async def _chosen(ctx: Context, values: tuple[str, ...]) -> Reply | None:
    """Somebody was chosen: the answer stands in place of the choice."""
    content = await kept(ctx, values[0], CHOICE) if len(values) == 2 else None
    number = number_in(values[1]) if content else None
    if content is None or number is None or number >= len(content["actors"]):
        return stale(ctx)
    reply = await answered(
        ctx,
        content["question"],
        previous=query_of(content["previous"]),
        actor=ActorId(content["actors"][number]),
        as_words=content["as_words"],
    )
    return replace(reply, replaces=True)


async def _more(ctx: Context, values: tuple[str, ...]) -> Reply | None:
    """The next bullets of an answer."""
    content = await kept(ctx, values[0], ANSWER) if len(values) == 2 else None
    first = number_in(values[1]) if content else None
    if content is None or first is None or not 0 < first < len(content["bullets"]):
        return stale(ctx)
    bullets = bullets_of(content["bullets"])
    part = bullets[first : first + SHOWN]
    ids = dict.fromkeys(c.article for b in part for c in b.citations)
    filed = await in_thread(ctx.store.articles.get, ids)
    answer = Answer(content["question"], Query(), part)
    memo = int(values[0])
    blocks = bullet_blocks(ctx, answer, [f.article for f in filed.values()])
    until = first + len(part)
    buttons = under(ctx, memo, bullets, first=first, until=until)
    return replace(ctx.reply(*blocks, buttons=buttons), about=pack(ABOUT, memo))


async def _dropped(ctx: Context, values: tuple[str, ...]) -> Reply | None:
    """The same question without its topic or its window, in place of the line that nothing was found."""
    content = await kept(ctx, values[0], ANSWER) if len(values) == 2 else None
    query = query_of(content["query"]) if content else None
    wider = widened(query, values[1]) if query else None
    if content is None or query is None or wider is None:
        return stale(ctx)
    found = await searched(ctx, wider, await feeds_of(ctx))
    if found is None:
        return stale(ctx)
    found = replace(found, answer=replace(found.answer, question=content["question"]))
    return replace(await shown(ctx, found, previous=query), replaces=True)


async def _asked_under(ctx: Context, values: tuple[str, ...]) -> Reply | None:
    """The button of a brief: ask for a question, or answer the one that was written."""
    if len(values) != 1 or await sent_here(ctx, values[0]) is None:
        return stale(ctx)
    if isinstance(ctx.said, Pressed):
        wanted = ctx.tell("ask.prompt")
        return replace(ctx.reply(wanted), prompt=wanted, prompt_for=pack("askme", values[0]))
    asked = clean(ctx.text)
    return await answered(ctx, asked, previous=None) if asked else await how_to_ask(ctx)


async def _replied(ctx: Context, _values: tuple[str, ...]) -> Reply | None:
    """Words in reply to an answer; which one it was is found out by ``before``."""
    return await question(ctx)


FAMILY = Family(
    commands=(Command("ask", question), Command("said", said)),
    actions=(
        Action("awho", _chosen),
        Action("amore", _more),
        Action("adrop", _dropped),
        Action("askme", _asked_under),
    ),
    answers={"askme": _asked_under, ABOUT: _replied},
)
