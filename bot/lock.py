"""One running desk a database: a lock that the system lets go of, however the process ends."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import Self

from newsdesk.errors import NewsdeskError


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
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(opened, 20).decode("ascii", "replace").strip()
            os.close(opened)
            raise AlreadyRunning(self._path, holder) from None
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
