"""Who may do what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from newsdesk.model import Address

from .model import Person, Place, PlaceKind
from .ports import Face


class Needs(IntEnum):
    """What somebody must be to use a command or a button."""

    NOTHING = 0
    MANAGER = 1
    OPERATOR = 2


@dataclass(frozen=True, slots=True)
class Permits:
    """What the operator has decided.

    Attributes:
        chats: The only chats that are served, as "platform:chat"; empty serves all.
        operators: Who runs the desk, as "platform:person".
        feeds_need: What changing feeds needs; on a desk open to strangers an operator.
    """

    chats: frozenset[str] = frozenset()
    operators: frozenset[str] = frozenset()
    feeds_need: Needs = Needs.MANAGER

    @property
    def are_open(self) -> bool:
        """Whether any stranger may change what all chats share, from a private chat of his own."""
        return not (self.chats or self.operators) and self.feeds_need < Needs.OPERATOR

    def serves(self, place: Place, person: Person, /) -> bool:
        """Whether a chat is answered at all; an operator is, in private, wherever he writes from."""
        if not self.chats or _name(place.chat) in self.chats:
            return True
        return place.kind is PlaceKind.PRIVATE and self.is_operator(person)

    def is_operator(self, person: Person, /) -> bool:
        """Whether somebody runs the desk."""
        return not person.as_chat and f"{person.platform}:{person.id}" in self.operators

    async def may(self, needs: Needs, place: Place, person: Person, face: Face, /) -> bool:
        """Whether somebody may do what has such needs, for what a place gets.

        Operators may do everything in the chats that are served; everybody is the manager of a private chat of
        his own.

        Raises:
            FaceError: The platform does not tell who manages the place.
        """
        if needs is Needs.NOTHING or self.is_operator(person):
            return True
        if needs is Needs.OPERATOR:
            return False
        return await face.is_manager(place, person)


def _name(chat: Address) -> str:
    return f"{chat.platform}:{chat.chat}"
