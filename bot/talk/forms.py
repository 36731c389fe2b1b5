"""Forms that somebody filled in: where a platform has them, they do what commands do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .context import Context
from .model import Submitted
from .permits import Needs

if TYPE_CHECKING:
    from .directory import Directory


def refused(submitted: Submitted, sentence: str, /) -> dict[str, str]:
    """The sentence at the form's first field."""
    return {next(iter(submitted.values), ""): sentence}


async def submit(ctx: Context, submitted: Submitted, directory: Directory, /) -> dict[str, str]:
    """Do what a form says; what is wrong with it, by field."""
    form = directory.form(submitted.form)
    if form is None:
        return refused(submitted, ctx.words("errors.stale_button"))
    if not await ctx.may(Needs.MANAGER):
        return refused(submitted, ctx.words("errors.managers_only"))
    return await form(ctx, submitted)
