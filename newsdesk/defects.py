"""What of a defect may stand in a log: its kind and its place, and never a word of an article."""

from __future__ import annotations

import traceback

from summarizer.errors import SummarizerError

from .errors import NewsdeskError

_FRAMES = 4


def where(error: BaseException, /) -> dict[str, str]:
    """The kind of an error and the innermost lines of code it went through, innermost last.

    The message is left out: the message of an unexpected error may quote what was worked on.
    """
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    places = [f"{frame.filename.rsplit('/', 2)[-1]}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": type(error).__name__, "at": " > ".join(places)}


def told(error: BaseException, /) -> dict[str, str]:
    """The same, and what an error of our own says: its message is for the operator."""
    if isinstance(error, NewsdeskError | SummarizerError):
        return where(error) | {"reason": str(error)}
    return where(error)
