"""Forms that somebody filled in: where a platform has them, they do what commands do.

Forms and their fields (``Submitted.values``; a field that is not there is left as it is):

``subscribe``
    ``when``: one or more times as text ("08:00", "08:00, 18:30"); ``days``: "daily", "weekdays", or any of "mon"
    to "sun"; ``zone``: a zone or a city; ``actors``: names, separated by commas, empty for everybody;
    ``feeds``: feed ids, empty for all; ``max_actors``: a number, empty for the desk's; ``language``: a code.
``settings``
    ``language``; ``zone``; ``quiet``: "22:00-07:00" or empty; ``layout``: "threads" or "single";
    ``alerts_per_day``: a number, 0 for none; ``when_empty``: "silence" or "note".
``prompt:<prompt_for>``
    ``answer``: the words that the reply with ``Reply.prompt_for`` asked for.

What their fields hold at first, and what there is to choose among, comes with ``Face.open_form(filled=…)``.
"""

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
