"""A platform with administrators, forms and chats that can be found; and what a store holds of a chat."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.talk.model import Place, PlaceKind, Submitted
from newsdesk.model import Address

from .asking import ANN, GROUP, NOW, Chat, RecordingFace

HALL = Place(Address("telegram", "-300"), PlaceKind.CHANNEL, "Town Hall")
TOPIC = Place(Address("telegram", "-100", "5"), PlaceKind.GROUP, "Group", lasting=True)


@dataclass
class Office(RecordingFace):
    places: dict[str, Place] = field(default_factory=dict)
    forms: bool = False
    opened: list[tuple[object, ...]] = field(default_factory=list)

    async def find_place(self, words, by, /):
        return self.places.get(words)

    async def open_form(self, to, form, place, /, *, filled=None):
        if self.forms and to.trigger:
            self.opened.append((form, place, filled))
            return True
        return False


def office_chat(**more):
    face = Office(managers=frozenset({ANN.id}), places={"@hall": HALL})
    return Chat(face=face, **more)


def channel(chat, place=GROUP):
    return chat.store.channels.find(place.home)


def wishes(chat, place=GROUP):
    found = channel(chat, place)
    return chat.store.subscriptions.of(found.id) if found else []


def submitted(form, values, place=GROUP, by=ANN):
    return Submitted(
        "f1", place, by, NOW, form, {name: (v,) if isinstance(v, str) else v for name, v in values.items()}
    )
