"""The console as a platform: briefs on standard output, or at the end of a file.

What was written to a file can be read again, so after a crash a file tells exactly what it was sent; standard
output cannot.
"""

from __future__ import annotations

import asyncio
import os
import stat
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from newsdesk.model import Delivery
from newsdesk.ports import NotTaken, SendOutcome, Sent, Unknown
from newsdesk.threads import in_thread

from .frames import LARGEST, frame, frames
from .places import kept_by, unfit

STANDARD_OUTPUT = "-"
# How much of the end of a file is read: whoever asks whether something arrived asks soon after.
TAIL = 4 * LARGEST
# A full disk or a missing folder is put right by people, not by trying at once.
RETRY_S = 60.0
_ADVICE = "Remove the channel and subscribe another file: newsdesk channels, newsdesk subscribe."
# A pipe or a device that takes the place of a file between two looks must not hold the desk up.
_OPENED = os.O_NONBLOCK | os.O_CLOEXEC


class ConsoleSender:
    """Implements ``newsdesk.ports.Sender``.  An address names a file, or "-" for standard output.

    A file is flushed to the disk before a message counts as sent.  The remote id is the delivery's key.

    Devices, pipes and folders are refused, and so is the desk's own database.

    Args:
        output: In place of standard output.
        database: The SQLite file that the desk works on.
    """

    platform = "console"
    concurrency = 8

    def __init__(self, *, output: BinaryIO | None = None, database: Path | None = None) -> None:
        self._output = output
        self._kept = kept_by(database)
        self._targets: dict[str, _Target] = {}

    async def send(self, delivery: Delivery, /) -> SendOutcome:
        """Write a message; an edit is written below, naming the message that it replaces."""
        target = self._target(delivery)
        async with target.lock:
            if delivery.address.chat == STANDARD_OUTPUT:
                return await in_thread(self._print, delivery)
            return await in_thread(target.append, delivery)

    async def look_up(self, delivery: Delivery, /) -> Sent | NotTaken | None:
        """Whether a file holds the whole message; None for standard output and files that cannot be read."""
        if delivery.address.chat == STANDARD_OUTPUT:
            return None
        target = self._target(delivery)
        async with target.lock:
            return await in_thread(target.find, delivery)

    def _target(self, delivery: Delivery) -> _Target:
        chat = delivery.address.chat
        return self._targets.setdefault(chat, _Target(Path(chat), self._kept))

    def _print(self, delivery: Delivery) -> SendOutcome:
        output = self._output or sys.stdout.buffer
        try:
            output.write(frame(delivery))
            output.flush()
        except (OSError, ValueError) as error:  # ValueError: it was closed
            return Unknown(f"Standard output could not be written: {error}.")
        return Sent(delivery.key)


@dataclass(slots=True)
class _Target:
    """A file that is written to.

    Attributes:
        kept: Files that it must not be.
        whole: Up to where it is known to hold nothing that is torn; -1 before it was read.
    """

    path: Path
    kept: tuple[Path, ...] = ()
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    whole: int = -1

    def append(self, delivery: Delivery) -> SendOutcome:
        try:
            if reason := unfit(self.path, self.kept):
                return NotTaken(f"{reason} {_ADVICE}")
            file = os.open(self.path, _OPENED | os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        except OSError as error:
            return NotTaken(f"{self.path} cannot be opened: {error.strerror}.", RETRY_S)
        try:
            if not stat.S_ISREG(os.fstat(file).st_mode):  # somebody put it there meanwhile
                return NotTaken(f"{self.path} is no regular file. {_ADVICE}")
            return self._write(file, delivery)
        finally:
            os.close(file)

    def find(self, delivery: Delivery) -> Sent | NotTaken | None:
        try:
            if reason := unfit(self.path, self.kept):
                return NotTaken(reason, 0.0)
            file = os.open(self.path, _OPENED | os.O_RDONLY)
        except FileNotFoundError:
            return NotTaken(f"{self.path} does not exist.", 0.0)
        except OSError:
            return None
        try:
            content, start = _tail(file)
        except OSError:
            return None
        finally:
            os.close(file)
        if (delivery.key, delivery.channel) in frames(content, cut=start > 0).complete:
            return Sent(delivery.key)
        return NotTaken(f"{self.path} does not hold it.", 0.0)

    def _write(self, file: int, delivery: Delivery) -> SendOutcome:
        message = frame(delivery)
        if len(message) > LARGEST:
            return NotTaken(f"It is too long for a file: {len(message)} bytes, of {LARGEST} at most.")
        try:
            start = self._mended(file)
        except OSError as error:
            return NotTaken(f"{self.path} cannot be read: {error.strerror}.", RETRY_S)
        try:
            rest = memoryview(message)
            while rest:
                rest = rest[os.write(file, rest) :]
            os.fsync(file)
        except OSError as error:
            return self._taken_back(file, start, error)
        self.whole = start + len(message)
        return Sent(delivery.key)

    def _mended(self, file: int) -> int:
        """Cut off what a crash has torn, so that the next frame begins on a line of its own; the new length."""
        length = os.fstat(file).st_size
        if length == self.whole:
            return length
        content, start = _tail(file)
        torn_at = frames(content, cut=start > 0).torn_at
        if torn_at is not None:
            os.ftruncate(file, start + torn_at)
            return start + torn_at
        if content and not content.endswith(b"\n"):
            return length + os.write(file, b"\n")
        return length

    def _taken_back(self, file: int, start: int, error: OSError) -> SendOutcome:
        self.whole = -1
        reason = f"{self.path} cannot be written: {error.strerror}."
        try:
            os.ftruncate(file, start)
        except OSError:
            return Unknown(reason)
        return NotTaken(reason, RETRY_S)


def _tail(file: int) -> tuple[bytes, int]:
    """The end of a file, and where in the file it begins: at 0 unless the file is longer than ``TAIL``."""
    start = max(0, os.fstat(file).st_size - TAIL)
    return os.pread(file, TAIL, start), start
