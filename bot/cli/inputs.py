"""From the paths on the command line to articles, with a clear word on each that cannot be read."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from .terminal import FAILED, NOTHING_FOUND, note, progress, waiting

if TYPE_CHECKING:
    from config.settings import Settings
    from newsdesk.desk import Desk
    from newsdesk.ingest.loaded import Loaded
    from summarizer.model import ArticleId, Reading


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files that could be read, and how many could not."""

    files: dict[ArticleId, Loaded]
    refused: int

    def exit_code(self, *, found: bool) -> int:
        """1 when something was refused, 3 when all could be read and nothing was found, else 0."""
        if self.refused:
            return FAILED
        return 0 if found else NOTHING_FOUND


def load_inputs(paths: Sequence[str], settings: Settings, /) -> Inputs:
    """Read the files; each refusal is one line on standard error.

    Raises:
        typer.Exit: With 1, when nothing at all could be read.
    """
    from newsdesk.ingest.files import load_paths
    from newsdesk.ingest.loaded import Loaded

    files: dict[ArticleId, Loaded] = {}
    refused = 0
    for outcome in load_paths(paths, max_bytes=settings.max_file_mb * 1_000_000, note=_tell):
        if isinstance(outcome, Loaded):
            files.setdefault(outcome.article.id, outcome)
        else:
            refused += 1
            note(f"newsdesk: {outcome}")
    if not files:
        if not refused:
            note("newsdesk: no article found in the given paths; give text, HTML or JSONL files.")
        raise typer.Exit(FAILED if refused else NOTHING_FOUND)
    return Inputs(files, refused)


def _tell(message: str) -> None:
    note(f"newsdesk: {message}")


def open_desk(settings: Settings, /) -> Desk:
    """A desk with its models loaded."""
    from bot.app import build_desk

    with waiting("Loading the language pipeline…"):
        return build_desk(settings)


def read_all(
    desk: Desk, inputs: Inputs, /, *, streaming: bool = False, condense: bool = True
) -> Iterator[Reading]:
    """Readings of all files, with a progress bar.

    Args:
        condense: As for :meth:`Desk.read`.
        streaming: Each reading is printed as it comes: on a terminal that is progress enough.
    """
    articles = [loaded.article for loaded in inputs.files.values()]
    readings = desk.read(articles, condense=condense)
    if streaming and sys.stdout.isatty():
        return readings
    return progress(readings, total=len(articles), label="Reading")
