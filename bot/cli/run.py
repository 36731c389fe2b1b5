"""``newsdesk run``: the running desk, or the sample brief where nothing is set up yet."""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING, Annotated

import typer

from .terminal import OK, note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from config.settings import Settings
    from newsdesk.model import Tally


def run(
    demo: Annotated[
        bool, typer.Option("--demo", help="Show the sample brief, whatever is set up, and take questions.")
    ] = False,
) -> None:
    """Start the desk; with nothing set up, show the sample brief in this terminal and take questions."""
    from config.settings import load_settings

    settings = load_settings()
    if not demo:
        from .serving import is_set_up, serve

        if is_set_up(settings):
            serve(settings, said=lambda tally: _say(tally, chats=_chats(settings)))
            _end()
    from config.paths import samples_dir

    from .console import converse

    raise typer.Exit(converse([str(samples_dir())], settings, interactive=sys.stdin.isatty(), demonstrate=True))


def _chats(settings: Settings) -> list[str]:
    """The platforms that people can write from."""
    tokens = {"Telegram": settings.telegram_token, "Slack": settings.slack_bot_token}
    return [name for name, token in tokens.items() if token]


def _say(tally: Tally, *, chats: Sequence[str]) -> None:
    from .actor_lines import count

    due = (
        f"the next brief is due {tally.next_due_at:%A %d %B, %H:%M} UTC"
        if tally.next_due_at
        else "briefs wait for earlier ones to be sent"
        if tally.slots_waiting
        else "no brief is due"
    )
    note(
        f"Newsdesk runs: {count(tally.feeds, 'feed')}, {count(tally.subscriptions, 'subscription')} in "
        f"{count(tally.channels, 'channel')}; {due}. Ctrl+C stops it; `newsdesk status` tells how it fares."
    )
    if chats:
        note(f"It listens on {' and '.join(chats)}.")
    if not tally.feeds:
        note("There is no feed yet: newsdesk feeds add URL.")
    if not tally.subscriptions and chats:
        note("Nobody gets a brief yet: write /subscribe to the bot in a chat, or: newsdesk subscribe …")
    elif not tally.subscriptions:
        note("Nobody gets a brief yet: newsdesk subscribe console weekdays 08:00 Europe/Kyiv.")


def _end() -> None:
    """End the process at once: a batch that is still being read is cut off, and read again next time."""
    if threading.active_count() > 1:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(OK)
    raise typer.Exit(OK)
