"""The commands by name, and how their failures end.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 nothing found.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from .ask import ask
from .brief import brief
from .chat import chat
from .config import config_app
from .doctor import doctor
from .read import read
from .run import run
from .terminal import fail

app = typer.Typer(
    name="newsdesk",
    help="Who said what: per-actor news briefs in which every bullet cites the sentence that proves it.",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:  # Typer calls it so
    if wanted:
        from importlib.metadata import version

        typer.echo(f"newsdesk {version('newsdesk')}")
        raise typer.Exit


@app.callback()
def _root(
    config: Annotated[
        str | None, typer.Option("--config", metavar="FILE", help="Read settings from this TOML file.")
    ] = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    if config:
        os.environ["NEWSDESK_CONFIG"] = config


app.command()(run)
app.command()(brief)
app.command()(ask)
app.command()(read)
app.command()(chat)
app.command()(doctor)
app.add_typer(config_app, name="config")


def main() -> None:
    """Run the command line; expected failures end with one line on standard error and their exit code."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output went away ("newsdesk read … | head"): nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:  # noqa: BLE001  # the top of the process: every failure gets its last word
        fail(error)
