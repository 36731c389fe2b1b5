"""What conversation needs of a platform."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from newsdesk.errors import NewsdeskError

from .model import Attached, Filled, Heard, Person, Place, Pressed, Reply, Submitted


class Draft(Protocol):
    """An answer that is being worked on: somebody sees already that there will be one."""

    async def finish(self, reply: Reply, /) -> str:
        """Put the reply in its place; the remote id of its (first) message, "" when there is none.

        What does not fit into one message is put behind a "More" button or into the thread, never cut.
        """


class Face(Protocol):
    """One platform, as conversation sees it.

    Everything is sent within the platform's limits.  Methods raise ``FaceError`` with a sentence for the
    operator when the platform does not do what it is asked.
    """

    @property
    def platform(self) -> str:
        """As in addresses."""

    def answering(self, heard: Heard | Pressed, /) -> AbstractAsyncContextManager[Draft]:
        """Show at once that an answer comes ("typing…", or a placeholder that the answer replaces).

        Leaving it without ``finish`` takes the placeholder back.
        """

    async def say(self, place: Place, reply: Reply, /) -> str:
        """Write into a place, not in answer to anybody; the remote id of the (first) message."""

    async def answer(self, pressed: Pressed, reply: Reply, /) -> str:
        """Answer a button: the toast, the change of its message, or a message of its own."""

    async def is_manager(self, place: Place, person: Person, /) -> bool:
        """Whether somebody may change what a place gets; asked anew at least every minute."""

    async def find_place(self, words: str, by: Person, /) -> Place | None:
        """The chat that somebody means by "@name", "#name", a link or an id; None when the bot is not there."""

    async def download(self, file: Attached, /, *, limit: int) -> bytes:
        """The content of an attached file, at most ``limit`` bytes.

        Raises:
            FaceError: It is larger, or cannot be had.
        """

    async def open_form(
        self, to: Heard | Pressed, form: str, place: Place, /, *, filled: Filled | None = None
    ) -> bool:
        """Open a form about a place (see ``Submitted``); False where the platform has none."""


class Listener(Protocol):
    """Conversation, as a platform sees it.  Nothing here raises but for cancellation."""

    async def hear(self, heard: Heard, face: Face, /) -> None:
        """Answer what was said, if it is meant for the bot."""

    async def interrupted(self, heard: Heard, face: Face, /) -> None:
        """The last process ended while it worked on an answer: say so to whoever asked."""

    async def press(self, pressed: Pressed, face: Face, /) -> None:
        """Answer a button."""

    async def submit(self, submitted: Submitted, face: Face, /) -> dict[str, str]:
        """Do what a form says; what is wrong, a sentence for each field, and then nothing was done."""

    async def overview(self, person: Person, face: Face, /) -> Reply:
        """Everything that the desk sends on this platform, for somebody's App Home."""

    async def arrived(self, place: Place, by: Person, face: Face, /) -> None:
        """The bot was added to a chat, or somebody opened it for the first time."""

    async def left(self, place: Place, reason: str, /) -> None:
        """The bot was removed or blocked."""

    async def moved(self, old: Place, new: Place, /) -> None:
        """A chat has another address now."""


class FaceError(NewsdeskError):
    """A platform did not do what it was asked; the message says why, without secrets."""
