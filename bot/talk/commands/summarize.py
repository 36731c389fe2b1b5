"""/summarize: a page, a file or a text that somebody brings, condensed with its evidence."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from typing import NamedTuple

import structlog

from bot.render.clean import clean
from bot.render.document import Title, brief_document
from newsdesk.ingest.loaded import Fault, Refused
from newsdesk.summaries import Summary, fetched, file_article, page_article, summary, text_article
from newsdesk.threads import in_abandoned_thread
from summarizer.model import Article

from ..buttons import pack
from ..context import Command, Context, Family
from ..conversing import ABOUT, ANSWER, showing
from ..keeping import bullets_kept, keep
from ..model import Attached, Button, Quoted, Reply
from ..ports import FaceError
from ..proving import source_kept
from ..turns import Busy, Turns

log = structlog.get_logger(__name__)

MIN_TEXT_CHARS = 400
TIMEOUT_S = 30.0
MAX_ACTORS, MAX_BULLETS = 10, 5
MAX_FILE_NAME = 80
_URL = re.compile(r"https?://[^\s<>\"“”«»]+", re.IGNORECASE)
_OTHER_URL = re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s<>]+", re.IGNORECASE)
_AFTER_URL = ".,;:!?)]}'’”"
_TURNS = Turns(at_once=2)
_AT_WORK: set[asyncio.Task[Summary | Refused]] = set()


class Brought(NamedTuple):
    """What is to be summarised: one of the three."""

    file: Attached | None = None
    url: str = ""
    text: str = ""


async def summarize(ctx: Context, /) -> Reply | None:
    """URL, a text, or in reply to a message with one or with a file."""
    brought = _brought(ctx)
    if brought is None:
        return ctx.refuse(ctx.tell("summarize.how", n=MIN_TEXT_CHARS))
    given_up = asyncio.Event()
    work = asyncio.ensure_future(_worked(ctx, brought, given_up))
    # A thread cannot be ended: who gave up waiting keeps his turn until it ends by itself.
    _AT_WORK.add(work)
    work.add_done_callback(_ended)
    done, _ = await asyncio.wait({work}, timeout=TIMEOUT_S)
    if not done:
        given_up.set()
        log.warning("summary_too_slow", chat=str(ctx.place.chat))
        return ctx.say("summarize.too_slow", n=int(TIMEOUT_S))
    try:
        found = work.result()
    except Busy:
        return ctx.say("summarize.busy")
    if isinstance(found, Refused):
        return _refused(ctx, found)
    return await _shown(ctx, found)


async def _worked(ctx: Context, brought: Brought, given_up: asyncio.Event) -> Summary | Refused:
    """Read what was brought, as far as somebody waits for it.

    Raises:
        Busy: The chat has something else read, or too many others do.
    """
    with _TURNS.turn(ctx.place.chat):
        article = await _article(ctx, brought)
        if isinstance(article, Refused):
            return article
        if given_up.is_set():
            raise Busy
        return await in_abandoned_thread(_read, ctx, article)


def _ended(work: asyncio.Task[Summary | Refused]) -> None:
    """Nobody may be waiting any more: a failure is looked at, so that the loop does not complain of it."""
    _AT_WORK.discard(work)
    if not work.cancelled():
        work.exception()


def _brought(ctx: Context) -> Brought | None:
    """The message's own file, text or link; else those of the message that it replies to."""
    heard = ctx.heard
    if heard is None:
        return None
    own = Quoted("", ctx.text, heard.links, heard.files)
    return _in(own) or (_in(heard.replied_to) if heard.replied_to else None)


def _in(message: Quoted) -> Brought | None:
    if message.files:
        return Brought(file=message.files[0])
    if len(_URL.sub("", message.text).strip()) >= MIN_TEXT_CHARS:
        return Brought(text=message.text)
    links = [*message.links, *(m[0].rstrip(_AFTER_URL) for m in _URL.finditer(message.text))]
    web = (link for link in links if link.lower().startswith(("http://", "https://")))
    other = _OTHER_URL.search(message.text)
    url = next(web, "") or next(iter(message.links), "") or (other[0] if other else "")
    return Brought(url=url) if url else None


async def _article(ctx: Context, brought: Brought) -> Article | Refused:
    rules = ctx.services.rules
    if brought.file is not None:
        limit = rules.limits.max_bytes
        name = clean(brought.file.name)[-MAX_FILE_NAME:] or "file"
        if brought.file.size > limit:
            return Refused(name, "It is too large.", "", fault=Fault.LONG)
        try:
            data = await ctx.face.download(brought.file, limit=limit)
        except FaceError as error:
            log.info("file_not_had", chat=str(ctx.place.chat), reason=str(error))
            return Refused(name, "It cannot be had.", "", fault=Fault.UNREACHABLE)
        return await in_abandoned_thread(file_article, name, data, languages=rules.languages)
    if brought.url:
        page = await fetched(brought.url, limits=rules.limits)
        if isinstance(page, Refused):
            return page
        return await in_abandoned_thread(page_article, page, languages=rules.languages)
    title = ctx.tell("summarize.your_text")
    return await in_abandoned_thread(text_article, brought.text, title=title, languages=rules.languages)


def _read(ctx: Context, article: Article) -> Summary:
    spec = replace(ctx.services.defaults, max_actors=MAX_ACTORS, max_bullets=MAX_BULLETS, since=None)
    return summary(ctx.services.reader(), article, spec=spec)


def _refused(ctx: Context, refused: Refused) -> Reply:
    log.info("summary_refused", chat=str(ctx.place.chat), fault=refused.fault.value)
    return ctx.refuse(ctx.tell("summarize.not_read"), ctx.tell(f"summarize.no_{refused.fault.value}"))


async def _shown(ctx: Context, found: Summary) -> Reply:
    title = clean(found.article.title) or clean(found.article.url or "") or ctx.tell("summarize.your_text")
    if not found.proven:
        return ctx.reply(Title(title), ctx.tell("render.nothing_found"))
    content = {
        "question": "",
        "query": None,
        "bullets": bullets_kept(p.bullet for p in found.proven),
        "sources": [[source_kept(source) for source in p.sources] for p in found.proven],
    }
    memo = await keep(ctx, ANSWER, content)
    await showing(ctx, pack(ABOUT, memo))
    lead = ctx.tell("summarize.lead", n=len(found.proven))
    document = brief_document(found.brief, texts=ctx.words, title=title, lead=lead, zone=ctx.reading_zone)
    button = Button(ctx.tell("ask.evidence"), pack("aev", memo, 0))
    reply = ctx.reply(*document.blocks(), buttons=((button,),))
    return replace(reply, about=pack(ABOUT, memo))


FAMILY = Family(commands=(Command("summarize", summarize, aliases=("summarise",)),))
