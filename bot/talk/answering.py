"""Answers as replies: their bullets, what was understood, and the buttons below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.render.clean import clean, clip
from bot.render.document import Block, Note, Title, answer_document
from bot.render.why import why_nothing
from bot.texts import ENGLISH
from newsdesk.following import feeds_taken_in
from newsdesk.model import Channel, FeedId
from newsdesk.questions import Answered
from newsdesk.threads import in_thread
from newsdesk.zones import zone_info
from summarizer.model import Answer, Article, Bullet, Query, Reason

from .buttons import pack
from .context import channel_at
from .conversing import ABOUT, ANSWER, begin_anew, go_on_from, showing
from .keeping import bullets_kept, keep, query_kept
from .model import Button, Reply
from .names import told_apart

if TYPE_CHECKING:
    from bot.texts import Words
    from newsdesk.ports import Store

    from .context import Context

SHOWN = 6
MOST = 30
MAX_BRIEFS = 2
MAX_QUESTION_CHARS = 1000
_NAME_CHARS = 40
_LABEL_CHARS = 60
_NO_CONVERSATION = frozenset({Reason.AMBIGUOUS, Reason.PRONOUN, Reason.UNKNOWN, Reason.NO_SUBJECT})


def taken_in(store: Store, channel: Channel | None, /) -> frozenset[FeedId]:
    """The feeds that a channel and its subscriptions take in; empty for all.  Blocks."""
    return feeds_taken_in(channel, store.subscriptions.of(channel.id)) if channel else frozenset()


async def feeds_of(ctx: Context, /) -> frozenset[FeedId]:
    """The feeds that the chat of the answer follows, whatever other chat is managed from it; empty for all."""
    here = await channel_at(ctx.store, ctx.place)
    return await in_thread(taken_in, ctx.store, here)


def local_now(ctx: Context, /) -> datetime:
    """Now, in the zone in which "since Tuesday" is meant."""
    return ctx.now.astimezone(zone_info(ctx.reading_zone))


async def shown(ctx: Context, found: Answered, /, *, explained: bool = False, asked: bool = True) -> Reply:
    """An answer, remembered for what is said next; or the reason why there is none, and what would find some.

    Args:
        explained: Tell how the words were understood: what they left out was kept, or they were no sentence.
        asked: Whether they were a question; what finds nothing and is none leaves the conversation as it was.
    """
    answer = found.answer
    if not answer.bullets:
        return await _silent(ctx, found, asked=asked)
    memo = await keep(ctx, ANSWER, _content(answer))
    await go_on_from(ctx, answer.query)
    await showing(ctx, pack(ABOUT, memo))
    head = replace(answer, bullets=answer.bullets[:SHOWN])
    understood = _read_as(found, ctx, explained=explained)
    buttons = under(ctx, memo, answer.bullets, until=min(SHOWN, len(answer.bullets)))
    reply = ctx.reply(*bullet_blocks(ctx, head, found.articles, lead=understood), buttons=buttons)
    return replace(reply, about=pack(ABOUT, memo))


def bullet_blocks(
    ctx: Context, answer: Answer, articles: Sequence[Article], /, *, lead: str = ""
) -> tuple[Block, ...]:
    """An answer's bullets and sources, below the question and the line that says how it was understood."""
    first, *rest = answer_document(answer, articles=articles, texts=ctx.words, zone=ctx.reading_zone).blocks()
    return (first, *([Note(lead)] if lead else []), *rest)


def under(
    ctx: Context, memo: int, bullets: Sequence[Bullet], /, *, first: int = 0, until: int
) -> tuple[tuple[Button, ...], ...]:
    """The buttons of an answer of which the bullets from ``first`` to before ``until`` are shown."""
    row = [Button(ctx.tell("ask.evidence"), pack("aev", memo, first))]
    if (left := len(bullets) - until) > 0:
        row.append(Button(ctx.tell("ask.more", n=left), pack("amore", memo, until)))
    speakers = {bullet.actor.id: n for n, bullet in reversed([*enumerate(bullets)][first:until])}
    briefs = []
    numbers = sorted(speakers.values())
    names = told_apart([bullets[number].actor for number in numbers])
    for number, name in zip(numbers[:MAX_BRIEFS], names, strict=False):
        briefs.append(Button(ctx.tell("ask.brief_of", name=name), pack("abrief", memo, number)))
    return (tuple(row), tuple(briefs))


