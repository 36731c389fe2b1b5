"""Forms that somebody filled in: where a platform has them, they do what commands do.

Forms and their fields (``Submitted.values``; a field that is not there is left as it is):

``subscribe``
    ``when``: one or more times as text ("08:00", "08:00, 18:30"); ``days``: "daily", "weekdays", or any of
    "mon" to "sun"; ``zone``: a zone or a city; ``actors``: names, separated by commas, empty for everybody;
    ``feeds``: feed ids, empty for all; ``max_actors``: a number, empty for the desk's; ``language``: a code.
``settings``
    ``language``; ``zone``; ``quiet``: "22:00-07:00" or empty; ``layout``: "threads" or "single";
    ``alerts_per_day``: a number, 0 for none; ``when_empty``: "silence" or "note".
``prompt:<prompt_for>``
    ``answer``: the words that the reply with ``Reply.prompt_for`` asked for.

What their fields hold at first, and what there is to choose among, comes with ``Face.open_form(filled=…)``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from .context import Context
from .memory import remember_prompt
from .model import Submitted
from .permits import Needs

if TYPE_CHECKING:
    from .directory import Directory

log = structlog.get_logger(__name__)
PROMPT = "prompt:"


def refused(submitted: Submitted, sentence: str, /) -> dict[str, str]:
    """The sentence at the form's first field."""
    return {next(iter(submitted.values), ""): sentence}


def about_the_chat(sentence: str, /) -> dict[str, str]:
    """The sentence where the form names its chat, which is its first field if it has one."""
    return {"": sentence}


async def submit(ctx: Context, submitted: Submitted, directory: Directory, /) -> dict[str, str]:
    """Do what a form says; what is wrong with it, by field."""
    if submitted.form.startswith(PROMPT):
        return await _answered(ctx, submitted, directory)
    form = directory.form(submitted.form)
    if form is None:
        return refused(submitted, ctx.words("errors.stale_button"))
    if not await ctx.may(Needs.MANAGER):
        return _not_permitted(ctx, submitted, Needs.MANAGER)
    return await form(ctx, submitted)


async def _answered(ctx: Context, submitted: Submitted, directory: Directory) -> dict[str, str]:
    """The answer to a prompt, as if it had been written below it."""
    answer = directory.answer(submitted.form.removeprefix(PROMPT))
    if answer is None:
        return refused(submitted, ctx.words("errors.stale_button"))
    handler, needs = answer
    if not await ctx.may(needs):
        return _not_permitted(ctx, submitted, needs)
    text = " ".join(submitted.values.get("answer", ())).strip()
    reply = await handler(replace(ctx, text=text))
    if reply is None:
        return {}
    message = await ctx.face.say(ctx.place, reply)
    if message and (data := reply.prompt_for or reply.about):
        await remember_prompt(ctx.store, ctx.place, message, data, now=ctx.now)
    return {}


def _not_permitted(ctx: Context, submitted: Submitted, needs: Needs) -> dict[str, str]:
    log.warning("not_permitted", what=submitted.form, person=ctx.by.id, chat=str(ctx.target.home))
    key = "errors.operators_only" if needs is Needs.OPERATOR else "errors.managers_only"
    if submitted.form.startswith(PROMPT) or needs is Needs.OPERATOR:
        return refused(submitted, ctx.tell(key))
    return about_the_chat(ctx.tell(key))
