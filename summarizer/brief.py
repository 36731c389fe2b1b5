"""Composing a brief: readings in, sections of cited bullets out, every statement accounted for."""

from __future__ import annotations

from collections.abc import Sequence

from .briefs.bullets import MIN_CONFIDENCE, bullet, is_fit_to_print
from .briefs.composer import Composer
from .briefs.shared import Shared
from .briefs.view import Scorers, View
from .model import Brief, BriefSpec, Reading
from .rank.scorers import SCORERS, Context

__all__ = ["MIN_CONFIDENCE", "Composer", "Shared", "brief_context", "bullet", "compose", "is_fit_to_print"]


def compose(
    readings: Sequence[Reading], /, *, spec: BriefSpec | None = None, scorers: Scorers = SCORERS
) -> Brief:
    """A brief of everything in ``readings`` that ``spec`` asks for.

    Wire copies count as one publisher, the same claim is printed once with all its citations, and nobody
    who cannot be named gets a section.  For several briefs of the same readings see ``Composer``.
    """
    return Composer(readings, scorers=scorers).compose(spec)


def brief_context(readings: Sequence[Reading], /) -> Context:
    """What every claim in the readings is ranked against."""
    return View(readings, SCORERS, Shared()).context
