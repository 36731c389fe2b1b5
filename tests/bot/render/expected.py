"""What a reader must find in any rendering of a brief, worked out from the brief alone."""

from __future__ import annotations

from bot.render.clean import clean, clip
from summarizer.model import Act, Brief, Status

LABELS = {Status.NEW: [], Status.REPEATED: ["repeated"], Status.CHANGED: ["changed"]}


def pairs(brief: Brief) -> list[tuple[str, str]]:
    """Each bullet as one line, with the name that it must stand under, in order."""
    numbers: dict[str, int] = {}
    found = []
    for section in brief.sections:
        name = clip(clean(section.actor.name).lstrip("•▸ ") or section.actor.id, 150)
        for bullet in section.bullets:
            cited = dict.fromkeys(c.article for c in bullet.citations)
            marks = "".join(f"[{numbers.setdefault(a, len(numbers) + 1)}]" for a in cited)
            labels = ([f"{bullet.outlets} outlets"] if bullet.outlets > 1 else []) + LABELS[bullet.status]
            mark = "▸" if bullet.act is Act.DID else "•"
            line = " · ".join([f"{mark} {clean(bullet.text) or '(no words)'} {marks}", *labels])
            found.append((name, line))
    return found


def cited(brief: Brief) -> int:
    """How many entries the list of sources must have."""
    return len({c.article for s in brief.sections for b in s.bullets for c in b.citations})
