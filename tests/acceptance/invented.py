"""Invented articles, each with one claim that no other makes."""

from __future__ import annotations

import random
from datetime import datetime

from .site import Page

FIRST = "Alma Boris Clara Dario Elena Felix Greta Hugo Irina Jonas Karin Leon Marta Nils Olga Pavel".split()
LAST = "Abernethy Bloxham Calloway Dunstable Eversley Farnborough Gillingham Hathersage Inverkip Jessop".split()
PLACE = "Averley Brindle Corran Delph Ellon Fyvie Garve Huntly Insch Keith Lairg Moffat Nairn Oban".split()
WORDS = (
    "river stone market harbour winter garden railway engine letter window mountain valley kitchen bridge "
    "orchard village lantern copper timber meadow island cottage farmer teacher painter sailor morning "
    "evening summer autumn silver golden narrow distant quiet ancient wooden broken heavy gentle hidden"
).split()


def claim(number: int) -> str:
    """What only this article says."""
    return f"{number + 1000} lamps"


def page(key: str, number: int, published_at: datetime) -> Page:
    """An article in which somebody of its own says its claim."""
    chance = random.Random(number)
    who = f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]}"
    place = PLACE[number % len(PLACE)]
    filler = "\n\n".join(_sentence(chance) + " " + _sentence(chance) for _ in range(4))
    text = (
        f"{who}, the mayor of {place}, said on Monday that the town would buy {claim(number)} for its "
        f"{chance.choice(WORDS)} {chance.choice(WORDS)}.\n\n{filler}"
    )
    return Page(f"/{key}/{number}", f"{place} to buy {claim(number)}", text, published_at)


def _sentence(chance: random.Random) -> str:
    a, b, c, d, e, f = chance.sample(WORDS, 6)
    return f"The {a} {b} lies beside the {c} {d}, where every {e} has a {f}."
