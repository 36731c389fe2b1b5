"""Names of actors on buttons and in lines, so that two of one name are told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.render.clean import clean, clip
from newsdesk.repairs import folded_name
from summarizer.model import Actor, ActorId

LABEL_CHARS = 40
_NAME_CHARS, _ID_CHARS = 24, 48
_GROUP = "~group:"


def shown_name(actor: Actor, /) -> str:
    """A name as a button shows it; the id of whoever has none."""
    return clip(clean(actor.name) or clean(actor.id), LABEL_CHARS)


def shown_id(actor: ActorId, /) -> str:
    """An id as readers may name it; "" for those that are nothing but a group's name."""
    return "" if actor.startswith(_GROUP) else clean(actor)


def with_id(name: str, actor: ActorId, /) -> str:
    """``Kim Lee (~kim-lee-2)``, at most 75 characters; of a long id the middle is left out.

    Ids of one name begin or end differently ("~" is in front of those that no registry knows).
    """
    shown = clean(actor).removeprefix(_GROUP)
    if len(shown) > _ID_CHARS:
        half = _ID_CHARS // 2
        shown = f"{shown[:half]}…{shown[1 - half :]}"
    return f"{clip(clean(name), _NAME_CHARS)} ({shown})"


def told_apart(actors: Sequence[Actor], /) -> list[str]:
    """What each of several actors is called; with the id behind a name that another of them bears too."""
    names = [shown_name(actor) for actor in actors]
    bearers = Counter(_compared(name) for name in names)
    return [
        with_id(actor.name, actor.id) if bearers[_compared(name)] > 1 and clean(actor.name) else name
        for name, actor in zip(names, actors, strict=True)
    ]


def _compared(name: str) -> tuple[str, ...]:
    return folded_name(name) or (name,)
