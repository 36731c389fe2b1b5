"""``newsdesk run``: start every platform that has a token; the console when none has."""

from __future__ import annotations

import sys

import typer

from .terminal import note


def run() -> None:
    """Start the bot; without any token, show the sample brief in this terminal and take questions."""
    from config.paths import samples_dir
    from config.settings import load_settings

    from .console import converse

    settings = load_settings()
    if settings.telegram_token or settings.slack_bot_token:
        note(
            "Telegram and Slack delivery is not part of this version yet: the tokens are set, but only the "
            "console starts. See CHANGELOG.md."
        )
    code = converse([str(samples_dir())], settings, interactive=sys.stdin.isatty(), demonstrate=True)
    raise typer.Exit(code)
