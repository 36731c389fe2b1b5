"""The registry, repaired by its users: who is the same, who is not, and what they are called.

``apply`` and ``registry_with`` are pure; statements are never changed, so undoing a repair restores what was.
``merge``, ``split``, ``alias`` and ``undo`` make and take back repairs in a store, each with its author.
"""

from __future__ import annotations

from ..errors import RepairRefused
from .applying import applied, apply
from .checks import Refusal, check
from .finding import find, folded_name, resolve_actor
from .making import Change, Making, alias, merge, split, undo, whom_a_name_means
from .namesakes import shared_names
from .plan import Plan
from .registries import registry_with
from .viewing import Profile, listed, profile

__all__ = [
    "Change",
    "Making",
    "Plan",
    "Profile",
    "Refusal",
    "RepairRefused",
    "alias",
    "applied",
    "apply",
    "check",
    "find",
    "folded_name",
    "listed",
    "merge",
    "profile",
    "registry_with",
    "resolve_actor",
    "shared_names",
    "split",
    "undo",
    "whom_a_name_means",
]
