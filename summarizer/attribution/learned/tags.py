"""What the tagger says of a token."""

from __future__ import annotations

ROLES = ("source", "cue", "content")
TAGS = ("O", *(f"{edge}-{role}" for role in ROLES for edge in "BI"))
"""Outside, or the beginning or inside of a role; a text has no token in two roles."""
BEGIN = {role: TAGS.index(f"B-{role}") for role in ROLES}
INSIDE = {role: TAGS.index(f"I-{role}") for role in ROLES}
