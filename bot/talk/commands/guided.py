"""Subscribing step by step: what was chosen so far, and what a button makes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import time
from typing import Any

from newsdesk.errors import ScheduleError
from newsdesk.model import Following
from newsdesk.schedule import EVERY_DAY, Schedule
from newsdesk.zones import find_zone
from summarizer.model import ActorId

from ..phrases import LENGTHS, WEEKENDS

STEPS = ("when", "days", "zone", "whom", "length", "made")
_DAYS = {"daily": EVERY_DAY, "weekdays": frozenset(range(5)), "weekends": WEEKENDS}
MAX_TIMES = 12


@dataclass(frozen=True, slots=True)
class Draft:
    """A subscription in the making.

    Attributes:
        mark: Of the target it is for.
        slots: Wall times as "0800".
        offered: Actors to choose among: id and name.
        chosen: Ids; none for everybody.
    """

    mark: str
    step: str = "when"
    slots: tuple[str, ...] = ()
    days: tuple[int, ...] = ()
    zone: str = ""
    offered: tuple[tuple[str, str], ...] = ()
    chosen: tuple[str, ...] = ()
    length: str = "normal"

    def kept(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    @classmethod
    def of(cls, raw: Mapping[str, Any], /) -> Draft:
        """Of JSON that ``kept`` made."""
        lists = {name: tuple(raw[name]) for name in ("slots", "days", "chosen")}
        offered = tuple((str(i), str(name)) for i, name in raw["offered"])
        return cls(**{**raw, **lists, "offered": offered})

    @property
    def schedule(self) -> Schedule:
        """What was chosen; only of a draft whose first three steps are done."""
        slots = tuple(sorted({_time(s) for s in self.slots}))
        return Schedule(slots, zone=self.zone, weekdays=frozenset(self.days) or EVERY_DAY)

    @property
    def following(self) -> Following:
        """Whom and how long."""
        max_actors, max_bullets = LENGTHS[self.length]
        actors = frozenset(ActorId(a) for a in self.chosen)
        return Following(actors=actors, max_actors=max_actors, max_bullets=max_bullets)


def pressed(draft: Draft, word: str, value: str, /) -> Draft | None:
    """The draft after a button; None for one that this step does not have: it is old, or forged."""
    if word == "back":
        return replace(draft, step=STEPS[max(0, STEPS.index(draft.step) - 1)]) if draft.step != "made" else None
    chosen = {"when": _when, "days": _on_days, "zone": _in_zone, "whom": _of_whom, "length": _how_long}
    return chosen[draft.step](draft, word, value) if draft.step in chosen else None


def with_times(draft: Draft, times: Sequence[time], /) -> Draft:
    """The draft with times of day, at the next step."""
    return replace(draft, slots=tuple(f"{t:%H%M}" for t in times), step="days")


def with_actors(draft: Draft, actors: Sequence[tuple[str, str]], /) -> Draft:
    """The draft with actors chosen, whom the next screen offers too."""
    known = {i for i, _ in draft.offered}
    offered = (*draft.offered, *((i, name) for i, name in actors if i not in known))
    chosen = tuple(dict.fromkeys((*draft.chosen, *(i for i, _ in actors))))
    return replace(draft, offered=offered, chosen=chosen)


def _when(draft: Draft, word: str, value: str) -> Draft | None:
    slots = value.split("-")
    if word != "time" or not slots[:MAX_TIMES] or not all(map(_is_time, slots)):
        return None
    return replace(draft, slots=tuple(slots), step="days")


def _on_days(draft: Draft, word: str, value: str) -> Draft | None:
    if word == "days" and value in _DAYS:
        return replace(draft, days=tuple(sorted(_DAYS[value])), step="zone")
    if word == "day" and value in set("0123456"):
        return replace(draft, days=tuple(sorted({*draft.days} ^ {int(value)})))
    if word == "done" and draft.days:
        return replace(draft, step="zone")
    return None


def _in_zone(draft: Draft, word: str, value: str) -> Draft | None:
    if word != "zone":
        return None
    try:
        return replace(draft, zone=find_zone(value), step="whom")
    except ScheduleError:
        return None


def _of_whom(draft: Draft, word: str, value: str) -> Draft | None:
    if word == "all":
        return replace(draft, chosen=(), step="length")
    if word == "done":
        return replace(draft, step="length")
    if (
        word == "who"
        and value.isascii()
        and value.isdigit()
        and len(value) < 3
        and int(value) < len(draft.offered)
    ):
        asked = draft.offered[int(value)][0]
        without = tuple(i for i in draft.chosen if i != asked)
        return replace(draft, chosen=without if len(without) < len(draft.chosen) else (*without, asked))
    return None


def _how_long(draft: Draft, word: str, value: str) -> Draft | None:
    return replace(draft, length=value, step="made") if word == "length" and value in LENGTHS else None


def _is_time(word: str) -> bool:
    return len(word) == 4 and word.isascii() and word.isdigit() and int(word[:2]) < 24 and int(word[2:]) < 60


def _time(word: str) -> time:
    return time(int(word[:2]), int(word[2:]))
