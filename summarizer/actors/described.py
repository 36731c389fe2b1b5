"""Speakers of whom the text says only what they are ("the minister") when nothing tells who that is."""

from __future__ import annotations

from ..document import Document
from ..model import Actor, ActorId, ActorKind, Attribution
from .heads import head_of_source
from .names import slug

CONFIDENCE = 0.3  # it may be anybody of whom the article speaks
_LONGEST = 10  # words


def described(document: Document, attribution: Attribution, /) -> Actor | None:
    """An actor of kind "unknown" named by the source's own words; None for pronouns and elided sources."""
    head, tokens = head_of_source(document, attribution)
    if head is None or head.pos not in ("NOUN", "PROPN"):
        return None
    words = [t for t in tokens if t.text not in ('"', "“", "”")][:_LONGEST]
    text = " ".join(document.article.text[words[0].start : words[-1].end].split()) if words else head.text
    return Actor(ActorId(f"~unknown:{slug(text)}"), text, ActorKind.UNKNOWN)
