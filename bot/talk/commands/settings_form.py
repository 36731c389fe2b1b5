"""The form of a channel's settings, where a platform has forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsdesk.model import Layout, WhenEmpty
from newsdesk.when import spell_quiet

from ..model import Filled, Submitted
from .changes import Change, Refused, change_of
from .subscribe_form import language_choices

if TYPE_CHECKING:
    from ..context import Context

# The names of the fields, and of the settings that they are.
_FIELDS = {
    "language": "language",
    "zone": "zone",
    "quiet": "quiet",
    "layout": "layout",
    "alerts_per_day": "alerts",
    "when_empty": "empty",
}


def filled(ctx: Context, /) -> Filled:
    """What the form shows at first: what holds."""
    channel = ctx.channel
    values = {
        "language": (channel.language if channel else ctx.words.language,),
        "zone": (ctx.zone,),
        "quiet": (spell_quiet(channel.quiet),) if channel and channel.quiet else (),
        "layout": ((channel.layout if channel else Layout.THREADS).value,),
        "alerts_per_day": (str(channel.alerts_per_day if channel else 0),),
        "when_empty": ((channel.when_empty if channel else WhenEmpty.SILENCE).value,),
    }
    choices = {
        "language": language_choices(),
        "layout": tuple((x.value, ctx.tell(f"settings.layout_{x.value}")) for x in Layout),
        "when_empty": tuple((e.value, ctx.tell(f"settings.empty_{e.value}")) for e in WhenEmpty),
    }
    return Filled(values, choices)


def read(ctx: Context, submitted: Submitted, /) -> tuple[list[Change], dict[str, str]]:
    """The changes that a form says, and what is wrong with it, by field; fields left out change nothing."""
    changes: list[Change] = []
    wrong: dict[str, str] = {}
    for field, what in _FIELDS.items():
        if field not in submitted.values:
            continue
        said = " ".join(submitted.values[field]).strip()
        if not said and what != "quiet":
            continue
        change = change_of(ctx, what, said)
        if isinstance(change, Refused):
            wrong[field] = " ".join(change.lines)
        else:
            changes.append(change)
    return changes, wrong
