"""Since when: the words of a window taken out of a line, in the reader's language too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.ask.window import Window, find_window

from .answering import local_now
from .dates import in_english_window

if TYPE_CHECKING:
    from .context import Context


def window_in(ctx: Context, text: str, /) -> Window:
    """The window that words ask for, and what is left of them; weekdays are those of the chat's zone.

    What is not understood is left as it was written.  Blocks: it may load the dates of a language.
    """
    now = local_now(ctx)
    found = find_window(in_english_window(text, ctx.words, now), now)
    return found if found.since or found.until else find_window(text, now)
