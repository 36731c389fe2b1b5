"""Rendering and sending, and the clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from summarizer.model import Brief

from ..model import (
    Address,
    Delivery,
    DeliveryKind,
    FailingFeed,
    Layout,
    Message,
)


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform has it."""

    remote_id: str


@dataclass(frozen=True, slots=True)
class NotTaken:
    """The platform surely does not have it; it may be sent again.

    Attributes:
        after_s: Not before so many seconds; None when it will never be taken.
    """

    reason: str
    after_s: float | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """The connection broke after the message was on its way: nobody can tell whether it arrived."""

    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The bot is blocked, kicked, or the chat does not exist any more."""

    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The chat has another address now; it was not sent."""

    address: Address


SendOutcome = Sent | NotTaken | Unknown | Gone | Moved


class Sender(Protocol):
    """Brings messages to one platform; decides nothing about repeating."""

    @property
    def platform(self) -> str:
        """The platform of the addresses that it serves."""

    @property
    def concurrency(self) -> int:
        """How many chats have to be served at the same time for all that the platform takes."""

    async def send(self, delivery: Delivery, /) -> SendOutcome:
        """Send a message, or edit the one that ``delivery.edits`` names.  Never raises but for cancellation."""

    async def look_up(self, delivery: Delivery, /) -> Sent | NotTaken | Unknown | None:
        """Whether an uncertain delivery did arrive; None when the platform cannot tell.

        NotTaken only when it surely will not arrive any more: it is sent again.  To be sure may take a while.
        Unknown when the platform could tell and cannot be asked now.
        """


class Renderer(Protocol):
    """Turns briefs and notes into a platform's messages."""

    def brief(
        self,
        brief: Brief,
        /,
        *,
        platform: str,
        language: str,
        kind: DeliveryKind = DeliveryKind.BRIEF,
        late_since: datetime | None = None,
        zone: str = "UTC",
        withdrawn: frozenset[int] = frozenset(),
        layout: Layout = Layout.THREADS,
    ) -> tuple[Message, ...]:
        """The parts of a brief, in order; never empty.

        Args:
            late_since: When it was due, for one that is late.
            withdrawn: Bullets to strike out; the parts keep their number and order.
            layout: Where a platform has threads.
        """

    def note(self, text: str, /, *, platform: str) -> Message:
        """A line of the desk's own."""

    def nothing_new(self, *, platform: str, language: str) -> Message:
        """The line for a slot with nothing new."""

    def failing(self, feeds: Sequence[FailingFeed], /, *, platform: str, language: str) -> Message:
        """What subscribers of feeds, at least one, read when these bring nothing any more."""


class Clock(Protocol):
    """Where the shell takes ``now`` from."""

    def __call__(self) -> datetime:
        """The present instant, aware UTC."""
