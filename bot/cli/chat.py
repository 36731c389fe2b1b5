"""``newsdesk chat``: questions at a prompt, over articles of one's own."""

from __future__ import annotations

from typing import Annotated

import typer


def chat(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH…]", help="Files or folders to talk about; the sample articles if none."),
    ] = None,
) -> None:
    """Answer questions at a prompt; with no terminal, one question a line of standard input."""
    from config.paths import samples_dir
    from config.settings import load_settings

    from .console import converse

    raise typer.Exit(
        converse(paths or [str(samples_dir())], load_settings(), interactive=True, demonstrate=False)
    )
