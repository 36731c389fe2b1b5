"""The commands by name, and how their failures end.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 nothing found.
"""

from __future__ import annotations

import io
import os
import sys
from typing import Annotated, Protocol, runtime_checkable

import typer

from .actors import actors_app
from .ask import ask
from .brief import brief
from .channels import channels_app
from .chat import chat
from .config import config_app
from .db import db_app
from .doctor import doctor
from .eval import eval_app
from .extract import extract
from .feeds import feeds_app
from .gather import gather
from .preview import preview
from .read import read
from .run import run
from .status import status
from .subscribe import subscribe, unsubscribe
from .terminal import FAILED, INTERRUPTED, OK, OutputClosed, fail, note

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
app.command()(extract)
app.command()(gather)
app.command()(chat)
app.command()(preview)
app.command()(status)
app.command()(doctor)
app.add_typer(actors_app, name="actors")
app.command()(subscribe)
app.command()(unsubscribe)
app.add_typer(channels_app, name="channels")
app.add_typer(feeds_app, name="feeds")
app.add_typer(eval_app, name="eval")
app.add_typer(config_app, name="config")
app.add_typer(db_app, name="db")


@runtime_checkable
class _UsageFault(Protocol):
    """What Typer raises on wrong usage, whichever copy of click it brings."""

    exit_code: int

    def show(self) -> None:
        """Print what is wrong and how the command is used, on standard error."""


def main() -> None:
    """Run the command line; expected failures end with one line on standard error and their exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # half a surrogate pair from a feed must not end a command
            stream.reconfigure(errors="backslashreplace")
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else OK)
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(INTERRUPTED)
    except (OutputClosed, BrokenPipeError):
        _discard_output()
        sys.exit(OK)
    except OSError as error:
        _discard_output()
        note(f"newsdesk: {error.strerror or error}. Check the disk and where the output goes.")
        sys.exit(FAILED)
    except Exception as error:  # noqa: BLE001  # the top of the process: every failure gets its last word
        if isinstance(error, _UsageFault):
            error.show()
            sys.exit(error.exit_code)
        fail(error)


def _discard_output() -> None:
    """Nothing can be written any more; Python must not try again when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
