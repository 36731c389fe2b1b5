"""Every command, one file a family: each has a ``FAMILY``."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from ..context import Context, Family, Services
from ..model import Person, Reply

if TYPE_CHECKING:
    from ..ports import Face

_NAMES = (
    "start",
    "brief",
    "ask",
    "summarize",
    "evidence",
    "subscribe",
    "unsubscribe",
    "settings",
    "feeds",
    "following",
    "actors",
    "status",
    "manage",
    "forget",
)
FAMILIES: tuple[Family, ...] = tuple(
    import_module(f"{__name__}.{name}").FAMILY for name in _NAMES if find_spec(f"{__name__}.{name}")
)


async def question(ctx: Context, /) -> Reply | None:
    """Plain words."""
    from . import ask

    return await ask.question(ctx)


async def unknown(ctx: Context, /) -> Reply | None:
    """A command that there is not."""
    from . import start

    return await start.unknown(ctx)


async def overview(services: Services, person: Person, face: Face, /) -> Reply:
    """Everything that the desk sends on a platform to chats that somebody manages."""
    from . import manage

    return await manage.overview(services, person, face)
