"""Cheap commands stay cheap: what is not needed is not imported."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {
    "aiohttp", "httpx2", "lxml", "numpy", "onnxruntime", "pydantic", "pydantic_settings", "rapidfuzz",
    "slack_bolt", "spacy", "telegram", "thinc", "tokenizers", "torch", "trafilatura", "transformers",
}  # fmt: skip


def imported_by(code, root):
    """Top-level names in ``sys.modules`` after the code has run in a fresh interpreter."""
    script = (
        f"import sys\n{code}\nprint(*sorted({{m.partition('.')[0] for m in sys.modules}}), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, timeout=60, check=True
    )
    return set(done.stderr.split())


def test_help_imports_no_language_model_and_no_settings(root):
    code = "from bot.cli import app\napp(['--help'], standalone_mode=False)"
    modules = imported_by(code, root)
    assert "typer" in modules
    assert modules & HEAVY == set()


@pytest.mark.parametrize("command", ["read", "brief", "ask", "run", "chat", "doctor", "eval", "config"])
def test_help_of_a_command_imports_no_language_model(root, command):
    """Typer itself imports pydantic when it looks at a command's parameters."""
    modules = imported_by(f"from bot.cli import app\napp(['{command}', '--help'], standalone_mode=False)", root)
    assert modules & (HEAVY - {"pydantic"}) == set()


@pytest.mark.parametrize(
    "module",
    ["summarizer.model", "summarizer.document", "summarizer.ports", "newsdesk", "config", "config.paths"],
)
def test_values_and_ports_import_no_library(root, module):
    assert imported_by(f"import {module}", root) & HEAVY == set()


def test_settings_bring_no_language_model(root):
    heavy = HEAVY - {"pydantic", "pydantic_settings"}
    assert imported_by("import config.settings", root) & heavy == set()
