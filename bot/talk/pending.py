"""What a private chat was asked last: an answer need not be a reply to the question there."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import NamedTuple

from newsdesk.model import Address

from .model import Heard, Place, PlaceKind, Pressed

WAITS = timedelta(minutes=10)
_MOST = 2000


class _Asked(NamedTuple):
    data: str
    at: datetime


class Pending:
    """The last question to each private chat, until it is answered, something else is done, or time has passed.

    In groups several people talk, so that there an answer must be a reply.
    """

    def __init__(self) -> None:
        self._asked: OrderedDict[Address, _Asked] = OrderedDict()

    def ask(self, place: Place, data: str, now: datetime, /) -> None:
        """A private chat is asked for words; ``data`` says who takes them."""
        if place.kind is PlaceKind.PRIVATE:
            self._asked[place.chat] = _Asked(data, now)
            if len(self._asked) > _MOST:
                self._asked.popitem(last=False)

    def waiting(self, heard: Heard, now: datetime, /) -> str:
        """What a message that replies to nothing may be the answer to; "" for nothing."""
        asked = self._asked.get(heard.place.chat)
        if asked is None or heard.command or heard.replied_to is not None or now - asked.at > WAITS:
            return ""
        return asked.data

    def settle(self, said: Heard | Pressed, /) -> None:
        """It is answered, or whoever was asked did something else."""
        self._asked.pop(said.place.chat, None)
