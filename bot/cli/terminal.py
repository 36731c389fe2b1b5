"""Standard output and error: colour, progress and the last word on a failure."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, NoReturn, TypeVar

if TYPE_CHECKING:
    from bot.render.document import RenderDocument

T = TypeVar("T")

OK, FAILED, WRONG_USAGE, NOTHING_FOUND, INTERRUPTED = 0, 1, 2, 3, 130


class OutputClosed(Exception):
    """The reader of our output went away ("newsdesk read … | head"): nothing is wrong."""


def emit(line: str, /) -> None:
    """A line on standard output, at once, so that a pipe behind it can work while we go on.

    Raises:
        OutputClosed: Nobody reads it any more.
    """
    try:
        print(line, flush=True)
    except BrokenPipeError:
        raise OutputClosed from None


def note(message: str, /) -> None:
    """A line for the person at the terminal, on standard error, so that output stays clean for pipes.

    File names and addresses come from others: control characters and bidirectional overrides are taken out.
    """
    from bot.render.clean import clean

    print(clean(message), file=sys.stderr, flush=True)


def fail(error: Exception, /) -> NoReturn:
    """End with exit code 1: one line for an expected error, a traceback for a defect of ours."""
    from newsdesk.errors import NewsdeskError
    from summarizer.errors import SummarizerError

    expected: tuple[type[Exception], ...] = (NewsdeskError, SummarizerError)
    if "config.settings" in sys.modules:
        from config.settings import SettingsError

        expected = (*expected, SettingsError)
    if isinstance(error, expected):
        note(f"newsdesk: {error}")
        sys.exit(FAILED)
    if os.environ.get("NEWSDESK_DEBUG"):
        raise error
    note(f"newsdesk: a defect of ours: {type(error).__name__}: {error}")
    note("Run it again with NEWSDESK_DEBUG=1 to see where, and please report it.")
    sys.exit(FAILED)


def progress(items: Iterable[T], /, *, total: int, label: str) -> Iterator[T]:
    """The items, with a bar on standard error while they come, if that is a terminal."""
    if total < 2 or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    # Rich would redirect standard output to this console, and a pipe behind it would get nothing.
    with Progress(
        *columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False
    ) as bar:
        yield from bar.track(items, total=total, description=label)


def show(document: RenderDocument, /) -> None:
    """Print a document, in colour on a terminal and as plain text elsewhere."""
    from bot.render.terminal import print_document

    print_document(document, file=sys.stdout)


def waiting(label: str, /) -> AbstractContextManager[object]:
    """A spinner on standard error while something slow happens, if that is a terminal."""
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status(label)
