"""Importing spaCy without its command line and without torch.

``import spacy`` brings its command line and, with that, HTTP clients and a project manager: measured 1.7 s of
3.5 s on one core, for nothing that a reader of texts calls.  Where torch is installed it brings that too, for
networks that only spaCy's transformer packages have: 2.4 s and 180 MB.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import importlib.util
import sys
from collections.abc import Iterator
from types import ModuleType

_COMMAND_LINE = ("spacy.cli", "spacy.cli.info")
_WITH_TORCH = ("spacy_transformers", "spacy_curated_transformers")


def import_spacy() -> ModuleType:
    """The module ``spacy``; whoever wants its command line or torch still gets them by their own imports."""
    if "spacy" not in sys.modules:
        with _stand_ins():
            return importlib.import_module("spacy")
    return importlib.import_module("spacy")


@contextlib.contextmanager
def _stand_ins() -> Iterator[None]:
    """Empty modules, and none for torch, in the place of what spaCy's own ``__init__`` asks for."""
    without_torch = "torch" not in sys.modules and not any(map(importlib.util.find_spec, _WITH_TORCH))
    if without_torch:
        sys.modules["torch"] = None  # type: ignore[assignment]  # the import system's word for "not to be had"
    for name in _COMMAND_LINE:
        sys.modules[name] = ModuleType(name)
    sys.modules["spacy.cli.info"].info = None  # type: ignore[attr-defined]  # what __init__ imports from it
    try:
        yield
    finally:
        for name in (*_COMMAND_LINE, *(["torch"] if without_torch else [])):
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
