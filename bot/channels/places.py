"""Where on this machine briefs may be written: regular files, and nothing that belongs to the desk itself."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
)
_BESIDE = ("", "-wal", "-shm", "-journal", ".lock")


def kept_by(database: Path | None, /) -> tuple[Path, ...]:
    """The files of a SQLite database and of its lock; none for a database on a server."""
    return () if database is None else tuple(database.with_name(database.name + end) for end in _BESIDE)


def unfit(path: Path, kept: Iterable[Path] = (), /) -> str:
    """Why briefs are never written there, as a sentence; "" for a regular file and where there is none yet.

    Nothing is opened: opening a device may do something, and closing the database lets go of its locks.

    Args:
        kept: Files of the desk itself.

    Raises:
        OSError: Nobody can tell.
    """
    try:
        found = path.stat()
    except FileNotFoundError:
        found = None
    except ValueError as error:  # a null byte
        return f"{str(path)!r} is no path: {error}."
    if found is not None and not stat.S_ISREG(found.st_mode):
        kind = next((name for is_kind, name in _KINDS if is_kind(found.st_mode)), "something else")
        return f"{path} is {kind}, and briefs go to regular files only."
    if any(_same(path, found, other) for other in kept):
        return f"{path} belongs to the database of Newsdesk."
    return ""


def unwritable(path: Path, kept: Iterable[Path] = (), /) -> str:
    """Why briefs cannot be written there as things stand, as a sentence; "" when they can."""
    try:
        reason = unfit(path, kept)
        exists = not reason and path.exists()
    except OSError as error:
        return f"{path} cannot be looked at: {error.strerror}."
    if reason:
        return reason
    folder = Path(os.path.realpath(path)).parent
    if not folder.is_dir():
        return f"the folder {folder} does not exist."
    if not os.access(path if exists else folder, os.W_OK):
        return f"{path if exists else folder} cannot be written."
    return ""


def _same(path: Path, found: os.stat_result | None, other: Path) -> bool:
    """The same name, or another name of the same file."""
    if os.path.realpath(path) == os.path.realpath(other):
        return True
    try:
        return found is not None and os.path.samestat(found, other.stat())
    except OSError:
        return False
