"""Importing spaCy without its command line.

``import spacy`` brings its command line and, with that, HTTP clients and a project manager: measured 1.7 s of
3.5 s on one core, for nothing that a reader of texts calls.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import sys
from collections.abc import Iterator
from types import ModuleType

_COMMAND_LINE = ("spacy.cli", "spacy.cli.info")


def import_spacy() -> ModuleType:
    """The module ``spacy``; ``import spacy.cli`` still brings the command line to whoever wants it."""
    if "spacy" not in sys.modules:
        with _stand_ins():
            return importlib.import_module("spacy")
    return importlib.import_module("spacy")


@contextlib.contextmanager
def _stand_ins() -> Iterator[None]:
    """Empty modules in the place of the command line while spaCy's own ``__init__`` asks for it."""
    for name in _COMMAND_LINE:
        sys.modules[name] = ModuleType(name)
    sys.modules["spacy.cli.info"].info = None  # type: ignore[attr-defined]  # what __init__ imports from it
    try:
        yield
    finally:
        for name in _COMMAND_LINE:
            del sys.modules[name]


@contextlib.contextmanager
def loading() -> Iterator[None]:
    """No garbage collection while a million objects are made that stay; later it never looks at them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()