async def _silent(ctx: Context, found: Answered, *, asked: bool) -> Reply:
    answer, silence = found.answer, found.answer.silence
    if silence is not None and silence.since is None and silence.until is None:
        answer = replace(answer, silence=replace(silence, since=found.since))
    why: list[Block] = [Title(answer.question), Note(why_nothing(answer, ctx.words, zone=ctx.reading_zone))]
    query = answer.query
    if not (found.searched or query.since or query.until):
        why.append(Note(ctx.tell("ask.nothing_read")))
    if found.foreign or (silence is not None and silence.reason is Reason.UNKNOWN):
        await begin_anew(ctx)  # what is said next must not go on with somebody of long ago
    if silence is None or silence.reason in _NO_CONVERSATION:
        if found.foreign or ctx.words.language != ENGLISH:
            why.append(Note(ctx.tell("ask.in_english")))
        return ctx.reply(*why, buttons=await _as_topic(ctx, answer))
    if found.foreign:
        why.append(Note(_read_as(found, ctx, explained=True)))
    memo = await keep(ctx, ANSWER, _content(answer))
    if asked:
        await go_on_from(ctx, query)
    reply = ctx.reply(*why, buttons=await _offers(ctx, memo, answer.query))
    return replace(reply, about=pack(ABOUT, memo))


async def _as_topic(ctx: Context, answer: Answer) -> tuple[tuple[Button, ...], ...]:
    """What the one before said of somebody who is not known, where that was the other way to understand it."""
    query, silence = answer.query, answer.silence
    if silence is None or silence.reason is not Reason.UNKNOWN or not query.actors:
        return ()
    found = await searched(ctx, query, await feeds_of(ctx), limit=1)
    if found is None or not found.answer.bullets:
        return ()
    memo = await keep(ctx, ANSWER, _content(answer))
    return ((Button(clip(_understood(query, ctx), _LABEL_CHARS), pack("adrop", memo, "nothing")),),)


async def _offers(ctx: Context, memo: int, query: Query) -> tuple[tuple[Button, ...], ...]:
    """What would find something: the same without the topic, or at any time."""
    feeds = await feeds_of(ctx)
    wider = [("topic", replace(query, topic=()))] if query.topic and query.actors else []
    wider += [("time", replace(query, since=None, until=None))] if query.since or query.until else []
    rows = []
    for what, tried in wider:
        if (found := await searched(ctx, tried, feeds, limit=1)) and found.answer.bullets:
            name = clip(clean(query.actors[0].name), _NAME_CHARS) if query.actors else ""
            rows.append((Button(ctx.tell(f"ask.any_{what}", name=name), pack("adrop", memo, what)),))
    return tuple(rows)


async def searched(
    ctx: Context, query: Query, feeds: frozenset[FeedId], /, *, limit: int = MOST
) -> Answered | None:
    """What a query finds that nobody has put into words; None for several actors at once."""
    if len(query.actors) > 1:
        return None
    return await in_thread(
        ctx.services.questions.said,
        "",
        " ".join(query.topic),
        since=query.since,
        until=query.until,
        actor=query.actors[0].id if query.actors else None,
        feeds=feeds,
        limit=limit,
    )


def widened(query: Query, what: str, /) -> Query | None:
    """A query without its topic or its window, or as it is."""
    match what:
        case "topic":
            return replace(query, topic=())
        case "time":
            return replace(query, since=None, until=None)
        case "nothing":
            return query
    return None


def _content(answer: Answer) -> dict[str, object]:
    return {
        "question": answer.question,
        "query": query_kept(answer.query),
        "bullets": bullets_kept(answer.bullets),
    }


def understood_as(query: Query, words: Words, zone: str, /) -> str:
    """A query in a few words: "Ada Holm · “bridge” · since 12 May 2025"."""
    parts = [words.listed(told_apart(query.actors))]
    if query.topic:
        parts.append(words("ask.topic", topic=clip(clean(" ".join(query.topic)), MAX_QUESTION_CHARS)))
    since = words.day(query.since, zone) if query.since else ""
    until = words.day(query.until, zone) if query.until else ""
    if since and until:
        parts.append(words("ask.between", since=since, until=until))
    elif since:
        parts.append(words("ask.since", since=since))
    elif until:
        parts.append(words("ask.until", until=until))
    return " · ".join(filter(None, parts))


def _read_as(found: Answered, ctx: Context, *, explained: bool) -> str:
    """How a question was understood; of one in another language than English, always."""
    if found.foreign:
        return ctx.tell("ask.foreign", understood=_understood(found.answer.query, ctx))
    return _understood(found.answer.query, ctx) if explained else ""


def _understood(query: Query, ctx: Context) -> str:
    if query.until and query.until > ctx.now:
        query = replace(query, until=None)
    return understood_as(query, ctx.words, ctx.reading_zone)
