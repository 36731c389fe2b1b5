"""Every command, button and prompt, by name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from .buttons import name_of, values_of
from .commands import FAMILIES, overview, question, unknown
from .context import Action, Command, Context, FormHandler, Handler, Services
from .model import Person, Reply
from .permits import Needs

if TYPE_CHECKING:
    from .ports import Face


T = TypeVar("T")


class Directory:
    """Finds who answers.

    Raises:
        ValueError: Two families claim one name.
    """

    def __init__(self) -> None:
        self._commands = _unique((n, c) for f in FAMILIES for c in f.commands for n in (c.name, *c.aliases))
        self._actions = _unique((a.name, a) for f in FAMILIES for a in f.actions)
        self._answers = _unique(pair for f in FAMILIES for pair in f.answers.items())
        self._takes = _unique(pair for f in FAMILIES for pair in f.takes.items())
        self._forms = _unique(pair for f in FAMILIES for pair in f.forms.items())

    def command(self, name: str, /) -> Command | None:
        """The command of a name or alias."""
        return self._commands.get(name)

    def action(self, name: str, /) -> Action | None:
        """What the buttons of a name do."""
        return self._actions.get(name)

    def answer(self, data: str, /) -> tuple[Handler, Needs] | None:
        """Who takes the answer to a prompt, and what that needs: as much as the button of the same name.

        The words are the context's text, ``data`` comes as values.
        """
        handler = self._answers.get(name_of(data))
        if handler is None:
            return None
        values, action = values_of(data), self._actions.get(name_of(data))
        return (lambda ctx: handler(ctx, values)), action.needs if action else Needs.NOTHING

    async def takes(self, data: str, ctx: Context, /) -> bool:
        """Whether the context's words are what a prompt asked for, though they are no reply to it."""
        parses = self._takes.get(name_of(data))
        return parses is not None and await parses(ctx, values_of(data))

    def form(self, name: str, /) -> FormHandler | None:
        """Who takes a form of a name."""
        return self._forms.get(name)

    async def question(self, ctx: Context) -> Reply | None:
        """Plain words."""
        return await question(ctx)

    async def unknown(self, ctx: Context) -> Reply | None:
        """A command that there is not."""
        return await unknown(ctx)

    async def overview(self, services: Services, person: Person, face: Face) -> Reply:
        """Everything that the desk sends on a platform."""
        return await overview(services, person, face)


def _unique(pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    found: dict[str, T] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"two families claim {name!r}")
        found[name] = value
    return found
