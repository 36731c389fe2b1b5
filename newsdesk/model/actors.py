"""The registry, as the archive knows it and as its users repair it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from summarizer.model import Actor, ActorId

from .ids import RepairId


class RepairKind(StrEnum):
    """What somebody said about actors."""

    MERGE = "merge"
    SPLIT = "split"
    ALIAS = "alias"


@dataclass(frozen=True, slots=True)
class Repair:
    """One repair of the actor registry: what happened, by whom, and whether it was taken back.

    The statements themselves are never changed: repairs are applied whenever statements are read, so that
    undoing one is taking it out of the list.

    Attributes:
        actor: MERGE: who is the same as ``other`` and will be known as it.  SPLIT: from whom a name is taken.
            ALIAS: whose name ``name`` is.
        other: MERGE: who stays.  SPLIT: who the name means from now on.  ALIAS: ``actor`` in full.
        name: SPLIT and ALIAS: the name, as articles write it.  MERGE: what ``actor`` was called.
    """

    id: RepairId
    kind: RepairKind
    actor: ActorId
    by: str
    at: datetime
    other: Actor | None = None
    name: str = ""
    undone_at: datetime | None = None
    undone_by: str = ""


@dataclass(frozen=True, slots=True)
class KnownActor:
    """An actor as the desk's archive knows it.

    Attributes:
        statements: How many statements are credited to it.
        forms: The words by which articles name it, the most frequent first.
    """

    actor: Actor
    statements: int = 0
    forms: tuple[str, ...] = ()
    last_at: datetime | None = None
