"""Questions to the archive: plain words, /ask and /said, and what their answers' buttons do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.render.clean import clean
from bot.render.document import Block, Example, Note, Title
from bot.texts import ENGLISH
from newsdesk.threads import in_thread
from summarizer.ask.follow import is_asking
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
from ..buttons import number_in, pack
from ..context import Action, Command, Context, Family
from ..conversing import ABOUT, ANSWER, before, begin_anew
from ..delivered import sent_here
from ..keeping import bullets_of, keep, kept, query_kept, query_of
from ..model import Button, Pressed, Reply
from ..names import told_apart
from ..small_talk import Small, small_talk
from ..targets import stale
from ..windows import window_in

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
    match small_talk(asked, ctx.words):
        case Small.THANKS:
            return ctx.say("ask.thanks")
        case Small.GREETING:
            return await how_to_ask(ctx)
        case Small.NOTHING:
            return await how_to_ask(ctx) if ctx.heard and ctx.heard.command else None
    return await answered(ctx, asked, previous=await before(ctx))


async def said(ctx: Context, /) -> Reply | None:
    """ACTOR [TOPIC] [since …]: a question that stands by itself."""
    asked = clean(ctx.text)
    if not asked:
        return await how_to_ask(ctx, "ask.said_example")
    if len(asked) > MAX_QUESTION_CHARS:
        return ctx.say("ask.too_long", n=MAX_QUESTION_CHARS)
    window = await in_thread(window_in, ctx, asked)
    name, topic = await in_thread(ctx.services.questions.parted, window.rest.strip(" ,;:?!."))
    wanted = Query((), (topic,) if topic else (), window.since, window.until)
    return await _said(ctx, asked, name, wanted)


async def _said(ctx: Context, asked: str, name: str, wanted: Query, actor: ActorId | None = None) -> Reply:
    """What somebody said on a topic, or a choice of whom the name means.

    Args:
        wanted: The words of the topic, as they were written, and the window.
        actor: Whom the asker chose.
    """
    found = await in_thread(
        ctx.services.questions.said,
        name,
        " ".join(wanted.topic),
        since=wanted.since,
        until=wanted.until,
        actor=actor,
        feeds=await feeds_of(ctx),
        limit=MOST,
    )
    found = replace(found, answer=replace(found.answer, question=asked))
    if found.choice and actor is None:
        return await _choice(ctx, asked, found, wanted, name=name)
    return await shown(ctx, found, explained=True)


async def answered(
    ctx: Context,
    asked: str,
    /,
    *,
    previous: Query | None,
    actor: ActorId | None = None,
) -> Reply:
    """The answer to a question, or a choice of whom it means.

    Args:
        actor: Whom the asker chose for an ambiguous name.
    """
    if len(asked) > MAX_QUESTION_CHARS:
        return ctx.say("ask.too_long", n=MAX_QUESTION_CHARS)
    found = await in_thread(
        ctx.services.questions.answer,
        asked,
        now=local_now(ctx),
        previous=previous,
        actor=actor,
        feeds=await feeds_of(ctx),
        limit=MOST,
    )
    found = replace(found, answer=replace(found.answer, question=asked))
    if found.choice:
        return await _choice(ctx, asked, found, previous)
    if not (found.answer.query.actors or found.answer.query.topic or found.answer.bullets):
        silent = await shown(ctx, found)
        return replace(silent, blocks=(*silent.blocks, *await in_thread(_examples, ctx, "ask.example")))
    query = found.answer.query
    names_others = bool(query.actors) and (previous is None or query.actors != previous.actors)
    is_question = found.foreign or names_others or is_asking(asked)
    return await shown(ctx, found, explained=previous is not None, asked=is_question)


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


async def _choice(
    ctx: Context, asked: str, found: Answered, query: Query | None, *, name: str | None = None
) -> Reply:
    """Buttons for those whom an ambiguous name may mean; whoever asked may press.

    Args:
        query: What the question went on with; or what is wanted of the name, where that was given apart.
    """
    await begin_anew(ctx)
    offered = found.choice[:MAX_CHOICES]
    content = {
        "question": asked,
        "name": name,
        "query": query_kept(query) if query else None,
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
    asked, name, query = content["question"], content.get("name"), query_of(content.get("query"))
    actor = ActorId(content["actors"][number])
    if name is not None:
        reply = await _said(ctx, asked, name, query or Query(), actor)
    else:
        reply = await answered(ctx, asked, previous=query, actor=actor)
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
    return replace(await shown(ctx, found, explained=True), replaces=True)


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
