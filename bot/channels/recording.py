"""A sender that keeps what it is given: for tests, and for trying the desk without a platform.

It fails in every way in which a platform fails, when it is told to.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from enum import StrEnum

from newsdesk.model import Address, Delivery
from newsdesk.ports import Gone, Moved, NotTaken, SendOutcome, Sent, Unknown


class Fate(StrEnum):
    """What becomes of a message that is sent."""

    TAKEN = "taken"
    BUSY = "busy"
    REFUSED = "refused"
    LOST = "lost"
    TAKEN_UNSURE = "taken, but the answer was lost"
    GONE = "gone"
    MOVED = "moved"
    CRASHED = "crashed"
    TAKEN_CRASHED = "taken, but the sender crashed"
    HANGS = "hangs"
    TAKEN_HANGS = "taken, but the answer never comes"


_TAKEN = frozenset({Fate.TAKEN, Fate.TAKEN_UNSURE, Fate.TAKEN_CRASHED, Fate.TAKEN_HANGS})


class RecordingSender:
    """Implements ``newsdesk.ports.Sender``.

    Args:
        fate: Decides what becomes of a message; everything is taken by default.
        can_tell: Whether ``look_up`` knows what arrived.
        after_s: When a busy platform may be asked again.
        moved_to: Where a chat has moved.

    Attributes:
        concurrency: How many chats it serves at the same time.
        taken: What has arrived, in order.
        tried: Every message that was to be sent, in order.
    """

    def __init__(
        self,
        platform: str = "console",
        *,
        fate: Callable[[Delivery], Fate] = lambda _: Fate.TAKEN,
        can_tell: bool = False,
        after_s: float = 1.0,
        moved_to: Address | None = None,
    ) -> None:
        self.platform = platform
        self.concurrency = 8
        self.fate = fate
        self.can_tell = can_tell
        self.taken: list[Delivery] = []
        self.tried: list[Delivery] = []
        self._after_s = after_s
        self._moved_to = moved_to

    async def send(self, delivery: Delivery, /) -> SendOutcome:
        """Take the message, or fail as told.

        Raises:
            RuntimeError: It was told to crash.
        """
        fate = self.fate(delivery)
        self.tried.append(delivery)
        if fate in _TAKEN:
            self.taken.append(delivery)
        await asyncio.sleep(0)
        match fate:
            case Fate.TAKEN:
                return Sent(f"r{len(self.taken)}")
            case Fate.BUSY:
                return NotTaken("Too many requests.", self._after_s)
            case Fate.REFUSED:
                return NotTaken("The message is malformed.")
            case Fate.GONE:
                return Gone("The bot was blocked.")
            case Fate.MOVED:
                return Moved(self._moved_to or delivery.address._replace(chat=f"{delivery.address.chat}'"))
            case Fate.CRASHED | Fate.TAKEN_CRASHED:
                raise RuntimeError("the sender has a bug")
            case Fate.HANGS | Fate.TAKEN_HANGS:
                await asyncio.Event().wait()
        return Unknown("The answer never came.")

    async def look_up(self, delivery: Delivery, /) -> Sent | NotTaken | None:
        """Whether it was taken, when this platform can tell."""
        if not self.can_tell:
            return None
        found = (n for n, d in enumerate(self.taken, 1) if d.id == delivery.id)
        number = next(found, None)
        return Sent(f"r{number}") if number else NotTaken("It never arrived.", 0.0)
