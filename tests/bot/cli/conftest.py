"""Running the command line as a user does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from typer.testing import CliRunner

from bot.cli import app

ROOT = Path(__file__).parents[3]
NOON = datetime(2026, 1, 12, 12, tzinfo=UTC)  # a Monday
REGISTRY = """
[[actor]]
id = "jane-roe"
kind = "person"
name = "Jane Roe"
aliases = ["Calm Jane"]
pronoun = "she"

[[actor]]
id = "jim-roe"
kind = "person"
name = "Jim Roe"
pronoun = "he"
"""


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


Newsdesk = Callable[..., Ran]


@pytest.fixture
def newsdesk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Newsdesk:
    """``newsdesk(*arguments, stdin="")`` in this process, so that the pipeline is loaded once for all tests."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in [n for n in os.environ if n.startswith("NEWSDESK_")]:
        monkeypatch.delenv(name)
    runner = CliRunner()

    def run(*arguments: str, stdin: str = "") -> Ran:
        result = runner.invoke(app, [str(a) for a in arguments], input=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def monday(newsdesk: Newsdesk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Newsdesk]:
    """``newsdesk(...)`` in an empty folder with an empty database and two actors, on a Monday at noon."""
    monkeypatch.setenv("NEWSDESK_DATABASE_URL", f"sqlite:///{tmp_path / 'desk.db'}")
    (tmp_path / "actors.toml").write_text(REGISTRY)
    monkeypatch.setenv("NEWSDESK_REGISTRY", str(tmp_path / "actors.toml"))
    monkeypatch.chdir(tmp_path)
    with time_machine.travel(NOON, tick=False):
        yield newsdesk


@pytest.fixture
def process(tmp_path: Path) -> Newsdesk:
    """``process(*arguments, stdin="")`` as a process of its own, in an empty folder."""

    def run(*arguments: str, stdin: str = "", environment: dict[str, str] | None = None) -> Ran:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("NEWSDESK_")}
        done = subprocess.run(
            [sys.executable, "-m", "bot.cli", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            text=True,
            cwd=tmp_path,
            timeout=120,
            check=False,
            env={**inherited, "HOME": str(tmp_path), "PYTHONPATH": str(ROOT), **(environment or {})},
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run
