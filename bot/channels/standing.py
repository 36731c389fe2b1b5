"""What a platform says when it is asked who a token belongs to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """One thing that was learned.

    Attributes:
        message: What is the case, as a phrase, without secrets.
        advice: What to do about it; empty when all is well.
        works: False when nothing works until somebody acts.
    """

    message: str
    advice: str = ""
    works: bool = True
