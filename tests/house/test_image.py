"""What can be said of the image without building it; ``make image-check`` runs its steps."""

from __future__ import annotations

import json

import pytest

from config.schema import Settings

from .image_steps import Step, steps


@pytest.fixture(scope="module")
def instructions(root):
    return list(steps((root / "Dockerfile").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def final(instructions):
    """The instructions of the last stage: what the image is."""
    last = max(n for n, s in enumerate(instructions) if s.instruction == "FROM")
    return instructions[last:]


def test_steps_are_read_with_their_continued_lines():
    read = list(steps("# why\nFROM a\nRUN one \\\n    && two\n"))
    assert read == [Step("FROM", "a"), Step("RUN", "one && two")]


def test_it_does_not_run_as_root(final):
    users = [s.argument for s in final if s.instruction == "USER"]
    assert users == ["newsdesk"]
    assert "useradd" in next(s.argument for s in final if s.instruction == "RUN")


def test_its_health_check_is_the_doctor_and_it_runs_the_bot(final):
    told = {s.instruction: s.argument for s in final}
    assert told["HEALTHCHECK"].endswith('CMD ["newsdesk", "doctor", "--quick"]')
    assert json.loads(told["ENTRYPOINT"]) + json.loads(told["CMD"]) == ["newsdesk", "run"]


def test_its_listener_can_be_published_and_nothing_else_listens_to_everybody(final, root):
    """Inside a container the loopback is out of reach; the default of the program stays the loopback."""
    told = [s.argument for s in final if s.instruction == "ENV"]
    assert "NEWSDESK_HTTP_HOST=0.0.0.0" in told
    assert [s.argument for s in final if s.instruction == "EXPOSE"] == [
        str(Settings.model_fields["http_port"].default)
    ]
    assert Settings.model_fields["http_host"].default == "127.0.0.1"
    published = [line for line in (root / "compose.yaml").read_text().splitlines() if "ports:" in line]
    assert [line.strip()[:1] for line in published] == ["#"]


def test_what_it_installs_is_locked(instructions):
    installs = [
        part
        for s in instructions
        if s.instruction == "RUN"
        for part in s.argument.split("&&")
        if "install -" in part
    ]
    pip = [p for p in installs if "-m pip" in p]
    assert len(pip) == 3
    assert all("--require-hashes" in p or ("--no-deps" in p and "--no-index" in p) for p in pip)


def test_everything_that_it_copies_exists_and_is_let_through(instructions, root):
    ignored = (root / ".dockerignore").read_text(encoding="utf-8").splitlines()
    sources = [
        source
        for s in instructions
        if s.instruction == "COPY" and not s.argument.startswith("--from")
        for source in s.argument.split()[:-1]
    ]
    assert len(sources) == 10
    assert [s for s in sources if not (root / s).exists()] == []
    assert [s for s in sources if f"!{s.split('/')[0]}" not in ignored] == []
