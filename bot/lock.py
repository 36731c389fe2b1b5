"""One running desk a database: a lock that the system lets go of, however the process ends."""

from __future__ import annotations

import os
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from newsdesk.errors import NewsdeskError

# Whoever only looks whether a desk runs is gone after microseconds.
PATIENCE_S = 0.2


class AlreadyRunning(NewsdeskError):
    """Another process serves this database."""

    def __init__(self, path: Path, holder: str) -> None:
        who = f" (process {holder})" if holder else ""
        super().__init__(
            f"Newsdesk is already running{who} on {path.with_suffix('')}. Stop it first, or name another "
            "database in NEWSDESK_DATABASE_URL."
        )


class RunLock:
    """Held while a desk runs; two would send the same deliveries.

    Raises:
        AlreadyRunning: On entering, when somebody else holds it.
    """

    def __init__(self, database: Path, /) -> None:
        self._path = database.with_name(database.name + ".lock")
        self._file: int | None = None

    def __enter__(self) -> Self:
        import fcntl

        self._path.parent.mkdir(parents=True, exist_ok=True)
        opened = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        patient_until = time.monotonic() + PATIENCE_S
        while not _locked(opened, fcntl.LOCK_EX):
            if time.monotonic() < patient_until:
                time.sleep(0.01)
                continue
            holder = os.read(opened, 20).decode("ascii", "replace").strip()
            os.close(opened)
            raise AlreadyRunning(self._path, holder)
        os.truncate(opened, 0)
        os.write(opened, str(os.getpid()).encode())
        self._file = opened
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


def is_running(database: Path, /) -> bool:
    """Whether a desk runs on a database at this moment; takes nothing from it, and makes no file.

    Raises:
        OSError: The lock cannot be looked at.
    """
    import fcntl

    try:
        opened = os.open(database.with_name(database.name + ".lock"), os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        # Shared, so that those who look do not take each other for a desk; closing lets go of it.
        return not _locked(opened, fcntl.LOCK_SH)
    finally:
        os.close(opened)


def _locked(opened: int, kind: int) -> bool:
    import fcntl

    try:
        fcntl.flock(opened, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
