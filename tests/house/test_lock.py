"""The lock pins everything, with hashes, and names no host."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HASHED = ["core.txt", "dev.txt", "postgres.txt", "build.txt"]


def entries(root, name):
    text = (root / "requirements" / name).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]


def pins(root, name):
    return {(r.name, str(r.marker)): str(r.specifier) for r in map(requirement, entries(root, name))}


def requirement(entry):
    return Requirement(entry.split("--hash")[0].strip())


@pytest.mark.parametrize("name", [*HASHED, "torch.txt"])
def test_everything_is_pinned(root, name):
    loose = [e for e in entries(root, name) if not re.fullmatch(r"==[\w.!+]+", str(requirement(e).specifier))]
    assert loose == []
    assert "://" not in (root / "requirements" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", HASHED)
def test_every_pin_has_a_hash(root, name):
    assert [e for e in entries(root, name) if "--hash=sha256:" not in e] == []


@pytest.mark.parametrize("name", ["core.txt", "postgres.txt", "build.txt"])
def test_all_locks_agree_with_the_development_lock(root, name):
    development = pins(root, "dev.txt")
    here = pins(root, name)
    assert {k: v for k, v in here.items() if k in development and development[k] != v} == {}


@pytest.mark.parametrize(
    ("name", "extras"), [("core.txt", []), ("dev.txt", ["dev"]), ("postgres.txt", ["postgres"])]
)
def test_the_lock_satisfies_pyproject(root, name, extras):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(r for e in extras for r in project["optional-dependencies"][e])]
    locked = {}
    for entry in entries(root, name):
        pin = requirement(entry)
        locked.setdefault(canonicalize_name(pin.name), []).append(str(pin.specifier).removeprefix("=="))
    unmet = [
        r
        for r in map(Requirement, wanted)
        if not all(r.specifier.contains(v) for v in locked.get(canonicalize_name(r.name), ["0"]))
    ]
    assert unmet == []


def test_torch_is_in_no_lock_but_its_own(root):
    names = {n for lock in HASHED for n, _ in pins(root, lock)}
    assert "torch" not in names
    assert ("torch", "None") in pins(root, "torch.txt")
