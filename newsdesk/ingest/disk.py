"""Files and folders of the operating system: bytes under a limit, or why not; never hangs on a pipe."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from . import refusals
from .loaded import Refused

STANDARD_INPUT = "-"


def printable(path: str, /) -> str:
    """A path as text that can be printed: bytes that are no UTF-8 become escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def read_file(path: str, /, *, max_bytes: int) -> bytes | Refused:
    """A regular file's bytes; its size is looked at before anything is read."""
    name = printable(path)
    try:
        found = Path(path).stat()
    except (FileNotFoundError, NotADirectoryError):
        return refusals.missing(name)
    except (OSError, ValueError) as error:
        return refusals.unreadable(name, _problem(error))
    if not stat.S_ISREG(found.st_mode):
        return refusals.no_file(name)
    if found.st_size > max_bytes:
        return refusals.too_big(name, found.st_size, max_bytes)
    try:
        # Without blocking: the file may have become a pipe since it was looked at.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            data = file.read(max_bytes + 1)
    except OSError as error:
        return refusals.unreadable(name, _problem(error))
    return data if len(data) <= max_bytes else refusals.too_big(name, None, max_bytes)


def read_stream(stream: BinaryIO | None, /, *, max_bytes: int) -> bytes | Refused:
    """All of a stream, standard input by default, under the limit."""
    try:
        data = (stream or sys.stdin.buffer).read(max_bytes + 1)
    except OSError as error:
        return refusals.unreadable(STANDARD_INPUT, _problem(error))
    return data if len(data) <= max_bytes else refusals.too_big(STANDARD_INPUT, None, max_bytes)


def walk(folder: str, /) -> Iterator[str | Refused]:
    """Paths of the files in a folder and those below it, sorted by name.

    Hidden files and folders are passed over; links to folders are not followed, so there are no loops.  A
    folder that cannot be listed is a refusal in its place.
    """
    stack = [_listing(folder)]
    while stack:
        found = next(stack[-1], None)
        if found is None:
            stack.pop()
        elif isinstance(found, Refused):
            yield found
        elif found.is_dir(follow_symlinks=False):
            stack.append(_listing(found.path))
        elif not found.is_symlink() or not Path(found.path).is_dir():
            yield found.path


def _listing(folder: str) -> Iterator[os.DirEntry[str] | Refused]:
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda e: e.name)
    except OSError as error:
        yield refusals.unreadable(printable(folder), _problem(error))
        return
    yield from (e for e in entries if not e.name.startswith("."))


def _problem(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
