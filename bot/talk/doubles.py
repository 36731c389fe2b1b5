"""Buttons that were pressed and did their work: a second tap on one is no mistake."""

from __future__ import annotations

from collections import OrderedDict

from newsdesk.model import Address

from .model import Pressed

_MOST = 2000


class Doubles:
    """Remembers the last few thousand buttons whose message was changed by them, while the process lives."""

    def __init__(self) -> None:
        self._done: OrderedDict[tuple[Address, str, str], None] = OrderedDict()

    def note(self, pressed: Pressed, /) -> None:
        """The button has done its work."""
        self._done[_key(pressed)] = None
        if len(self._done) > _MOST:
            self._done.popitem(last=False)

    def has(self, pressed: Pressed, /) -> bool:
        """Whether it has done its work before."""
        return _key(pressed) in self._done


def _key(pressed: Pressed) -> tuple[Address, str, str]:
    return pressed.place.chat, pressed.message, pressed.data
